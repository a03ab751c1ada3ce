"""The nouns of terminology: Term and Glossary."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from enum import StrEnum


class Kind(StrEnum):
    """Say what sort of term an entry is; it decides inflection, case and strategy."""

    NAME = "name"
    ACRONYM = "acronym"
    NOUN = "noun"
    PHRASE = "phrase"
    KEEP = "keep"


class Case(StrEnum):
    """Say how case is treated: in matching, and in the target form."""

    EXACT = "exact"
    FOLD = "fold"
    FOLLOW = "follow"


# the steps of the chain that an entry may be pinned to (see ``copydesk.enforce.stages``)
STRATEGIES = ("inline", "span", "insert", "source", "prefix", "constrained")


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one entry of a glossary.

    *source* is the main source form, *source_forms* further forms; *target* the preferred target,
    *allowed* further right renderings, *forbidden* wrong ones. *context* is a regular expression that the
    source sentence must match. *since* and *until* are ISO dates, "" for open. *row* is the line of the
    file the entry came from (0 when made in memory). *strategy* names the one step of the chain that may put
    the term in (a value of ``STRATEGIES``), "" for any.
    """

    id: str
    source: str
    target: str
    kind: Kind = Kind.NOUN
    source_forms: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    case: Case = Case.EXACT
    context: str = ""
    first_mention: str = ""
    note: str = ""
    url: str = ""
    since: str = ""
    until: str = ""
    row: int = 0
    strategy: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """List all source forms, the main one first."""
        return (self.source, *self.source_forms)

    @property
    def targets(self) -> tuple[str, ...]:
        """List all right renderings, the preferred one first."""
        return (self.target, *self.allowed)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Hold the terms of one language pair, in order of precedence."""

    name: str
    source_language: str
    target_language: str
    terms: tuple[Term, ...]
    version: str = ""

    @property
    def digest(self) -> str:
        """Give a SHA-256 over all terms, in hex; it goes into signatures (first six digits)."""
        summary = hashlib.sha256()
        for term in self.terms:
            for column in fields(term):
                # an entry without a pinned strategy has the digest it had before there were any
                pinned = column.name != "strategy" or term.strategy
                if column.name not in ("row", "id") and pinned:
                    summary.update(repr(getattr(term, column.name)).encode())
        return summary.hexdigest()

    @property
    def signature(self) -> str:
        """Give ``NAME@DIGEST`` with the first six hex digits."""
        return f"{self.name}@{self.digest[:6]}"


def guess_kind(form: str) -> Kind:
    """Guess what sort of term *form* is by its letters: all capitals, capitalised, one word or more."""
    letters = [character for character in form if character.isalpha()]
    if len(letters) > 1 and " " not in form and all(character.isupper() for character in letters):
        return Kind.ACRONYM
    words = form.split()
    if not words:
        return Kind.NOUN
    if any(character.isdigit() for character in form) and len(words) == 1 and letters and form[0].isupper():
        return Kind.ACRONYM if all(character.isupper() for character in letters) else Kind.NAME
    if form[0].isupper():
        return Kind.NAME
    return Kind.NOUN if len(words) == 1 else Kind.PHRASE
