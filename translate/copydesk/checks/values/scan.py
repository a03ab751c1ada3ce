"""Read the values of a sentence: numbers in digits and words with what they count.

The reader walks once over the tokens of a ``Reading`` and stops only at digits and at words that the
grammar of the language names. A value carries every number that a right translation may show as a key.
"""

from __future__ import annotations

import re
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.english import ENGLISH
from copydesk.checks.values.french import FRENCH
from copydesk.checks.values.surroundings import attach, roman
from copydesk.checks.values.value import Grammar, Key, Strength, Value

GRAMMARS = {"fr": FRENCH, "en": ENGLISH}
# these words without a number before them are not counted: several hundred, the million
_BARE = frozenset("hundred thousand million billion trillion".split())
_SHORT_BILLIONS = frozenset("md mds mrd bn mln".split())
_YEARS = range(1000, 2200)
_ROMAN = re.compile(r"([IVX]{2,}|[IVX]+(?=[eèt]))(?:e|er|re|ère|ème|ième|th|st|nd|rd)?$")


def read_values(reading: Reading) -> tuple[Value, ...]:
    """Return the values of one side in order; a language without a grammar has none."""
    grammar = GRAMMARS.get(reading.side.language.code)
    if grammar is None:
        return ()
    triggers = grammar.triggers
    lowers = reading.lowers
    hits = [
        number
        for number, word in enumerate(lowers)
        if word in triggers
        or word[0].isdecimal()
        or (word[0] in "ivx" and _ROMAN.match(reading.words[number]))
    ]
    if not hits:
        return ()
    values: list[Value] = []
    done = -1
    for hit in hits:
        if reading.starts[hit] < done:
            continue
        value = _read_at(reading, grammar, hit)
        if value is not None:
            value = attach(reading, grammar, value)
            while values and values[-1].last >= value.first:
                values.pop()  # trois, now part of trois quarts
            values.append(value)
            done = max(value.end, reading.ends[value.last])
    return tuple(_join_ranges(reading, grammar, values)) if len(values) > 1 else tuple(values)


def _read_at(reading: Reading, grammar: Grammar, at: int) -> Value | None:
    word = reading.lowers[at]
    if word[0].isdecimal():
        return _read_digits(reading, grammar, at)
    if word in grammar.small or word in grammar.hundreds or word in grammar.multipliers:
        value = _read_words(reading, grammar, at)
        if value is not None:
            return value
    if word in grammar.ordinals:
        number = float(grammar.ordinals[word])
        # huitièmes de finale are the last sixteen
        keys = (number * 2,) if word in ("huitième", "huitièmes", "seizième", "seizièmes") else ()
        return _plain(reading, at, at, number, Strength.SPELT, "ordinal", keys)
    numeral = _ROMAN.match(reading.words[at])
    if numeral:
        century = reading.lowers[at + 1 : at + 2] in (["siècle"], ["siècles"])
        strength = Strength.SPELT if century else Strength.HINT
        return _plain(reading, at, at, float(roman(numeral[1])), strength, "ordinal")
    return _read_loose(reading, grammar, at)


def _plain(
    reading: Reading,
    first: int,
    last: int,
    amount: float,
    strength: Strength,
    kind: str = "number",
    keys: tuple[Key, ...] = (),
    scale: float = 1.0,
) -> Value:
    return Value(
        reading.starts[first],
        reading.ends[last],
        first,
        last,
        amount,
        frozenset((round(amount, 6), *keys)),
        strength,
        kind,
        scale=scale,
    )


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


def _read_digits(reading: Reading, grammar: Grammar, at: int) -> Value:
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
            return _plain(reading, at, at + 1, amount, Strength.WRITTEN, "ordinal")
        if following == "s" and amount % 10 == 0:
            return _decade(reading, at, at + 1, amount)
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
    while last + 1 < count and lowers[last + 1] in grammar.multipliers and _close(reading, last + 1):
        scale *= grammar.multipliers[lowers[last + 1]]
        last += 1
    if scale > 1:
        keys = [meaning * scale for meaning in meanings]
        amount *= scale
        amount, last = _smaller_part(reading, grammar, amount, scale, last)
        keys.append(amount)
    elif len(token) == 4 and token.isdecimal() and int(amount) in _YEARS:
        kind = "year"
        if amount % 10 == 0 and at > 0 and lowers[at - 1] in grammar.decade_words:
            return _decade(reading, at, at, amount)
    elif len(token) == 2 and token.isdecimal():
        if at > 0 and lowers[at - 1] in grammar.decade_words:
            return _decade(reading, at, at, amount)
        keys += _short_year(reading, grammar, at, amount)
    strength = Strength.WRITTEN
    mark = reading.text[reading.starts[at] - 1] if reading.starts[at] else ""
    if mark.isalpha() or (mark == "/" and reading.text[reading.ends[at] : reading.ends[at] + 1] != "/"):
        # part of a code (A320, CM2) or of a written fraction or short date: never missing by itself
        strength, kind = Strength.APPROXIMATE, "code"
    elif amount == 1 or (not gap and following == "x"):
        strength = Strength.APPROXIMATE  # 1 is as often "a"
    return _plain(
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
        or after in ("$", "€", "£")
        or any(word in grammar.currencies for word in behind)
    )


def _smaller_part(
    reading: Reading, grammar: Grammar, amount: float, scale: float, last: int
) -> tuple[float, int]:
    """Add what follows a multiplier: ``2 millions 300 000``, ``3 millions et demi``."""
    lowers, count = reading.lowers, len(reading.lowers)
    if last + 1 < count and reading.words[last + 1][0].isdecimal() and _close(reading, last + 1):
        part = parse_digits(reading.words[last + 1], grammar)[0]
        if scale > part >= scale / 1000:
            return amount + part, last + 1
    if lowers[last + 1 : last + 3] in (["et", "demi"], ["et", "demie"]):
        return amount + scale / 2, last + 2
    if lowers[last + 1 : last + 4] == ["and", "a", "half"]:
        return amount + scale / 2, last + 3
    return amount, last


def _decade(reading: Reading, first: int, last: int, amount: float) -> Value:
    """Read ``années 80`` and ``1980s``: the short and the long form stand for each other."""
    keys: tuple[Key, ...]
    if amount < 100:
        keys = (1900 + amount, 2000 + amount, 1800 + amount)
    else:
        keys = (amount % 100,)
    return _plain(reading, first, last, amount, Strength.WRITTEN, "decade", keys)


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


def _close(reading: Reading, at: int) -> bool:
    """Say whether only a space or a hyphen stands between a token and the one before it."""
    return reading.text[reading.ends[at - 1] : reading.starts[at]] in (" ", "-")


def _read_words(reading: Reading, grammar: Grammar, at: int) -> Value | None:
    """Read a number spelt out, from left to right: hundreds gather, multipliers close a group."""
    lowers, count = reading.lowers, len(reading.lowers)
    total = 0.0
    group: int | None = None
    scale = 1.0
    place, last = at, at - 1
    ordinal = False
    while place < count:
        word = lowers[place]
        if place > at and not _close(reading, place):
            break
        if word in grammar.small:
            joined = _add_small(group, grammar.small[word], grammar)
            if joined is None:
                break
            group = joined
        elif word in grammar.hundreds:
            if group is not None and not (2 if grammar.language == "fr" else 1) <= group < 10:
                break
            group = 100 * (group or 1)
        elif word in grammar.multipliers:
            factor = grammar.multipliers[word]
            if group is None and not total and word.endswith("s"):
                break
            if group is None and total:
                # two multipliers in a row: mille milliards, a thousand billion
                total *= factor
            else:
                total += (group if group is not None else 1) * factor
            scale = max(scale, factor)
            group = None
        elif group is not None and word in grammar.late_ordinals:
            joined = _add_small(group, grammar.late_ordinals[word], grammar)
            if joined is None:
                break
            group, ordinal = joined, True
            last = place
            break
        elif word == grammar.joiner and place > at and _joins(reading, grammar, group, total, place):
            place += 1
            continue
        else:
            break
        last = place
        place += 1
    if last < at:
        return None
    amount = total + (group or 0)
    word = lowers[at]
    if last == at and word in ("un", "une", "one"):
        return _plain(reading, at, at, 1.0, Strength.HINT, "article")
    before = lowers[at - 1] if at else ""
    if (word in _BARE and before != "a") or (
        grammar.language == "fr" and last == at and word in ("million", "milliard", "mille")
    ):
        # several hundred, le million promis, mille feux: nobody has counted
        return _plain(
            reading, at, last, amount, Strength.APPROXIMATE, "vague", (("vague", amount),), max(scale, 100.0)
        )
    if last == at and word == "neuf":
        return _plain(reading, at, at, 9.0, Strength.APPROXIMATE)
    if lowers[last + 1 : last + 2] == ["dozen"]:
        return _plain(reading, at, last + 1, amount * 12, Strength.APPROXIMATE, keys=(amount * 10,))
    if scale > 1:
        amount, last = _smaller_part(reading, grammar, amount, scale, last)
    kind = "ordinal" if ordinal else "number"
    keys: tuple[Key, ...] = ()
    strength = Strength.SPELT
    if grammar.language == "fr" and at and lowers[at - 1] in grammar.decade_words and amount < 100:
        return _decade(reading, at, last, amount)
    if grammar.language == "en":
        if (
            reading.words[at][0].isupper()
            and reading.words[last + 1 : last + 2]
            and _is_capital(reading, last + 1)
        ):
            strength = Strength.APPROXIMATE  # Three Mile Island, Four Seasons
        return _and_a_half(reading, _plain(reading, at, last, amount, strength, kind, keys, scale))
    if last == at and amount == 2:
        keys = _half_as_two(reading, at)
    return _plain(reading, at, last, amount, strength, kind, keys, scale)


def _is_capital(reading: Reading, at: int) -> bool:
    return reading.words[at][0].isupper() and reading.text[reading.ends[at - 1] : reading.starts[at]] == " "


def _half_as_two(reading: Reading, at: int) -> tuple[Key, ...]:
    """Read a half out of ``deux fois moins``, ``un sur deux`` and ``couper en deux``."""
    if reading.lowers[at - 1 : at] in (["sur"], ["en"], ["par"]) or reading.lowers[at + 1 : at + 2] == [
        "fois"
    ]:
        return (("part", 0.5), 50.0)
    return ()


def _add_small(group: int | None, number: int, grammar: Grammar) -> int | None:
    """Add a word below a hundred to the group it follows, or return None where it begins a new number."""
    if group is None:
        return number
    rest = group % 100
    if number == 20 and rest == 4:
        return group + 76
    if rest == 0 and group:
        return group + number
    if number < 10 and rest >= 20 and rest % 10 == 0:
        return group + number
    if grammar.language == "fr":
        if 10 <= number < 20 and rest in (60, 80):
            return group + number
        if number < 10 and rest in (10, 70, 90) and number in (7, 8, 9):
            return group + number
    return None


def _joins(reading: Reading, grammar: Grammar, group: int | None, total: float, place: int) -> bool:
    """Say whether ``et`` or ``and`` goes on with the number: vingt et un, two hundred and fifty."""
    if place + 1 >= len(reading.lowers) or not _close(reading, place + 1):
        return False
    following = reading.lowers[place + 1]
    if grammar.language == "fr":
        rest = (group or 0) % 100
        return following in ("un", "une", "onze", "unième") and rest in (20, 30, 40, 50, 60)
    number = grammar.small.get(following) or grammar.late_ordinals.get(following)
    if number is None or number >= 100:
        return False
    before = reading.lowers[place - 1]
    return before in grammar.hundreds or (before in ("thousand", "million") and group is None and total > 0)


def _and_a_half(reading: Reading, value: Value) -> Value:
    """Read ``two and a half`` and ``three and a half million``."""
    after = tuple(reading.lowers[value.last + 1 : value.last + 4])
    if after != ("and", "a", "half"):
        return value
    amount, last, scale = value.amount + 0.5, value.last + 3, 1.0
    following = reading.lowers[last + 1 : last + 2]
    if following and following[0] in ENGLISH.multipliers:
        scale = ENGLISH.multipliers[following[0]]
        amount, last = amount * scale, last + 1
    return _plain(reading, value.first, last, amount, Strength.SPELT, scale=scale)


def _read_loose(reading: Reading, grammar: Grammar, at: int) -> Value | None:
    """Read the words that count without being numbers: dizaine, milliers, moitié, both, decade."""
    word, lowers = reading.lowers[at], reading.lowers
    before = lowers[at - 1] if at else ""
    counted = before in grammar.small or before in ("a", "une", "un", "half", "demi", "la")
    if word in grammar.collectives and (
        before in ("une", "un", "a", "la", "cette", "the") or not word.endswith("s")
    ):
        amount = grammar.collectives[word]
        return _plain(
            reading,
            at,
            at,
            amount,
            Strength.APPROXIMATE,
            "collective",
            (("vague", amount), 10.0, 12.0) if amount in (10, 12) else (("vague", amount),),
        )
    if word in grammar.vague and not counted:
        return _vague(reading, grammar, at)
    if word in grammar.multipliers:
        # a bare plural after a spelt number was read with it; "a million", "un million" begin before it
        amount = grammar.multipliers[word]
        return _plain(reading, at, at, amount, Strength.SPELT, scale=amount, keys=(("vague", amount),))
    if word in grammar.fractions:
        return _fraction(reading, grammar, at)
    if word in grammar.hints:
        keys = grammar.hints[word]
        amount = next((key for key in keys if isinstance(key, float)), 0.0)
        return _plain(reading, at, at, amount, Strength.HINT, "hint", keys)
    return None


def _vague(reading: Reading, grammar: Grammar, at: int) -> Value:
    """Read ``des dizaines de milliers`` and ``tens of thousands`` as one vague value."""
    amount = grammar.vague[reading.lowers[at]]
    last = at
    while (
        last + 2 < len(reading.lowers)
        and reading.lowers[last + 1] in grammar.of
        and reading.lowers[last + 2] in grammar.vague
    ):
        amount *= grammar.vague[reading.lowers[last + 2]]
        last += 2
    value = _plain(reading, at, last, amount, Strength.APPROXIMATE, "vague", scale=amount)
    return replace(value, keys=frozenset((("vague", amount),)))


def _fraction(reading: Reading, grammar: Grammar, at: int) -> Value:
    part = grammar.fractions[reading.lowers[at]]
    first = at
    if at and reading.lowers[at - 1] in grammar.small and part < 0.5:
        part *= grammar.small[reading.lowers[at - 1]]
        first = at - 1
    if reading.lowers[max(0, at - 2) : at] == ["and", "a"] and at >= 3:
        unit = grammar.units.get(reading.lowers[at - 3])
        value = _plain(reading, at, at, 1.5, Strength.APPROXIMATE, "fraction", (1.0, ("part", 0.5), 50.0))
        return replace(value, unit=unit)
    keys: list[Key] = [("part", round(part, 2)), round(part * 100), round(part * 60)]
    word = reading.lowers[at]
    if word in ("third", "thirds", "tiers"):
        keys.append(3.0)
    if word in ("quarter", "quarters", "quart", "quarts"):
        keys += [3.0, 4.0, 15.0]
    following = reading.lowers[at + 1 : at + 4]
    for offset, ahead in enumerate(following):
        if ahead in grammar.multipliers and (offset == 0 or following[0] in ("a", "de", "d")):
            return _plain(
                reading,
                first,
                at + 1 + offset,
                part * grammar.multipliers[ahead],
                Strength.SPELT,
                scale=grammar.multipliers[ahead],
            )
        if ahead in ("siècle", "century"):
            keys.append(50.0)
        if ahead in ("décennie", "decade"):
            keys.append(5.0)
        if ahead in ("an", "année", "year"):
            keys.append(6.0)
        if ahead in ("douzaine", "dozen"):
            keys.append(6.0)
        if ahead in ("finale", "final", "finals"):
            keys += [2.0, 4.0]
    return _plain(reading, first, at, part, Strength.APPROXIMATE, "fraction", tuple(map(_as_key, keys)))


def _as_key(key: Key) -> Key:
    return key if isinstance(key, tuple) else float(key)


def _join_ranges(reading: Reading, grammar: Grammar, values: list[Value]) -> list[Value]:
    """Give the first number of a range what stands after the second: ``2 à 3 millions``, ``15-20 km``."""
    joined = list(values)
    for number in range(len(joined) - 1):
        one, other = joined[number], joined[number + 1]
        if one.last >= other.first or one.scale > 1 or one.strength < Strength.SPELT:
            continue
        between = other.first - one.last - 1
        if other.amount == one.amount and reading.lowers[other.first - 1] == "sur":
            # 24 heures sur 24, cinq sur cinq
            joined[number] = replace(one, strength=Strength.APPROXIMATE)
            joined[number + 1] = replace(other, strength=Strength.APPROXIMATE)
            continue
        if one.kind == "decade" and other.kind == "number" and 10 <= other.amount < 100 and between == 1:
            joined[number + 1] = replace(other, keys=other.keys | {1900 + other.amount}, kind="decade")
            continue
        if between == 0:
            if reading.text[reading.ends[one.last] : reading.starts[other.first]].strip() not in (
                "-",
                "–",
                "/",
            ):
                continue
        elif between != 1 or reading.lowers[one.last + 1] not in grammar.range_words:
            continue
        if one.amount >= other.amount:
            continue
        keys = set(one.keys)
        if other.kind == "time" and one.kind == "number" and one.amount <= 24:
            keys |= {("time", one.amount * 60), ("time", (one.amount % 12 + 12) * 60)}
        if other.scale > 1 and one.amount < other.scale:
            keys |= {round(key * other.scale, 6) for key in one.keys if isinstance(key, float)}
        if reading.text[reading.ends[one.last] : reading.starts[other.first]] == "/" and other.amount:
            keys |= {("part", round(one.amount / other.amount, 2)), round(one.amount / other.amount, 6)}
        joined[number] = replace(
            one,
            keys=frozenset(keys),
            unit=one.unit or other.unit,
            currency=one.currency or other.currency,
            kind=other.kind if one.kind == "number" and other.kind in ("percent",) else one.kind,
        )
    return joined
