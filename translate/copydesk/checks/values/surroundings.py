"""What stands beside a number and says what it counts: percent, money, a unit, a time, a century, a month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.units import CELSIUS, FAHRENHEIT, HOUR, SYMBOLS
from copydesk.checks.values.value import Grammar, Key, Strength, Value

_PERCENT_SIGN = re.compile(r" ?%")
_DEGREE_SIGN = re.compile(r" ?° ?([CF])?\b|° ?")
_SYMBOL_AFTER = re.compile(r"[ -]?(?:US|USD)?([$€£¥₽₹])")
_SYMBOL_BEFORE = re.compile(r"([$€£¥₽₹]|\bUSD?|\bEUR|\bGBP) ?$")
_CODES = {"US": "dollar", "USD": "dollar", "EUR": "euro", "GBP": "pound"}
# huit jours is a week, quinze jours two, 24 heures a day
_IDIOMS = frozenset((("days", 8.0), ("days", 15.0), ("hours", 24.0)))
_MINUTES = {"cinq": 5, "dix": 10, "vingt": 20}
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
        return _clock(reading, value) or value
    if following:
        if following[0] in ("percent", "pc", "pct") or following[:2] in (["pour", "cent"], ["per", "cent"]):
            width = 1 if following[0] in ("percent", "pc", "pct") else 2
            return _percent(value, reading.ends[value.last + width])
        timed = _time(reading, grammar, value, following)
        if timed is not None:
            return timed
        if following[0] in ("siècle", "siècles", "century", "centuries") and value.kind == "ordinal":
            return replace(value, kind="century", keys=value.keys | {value.amount * 100 - 100})
        if following[0] == "guerre" and value.kind == "ordinal":
            return replace(value, strength=min(value.strength, Strength.APPROXIMATE))  # World War I
        if following[:2] in (["et", "demi"], ["et", "demie"]) and value.scale == 1:
            return _more_by_half(reading, value, value.last + 1)
        if following[:1] == ["fois"] and following[1:3] in (["et", "demi"], ["et", "demie"]):
            return _more_by_half(reading, value, value.last + 2)
    value = _month_beside(reading, grammar, value, following)
    symbol = _SYMBOL_AFTER.match(text, end)
    if symbol:
        return replace(value, currency=SYMBOLS[symbol[1]], end=symbol.end(), kind="money")
    head = _SYMBOL_BEFORE.search(text, max(0, value.start - 5), value.start)
    if head:
        name = SYMBOLS.get(head[1]) or _CODES[head[1]]
        return replace(value, currency=name, start=head.start(), kind="money")
    degree = _DEGREE_SIGN.match(text, end)
    if degree:
        unit = (
            FAHRENHEIT
            if degree[1] == "F"
            else CELSIUS
            if degree[1] == "C"
            else grammar.units["degrees" if grammar.language == "en" else "degrés"]
        )
        return replace(value, unit=unit, end=degree.end(), kind="unit")
    return _unit_or_currency(reading, grammar, value, following)


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
    if after[1:3] in (["et", "demi"], ["et", "demie"]):
        ahead, width = after[0], 3
    elif after[1:4] == ["and", "a", "half"]:
        ahead, width = after[0], 4
    elif after[:3] == ["and", "a", "half"]:
        ahead, width = after[3] if len(after) > 3 else "", 3
    else:
        unit = grammar.units.get(after[0]) if after else None
        return replace(value, unit=unit) if unit is not None and unit.dimension == "time" else value
    return replace(
        value,
        amount=1.5,
        keys=frozenset((1.0, 1.5)),
        kind="number",
        strength=Strength.APPROXIMATE,
        unit=grammar.units.get(ahead),
        end=reading.ends[value.last + width],
    )


def _clock(reading: Reading, value: Value) -> Value | None:
    """Read ``20:30`` and ``8:30 p.m.``; a score or a ratio keeps its parts as well."""
    parts = reading.words[value.first].split(":")
    if len(parts) < 2 or not all(part.isdecimal() for part in parts) or len(parts[1]) != 2:
        return None
    hour, minute = int(parts[0]), int(parts[1])
    if hour > 24 or minute > 59:
        return None
    keys: set[Key] = {float(part) for part in parts}
    return replace(value, kind="time", keys=frozenset(keys | _times(reading, value, hour, minute)))


def _half_of_day(reading: Reading, value: Value) -> str:
    after = (
        reading.text[reading.ends[value.last] : reading.ends[value.last] + 8]
        .replace(" ", "")
        .replace(".", "")
    )
    return after[:2].lower() if after[:2].lower() in ("am", "pm") else ""


def _times(reading: Reading, value: Value, hour: int, minute: int) -> set[Key]:
    """Give the minutes of the day a time may mean; without a.m. or p.m. an hour up to twelve may mean two."""
    half = _half_of_day(reading, value)
    if half and hour <= 12:
        return {("time", float((hour % 12 + (12 if half == "pm" else 0)) * 60 + minute))}
    if reading.side.language.code == "en" and hour <= 12:
        return {("time", float(hour % 12 * 60 + minute)), ("time", float((hour % 12 + 12) * 60 + minute))}
    return {("time", float(hour % 24 * 60 + minute))}


def _time(reading: Reading, grammar: Grammar, value: Value, following: Sequence[str]) -> Value | None:
    """Read ``20h30``, ``20 heures``, ``8 p.m.``, ``8.30pm``, ``8 o'clock``, ``2030 GMT``."""
    amount = value.amount
    if grammar.language == "fr":
        if following[0] not in grammar.hours or amount > 24 or amount != int(amount):
            return None
        return _french_time(reading, value, following)
    whole = int(amount)
    minute = round((amount - whole) * 100)
    half = _half_of_day(reading, value)
    if half and whole <= 23 and minute < 60:
        keys: set[Key] = {float(whole), float(minute)} if minute else {float(whole)}
        return replace(
            value, kind="time", keys=frozenset(keys | _times(reading, value, whole, minute)), unit=None
        )
    if following[0] in ("gmt", "utc", "est", "hours") and 100 <= amount <= 2400 and amount % 100 < 60:
        minutes = float(whole // 100 * 60 + whole % 100)
        return replace(value, kind="time", keys=frozenset((("time", minutes), amount)))
    if following[:2] == ["o", "clock"] and whole <= 12:
        keys = {("time", float(whole % 12 * 60)), ("time", float((whole % 12 + 12) * 60)), float(whole)}
        return replace(value, kind="time", keys=frozenset(keys))
    return None


def _french_time(reading: Reading, value: Value, following: Sequence[str]) -> Value:
    hour, minute, last = int(value.amount), 0, value.last + 1
    short = following[0] == "h"
    if len(following) > 1 and following[1].isdecimal() and len(following[1]) <= 2 and int(following[1]) < 60:
        gap = reading.text[reading.ends[last] : reading.starts[last + 1]]
        if gap in ("", " "):
            minute, last = int(following[1]), last + 1
    tail = reading.lowers[last + 1 : last + 3]
    if tail in (["et", "demie"], ["et", "demi"]):
        minute, last = 30, last + 2
    elif tail == ["et", "quart"]:
        minute, last = 15, last + 2
    keys: set[Key] = {float(hour), ("time", float(hour % 24 * 60 + minute))}
    if tail[:1] == ["moins"]:
        return _minutes_to(reading, value, last)
    if minute:
        keys |= {float(minute), round(hour + minute / 60, 6)}
    spoken = reading.lowers[last + 1 : last + 4]
    evening = spoken[:2] == ["du", "soir"] or "midi" in spoken or "soir" in spoken
    if hour <= 12 and (evening or not short):
        keys.add(("time", float((hour % 12 + 12) * 60 + minute)))
    return replace(
        value,
        kind="time",
        keys=frozenset(keys),
        last=last,
        end=reading.ends[last],
        amount=round(hour + minute / 60, 6),
        unit=HOUR,
        # "24 heures" is as often a day
        strength=min(value.strength, Strength.APPROXIMATE) if hour == 24 and not minute else value.strength,
    )


def _minutes_to(reading: Reading, value: Value, last: int) -> Value:
    """Read ``neuf heures moins vingt``: 8:40, or twenty to nine."""
    words = reading.lowers[last + 2 : last + 4]
    if words[:2] == ["le", "quart"]:
        minutes, last = 15, last + 3
    elif words[:1] and words[0] in _MINUTES:
        minutes, last = _MINUTES[words[0]], last + 2
        if words[1:] == ["cinq"] and minutes == 20:
            minutes, last = 25, last + 1
    else:
        minutes = 0
    hour = int(value.amount)
    clock = hour * 60 - minutes
    times: set[Key] = {("time", float(clock % 1440)), ("time", float((clock + 720) % 1440))}
    keys = times | {float(hour), float(minutes)} if minutes else times | {float(hour)}
    return replace(value, kind="time", keys=frozenset(keys), last=last, end=reading.ends[last], unit=HOUR)


def _month_beside(reading: Reading, grammar: Grammar, value: Value, following: Sequence[str]) -> Value:
    """Mark a number up to 31 beside the name of a month as a day."""
    if value.amount > 31 or value.amount != int(value.amount) or value.scale > 1:
        return value
    months = grammar.months
    beside = following and (
        following[0] in months or (len(following) > 1 and following[0] == "of" and following[1] in months)
    )
    if not beside and grammar.language == "en" and value.first:
        beside = reading.lowers[value.first - 1] in months
    if not beside:
        return value
    named = following and reading.text[reading.ends[value.last] : reading.starts[value.last + 1]] == "-"
    strength = Strength.APPROXIMATE if named else value.strength  # le 14-Juillet is Bastille Day
    return replace(value, day=True, kind="day", strength=strength)


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
        for width in (4, 3, 2, 1):
            part = words[skip : skip + width]
            if len(part) < width:
                continue
            name = part[0] if width == 1 else " ".join(part)
            end = reading.ends[at + skip + width - 1]
            currency = grammar.currencies.get(name)
            if currency is not None:
                return replace(value, currency=currency, end=end, kind="money")
            unit = grammar.units.get(name)
            if name == "milles":
                value = replace(
                    value, keys=value.keys | {value.amount * 1000}
                )  # the plural of mille, misspelt
            if unit is not None and not skip:
                return _and_a_half(reading, replace(value, unit=unit, end=end, kind="unit"), at + width)
    return value


def _and_a_half(reading: Reading, value: Value, at: int) -> Value:
    """Read ``deux ans et demi`` and ``two years and a half``, and the decimals of ``9 s 58``."""
    after = reading.lowers[at : at + 3]
    if after[:2] in (["et", "demi"], ["et", "demie"]) or after == ["and", "a", "half"]:
        return _more_by_half(reading, value, at)
    seconds = value.unit is not None and value.unit.name == "seconds"
    if seconds and after and len(after[0]) == 2 and after[0].isdecimal():
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
    """Say whether a token may stand between a number and its currency: 20 Sudanese pounds."""
    return grammar.language == "en" and reading.words[at][0].isupper()


def roman(token: str) -> int:
    """Read a Roman numeral; 0 where the letters are none."""
    total = 0
    for letter, following in zip(token, [*token[1:], ""], strict=True):
        number = _ROMAN.get(letter, 0)
        if not number:
            return 0
        total += -number if _ROMAN.get(following, 0) > number else number
    return total
