"""The word lists and the glossary as indexes that a check looks words up in.

Everything is built on first use and once: a check of one article pays only for what it reads, a corpus
pays once for all its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.checks.tables import Form, FurnitureLine, load_forms, load_furniture, load_words
from copydesk.glossary.model import Glossary, Kind
from copydesk.normalise import normalise

if TYPE_CHECKING:
    from copydesk.checks.rule import Side

# the first part of an address or handle: what stands inside is never a word of the copy
_ADDRESS_MARKS = ("http", "www.", "@", "#", "://")


@dataclass(frozen=True, slots=True)
class LeftForm:
    """Hold one French form found standing in English copy, with offsets in the side's shadow."""

    form: Form
    start: int
    end: int


class FormIndex:
    """Find the longest listed form at each word of a side."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._by_first: dict[str, list[tuple[str, Form]]] = {}
        for form in forms:
            plain = normalise(form.fr).text
            first = _first_word(plain)
            if first:
                self._by_first.setdefault(first, []).append((plain, form))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, side: Side) -> Iterator[LeftForm]:
        """Yield the forms in *side*, longest first where several begin at one word, none overlapping."""
        text = side.shadow.text
        by_first = self._by_first
        done = 0
        for word, start, _ in side.words:
            if word not in by_first or start < done:
                continue
            for plain, form in by_first[word]:
                end = start + len(plain)
                if text.startswith(plain, start) and _stands_alone(text, start, end):
                    yield LeftForm(form, start, end)
                    done = end
                    break


def _first_word(text: str) -> str:
    end = 0
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[:end]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a form is a word of its own: no part of a longer word, double name or address."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or after.isalnum() or before in ("_", "@", "#", "/") or after in ("_", "@"):
        return False
    if after == "-" and text[end + 1 : end + 2].isupper():
        return False
    if before == "-":
        head = text[:start].split()[-1] if text[:start].split() else ""
        if head[:1].isupper() and head.rstrip("-").lower() not in _PREFIXES:
            return False
    if after == "." and text[end + 1 : end + 2].isalnum():
        return False
    first = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    return not any(mark in text[first:start] for mark in _ADDRESS_MARKS)


_PREFIXES = frozenset("pro anti ex non pre post".split())


@dataclass(eq=False)
class Lexicon:
    """Hold the tables (shipped, with the rows of *overlay* on top) and the glossary, indexed."""

    glossary: Glossary | None = None
    overlay: Path | None = None

    @cached_property
    def acronyms(self) -> tuple[Form, ...]:
        """List the acronyms whose French form differs from the English one."""
        return load_forms("acronyms", self.overlay)

    @cached_property
    def places(self) -> tuple[Form, ...]:
        """List the places whose French name differs from the English one."""
        return load_forms("places", self.overlay)

    @cached_property
    def names(self) -> tuple[Form, ...]:
        """List the people whose name is transliterated in another way in French."""
        return load_forms("names", self.overlay)

    @cached_property
    def furniture(self) -> tuple[FurnitureLine, ...]:
        """List the lines of page furniture."""
        return load_furniture(self.overlay)

    @cached_property
    def french_words(self) -> frozenset[str]:
        """Give lower-case words that are common in French and hardly seen in English."""
        return load_words("french_words")

    @cached_property
    def house_forms(self) -> tuple[Form, ...]:
        """List the glossary's names and acronyms whose source form is no right English form.

        They overrule the tables: the house decides. Forms with a context, with two readings, or of two
        letters are ambiguous.
        """
        if self.glossary is None:
            return ()
        right = {target.casefold() for term in self.glossary.terms for target in term.targets}
        readings: dict[str, set[str]] = {}
        for term in self.glossary.terms:
            for source in term.forms:
                readings.setdefault(source, set()).add(term.target)
        listed = {form.fr for form in (*self.acronyms, *self.places, *self.names) if form.ambiguous}
        found: list[Form] = []
        for term in self.glossary.terms:
            if term.kind not in (Kind.NAME, Kind.ACRONYM):
                continue
            table = "acronyms" if term.kind is Kind.ACRONYM else "names"
            for source in term.forms:
                if not source[:1].isupper() or source.casefold() in right:
                    continue
                ambiguous = (
                    bool(term.context) or len(readings[source]) > 1 or len(source) < 3 or source in listed
                )
                found.append(
                    Form(table, source, term.target, term.allowed, ambiguous, "", "", "", self.glossary.name)
                )
        return tuple(found)

    @cached_property
    def left_forms(self) -> FormIndex:
        """Index every French form that must not stand in English copy; the first listing of a form wins.

        A place keeps its table when the glossary names it too, so that its code does not depend on the
        glossary; the glossary's English form is the one that is written.
        """
        merged: dict[str, Form] = {}
        places = {form.fr for form in self.places}
        for form in (*self.house_forms, *self.acronyms, *self.places, *self.names):
            if form.fr not in merged:
                if form.fr in places and form.table == "names":
                    form = replace(form, table="places")
                merged[form.fr] = form
        return FormIndex(merged.values())


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon of the shipped tables, without a glossary."""
    return Lexicon()
