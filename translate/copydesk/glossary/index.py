"""Find the forms of many terms in a text at once, with offsets led back to the text as read.

The index is a dictionary from the folded tokens of a form to its entries, tried longest first at every
token; its cost for a text does not depend on the number of entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from copydesk.glossary.model import Case, Kind, Term
from copydesk.glossary.tokens import Token, Tokens, fold, same_case, same_letters, split
from copydesk.normalise import normalise


class Inflection(Protocol):
    """Ask a language for the forms of its words; words are in lower case."""

    def stem(self, word: str) -> str:
        """Give a key that all forms of the word share."""
        ...

    def forms(self, word: str) -> frozenset[str]:
        """Give all forms that an entry *word* stands for."""
        ...


def load_inflection(language: str) -> Inflection | None:
    """Return the inflection module of a language code, or None where there is none."""
    base = language.replace("_", "-").split("-")[0].lower()
    name = f"copydesk.glossary.inflect_{base}"
    if base.isalpha() and find_spec(name):
        module: Inflection = import_module(name)
        return module
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Hold one form of a term as the index keeps it."""

    text: str
    words: tuple[str, ...]
    term: Term
    kind: Kind
    case: Case
    inflects: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one place where a form stands: tokens ``first`` to ``last`` (exclusive) of the text.

    *rank* orders rival hits over the same words: 0 as written, 1 in another case, 2 inflected.
    *capitals* says that the text stands in capitals and the form, whose case counts, does not.
    """

    form: Form
    first: int
    last: int
    rank: int
    capitals: bool = False


class FormIndex:
    """Look up forms by their tokens.

    *inflection* is the language's, None for none; *title_case* lets every word of a form whose case
    counts begin with a capital, not the first one alone.
    """

    def __init__(self, inflection: Inflection | None = None, *, title_case: bool = False) -> None:
        self._inflection = inflection
        self._title_case = title_case
        self._plain: dict[str, list[Form]] = {}
        self._stems: dict[str, list[Form]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._stem_lengths: dict[str, set[int]] = {}

    def add(self, text: str, term: Term, kind: Kind | None = None, case: Case | None = None) -> None:
        """Take in one form of *term*; nouns and phrases are found in their inflected forms too.

        *kind* and *case* are the form's own where they differ from the term's.
        """
        kind, case = kind or term.kind, case or term.case
        inflects = self._inflection is not None and kind in (Kind.NOUN, Kind.PHRASE)
        words = split(text if text.isascii() else normalise(text).text)
        if not words:
            return
        form = Form(text, tuple(words), term, kind, case, inflects)
        keys = [fold(word) for word in words]
        self._plain.setdefault("".join(keys), []).append(form)
        self._lengths.setdefault(keys[0], set()).add(len(words))
        if inflects or kind is Kind.ACRONYM:
            stems = self._stem_keys(words)
            self._stems.setdefault("".join(stems), []).append(form)
            self._stem_lengths.setdefault(stems[0], set()).add(len(words))

    def hits(self, tokens: Tokens) -> Iterator[Hit]:
        """Yield every place where a form stands, at token boundaries, overlapping ones too."""
        items = tokens.items
        keys = [token.key for token in items]
        stems = self._stem_keys([token.text for token in items]) if self._stems else keys
        for first in range(len(items)):
            seen: set[int] = set()
            for length in self._lengths.get(keys[first], ()):
                for form in self._plain.get("".join(keys[first : first + length]), ()):
                    hit = self._compare(form, items, first)
                    if hit:
                        seen.add(id(form))
                        yield hit
            for length in self._stem_lengths.get(stems[first], ()):
                for form in self._stems.get("".join(stems[first : first + length]), ()):
                    if id(form) not in seen:
                        hit = self._compare(form, items, first)
                        if hit:
                            yield hit

    def _stem_keys(self, words: Sequence[str]) -> list[str]:
        stem = self._inflection.stem if self._inflection else fold
        # porte-parole and porte parole are one noun
        return [(" " if word == "-" else word) if len(word) == 1 else stem(word.lower()) for word in words]

    def _compare(self, form: Form, items: Sequence[Token], first: int) -> Hit | None:
        last = first + len(form.words)
        seen = items[first:last]
        if len(seen) < len(form.words):
            return None
        if all(word == token.text for word, token in zip(form.words, seen, strict=True)):
            return Hit(form, first, last, 0)
        if form.kind is Kind.ACRONYM and form.case is Case.EXACT:
            plural = all(word == token.text for word, token in zip(form.words[:-1], seen, strict=False))
            return Hit(form, first, last, 2) if plural and seen[-1].text == form.words[-1] + "s" else None
        rank = 1
        alike: list[str] = []
        for word, token in zip(form.words, seen, strict=True):
            if not token.is_word:
                if word != token.text and not (form.inflects and {word, token.text} == {"-", " "}):
                    return None
                alike.append(token.text)
            elif same_letters(word, token.text):
                alike.append(word)
            else:
                inflected = self._inflected(form, word, token.text)
                if not inflected:
                    return None
                alike.append(inflected)
                rank = 2
        if form.case is not Case.EXACT or self._keeps_case(alike, seen):
            return Hit(form, first, last, rank)
        letters = "".join(token.text for token in seen if token.is_word)
        return Hit(form, first, last, rank, capitals=True) if letters.isupper() else None

    def _inflected(self, form: Form, word: str, seen: str) -> str:
        if not form.inflects or self._inflection is None:
            return ""
        for inflected in self._inflection.forms(word.lower()):
            if same_letters(inflected, seen):
                return inflected.capitalize() if word[:1].isupper() else inflected
        return ""

    def _keeps_case(self, alike: Sequence[str], seen: Sequence[Token]) -> bool:
        return all(
            same_case(word, token.text, may_capitalise=not place or self._title_case)
            for place, (word, token) in enumerate(zip(alike, seen, strict=True))
        )
