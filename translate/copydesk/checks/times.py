"""Times of day: left in their French form, told wrongly, or impossible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.numbers import words_of
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.values.compare import Kind, find_differences
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span

_TIME = re.compile(
    r"(?<![\w.,:/-])([01]?\d|2[0-4])[ \u00a0\u202f]?[hH](?:[ \u00a0\u202f]?([0-5]\d))?"
    r"(?![\w'’\":]|[.,]\d|-\w)"
)
_MAYBE = re.compile("[0-9][ \u00a0\u202f]?[hH]")
_AT = re.compile(
    r"\b(?:at|from|to|until|till|by|before|after|around|about|since|between|and|towards?|near)\s+(?:about\s+)?$"
)
_DURATION = re.compile(
    r"\b(?:in|of|for|lasting|lasted|within|took|takes|take|every|over|time|under|clocked|duration)\s+"
    r"(?:about\s+|just\s+|only\s+)?$"
)
_HALF = re.compile(
    r"(?<![\w.,:/-])(1[3-9]|2[0-4]|0{1,2})(?:[:.]([0-5]\d))? ?([ap])(\.m\.|\.m\b|m\b\.?)", re.IGNORECASE
)
_HALF_OF_DAY = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)
_ZONE = re.compile(r"^\s*(?:GMT|UTC|CET|TU|UT|local time|Paris time)\b")


@rule(
    "DAT002",
    "French time of day",
    Severity.WARNING,
    whole=True,
    mqm="locale conventions/time format",
    bad=[Example("The first strike came at 20h30, the second before 6h.")],
    good=[Example("The first strike came at 8:30 p.m. The march took 2h15 in all, and 72h later it rained.")],
)
def check_time(rule: Rule, context: Context) -> Iterator[Finding]:
    """A time stands as French writes it: 20h30 for 8:30 p.m.

    The fix is safe after a word that asks for a time (at, from, until, ...). An hour alone (20h) is
    reported only there; after "in" or "for" it is a duration and left alone.
    """
    text = context.draft.text
    if not _MAYBE.search(text):
        return
    for match in _TIME.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        at = _AT.search(before) is not None
        if not at and (match[2] is None or _DURATION.search(before)):
            continue
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour == 24 and minute:
            continue
        right = twelve_hour(hour, minute)
        span = Span(*match.span())
        replacement = right
        if right.endswith(".") and text[span.end : span.end + 1] == ".":
            replacement = right[:-1]
        zoned = _ZONE.match(text[span.end : span.end + 12]) is not None
        yield rule.find(
            f"French time {shown(match[0])}: write {shown(right)}",
            span,
            replacement=replacement,
            safe=at or zoned,
            confidence=1.0 if at or zoned else 0.8,
        )


def twelve_hour(hour: int, minute: int) -> str:
    """Give a time of day as English copy writes it: ``8:30 p.m.``, ``6 a.m.``, ``noon``, ``midnight``."""
    if minute == 0 and hour in (0, 12, 24):
        return "noon" if hour == 12 else "midnight"
    minutes = f":{minute:02d}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{minutes} {'p.m.' if 12 <= hour < 24 else 'a.m.'}"


@rule(
    "DAT003",
    "time of day differs",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The strike came at 8:45 p.m.", "La frappe a eu lieu à 20h30."),
        Example("The strike came at 8:30 a.m.", "La frappe a eu lieu à 20h30."),
        Example("They met at 10 p.m.", "Ils se sont vus à 21 heures."),
    ],
    good=[
        Example("The strike came at 8:30 p.m.", "La frappe a eu lieu à 20h30."),
        Example("The strike came at half past eight.", "La frappe a eu lieu à 20h30."),
        Example("They met at 7 p.m.", "Ils se sont vus à 7 heures du soir."),
    ],
)
def check_time_differs(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English tells another time of day than the French, be it only by a.m. for p.m.

    French counts the hours to 24: *20h30* is *8:30 p.m.*, *0h15* is *12:15 a.m.* Correct the time from the
    French.
    """
    for difference, source, target in find_differences(context, Kind.TIME):
        here, there = difference.source, difference.target
        if here is not None and there is not None:
            yield rule.find(
                f"{shown(words_of(source, here))} in the source became {shown(words_of(target, there))}",
                target.place(there.start, there.end),
                source_span=source.place(here.start, here.end),
                confidence=0.95,
            )


@rule(
    "DAT004",
    "impossible time of day",
    Severity.WARNING,
    whole=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The strike came at 20:30 a.m."),
        Example("Polls close at 18.00 pm."),
        Example("The train left at 0:15 p.m."),
    ],
    good=[
        Example("The strike came at 8:30 p.m., or 20:30 local time."),
        Example("The shop is open from 9 a.m. to 12:30 p.m."),
    ],
)
def check_impossible_time(rule: Rule, context: Context) -> Iterator[Finding]:
    """An hour in the count of 24 has a.m. or p.m. behind it: *20:30 a.m.* is no time of day.

    With p.m. the hour is plain and the fix safe (*20:30 p.m.* is *8:30 p.m.*); with a.m. one of the two is
    wrong, and only the source says which.
    """
    text = context.draft.text
    if not _HALF_OF_DAY.search(text):
        return
    for match in _HALF.finditer(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        half = match[3].lower()
        if hour == 0 and half == "a":
            continue  # 0:15 a.m. is odd, not impossible
        right = twelve_hour(hour, minute)
        span = Span(*match.span())
        plain = half == "p" and 12 < hour < 24
        if not match[4].startswith("."):
            right = right.replace(".", "")
        elif right.endswith(".") and not match[4].endswith("."):
            right = right[:-1]
        yield rule.find(
            f"{shown(match[0])} is no time of day: write {shown(right)}"
            if plain
            else f"{shown(match[0])} is no time of day: {shown(right)} or another hour is meant",
            span,
            replacement=right if plain else None,
            safe=plain,
        )
