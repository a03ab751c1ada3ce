"""What stands beside a number and says what it counts: percent, money, a unit, a time, a century, a month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.clock import read_clock, read_time
from copydesk.checks.values.money import SYMBOLS
from copydesk.checks.values.units import CELSIUS, FAHRENHEIT
from copydesk.checks.values.value import Grammar, Key, Strength, Value

_PERCENT_SIGN = re.compile(r" ?%")
_PERCENT = frozenset(("percent", "pourcent", "pourcents", "pc", "pct"))
_DEGREE_SIGN = re.compile(r" ?° ?([CF])?\b|° ?| ?([CF])\b(?!['.-]\w)")
_MINUS = re.compile(r"(?:^|[\s(])[-\u2212\u2013]$")
_SYMBOL_AFTER = re.compile(r"[ -]?(?:US|USD)?([$€£¥₽₹])")
_SYMBOL_BEFORE = re.compile(r"([$€£¥₽₹]|\bUSD?|\bEUR|\bGBP) ?$")
_CODES = {"US": "dollar", "USD": "dollar", "EUR": "euro", "GBP": "pound"}
# huit jours is a week, quinze jours two, 24 heures a day
_IDIOMS = frozenset((("days", 8.0), ("days", 15.0), ("hours", 24.0)))
_BETWEEN = frozenset((" ", "-", "", " de ", " d'", " of ", "  "))
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def attach(reading: Reading, grammar: Grammar, value: Value) -> Value:
    """Return *value* with what its surroundings say."""
    if value.kind in ("hint", "fraction", "decade"):
        return value
    if value.kind == "article":
        return _after_article(reading, grammar, value)
    text, end = reading.text, reading.ends[value.last]
    percent = _PERCENT_SIGN.match(text, end)
    if percent:
        return _percent(value, percent.end())
    following = reading.lowers[value.last + 1 : value.last + 5]
    if ":" in reading.words[value.first]:
        return read_clock(reading, value) or value
    if following:
        if following[0] in _PERCENT or following[:2] in (["pour", "cent"], ["per", "cent"]):
            width = 1 if following[0] in _PERCENT else 2
            return _percent(value, reading.ends[value.last + width])
        timed = read_time(reading, grammar, value, following)
        if timed is not None:
            return timed
        if following[0] in ("siècle", "siècles", "century", "centuries") and value.kind == "ordinal":
            hundred: set[Key] = {value.amount * 100 - 100, ("century", value.amount)}
            return replace(value, kind="century", keys=value.keys | hundred)
        if following[0] == "guerre" and value.kind == "ordinal":
            return replace(value, strength=min(value.strength, Strength.APPROXIMATE))  # World War I
        if following[:2] in (["et", "demi"], ["et", "demie"]) and value.scale == 1:
            return _more_by_half(reading, value, value.last + 1)
        if following[1:3] in (["et", "demi"], ["et", "demie"]) and not (
            following[0] in grammar.units or following[0] in grammar.multipliers
        ):  # trois saisons et demie
            return _more_by_half(reading, value, value.last + 2)
    value = _month_beside(reading, grammar, value, following)
    symbol = _SYMBOL_AFTER.match(text, end)
    if symbol:
        value = replace(value, currency=SYMBOLS[symbol[1]], end=symbol.end(), kind="money")
        return _multiplied(reading, grammar, value, following)
    head = _SYMBOL_BEFORE.search(text, max(0, value.start - 5), value.start)
    if head:
        name = SYMBOLS.get(head[1]) or _CODES[head[1]]
        return replace(value, currency=name, start=head.start(), kind="money")
    degree = _DEGREE_SIGN.match(text, end)
    if degree:
        letter = degree[1] or degree[2]
        if letter == "F":
            unit = FAHRENHEIT
        elif letter == "C" or grammar.language == "fr":
            unit = CELSIUS
        else:
            unit = grammar.units["degrees"]
        return _signed(reading, replace(value, unit=unit, end=degree.end(), kind="unit"))
    value = _unit_or_currency(reading, grammar, value, following)
    if value.unit is not None and value.unit.dimension == "temperature":
        return _signed(reading, value)
    return value


def _signed(reading: Reading, value: Value) -> Value:
    """Say whether a temperature is below zero, and whether it is a change: a rise of two degrees."""
    before = reading.lowers[max(0, value.first - 2) : value.first]
    after = reading.lowers[value.last + 1 : value.last + 6]
    negative = (
        (before[-1:] in (["moins"], ["minus"], ["negative"]) and before != ["au", "moins"])
        or _MINUS.search(reading.text, max(0, value.start - 2), value.start) is not None
        or "below" in after[:3]
        or ("zéro" in after and bool({"sous", "dessous"} & set(after)))
    )
    relative = before[-1:] in (["de"], ["d"], ["by"], ["of"]) and not (
        before[0].startswith("temp") or before[0] in ("froid", "chaleur", "heat", "cold")
    )
    return replace(value, negative=negative, relative=relative) if negative or relative else value


def _multiplied(reading: Reading, grammar: Grammar, value: Value, following: Sequence[str]) -> Value:
    """Read the multiplier behind a sign: 440$ millions."""
    if not following or following[0] not in grammar.multipliers or value.scale > 1:
        return value
    factor = grammar.multipliers[following[0]]
    amount, last = value.amount * factor, value.last + 1
    return replace(
        value,
        amount=amount,
        keys=frozenset((round(amount, 6),)),
        scale=factor,
        last=last,
        end=reading.ends[last],
    )


def _percent(value: Value, end: int) -> Value:
    part = round(value.amount / 100, 2)
    # "100 %" is as often "all of it"
    strength = min(value.strength, Strength.APPROXIMATE) if value.amount == 100 else value.strength
    return replace(value, kind="percent", keys=value.keys | {("part", part)}, end=end, strength=strength)


def _after_article(reading: Reading, grammar: Grammar, value: Value) -> Value:
    """Read ``un pour cent``, ``un an et demi`` and ``one and a half``; else an article counts nothing."""
    at = value.last + 1
    after = reading.lowers[at : at + 4]
    if after[:2] in (["pour", "cent"], ["per", "cent"]) or after[:1] == ["percent"]:
        width = 1 if after[0] == "percent" else 2
        return replace(_percent(value, reading.ends[value.last + width]), strength=Strength.SPELT)
    if after[:1] == ["heure"]:
        timed = read_time(reading, grammar, replace(value, kind="number", strength=Strength.SPELT), after)
        if timed is not None and timed.amount != 1:
            return timed
    if after[1:3] in (["et", "demi"], ["et", "demie"]):
        ahead, width = after[0], 3
    elif after[1:4] == ["and", "a", "half"]:
        ahead, width = after[0], 4
    elif after[:3] == ["and", "a", "half"]:
        ahead, width = after[3] if len(after) > 3 else "", 3
    else:
        unit = grammar.units.get(after[0]) if after else None
        return replace(value, unit=unit) if unit is not None else value
    return replace(
        value,
        amount=1.5,
        keys=frozenset((1.0, 1.5)),
        kind="number",
        strength=Strength.APPROXIMATE,
        unit=grammar.units.get(ahead),
        end=reading.ends[value.last + width],
    )


def _month_beside(reading: Reading, grammar: Grammar, value: Value, following: Sequence[str]) -> Value:
    """Mark a number up to 31 beside the name of a month as a day."""
    if value.amount > 31 or value.amount != int(value.amount) or value.scale > 1:
        return value
    months = grammar.months
    month = months.get(following[0], 0) if following else 0
    if not month and len(following) > 1 and following[0] == "of":
        month = months.get(following[1], 0)
    if not month and grammar.language == "en" and value.first:
        month = months.get(reading.lowers[value.first - 1], 0)
    if not month:
        return value
    named = following and reading.text[reading.ends[value.last] : reading.starts[value.last + 1]] == "-"
    strength = Strength.APPROXIMATE if named else value.strength  # le 14-Juillet is Bastille Day
    return replace(value, day=True, month=month, kind="day", strength=strength)


def _unit_or_currency(reading: Reading, grammar: Grammar, value: Value, following: Sequence[str]) -> Value:
    at = value.last + 1
    words = list(following)
    if words and words[0] in grammar.of and (value.scale > 1 or value.kind in ("collective", "vague")):
        words, at = reading.lowers[at + 1 : at + 5], at + 1
    if not words or not _reaches(reading, value.last, at):
        return value
    for skip in (0, 1):
        if skip and not (len(words) > 1 and _may_qualify(reading, grammar, at)):
            break
        if words[skip] not in grammar.unit_heads:
            continue
        for width in (4, 3, 2, 1):
            part = words[skip : skip + width]
            if len(part) < width:
                continue
            name = part[0] if width == 1 else " ".join(part)
            end = reading.ends[at + skip + width - 1]
            currency = grammar.currencies.get(name)
            unit = grammar.units.get(name)
            if currency is not None:
                # an English pound may be a weight as well
                return replace(value, currency=currency, unit=unit, end=end, kind="money")
            if name == "milles":
                value = replace(
                    value, keys=value.keys | {value.amount * 1000}
                )  # the plural of mille, misspelt
            if unit is not None and (not skip or words[0] in grammar.qualifiers):
                value = replace(value, unit=unit, end=end, kind="unit")
                return _and_a_half(reading, value, at + skip + width)
    return value


def _and_a_half(reading: Reading, value: Value, at: int) -> Value:
    """Read ``deux ans et demi`` and ``two years and a half``, and the decimals of ``9 s 58``, ``1 m 80``."""
    after = reading.lowers[at : at + 3]
    if after[:2] in (["et", "demi"], ["et", "demie"]) or after == ["and", "a", "half"]:
        return _more_by_half(reading, value, at)
    in_parts = value.unit is not None and value.unit.name in ("seconds", "metres")
    if in_parts and after and len(after[0]) == 2 and after[0].isdecimal() and value.amount < 60:
        amount = value.amount + int(after[0]) / 100
        return replace(
            value, amount=amount, keys=frozenset((round(amount, 6), value.amount)), end=reading.ends[at]
        )
    if value.unit is not None and (value.unit.name, value.amount) in _IDIOMS:
        return replace(value, strength=min(value.strength, Strength.APPROXIMATE))
    return value


def _more_by_half(reading: Reading, value: Value, at: int) -> Value:
    """Add the half that the tokens from *at* say."""
    amount = value.amount + 0.5
    last = at + (1 if reading.lowers[at] == "et" else 2)
    return replace(value, amount=amount, keys=frozenset((amount, value.amount)), end=reading.ends[last])


def _reaches(reading: Reading, last: int, at: int) -> bool:
    """Say whether nothing but spaces, hyphens and an apostrophe parts the number from its unit."""
    return reading.text[reading.ends[last] : reading.starts[at]] in _BETWEEN


def _may_qualify(reading: Reading, grammar: Grammar, at: int) -> bool:
    """Say whether a token may stand before the unit: 20 Sudanese pounds, 18 derniers mois."""
    return reading.lowers[at] in grammar.qualifiers or (
        grammar.language == "en" and reading.words[at][0].isupper()
    )


def roman(token: str) -> int:
    """Read a Roman numeral; 0 where the letters are none."""
    total = 0
    for letter, following in zip(token, [*token[1:], ""], strict=True):
        number = _ROMAN.get(letter, 0)
        if not number:
            return 0
        total += -number if _ROMAN.get(following, 0) > number else number
    return total
