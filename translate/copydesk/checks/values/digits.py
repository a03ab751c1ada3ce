"""Numbers in digits: 900 000, 3.5, $90m, 1997-98, the 1980s; and what a multiplier adds to them."""

from __future__ import annotations

from copydesk.checks.reading import Reading
from copydesk.checks.values.value import Grammar, Key, Strength, Value, value_at

_SHORT_BILLIONS = frozenset("md mds mrd bn mln".split())
_YEARS = range(1000, 2200)


def parse_digits(token: str, grammar: Grammar) -> tuple[float, ...]:
    """Return what a run of digits and marks may mean, the likeliest first.

    ``3,500`` is three thousand five hundred in English; in French it is three and a half, or the English
    form left standing. Several marks that part no thousands give the parts (dates, versions, scores).
    """
    bare = token.replace(" ", "").replace("'", "")
    marks = [character for character in bare if character in ".,:"]
    if not marks:
        return (float(bare),)
    if ":" in marks:
        return tuple(float(part) for part in bare.replace(",", ":").replace(".", ":").split(":") if part)
    last = marks[-1]
    head, _, tail = bare.rpartition(last)
    whole = head.replace(".", "").replace(",", "")
    decimal = float(f"{whole}.{tail}")
    groups = head.replace(",", ".").split(".")
    in_thousands = (
        len(tail) == 3
        and 1 <= len(groups[0]) <= 3
        and groups[0] != "0"
        and all(len(group) == 3 for group in groups[1:])
        and " " not in token
    )
    if len(marks) == 1:
        if not in_thousands:
            return (decimal,)
        joined = float(whole + tail)
        return (joined,) if last in grammar.thousands else (decimal, joined)
    if len(set(marks)) == 1:
        if in_thousands:
            return (float(whole + tail),)
        return tuple(float(part) for part in bare.replace(",", ".").split("."))
    return (decimal,)


def read_digits(reading: Reading, grammar: Grammar, at: int) -> Value:
    """Read the number in digits at a token."""
    token = reading.words[at]
    meanings = parse_digits(token, grammar)
    amount = meanings[0]
    keys: list[Key] = list(meanings)
    last, scale, kind = at, 1.0, "number"
    lowers, count = reading.lowers, len(reading.lowers)
    following = lowers[at + 1] if at + 1 < count else ""
    gap = reading.text[reading.ends[at] : reading.starts[at + 1]] if following else ""
    if following and not gap:
        if following in grammar.ordinal_suffixes:
            return value_at(reading, at, at + 1, amount, Strength.WRITTEN, "ordinal")
        if following == "s" and amount % 10 == 0:
            return decade(reading, at, at + 1, amount)
        if following == "m" and grammar.language == "en" and amount < 1000:
            keys += [meaning * 1e6 for meaning in meanings]  # 1m survivors, or metres
        if following in grammar.glued_multipliers and (
            following not in ("m", "b", "k") or _is_money(reading, grammar, at)
        ):
            scale = grammar.glued_multipliers[following]
            last = at + 1
    elif gap == " " and (
        following in _SHORT_BILLIONS or (following == "m" and _is_money(reading, grammar, at))
    ):
        scale = grammar.glued_multipliers[following]
        last = at + 1
    if lowers[last + 1 : last + 2] == ["autres"] and lowers[last + 2 : last + 3] in (
        ["millions"],
        ["milliards"],
    ):
        last += 1
    while last + 1 < count and lowers[last + 1] in grammar.multipliers and is_close(reading, last + 1):
        scale *= grammar.multipliers[lowers[last + 1]]
        last += 1
    if scale > 1:
        keys = [meaning * scale for meaning in meanings]
        amount *= scale
        amount, last = smaller_part(reading, grammar, amount, scale, last)
        keys.append(amount)
    elif len(token) == 4 and token.isdecimal() and int(amount) in _YEARS:
        kind = "year"
        if amount % 10 == 0 and at > 0 and lowers[at - 1] in grammar.decade_words:
            return decade(reading, at, at, amount)
    elif len(token) == 2 and token.isdecimal():
        if at > 0 and lowers[at - 1] in grammar.decade_words:
            return decade(reading, at, at, amount)
        keys += _short_year(reading, grammar, at, amount)
    strength = Strength.WRITTEN
    mark = reading.text[reading.starts[at] - 1] if reading.starts[at] else ""
    if mark.isalpha() or (mark == "/" and reading.text[reading.ends[at] : reading.ends[at] + 1] != "/"):
        # part of a code (A320, CM2) or of a written fraction or short date: never missing by itself
        strength, kind = Strength.APPROXIMATE, "code"
    elif amount == 1 or (not gap and following == "x"):
        strength = Strength.APPROXIMATE  # 1 is as often "a"
    return value_at(
        reading,
        at,
        last,
        amount,
        strength,
        kind,
        tuple(round(k, 6) for k in _only_floats(keys)),
        scale,
    )


def _only_floats(keys: list[Key]) -> list[float]:
    return [key for key in keys if isinstance(key, float)]


def _is_money(reading: Reading, grammar: Grammar, at: int) -> bool:
    """Say whether a number with one letter behind it is an amount: 90m euros, $90m, 5 M€."""
    before = reading.text[: reading.starts[at]].rstrip()[-1:]
    after = reading.text[reading.ends[at + 1] : reading.ends[at + 1] + 1]
    behind = reading.lowers[at + 2 : at + 4]
    return (
        before in ("$", "€", "£")
        or reading.lowers[at - 1 : at] in (["eur"], ["usd"], ["gbp"])
        or after in ("$", "€", "£")
        or any(word in grammar.currencies for word in behind)
    )


def smaller_part(
    reading: Reading, grammar: Grammar, amount: float, scale: float, last: int
) -> tuple[float, int]:
    """Add what follows a multiplier: ``2 millions 300 000``, ``3 millions et demi``."""
    lowers, count = reading.lowers, len(reading.lowers)
    if last + 1 < count and reading.words[last + 1][0].isdecimal() and is_close(reading, last + 1):
        part = parse_digits(reading.words[last + 1], grammar)[0]
        if scale > part >= scale / 1000:
            return amount + part, last + 1
    if lowers[last + 1 : last + 3] in (["et", "demi"], ["et", "demie"]):
        return amount + scale / 2, last + 2
    if lowers[last + 1 : last + 4] == ["and", "a", "half"]:
        return amount + scale / 2, last + 3
    return amount, last


def decade(reading: Reading, first: int, last: int, amount: float) -> Value:
    """Read ``années 80`` and ``1980s``: the short and the long form stand for each other."""
    keys: tuple[Key, ...]
    if amount < 100:
        keys = (1900 + amount, 2000 + amount, 1800 + amount)
    else:
        keys = (amount % 100,)
    return value_at(reading, first, last, amount, Strength.WRITTEN, "decade", keys)


def _short_year(reading: Reading, grammar: Grammar, at: int, amount: float) -> list[Key]:
    """Give the long forms of a two-digit year: ``1997-98``, ``mai 68``, ``'68``."""
    before = reading.words[at - 1] if at else ""
    gap = reading.text[reading.ends[at - 1] : reading.starts[at]] if at else ""
    if len(before) == 4 and before.isdecimal() and gap in ("-", "–", "/"):
        return [float(before[:2]) * 100 + amount]
    mark = reading.text[reading.starts[at] - 1] if reading.starts[at] else ""
    if (
        mark == "'"
        or (gap in (" ", "-") and reading.lowers[at - 1] in grammar.months)
        or (gap == "-" and before)
    ):
        return [1900 + amount, 2000 + amount]
    if gap in ("-", "–") and len(before) == 2 and before.isdecimal():
        return [1900 + amount, 2000 + amount]
    return []


def is_close(reading: Reading, at: int) -> bool:
    """Say whether only a space or a hyphen stands between a token and the one before it."""
    return reading.text[reading.ends[at - 1] : reading.starts[at]] in (" ", "-")
