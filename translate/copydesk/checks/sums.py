"""Sums stated in the draft that do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.reading import Reading, read
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.values.compare import values_of
from copydesk.checks.values.value import Strength, Value
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_MOST_PARTS = 6
_DASH = re.compile(" [\u2013\u2014-] |\u2014")
# between a total and its first part: a colon or a dash, with a few words that go on from the total
_OPENS = re.compile(r"^[^.;:()]{0,60}?(?::| [\u2013\u2014-] |\u2014| \()\s*$")
_LINKS = re.compile(r"^[^.;:()]{0,40}?(?:,? and |, | plus )(?:another |a further )?$")
_ENDS = re.compile(r"^[^,.;:()\u2014\u2013]{0,60}?(?: [\u2013\u2014-] |[.;)\u2014]|$)")
# words by which a list is said to be part of something, rough, or no sum at all
_NO_SUM = frozenset(
    """including include includes among least more over nearly almost about around some roughly up to most
    than between from against per each every percent whom which first second third following example for not
    only others both either or until since after before""".split()
)


@rule(
    "NUM007",
    "sum does not add up",
    Severity.NOTE,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The attack killed 27 people: 11 soldiers and 14 civilians."),
        Example("The list has forty names (22 women and 19 men)."),
        Example("In all 12 ships were lost \u2014 seven tankers, three ferries and one tug."),
    ],
    good=[
        Example("The attack killed 25 people: 11 soldiers and 14 civilians."),
        Example("The attack killed at least 27 people, including 11 soldiers and 14 civilians."),
        Example("He is 27: 11 years older than his sister and 14 younger than his wife."),
        Example("The final score was 27: 11 in the first half, the rest after 14 minutes."),
    ],
)
def check_sum(rule: Rule, context: Context) -> Iterator[Finding]:
    """A total is followed by its parts, and the parts do not make the total.

    Only plain counts behind a colon, a dash or a bracket are added up, and only where no word (*including*,
    *at least*, *some*) says that the list is incomplete or rough. Look both up in the French: either a figure
    was changed, or the source itself is wrong.
    """
    for side in context.sentences:
        if ":" not in side.text and "(" not in side.text and not _DASH.search(side.text):
            continue
        reading = read(side)
        values = [
            value for value in values_of(side) if value.strength > Strength.HINT or value.kind == "article"
        ]
        for number, total in enumerate(values[:-2]):
            parts = _parts(reading, total, values[number + 1 :])
            if parts and sum(part.amount for part in parts) != total.amount:
                yield _report(rule, reading, total, parts)


def _parts(reading: Reading, total: Value, values: list[Value]) -> list[Value]:
    """Return the values that the text gives as the parts of *total*, empty where it gives none."""
    if not _counts(total) or total.amount < 3 or not _counts(values[0]):
        return []
    text = reading.text
    if not _OPENS.match(text[total.end : values[0].start]):
        return []
    parts = [values[0]]
    for value in values[1 : _MOST_PARTS + 1]:
        if not _LINKS.match(text[parts[-1].end : value.start]) or not _counts(value):
            break
        parts.append(value)
    if len(parts) < 2 or not _ENDS.match(text[parts[-1].end :]):
        return []
    around = reading.lowers[max(0, total.first - 4) : parts[-1].last + 8]
    if not _NO_SUM.isdisjoint(around) or any(part.amount >= total.amount for part in parts):
        return []
    # the list must be a list: its last part is joined by "and"
    return parts if " and " in text[parts[-2].end : parts[-1].start] else []


def _counts(value: Value) -> bool:
    """Say whether a value is a plain count of people or things."""
    return (
        ((value.kind in ("number", "year") and value.strength >= Strength.SPELT) or value.kind == "article")
        and value.unit is None
        and not value.currency
        and value.amount == int(value.amount)
        and not 1900 <= value.amount <= 2100
    )


def _report(rule: Rule, reading: Reading, total: Value, parts: list[Value]) -> Finding:
    made = sum(part.amount for part in parts)
    terms = " + ".join(f"{part.amount:,.0f}" for part in parts)
    words = reading.text[total.start : total.end]
    return rule.find(
        f"the parts do not make {shown(words)}: {terms} is {made:,.0f}",
        reading.place(total.start, parts[-1].end),
    )
