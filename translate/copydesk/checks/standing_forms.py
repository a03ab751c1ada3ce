"""Listed forms standing in a text as words of their own: found by their first word, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copydesk.checks.tables import Form
from copydesk.normalise import normalise
from copydesk.text import Span

if TYPE_CHECKING:
    from copydesk.checks.rule import Side

# how far back the word before a form is looked for
_WINDOW = 120
# the first part of an address or handle: what stands inside is never a word of the copy
_ADDRESS_MARKS = ("http", "www.", "@", "#", "://")
# firms, ships, clubs and stations keep the French place in their name: Credit Suisse, SOS Méditerranée
_NAMED_AFTER = frozenset(
    "Credit Crédit SOS Radio Banque Air Club FC AC AS RC Groupe Hôtel Hotel Stade Olympique Racing".split()
)
_PREFIXES = frozenset("pro anti ex non pre post".split())


@dataclass(frozen=True, slots=True)
class LeftForm:
    """Hold one French form found standing in English copy, with offsets in the side's shadow."""

    form: Form
    start: int
    end: int


class FormIndex:
    """Find the longest listed form at each word of a side; *fold* leaves case out of account."""

    def __init__(self, forms: Iterable[Form], *, fold: bool = False) -> None:
        self._by_first: dict[str, list[tuple[str, Form]]] = {}
        self._signs: set[str] = set()
        self._fold = fold
        for form in forms:
            plain = normalise(form.fr).text
            if fold and not plain.isupper():
                plain = plain.lower()
            single = plain.isalnum()
            first = plain if single else _first_word(plain)
            if first:
                self._signs.add(first if single else max(split_words(plain), key=len))
                self._by_first.setdefault(first, []).append((plain, form))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, side: Side) -> Iterator[LeftForm]:
        """Yield the forms in *side*, longest first where several begin at one word, none overlapping."""
        by_first = self._by_first
        vocabulary = side.lower_words if self._fold else side.vocabulary
        if self._signs.isdisjoint(vocabulary):
            return
        text = side.shadow.text
        compared = text.lower() if self._fold else text
        if len(compared) != len(text):
            compared = text
        done = 0
        for word, start, _ in side.words:
            key = word.lower() if self._fold else word
            if key not in by_first or start < done:
                continue
            for plain, form in by_first[key]:
                end = start + len(plain)
                if compared.startswith(plain, start) and _stands_alone(text, start, end):
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
        head = text[max(0, start - _WINDOW) : start].split()[-1]
        if head[:1].isupper() and head.rstrip("-").lower() not in _PREFIXES:
            return False
    if before == " ":
        named_after = text[max(0, start - _WINDOW) : start - 1].split(" ")[-1]
        if named_after.strip("\"'(") in _NAMED_AFTER:
            return False
    if after == "." and text[end + 1 : end + 2].isalnum():
        return False
    words = text[max(0, start - _WINDOW) : start].split()
    joined = bool(words) and not before.isspace()
    return not joined or not any(mark in words[-1] for mark in _ADDRESS_MARKS)


def find_words(side: Side, forms: Iterable[str]) -> Span | None:
    """Find the first of *forms* that stands in *side* as words of its own, case aside."""
    text = side.shadow.text.lower()
    if len(text) != len(side.shadow.text):
        return None
    for form in forms:
        words = normalise(form).text.lower()
        at = text.find(words)
        while at >= 0:
            if _stands_alone(text, at, at + len(words)):
                return side.locate(at, at + len(words))
            at = text.find(words, at + 1)
    return None


def holds_words(text: str, words: str) -> bool:
    """Say whether *words* stand in *text* (a shadow) as words of their own."""
    at = text.find(words)
    while at >= 0:
        if _stands_alone(text, at, at + len(words)):
            return True
        at = text.find(words, at + 1)
    return False


def split_words(text: str) -> list[str]:
    """Split *text* into its runs of letters and digits."""
    return re.findall(r"[^\W_]+", text)
