"""Times left in their French form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
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
_ZONE = re.compile(r"^\s*(?:GMT|UTC|CET|TU|UT|local time|Paris time)\b")


@rule(
    "DAT002",
    "French time of day",
    Severity.WARNING,
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
