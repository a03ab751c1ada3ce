"""Numbers in digits: 900 000, 3.5, $90m, 1997-98, the 1980s; and what a multiplier adds to them."""

from __future__ import annotations

import re
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.money import SYMBOLS
from copydesk.checks.values.value import Grammar, Key, Strength, Value, value_at

_SHORT_BILLIONS = frozenset("md mds mrd bn mln".split())
_YEARS = range(1000, 2200)
_PARTED = re.compile(r", (\d{1,2}) ?%")


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
    if grammar.language == "fr" and len(token) <= 2:
        parted = _parted_decimal(reading, at)
        if parted is not None:
            return parted
    meanings = parse_digits(token, grammar)
    amount = meanings[0]
    keys = list(meanings)
    last, scale, kind = at, 1.0, "number"
    lowers, count = reading.lowers, len(reading.lowers)
    following = lowers[at + 1] if at + 1 < count else ""
    gap = reading.text[reading.ends[at] : reading.starts[at + 1]] if following else ""
    if following and not gap:
        if following in grammar.ordinal_suffixes:
            # François 1er is Francis I, le 1er mai May Day
            strength = Strength.APPROXIMATE if amount == 1 else Strength.WRITTEN
            return value_at(reading, at, at + 1, amount, strength, "ordinal")
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
    elif at and lowers[at - 1] in _INDEXES and amount >= 10 and last == at:
        strength, kind = Strength.APPROXIMATE, "code"  # CAC 40
    elif amount == 31 and at and lowers[at - 1] in ("leur", "son", "mon"):
        strength = Strength.HINT  # dressed up
    elif amount == 24 and reading.text[reading.ends[at] : reading.ends[at] + 2] in ("/7", "/2"):
        strength = Strength.HINT  # around the clock
    elif (amount == 1 and ":" not in token) or (not gap and following == "x"):
        strength = Strength.APPROXIMATE  # 1 is as often "a"
    value = value_at(reading, at, last, amount, strength, kind, tuple(round(key, 6) for key in keys), scale)
    return replace(value, parts=meanings) if ":" in token else value


def _parted_decimal(reading: Reading, at: int) -> Value | None:
    """Read ``0, 5 %``, a decimal that a stray space parts."""
    after = reading.text[reading.ends[at] : reading.ends[at] + 6]
    match = _PARTED.match(after)
    if match is None:
        return None
    amount = float(f"{reading.words[at]}.{match[1]}")
    return value_at(reading, at, at + 1, amount, Strength.WRITTEN, keys=(float(match[1]),))


def _is_money(reading: Reading, grammar: Grammar, at: int) -> bool:
    """Say whether a number with one letter behind it is an amount: 90m euros, $90m, 5 M€."""
    before = reading.text[: reading.starts[at]].rstrip()[-1:]
    after = reading.text[reading.ends[at + 1] : reading.ends[at + 1] + 1]
    behind = reading.lowers[at + 2 : at + 4]
    return (
        before in SYMBOLS
        or reading.lowers[at - 1 : at] in (["eur"], ["usd"], ["gbp"])
        or after in SYMBOLS
        or any(word in grammar.currencies for word in behind)
    )


def smaller_part(
    reading: Reading, grammar: Grammar, amount: float, scale: float, last: int
) -> tuple[float, int]:
    """Add what follows a multiplier: ``2 millions 300 000``, ``3 millions et demi``."""
    lowers, count = reading.lowers, len(reading.lowers)
    if last + 1 < count and reading.words[last + 1][0].isdecimal() and is_close(reading, last + 1):
        part = parse_digits(reading.words[last + 1], grammar)[0]
        less = grammar.multipliers.get(lowers[last + 2], 1.0) if last + 2 < count else 1.0
        if 1 < less < scale and part < 1000 and is_close(reading, last + 2):
            # 5 millions 143 mille 312
            return smaller_part(reading, grammar, amount + part * less, less, last + 2)
        if scale > part >= scale / 1000:
            return amount + part, last + 1
    if lowers[last + 1 : last + 3] in (["et", "demi"], ["et", "demie"]):
        return amount + scale / 2, last + 2
    if lowers[last + 1 : last + 4] == ["and", "a", "half"]:
        return amount + scale / 2, last + 3
    return amount, last


# the numbers in the names of stock indexes, which English leaves out as often as not
_INDEXES = frozenset("ftse cac dax nikkei stoxx ibex smi aex mib nasdaq sensex topix footsie p".split())


def decade(reading: Reading, first: int, last: int, amount: float) -> Value:
    """Read ``années 80`` and ``1980s``: the short and the long form stand for each other."""
    keys: tuple[Key, ...]
    if amount < 100:
        keys = (1900 + amount, 2000 + amount, 1800 + amount)
    else:
        keys = (amount % 100, ("century", amount // 100 + 1))
    return value_at(reading, first, last, amount, Strength.WRITTEN, "decade", keys)


def _short_year(reading: Reading, grammar: Grammar, at: int, amount: float) -> list[float]:
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
