"""Gather the spellings of one name in a translated document: Idleb, Idlib, Edleb.

Transliterations differ in their vowels and in a few consonants that stand for one letter (kh and h, ou and
u, q and k). Names that agree in what is left, or that stand for the same source word and look alike, are
reported together. Niger and Nigeria are not: the source has both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from copydesk.text import Span
from copydesk.translation import Translation

_LETTERS = 4  # shorter names differ by chance too easily
_ALIKE = 60  # percent of characters that two spellings share
# tried in this order, on letters without accents
_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^(?:al|el|ad|as|ash|an)-", ""), ("tch|tsh|ch|sh|sch", "s"), ("dj|dzh|zh|j", "j"),
        ("kh|gh|q|ck|c|g", "k"), ("ph", "f"), ("ts|tz|z", "s"), ("w|v", "v"), ("[aeiouyh'’]", ""),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_NAME = re.compile(r"[^\W\d_][^\W\d_]+(?:['’][^\W\d_]{2,}|-[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
# one spelling and this are two words of one family, not two spellings: Syria, Syrian
_SUFFIXES = re.compile(r"(?:s|n|an|ian|ns|ans|ians|i|is|ese|ish|ist|ists|ism|ia|er|ers)$")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Hold one spelling, how often it stands in the document, and where first (segment, span in its text)."""

    form: str
    count: int
    segment: str
    span: Span


@dataclass(frozen=True, slots=True)
class Variants:
    """Hold the spellings of one name, most frequent first, and the source words that they stand for."""

    spellings: tuple[Spelling, ...]
    sources: tuple[str, ...]


def find_variants(source: str, translations: Iterable[Translation]) -> list[Variants]:
    """Return the names of *translations* that are spelt in more than one way, in order of appearance.

    *source* is the text that the translations' links lead to.
    """
    places: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    sources: dict[str, Counter[str]] = defaultdict(Counter)
    for translation in translations:
        tied: dict[Span, set[str]] = defaultdict(set)
        for sentence in translation.sentences:
            for ours, theirs in sentence.links:
                tied[theirs].add(ours.of(source))
        for form, span in find_names(translation.text):
            places[form].append((translation.segment.id, span))
            for words, found in tied.items():
                if words.overlaps(span):
                    sources[form].update(found)
    forms = list(places)
    groups: list[list[str]] = []
    for form in forms:
        home = next((g for g in groups if any(_is_variant(form, other, sources) for other in g)), None)
        if home is None:
            groups.append([form])
        else:
            home.append(form)
    return [_describe(group, places, sources) for group in groups if len(group) > 1]


def sound(name: str) -> str:
    """Give what is left of a name when vowels and interchangeable consonants are levelled."""
    rest = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    for pattern, by in _SOUNDS:
        rest = pattern.sub(by, rest)
    return rest


def find_names(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the words of *text* that may be names, without a possessive ending, and their places."""
    for found in _NAME.finditer(text):
        form = _POSSESSIVE.sub("", found[0])
        if form[0].isupper() and not form.isupper() and len(form) >= _LETTERS:
            yield form, Span(found.start(), found.start() + len(form))


def are_spellings(one: str, other: str) -> bool:
    """Say whether two words look like spellings of one name: alike, and not a place and its people."""
    from rapidfuzz import fuzz

    low, high = sorted((one.lower(), other.lower()), key=len)
    if low == high or (high.startswith(low[:-1]) and _SUFFIXES.search(high) and len(high) > len(low)):
        return False
    return bool(fuzz.ratio(low, high) >= _ALIKE)


def _is_variant(one: str, other: str, sources: dict[str, Counter[str]]) -> bool:
    if not are_spellings(one, other):
        return False
    shared = sources[one].keys() & sources[other].keys()
    names = {word for word in shared if word[:1].isupper() and len(word) >= _LETTERS}
    if names:
        return True
    both_have_sources = any(w[:1].isupper() for w in sources[one]) and any(
        w[:1].isupper() for w in sources[other]
    )
    return not both_have_sources and len(sound(one)) > 2 and sound(one) == sound(other)


def _describe(
    group: Sequence[str], places: dict[str, list[tuple[str, Span]]], sources: dict[str, Counter[str]]
) -> Variants:
    spellings = [Spelling(form, len(places[form]), *places[form][0]) for form in group]
    seen = Counter[str]()
    for form in group:
        seen.update({word: n for word, n in sources[form].items() if word[:1].isupper()})
    return Variants(
        tuple(sorted(spellings, key=lambda s: (-s.count, s.form))),
        tuple(word for word, _ in seen.most_common()),
    )
