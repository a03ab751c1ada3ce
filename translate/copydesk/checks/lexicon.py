"""The word lists and the glossary as indexes that a check looks words up in.

Everything is built on first use and once: a check of one article pays only for what it reads, a corpus
pays once for all its rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.checks.standing_forms import FormIndex, LeftForm, find_words, holds_words, split_words
from copydesk.checks.tables import Form, load_forms, load_words
from copydesk.glossary.model import Glossary, Kind, Term
from copydesk.normalise import normalise

if TYPE_CHECKING:
    from copydesk.checks.rule import Side
    from copydesk.glossary.match import Match, Matcher

__all__ = ("LeftForm", "Lexicon", "TermScreen", "find_words", "holds_words", "shipped_lexicon")

# words that are known to begin no search are kept; a corpus has ever new ones
_MOST_KEYS = 100_000
_PARTS = re.compile(r"[^\W\d_]+")


class TermScreen:
    """Tell cheaply that a sentence holds no term: no form has all its words there, inflected or not.

    Matching a sentence in full costs ten times as much, and most sentences of a corpus hold no term.
    """

    def __init__(self, forms: Iterable[str], language: str) -> None:
        from copydesk.glossary.index import load_inflection
        from copydesk.glossary.tokens import fold

        inflection = load_inflection(language)
        self._fold = fold
        self._stem = inflection.stem if inflection is not None else fold
        self._forms: dict[str, list[list[tuple[str, str]]]] = {}
        self._dull: set[str] = set()
        self._keys: dict[str, tuple[str, str]] = {}
        for form in forms:
            words = [(fold(word), self._stem(word.lower())) for word in split_words(normalise(form).text)]
            if not words:
                continue
            longest = max(words, key=lambda keys: len(keys[0]))
            for key in set(longest):
                self._forms.setdefault(key, []).append(words)

    def may_hold_a_term(self, side: Side) -> bool:
        """Say whether some form may stand in *side*; a wrong yes is possible, a wrong no is not."""
        hits = side.vocabulary - self._dull
        if not hits:
            return False
        words: set[str] | None = None
        for word in hits:
            keys = self._keys_of(word)
            forms = [form for key in keys for form in self._forms.get(key, ())]
            if not forms:
                if len(self._dull) > _MOST_KEYS:
                    self._dull.clear()
                self._dull.add(word)
            for form in forms:
                if len(form) == 1:
                    return True
                if words is None:
                    words = {key for other in side.vocabulary for key in self._keys_of(other)}
                if all(folded in words or stemmed in words for folded, stemmed in form):
                    return True
        return False

    def _keys_of(self, word: str) -> tuple[str, str]:
        keys = self._keys.get(word)
        if keys is None:
            if len(self._keys) > _MOST_KEYS:
                self._keys.clear()
            keys = self._keys[word] = (self._fold(word), self._stem(word.lower()))
        return keys


@dataclass(eq=False)
class Lexicon:
    """Hold the tables (shipped, with the rows of *overlay* on top) and the glossary, indexed."""

    glossary: Glossary | None = None
    overlay: Path | None = None
    _found: tuple[Side, list[Match]] | None = field(default=None, init=False, repr=False)

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
    def french_words(self) -> frozenset[str]:
        """Give lower-case words that are common in French and hardly seen in English."""
        return load_words("french_words")

    @cached_property
    def house_forms(self) -> tuple[Form, ...]:
        """List the glossary's names and acronyms whose source form is no right English form.

        They overrule the tables: the house decides. A form is ambiguous when it has a context, two readings
        or two letters, when a table says so, or when the entry forbids other forms but not this one.
        """
        if self.glossary is None:
            return ()
        right = {target.casefold() for term in self.glossary.terms for target in term.targets}
        readings: dict[str, set[str]] = {}
        for term in self.glossary.terms:
            for source in term.forms:
                readings.setdefault(source, set()).add(term.target)
        doubtful = {form.fr for form in (*self.acronyms, *self.places, *self.names) if form.ambiguous}
        found: list[Form] = []
        for term in self.glossary.terms:
            if term.kind not in (Kind.NAME, Kind.ACRONYM):
                continue
            table = "acronyms" if term.kind is Kind.ACRONYM else "names"
            for source in dict.fromkeys((*term.forms, *term.forbidden)):
                if not any(c.isupper() for c in source) or source.casefold() in right:
                    continue
                if source not in term.forms and not _same_kind(source, term.forms):
                    continue
                ambiguous = source in doubtful or (
                    source not in term.forbidden
                    and (
                        bool(term.context or term.forbidden)
                        or len(readings.get(source, ())) > 1
                        or len(source) < 3
                    )
                )
                where = f"{self.glossary.name}:{term.row}"
                found.append(Form(table, source, term.target, term.allowed, ambiguous, "", "", "", where))
        return tuple(found)

    @cached_property
    def forbidden_forms(self) -> FormIndex:
        """Index the glossary's forbidden renderings that are no French forms left standing."""
        if self.glossary is None:
            return FormIndex(())
        left = {form.fr for form in self.house_forms}
        found: dict[str, Form] = {}
        for term in self.glossary.terms:
            plain = term.kind in (Kind.NAME, Kind.ACRONYM)
            for words in term.forbidden:
                if words in left or words in term.targets:
                    continue
                # one ordinary word is wrong only as the rendering of this term
                ambiguous = not plain and " " not in words.strip()
                where = f"{self.glossary.name}:{term.row}"
                found.setdefault(
                    words,
                    Form(term.id, words, term.target, term.allowed, ambiguous, "", "", "", where),
                )
        return FormIndex(found.values(), fold=True)

    @cached_property
    def left_phrases(self) -> FormIndex:
        """Index the glossary's nouns and phrases whose source form is plainly French, of several words."""
        if self.glossary is None:
            return FormIndex(())
        right = {target.casefold() for term in self.glossary.terms for target in term.targets}
        found: dict[str, Form] = {}
        for term in self.glossary.terms:
            if term.kind not in (Kind.NOUN, Kind.PHRASE):
                continue
            for words in term.forms:
                plain = words.casefold() not in right
                several = len(_PARTS.findall(words)) > 1 and not words.isupper()
                if plain and several and (not words.isascii() or self.has_french(words)):
                    form = Form(term.id, words, term.target, (), False, "", "", "", self.glossary.name)
                    found.setdefault(words, form)
        return FormIndex(found.values(), fold=True)

    def has_french(self, words: str) -> bool:
        """Say whether one of *words* is French and no English."""
        small = load_words("french_function_words")
        return any(word in self.french_words or word in small for word in _PARTS.findall(words.lower()))

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Map the id of each glossary entry to the entry."""
        return {term.id: term for term in self.glossary.terms} if self.glossary else {}

    @cached_property
    def matcher(self) -> Matcher | None:
        """Give the compiled matcher of the glossary for source sentences, None without a glossary."""
        if self.glossary is None or not self.glossary.terms:
            return None
        from copydesk.glossary.match import Matcher

        return Matcher(self.glossary)

    def find_terms(self, source: Side, settled: Collection[str] = ()) -> list[Match]:
        """Return the glossary's terms in *source*, offsets within its text; each sentence is matched once.

        *settled* are the entries whose sense the whole source has made plain (see Matcher.settle).
        """
        if self._found is None or self._found[0] is not source:
            maybe = self.matcher is not None and self._screen.may_hold_a_term(source)
            matches = (
                self.matcher.find(source.text, settled=settled) if self.matcher is not None and maybe else []
            )
            self._found = (source, matches)
        return self._found[1]

    @cached_property
    def _screen(self) -> TermScreen:
        terms = self.glossary.terms if self.glossary else ()
        language = self.glossary.source_language if self.glossary else ""
        return TermScreen((form for term in terms for form in term.forms), language)

    @cached_property
    def _exact_targets(self) -> frozenset[str]:
        """Give every right rendering of the glossary."""
        terms = self.glossary.terms if self.glossary else ()
        forms = (form for term in terms for form in (*term.targets, term.first_mention))
        return frozenset(normalise(form).text for form in forms if form)

    @cached_property
    def _targets(self) -> tuple[str, ...]:
        return tuple({target.lower() for target in self._exact_targets})

    def is_right(self, word: str) -> bool:
        """Say whether *word* is part of a right rendering of the glossary or of the tables."""
        return word in self._right_words

    @cached_property
    def _right_words(self) -> frozenset[str]:
        tables = (form for form in (*self.acronyms, *self.places, *self.names))
        right = (target for form in tables for target in (form.en, *form.also))
        return frozenset(word for target in (*self._exact_targets, *right) for word in _PARTS.findall(target))

    def is_part_of_target(self, side: Side, found: LeftForm) -> bool:
        """Say whether the words at *found* are a right rendering, or part of a longer one standing there."""
        if side.shadow.text[found.start : found.end] in self._exact_targets:
            return True
        text = side.shadow.text.lower()
        words = text[found.start : found.end]
        for target in self._targets:
            if len(target) > len(words) and words in target:
                at = text.find(target, max(0, found.end - len(target)))
                if 0 <= at <= found.start and at + len(target) >= found.end:
                    return True
        return False

    @cached_property
    def spellings(self) -> FormIndex:
        """Index the renderings of the names that have more than one; a form's table names the term."""
        terms = self.glossary.terms if self.glossary else ()
        return FormIndex(
            Form(term.id, target, term.target, (), False, "", "", "", "")
            for term in terms
            if term.kind is Kind.NAME and len(term.targets) > 1
            for target in term.targets
        )

    @cached_property
    def left_forms(self) -> FormIndex:
        """Index every French form that must not stand in English copy; the first listing of a form wins.

        A place keeps its table when the glossary names it too, so that its code does not depend on the
        glossary; the glossary's English form is the one that is written.
        """
        merged: dict[str, Form] = {}
        right = {target for term in self.glossary.terms for target in term.targets} if self.glossary else ()
        places = {form.fr for form in self.places}
        for form in (*self.house_forms, *self.acronyms, *self.places, *self.names):
            if form.fr not in merged and form.fr not in right:
                if form.fr in places and form.table == "names":
                    form = replace(form, table="places")
                merged[form.fr] = form
        # headlines in capitals
        for form in list(merged.values()):
            loud = form.fr.upper()
            if form.table != "acronyms" and len(form.fr) > 4 and not form.ambiguous:
                merged.setdefault(loud, replace(form, fr=loud, en=form.en.upper()))
        return FormIndex(merged.values())


def _same_kind(words: str, forms: Iterable[str]) -> bool:
    """Say whether a forbidden form is a spelling of a source form (accents, capitals aside)."""
    return any(_bare(words) == _bare(form) for form in forms)


def _bare(words: str) -> str:
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(character for character in plain if character.isalnum())


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon of the shipped tables, without a glossary."""
    return Lexicon()
