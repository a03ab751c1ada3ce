"""Numbers that stand beside one another: ranges, shares, feet with inches, and amounts in brackets."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from copydesk.checks.reading import Reading
from copydesk.checks.values.units import FOOT, INCH
from copydesk.checks.values.value import Grammar, Key, Strength, Value

_DASHES = ("-", "–", "/")
_OTHER_WORDS = frozenset("or ou soit equivalent".split())
# what stands between an amount and the same in another unit: " (about ", ", or some "
_ASIDE = re.compile(
    r"[^;()]{0,40}(?:\(|,? ?\b(?:or|ou|soit|equivalent to)\b)"
    r" ?(?:(?:about|around|some|roughly|nearly|almost|approximately|over|more than|just|under|of|to"
    r"|at|equivalent|an?|the|US|U\.S\.|environ|près de|quelque|plus de|or|soit) ?){0,4}$",
    re.IGNORECASE,
)


def join_neighbours(reading: Reading, grammar: Grammar, values: list[Value]) -> list[Value]:
    """Give each value what its neighbours say of it."""
    values = _join_ranges(reading, grammar, values)
    if any(value.unit is not None for value in values):
        values = _join_measures(reading, values)
    return _mark_brackets(reading, values)


def _mark_brackets(reading: Reading, values: list[Value]) -> list[Value]:
    """Mark the amounts and measures that stand in brackets, or after "or", behind another."""
    if "(" not in reading.text and not _OTHER_WORDS.intersection(reading.vocabulary):
        return values
    marked = [values[0]]
    for before, value in pairwise(values):
        if value.currency or value.unit is not None:
            between = reading.text[before.end : value.start]
            if _ASIDE.match(between):
                value = replace(value, bracketed=True)
        marked.append(value)
    return marked


def _join_measures(reading: Reading, values: list[Value]) -> list[Value]:
    """Add the smaller unit to the larger: 5 feet 11 inches, 7 lb 1 oz, 5ft 11in; share it: 2 m by 3."""
    joined = list(values)
    for number in range(len(joined) - 1):
        one, other = joined[number], joined[number + 1]
        if one.unit is None or one.unit.dimension not in ("length", "mass") or one.end > other.start:
            continue
        unit = other.unit
        if unit is None and reading.text[one.end : other.start] in (" sur ", " by ", " x "):
            joined[number + 1] = replace(other, unit=one.unit)  # deux mètres sur trois
            continue
        if unit is None and one.unit is FOOT and reading.lowers[other.last + 1 : other.last + 2] == ["in"]:
            unit = INCH
        if (
            unit is None
            or unit.dimension != one.unit.dimension
            or unit.factor >= one.unit.factor
            or other.amount * unit.factor >= one.unit.factor
            or reading.text[one.end : other.start].strip() not in ("", "and", "et", ",")
        ):
            continue
        amount = one.amount + other.amount * unit.factor / one.unit.factor
        joined[number] = replace(one, amount=amount, end=other.end)
        joined[number + 1] = replace(other, strength=Strength.HINT)
    return joined


def _is_share(reading: Reading, at: int) -> bool:
    """Say whether the token at *at* makes a share: trois sur quatre, three in four, two out of five."""
    return reading.lowers[at] in ("sur", "in") or reading.lowers[at - 1 : at + 1] == ["out", "of"]


def _join_ranges(reading: Reading, grammar: Grammar, values: list[Value]) -> list[Value]:
    """Give the first number of a range what stands after the second: ``2 à 3 millions``, ``15-20 km``."""
    joined = list(values)
    for number in range(len(joined) - 1):
        one, other = joined[number], joined[number + 1]
        if one.last >= other.first or one.scale > 1 or not one.strength:
            continue
        between = other.first - one.last - 1
        if other.amount == one.amount and reading.lowers[other.first - 1] == "sur":
            # 24 heures sur 24, cinq sur cinq
            joined[number] = replace(one, strength=Strength.APPROXIMATE)
            joined[number + 1] = replace(other, strength=Strength.APPROXIMATE)
            continue
        if one.strength < Strength.SPELT:
            continue
        if between in (1, 2, 3) and one.amount < other.amount and _is_share(reading, other.first - 1):
            share: set[Key] = {("part", round(one.amount / other.amount, 2))}
            joined[number] = replace(one, keys=one.keys | share)
            joined[number + 1] = replace(other, keys=other.keys | share)
            continue
        if one.kind == "decade" and other.kind == "number" and 10 <= other.amount < 100 and between == 1:
            joined[number + 1] = replace(other, keys=other.keys | {1900 + other.amount}, kind="decade")
            continue
        if between == 0:
            if reading.text[reading.ends[one.last] : reading.starts[other.first]].strip() not in _DASHES:
                continue
        elif between != 1 or reading.lowers[one.last + 1] not in grammar.range_words:
            continue
        if one.amount >= other.amount:
            continue
        keys = set(one.keys)
        if other.kind == "time" and one.kind == "number" and one.amount <= 24:
            keys |= {("time", one.amount * 60), ("time", (one.amount % 12 + 12) * 60)}
        elif other.kind == "time" and 100 <= one.amount <= 2400 and one.amount % 100 < 60:
            keys.add(("time", one.amount // 100 * 60 + one.amount % 100))  # from 1000 to 2030 hours
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
