"""Days, months and weekdays that differ from the source."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.numbers import words_of
from copydesk.checks.reading import Reading, both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.values.compare import Kind, find_differences
from copydesk.checks.values.english import ENGLISH
from copydesk.checks.values.french import FRENCH
from copydesk.checks.values.value import Value
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_MONTHS = {"fr": frozenset(FRENCH.months), "en": frozenset(ENGLISH.months)}
_WEEKDAYS = {"fr": frozenset(FRENCH.weekdays), "en": frozenset(ENGLISH.weekdays)}
_GRAMMARS = {"fr": FRENCH, "en": ENGLISH}
# words that are months only beside a number or one of the words below
_DOUBTFUL = frozenset("may march jan mar dec sep august".split())
# beside a weekday: the night belongs to two days
_NIGHTS = frozenset("nuit heures aube night overnight hours dawn".split())
_BEFORE_MONTH = frozenset(
    """in of since until till by last next this early late mid from to through during before after and between
    on each every previous following end beginning start middle""".split()
)


def _months(reading: Reading) -> dict[int, int]:
    """Map the number of each month named to the token that names it first."""
    code = reading.side.language.code
    if _MONTHS[code].isdisjoint(reading.vocabulary):
        return {}
    names = _GRAMMARS[code].months
    found: dict[int, int] = {}
    for at, word in enumerate(reading.lowers):
        if word in names and (_is_french_month(reading, at) if code == "fr" else _is_month(reading, at)):
            found.setdefault(names[word], at)
    return found


def _is_month(reading: Reading, at: int) -> bool:
    if not reading.words[at][0].isupper():
        return False
    if reading.lowers[at] not in _DOUBTFUL:
        return True
    around = reading.words[max(0, at - 1) : at] + reading.words[at + 1 : at + 2]
    return any(word[0].isdigit() for word in around) or reading.lowers[at - 1 : at] in (
        [word] for word in _BEFORE_MONTH
    )


def _is_french_month(reading: Reading, at: int) -> bool:
    """Tell a month from the planet Mars and a Mrs Avril: these months are written small."""
    return (
        reading.lowers[at] not in ("mars", "avril")
        or reading.words[at][0].islower()
        or at == 0
        or reading.words[at - 1][0].isdigit()
    )


def _weekdays(reading: Reading) -> dict[int, int]:
    code = reading.side.language.code
    if _WEEKDAYS[code].isdisjoint(reading.vocabulary):
        return {}
    names = _GRAMMARS[code].weekdays
    found: dict[int, int] = {}
    for at, word in enumerate(reading.lowers):
        if word in names:
            found.setdefault(names[word], at)
    return found


@rule(
    "DAT001",
    "date differs",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The vote is on March 14.", "Le vote aura lieu le 15 mars."),
        Example("The vote is in May.", "Le vote aura lieu en mars."),
        Example("They met on Wednesday.", "Ils se sont rencontrés mardi."),
        Example("Between April 17 and September 20.", "Entre le 17 septembre et le 20 septembre."),
    ],
    good=[
        Example("The vote is on March 1, 2020.", "Le vote aura lieu le 1er mars 2020."),
        Example(
            "They may march overnight on Monday.", "Ils pourraient défiler dans la nuit de lundi à mardi."
        ),
        Example("The probe reached Mars in August.", "La sonde a atteint Mars en août."),
        Example("Two men died on Saturday night.", "Deux hommes sont morts dans la nuit de dimanche."),
    ],
)
def check_date(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English names another day, month or weekday than the French.

    A date that the English leaves out is no finding here (a missing day of the month is one of NUM001).
    A night may be counted to the day before (*la nuit de dimanche* is Saturday night). Correct the date from
    the French.
    """
    told: set[int] = set()
    for difference, source, target in find_differences(context, Kind.DAY):
        here, there = difference.source, difference.target
        if here is None or there is None:
            continue
        words = (words_of(source, here), words_of(target, there))
        if here.month and there.month and here.month != there.month:
            told.update((here.month, there.month))
            words = (_with_month(source, here, words[0]), _with_month(target, there, words[1]))
        yield rule.find(
            f"the day {shown(words[0])} became {shown(words[1])}",
            target.place(there.start, there.end),
            source_span=source.place(here.start, here.end),
        )
    for _, source, target in both_sides(context):
        for read_names in (_months, _weekdays):
            mine = read_names(source)
            theirs = read_names(target) if mine else {}
            if mine.keys() == theirs.keys():
                continue
            lost = [number for number in mine if number not in theirs]
            new = [number for number in theirs if number not in mine]
            if read_names is _weekdays:
                lost, new = _take_out_nights(source, mine, target, theirs, lost, new)
            for one, other in zip(lost, new, strict=False):
                if read_names is _months and one in told and other in told:
                    continue
                yield rule.find(
                    f"{shown(source.words[mine[one]])} became {shown(target.words[theirs[other]])}",
                    target.word_place(theirs[other]),
                    source_span=source.word_place(mine[one]),
                )


def _take_out_nights(
    source: Reading,
    mine: dict[int, int],
    target: Reading,
    theirs: dict[int, int],
    lost: list[int],
    new: list[int],
) -> tuple[list[int], list[int]]:
    """Take out the nights that English counts to the day before.

    *Dans la nuit de dimanche* is often the night that ends on Sunday, in English Saturday night, and so are
    *les premières heures de dimanche*.
    """
    nights = {
        (day, other)
        for day in lost
        for other in new
        if (day - other) % 7 == 1
        and not _NIGHTS.isdisjoint(source.lowers[max(0, mine[day] - 4) : mine[day]])
        and not _NIGHTS.isdisjoint(target.lowers[max(0, theirs[other] - 4) : theirs[other] + 2])
    }
    days, others = {day for day, _ in nights}, {other for _, other in nights}
    return [day for day in lost if day not in days], [other for other in new if other not in others]


def _with_month(reading: Reading, value: Value, words: str) -> str:
    """Give the day with the name of its month: ``17 avril``."""
    months = _GRAMMARS[reading.side.language.code].months
    for at in (*range(value.last + 1, value.last + 3), value.first - 1):
        if 0 <= at < len(reading.lowers) and reading.lowers[at] in months:
            return f"{words} {reading.words[at]}"
    return words
