"""Numbers in words: quatre-vingt-dix-sept, two and a half million, une dizaine, a third, half past six."""

from __future__ import annotations

from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.digits import decade, is_close, smaller_part
from copydesk.checks.values.english import ENGLISH, LONE_UNITS
from copydesk.checks.values.french import FRENCH
from copydesk.checks.values.value import Grammar, Key, Strength, Value, value_at

# these words without a number before them are not counted: several hundred, the million
_BARE = frozenset("hundred thousand million billion trillion".split())


def read_words(reading: Reading, grammar: Grammar, at: int) -> Value | None:
    """Read a number spelt out, from left to right: hundreds gather, multipliers close a group."""
    lowers, count = reading.lowers, len(reading.lowers)
    total = 0.0
    group: int | None = None
    scale = 1.0
    place, last = at, at - 1
    ordinal = False
    while place < count:
        word = lowers[place]
        if place > at and not is_close(reading, place):
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
    if word == "un" and lowers[at + 1 : at + 2] == ["mille"]:
        return value_at(reading, at, at, 1.0, Strength.HINT, "article")  # a mile
    if last == at and word in ("un", "une", "one"):
        return value_at(reading, at, at, 1.0, Strength.HINT, "article")
    before = lowers[at - 1] if at else ""
    if (word in _BARE and before != "a") or (
        grammar.language == "fr" and last == at and word in ("million", "milliard", "mille")
    ):
        # several hundred, le million promis, mille feux: nobody has counted
        return value_at(
            reading, at, last, amount, Strength.APPROXIMATE, "vague", (("vague", amount),), max(scale, 100.0)
        )
    if last == at and word == "onze" and before in ("le", "un", "son", "du") and not _dated(reading, at):
        return value_at(reading, at, at, 11.0, Strength.APPROXIMATE)  # the team
    if word == "quatre" and lowers[at + 1 : at + 2] == ["coins"]:
        return value_at(reading, at, at, 4.0, Strength.APPROXIMATE)
    if last == at and word == "neuf":
        return value_at(reading, at, at, 9.0, Strength.APPROXIMATE)
    if word in ("cent", "cents") and last == at and at and before[0].isdecimal():
        return None  # 50 Cent
    if lowers[last + 1 : last + 2] in (["dozen"], ["douzaines"]):
        return value_at(reading, at, last + 1, amount * 12, Strength.APPROXIMATE, keys=(amount * 10,))
    if scale > 1:
        amount, last = smaller_part(reading, grammar, amount, scale, last)
    kind = "ordinal" if ordinal else "number"
    keys: tuple[Key, ...] = ()
    strength = Strength.SPELT
    if grammar.language == "fr" and at and lowers[at - 1] in grammar.decade_words and amount < 100:
        return decade(reading, at, last, amount)
    if grammar.language == "en":
        if (
            reading.words[at][0].isupper()
            and reading.words[last + 1 : last + 2]
            and _is_capital(reading, last + 1)
        ):
            strength = Strength.APPROXIMATE  # Three Mile Island, Four Seasons
        return _and_a_half(reading, value_at(reading, at, last, amount, strength, kind, keys, scale))
    if last == at and amount == 2:
        keys = _half_as_two(reading, at)
    return value_at(reading, at, last, amount, strength, kind, keys, scale)


def _is_capital(reading: Reading, at: int) -> bool:
    return reading.words[at][0].isupper() and reading.text[reading.ends[at - 1] : reading.starts[at]] == " "


def _dated(reading: Reading, at: int) -> bool:
    return reading.lowers[at + 1 : at + 2] == [] or reading.lowers[at + 1] in FRENCH.months


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
    if place + 1 >= len(reading.lowers) or not is_close(reading, place + 1):
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
    """Read ``two and a half``, ``three and a half million`` and ``three and a quarter hours``."""
    after = reading.lowers[value.last + 1 : value.last + 4]
    if after == ["and", "a", "quarter"]:
        return value_at(reading, value.first, value.last + 3, value.amount + 0.25, Strength.SPELT)
    if after == ["and", "a", "half"]:
        last = value.last + 3
    elif after[:2] == ["and", "half"] and after[2:] and after[2] in ENGLISH.multipliers:
        last = value.last + 2
    else:
        return value
    amount, scale = value.amount + 0.5, 1.0
    following = reading.lowers[last + 1 : last + 2]
    if following and following[0] in ENGLISH.multipliers:
        scale = ENGLISH.multipliers[following[0]]
        amount, last = amount * scale, last + 1
    return value_at(reading, value.first, last, amount, Strength.SPELT, scale=scale)


def read_loose(reading: Reading, grammar: Grammar, at: int) -> Value | None:
    """Read the words that count without being numbers: dizaine, milliers, moitié, both, decade."""
    word, lowers = reading.lowers[at], reading.lowers
    before = lowers[at - 1] if at else ""
    counted = before in grammar.small or before in ("a", "une", "un", "half", "demi", "la")
    if word in grammar.collectives and (
        before in ("une", "un", "a", "la", "cette", "the") or not word.endswith("s")
    ):
        amount = grammar.collectives[word]
        return value_at(
            reading,
            at,
            at,
            amount,
            Strength.APPROXIMATE,
            "collective",
            (("vague", 10.0), ("vague", 12.0), 10.0, 12.0)
            if amount in (10, 12)
            else (("vague", float(amount)),),
        )
    if word in grammar.vague and not counted:
        return _vague(reading, grammar, at)
    if word in grammar.multipliers:
        # a bare plural after a spelt number was read with it; "a million", "un million" begin before it
        amount = grammar.multipliers[word]
        return value_at(reading, at, at, amount, Strength.SPELT, scale=amount, keys=(("vague", amount),))
    if word in grammar.fractions:
        return _fraction(reading, grammar, at)
    if word in LONE_UNITS:
        if before not in ("a", "an"):
            return None
        value = value_at(reading, at, at, 1.0, Strength.HINT, "hint")
        return replace(value, unit=grammar.units[word])  # a mile away
    if word in grammar.hints:
        keys = grammar.hints[word]
        amount = next((key for key in keys if isinstance(key, float)), 0.0)
        return value_at(reading, at, at, amount, Strength.HINT, "hint", keys)
    return None


def _vague(reading: Reading, grammar: Grammar, at: int) -> Value:
    """Read ``des dizaines de milliers`` and ``tens of thousands`` as one vague value."""
    amount = grammar.vague[reading.lowers[at]]
    keys: set[Key] = set()
    last = at
    while (
        last + 2 < len(reading.lowers)
        and reading.lowers[last + 1] in grammar.of
        and reading.lowers[last + 2] in grammar.vague
    ):
        amount *= grammar.vague[reading.lowers[last + 2]]
        if grammar.language == "fr":
            keys.add(("vague", grammar.vague[reading.lowers[last + 2]]))  # untold billions
        last += 2
    value = value_at(reading, at, last, amount, Strength.APPROXIMATE, "vague", scale=amount)
    return replace(value, keys=frozenset({("vague", amount), *keys}))


def _fraction(reading: Reading, grammar: Grammar, at: int) -> Value:
    part = grammar.fractions[reading.lowers[at]]
    first = at
    spoken = reading.lowers[at + 1 : at + 3]
    if len(spoken) == 2 and spoken[0] in ("past", "to") and 1 <= grammar.small.get(spoken[1], 0) <= 12:
        # half past six, a quarter to seven
        clock = grammar.small[spoken[1]] * 60 + round(part * 60) * (1 if spoken[0] == "past" else -1)
        times: tuple[Key, ...] = (("time", float(clock % 1440)), ("time", float((clock + 720) % 1440)))
        hour = float(grammar.small[spoken[1]])
        return value_at(reading, at, at + 2, hour, Strength.SPELT, "time", (*times, 3.0, 4.0, 15.0, 30.0))
    if at and reading.lowers[at - 1] in grammar.small and part < 0.5:
        part *= grammar.small[reading.lowers[at - 1]]
        first = at - 1
    if reading.lowers[max(0, at - 2) : at] == ["and", "a"] and at >= 3:
        unit = grammar.units.get(reading.lowers[at - 3])
        value = value_at(reading, at, at, 1.5, Strength.APPROXIMATE, "fraction", (1.0, ("part", 0.5), 50.0))
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
            return value_at(
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
    value = value_at(reading, first, at, part, Strength.APPROXIMATE, "fraction", tuple(map(_as_key, keys)))
    if len(following) > 1 and following[0] in ("a", "an", "de", "d") and following[1] in grammar.units:
        return replace(value, unit=grammar.units[following[1]])  # half a gallon
    return value


def _as_key(key: Key) -> Key:
    return key if isinstance(key, tuple) else float(key)
