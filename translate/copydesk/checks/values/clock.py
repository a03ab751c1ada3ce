"""Times of day: 20h30, 20 heures, cinq heures moins le quart, 8:30 p.m., 2030 GMT, 20.30 hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.units import HOUR
from copydesk.checks.values.value import Grammar, Key, Strength, Value

_HALF_OF_DAY = re.compile(r" ?([ap])\.? ?m\b", re.IGNORECASE)
_MINUTES = {"cinq": 5, "dix": 10, "vingt": 20}
_SPOKEN_HALVES = (["in", "the", "morning"], ["in", "the", "afternoon"], ["in", "the", "evening"])
_ZONES = frozenset("gmt utc est hours hrs".split())


def read_clock(reading: Reading, value: Value) -> Value | None:
    """Read ``20:30`` and ``8:30 p.m.``; a score or a ratio keeps its parts as well."""
    parts = reading.words[value.first].split(":")
    if len(parts) < 2 or not all(part.isdecimal() for part in parts) or len(parts[1]) != 2:
        return None
    hour, minute = int(parts[0]), int(parts[1])
    if hour > 24 or minute > 59:
        return None
    keys: set[Key] = {float(part) for part in parts}
    keys |= _times(reading, value, hour, minute)
    return replace(value, kind="time", keys=frozenset(keys), strength=Strength.WRITTEN)


def read_time(reading: Reading, grammar: Grammar, value: Value, following: Sequence[str]) -> Value | None:
    """Read the number of *value* as a time of day where the words after it say so, else return None."""
    token = reading.words[value.first]
    whole, minute = int(value.amount), 0
    if value.amount != whole:
        tail = re.split("[.,]", token)[-1]
        minute = int(tail) if len(tail) == 2 and tail.isdecimal() else 60
    if grammar.language == "fr":
        if following[0] not in grammar.hours or whole > 24 or minute >= 60 or (minute and whole < 5):
            return None
        return _french_time(reading, grammar, value, following, minute)
    half = _half_of_day(reading, value)
    if half and whole <= 23 and minute < 60:
        keys: set[Key] = {float(whole), float(minute)} if minute else {float(whole)}
        return replace(
            value, kind="time", keys=frozenset(keys | _times(reading, value, whole, minute)), unit=None
        )
    if following[0] in _ZONES:
        if 100 <= whole <= 2400 and whole % 100 < 60 and not minute:
            minutes = float(whole // 100 * 60 + whole % 100)
            return replace(value, kind="time", keys=frozenset((("time", minutes), value.amount)))
        if 0 < minute < 60 and 5 <= whole <= 24:
            return replace(value, kind="time", keys=value.keys | {("time", float(whole * 60 + minute))})
    if following[:2] == ["o", "clock"] and whole <= 12:
        keys = {("time", float(whole % 12 * 60)), ("time", float((whole % 12 + 12) * 60)), float(whole)}
        return replace(value, kind="time", keys=frozenset(keys))
    counted = reading.lowers[value.first - 1] in ("to", "past") if value.first else False
    if following[:3] in _SPOKEN_HALVES and whole <= 12 and minute < 60 and not counted:
        later = 0 if following[2] == "morning" else 12
        keys = {float(whole), ("time", float((whole % 12 + later) * 60 + minute))}
        return replace(value, kind="time", keys=frozenset(keys), unit=None)
    if following[0] == "h" and whole <= 24 and reading.starts[value.last + 1] == reading.ends[value.last]:
        return _french_time(reading, grammar, value, following, 0)  # 20h30 left standing
    return None


def _half_of_day(reading: Reading, value: Value) -> str:
    match = _HALF_OF_DAY.match(reading.text, reading.ends[value.last])
    return match[1].lower() + "m" if match else ""


def _times(reading: Reading, value: Value, hour: int, minute: int) -> set[Key]:
    """Give the minutes of the day a time may mean; without a.m. or p.m. an hour up to twelve may mean two."""
    half = _half_of_day(reading, value)
    if half and hour <= 12:
        return {("time", float((hour % 12 + (12 if half == "pm" else 0)) * 60 + minute))}
    if reading.side.language.code == "en" and hour <= 12:
        return {("time", float(hour % 12 * 60 + minute)), ("time", float((hour % 12 + 12) * 60 + minute))}
    return {("time", float(hour % 24 * 60 + minute))}


def _french_time(
    reading: Reading, grammar: Grammar, value: Value, following: Sequence[str], minute: int
) -> Value:
    hour, last = int(value.amount), value.last + 1
    short = following[0] == "h"
    if len(following) > 1 and following[1].isdecimal() and len(following[1]) <= 2 and int(following[1]) < 60:
        gap = reading.text[reading.ends[last] : reading.starts[last + 1]]
        if gap in ("", " "):
            minute, last = int(following[1]), last + 1
    elif not short and len(following) > 1:
        spoken_minute, spoken_last = _spoken_minutes(reading, grammar, last + 1)
        if spoken_minute:
            minute, last = spoken_minute, spoken_last
    tail = reading.lowers[last + 1 : last + 3]
    if tail in (["et", "demie"], ["et", "demi"]):
        minute, last = 30, last + 2
    elif tail == ["et", "quart"]:
        minute, last = 15, last + 2
    keys: set[Key] = {float(hour), ("time", float(hour % 24 * 60 + minute))}
    if tail[:1] == ["moins"]:
        return _minutes_to(reading, value, last)
    if minute:
        keys |= {float(minute), round(hour + minute / 60, 6), round(hour + minute / 100, 6)}
    spoken = reading.lowers[last + 1 : last + 4]
    evening = spoken[:2] == ["du", "soir"] or "midi" in spoken or "soir" in spoken
    if hour <= 12 and (evening or not short):
        keys.add(("time", float((hour % 12 + 12) * 60 + minute)))
    strength = value.strength
    if hour == 24 and not minute:
        strength = min(strength, Strength.APPROXIMATE)  # "24 heures" is as often a day
    elif minute and reading.words[value.first][0].isdecimal():
        strength = Strength.WRITTEN
    return replace(
        value,
        kind="time",
        keys=frozenset(keys),
        last=last,
        end=reading.ends[last],
        amount=round(hour + minute / 60, 6),
        unit=HOUR,
        strength=strength,
    )


def _spoken_minutes(reading: Reading, grammar: Grammar, at: int) -> tuple[int, int]:
    """Read the minutes of ``six heures trente`` and ``sept heures quarante-cinq``: number and last token."""
    minutes = grammar.small.get(reading.lowers[at], 0)
    if not 5 <= minutes < 60 or reading.text[reading.ends[at - 1] : reading.starts[at]] != " ":
        return 0, at
    if minutes >= 20 and reading.lowers[at + 1 : at + 2] and reading.glued(at + 1):
        return minutes + grammar.small.get(reading.lowers[at + 1], 0), at + 1
    return minutes, at


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
    # ten to five: the hour that is to come, the minutes, and the hour that 4:50 shows
    keys = times | {float(hour), float(minutes)} if minutes else times | {float(hour)}
    return replace(value, kind="time", keys=frozenset(keys), last=last, end=reading.ends[last], unit=HOUR)
