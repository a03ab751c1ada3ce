"""What the chain works on: a sentence to translate, and a candidate translation of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from copydesk.glossary.match import Match
from copydesk.links import WordLinks
from copydesk.text import Span
from copydesk.translation import Status

Wording = tuple[tuple[Span, str], ...]
"""Stretches of a source sentence with the words to put there, in order; the rest is copied."""


@dataclass(frozen=True, slots=True)
class Task:
    """Hold a source sentence, its place in the document and the terms matched in it.

    The spans of *matches* are in offsets of *text*. *headline* is true where the house does not spell an
    acronym out. With a *wording* the translation is known: these stretches change, the rest is copied.
    """

    text: str
    start: int
    matches: tuple[Match, ...]
    headline: bool = False
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say how one match stands in a candidate; *span* is in offsets of the candidate's text."""

    match: Match
    span: Span | None
    status: Status
    strategy: str = "none"

    @property
    def settled(self) -> bool:
        """Say whether nothing more is to be done for this match."""
        return self.status in (Status.OK, Status.PLACED, Status.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one translation of a task.

    *links* are in offsets of the task's text and of *text*; *score* is the mean token log-probability;
    *strategy* is the step that made it; *outcomes* stand in the order of the task's matches.
    """

    text: str
    links: WordLinks
    score: float
    strategy: str
    token_scores: tuple[float, ...] = ()
    flags: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def open(self) -> int:
        """Count the matches that are not in place."""
        return sum(not outcome.settled for outcome in self.outcomes)

    def substitute(self, span: Span, words: str, source: Span | None = None) -> Candidate:
        """Put *words* over *span*, move every later offset, and link the new words to *source*.

        Outcomes whose span overlaps the replaced stretch are left to the next verification.
        """
        text = self.text[: span.start] + words + self.text[span.end :]
        shift = len(words) - len(span)
        new = Span(span.start, span.start + len(words))
        links = self.links.substitute(span, new, source)
        outcomes = tuple(
            replace(o, span=o.span.shift(shift)) if o.span and o.span.start >= span.end else o
            for o in self.outcomes
        )
        return replace(self, text=text, links=links, outcomes=outcomes)

    def with_strategies(self, strategies: dict[int, str]) -> Candidate:
        """Name the step that settled each placed match, by the match's index."""
        outcomes = tuple(
            replace(o, strategy=strategies[i]) if o.status is Status.PLACED and i in strategies else o
            for i, o in enumerate(self.outcomes)
        )
        return replace(self, outcomes=outcomes)


def is_better(one: Candidate, other: Candidate) -> bool:
    """Say whether *one* beats *other*: more terms in place, fewer guards tripped, then the score."""
    return (one.open, len(one.flags), -one.score) < (other.open, len(other.flags), -other.score)
