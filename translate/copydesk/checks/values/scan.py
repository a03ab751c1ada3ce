"""Read the values of a sentence: numbers in digits and words with what they count.

The reader walks once over the tokens of a ``Reading`` and stops only at digits and at words that the
grammar of the language names. A value carries every number that a right translation may show as a key.
"""

from __future__ import annotations

import re
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.digits import read_digits
from copydesk.checks.values.english import ENGLISH
from copydesk.checks.values.french import FRENCH
from copydesk.checks.values.spelt import read_loose, read_words
from copydesk.checks.values.surroundings import attach, roman
from copydesk.checks.values.value import Grammar, Key, Strength, Value, value_at

GRAMMARS = {"fr": FRENCH, "en": ENGLISH}
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
        return read_digits(reading, grammar, at)
    if word in grammar.small or word in grammar.hundreds or word in grammar.multipliers:
        value = read_words(reading, grammar, at)
        if value is not None:
            return value
    if word in grammar.ordinals:
        number = float(grammar.ordinals[word])
        # huitièmes de finale are the last sixteen
        keys = (number * 2,) if word in ("huitième", "huitièmes", "seizième", "seizièmes") else ()
        return value_at(reading, at, at, number, Strength.SPELT, "ordinal", keys)
    numeral = _ROMAN.match(reading.words[at])
    if numeral:
        century = reading.lowers[at + 1 : at + 2] in (["siècle"], ["siècles"])
        strength = Strength.SPELT if century else Strength.HINT
        return value_at(reading, at, at, float(roman(numeral[1])), strength, "ordinal")
    return read_loose(reading, grammar, at)


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
