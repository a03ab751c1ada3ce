"""English words that look like the French ones and mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from copydesk.checks.reading import both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.tables import read_table
from copydesk.checks.wording import shown
from copydesk.errors import InputError
from copydesk.findings import Finding, Severity
from copydesk.resources import files

_COLUMNS = ("fr", "bad", "good", "level", "example_fr", "bad_example", "good_example")


@dataclass(frozen=True)
class FalseFriend:
    """Hold one row: French *forms*, the *wrong* English, the *right* words that excuse it, and its examples.

    The patterns are compiled when the row is first needed: most runs need few of them.
    """

    forms: frozenset[str]
    wrong: str
    right: str
    french: str
    level: Severity
    example: str
    bad_example: str
    good_example: str
    where: str

    @property
    def advice(self) -> str:
        """Give the first of the right words."""
        return self.right.split("|")[0]

    @cached_property
    def bad(self) -> re.Pattern[str]:
        """Match the wrong English."""
        return self._compile(rf"\b(?:{self.wrong})\b")

    @cached_property
    def good(self) -> re.Pattern[str]:
        """Match what excuses it; the words may go on (charge, charged)."""
        return self._compile(rf"\b(?:{'|'.join(map(re.escape, self.right.split('|')))})")

    @cached_property
    def context(self) -> re.Pattern[str]:
        """Match what the French must have as well (anything, where the row has no context)."""
        return self._compile(self.french)

    def _compile(self, pattern: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise InputError(f"not a regular expression: {error}", where=self.where) from error


@cache
def load_false_friends() -> tuple[FalseFriend, ...]:
    """Load the shipped table; raises InputError naming the row for a level that is none."""
    text = (files("copydesk.checks") / "data" / "false_friends.tsv").read_text(encoding="utf-8")
    return tuple(
        _parse(row, place) for place, row in read_table(text, "false_friends.tsv", _COLUMNS, ("context_fr",))
    )


def _parse(row: dict[str, str], place: str) -> FalseFriend:
    if row["level"] not in ("warning", "note"):
        raise InputError(f"unknown level '{row['level']}'", where=place, remedy="write warning or note")
    return FalseFriend(
        frozenset(row["fr"].split()),
        row["bad"],
        row["good"],
        row["context_fr"],
        Severity(row["level"]),
        row["example_fr"],
        row["bad_example"],
        row["good_example"],
        place,
    )


@cache
def _by_form(level: Severity) -> dict[str, FalseFriend]:
    return {form: friend for friend in load_false_friends() if friend.level is level for form in friend.forms}


@cache
def _forms(level: Severity) -> frozenset[str]:
    return frozenset(_by_form(level))


def _find(rule: Rule, context: Context, level: Severity) -> Iterator[Finding]:
    table = _by_form(level)
    forms = _forms(level)
    for pair, source, target in both_sides(context):
        for form in sorted(source.vocabulary & forms):
            friend = table[form]
            wrong = friend.bad.search(target.text)
            if wrong is None or friend.good.search(target.text) or not friend.context.search(source.text):
                continue
            at = source.lowers.index(form)
            yield rule.find(
                f"{shown(wrong[0])} for {shown(source.words[at])}: {shown(friend.advice)} may be meant",
                target.place(*wrong.span()),
                source_span=source.word_place(at),
                confidence=round(pair.confidence * 0.8, 2),
            )


@rule(
    "FFR001",
    "false friend",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/mistranslation",
    yields_to=("GLO002",),
    bad=[
        Example("He actually leads the party.", "Il dirige actuellement le parti."),
        Example("The ancient minister testified.", "L'ancien ministre a témoigné."),
    ],
    good=[
        Example("He currently leads the party.", "Il dirige actuellement le parti."),
        Example("An ancient temple was found.", "Un temple ancien a été découvert."),
    ],
)
def check_false_friend(rule: Rule, context: Context) -> Iterator[Finding]:
    """An English word stands for the French one that looks like it but means something else.

    The table holds pairs that are hardly ever right (*actuellement*, actually), some only in a given French
    context (*ancien président*, ancient). Nothing is reported where a right rendering stands in the sentence.
    """
    yield from _find(rule, context, Severity.WARNING)


@rule(
    "FFR002",
    "possible false friend",
    Severity.NOTE,
    needs_source=True,
    preview=True,
    mqm="accuracy/mistranslation",
    yields_to=("GLO002",),
    bad=[Example("He demanded a visa.", "Il a demandé un visa.")],
    good=[Example("He asked for a visa.", "Il a demandé un visa.")],
)
def check_possible_false_friend(rule: Rule, context: Context) -> Iterator[Finding]:
    """An English word stands for a French look-alike that means the same only now and then.

    These pairs (*demander*, demand; *important*, important) are as often right as wrong: the rule is opt-in.
    """
    yield from _find(rule, context, Severity.NOTE)
