"""Cut a shadow into words and marks, and compare words under a term's case rule.

Words are maximal runs of letters and digits; in scripts that put no spaces between words every character
is a token of its own. A run of white space is one token, so that a term may be broken over two lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from copydesk.glossary.addresses import find_addresses
from copydesk.normalise import Shadow, normalise

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"\s+|[^\W{_UNSPACED}]+|.", re.DOTALL)
_LIGATURES = {"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"}
_OPENED = str.maketrans(_LIGATURES)
# where a stretch set in capitals ends
_BREAKS = frozenset(".!?:;|/…")


class Token(NamedTuple):
    """Hold one token of a shadow: its place there, its characters, and its folded key."""

    start: int
    end: int
    text: str
    key: str

    @property
    def is_word(self) -> bool:
        """Say whether the token is made of letters or digits."""
        return self.text[0].isalnum() or self.text[0] == "_"


class Tokens(NamedTuple):
    """Hold a tokenised text with its shadow; *addresses* are stretches of the shadow that hold no words."""

    shadow: Shadow
    items: tuple[Token, ...]
    addresses: tuple[tuple[int, int], ...]


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Give the comparison key of a word: case folded, accents dropped, ligatures opened."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.translate(_OPENED).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or word


def split(text: str) -> list[str]:
    """Cut *text* (already normalised) into token strings, each run of white space as one space."""
    return [" " if token.isspace() else token for token in _TOKEN.findall(text)]


@lru_cache(maxsize=64)
def tokenise(text: str) -> Tokens:
    """Cut *text* into tokens over its shadow."""
    shadow = normalise(text)
    items = []
    make, at = tuple.__new__, 0
    for words in _TOKEN.findall(shadow.text):  # they leave out nothing, so that lengths give the places
        end = at + len(words)
        if words.isspace():
            items.append(make(Token, (at, end, " ", " ")))
        else:
            items.append(make(Token, (at, end, words, fold(words))))
        at = end
    addresses = tuple((span.start, span.end) for span, _ in find_addresses(shadow.text))
    return Tokens(shadow, tuple(items), addresses)


def continues_word(character: str) -> bool:
    """Say whether *character* is a combining mark, which belongs to the word before it."""
    return not character.isascii() and unicodedata.category(character).startswith("M")


def in_capitals(items: Sequence[Token], first: int, last: int) -> bool:
    """Say whether tokens *first* to *last* stand in a stretch set in capitals: a headline, a slug."""
    while first and items[first - 1].text not in _BREAKS:
        first -= 1
    while last < len(items) and items[last].text not in _BREAKS:
        last += 1
    words = [token.text for token in items[first:last] if token.is_word]
    letters = "".join(words)
    return letters.upper() == letters and (len(words) > 1 or len(letters) > 3)


def same_letters(form: str, seen: str) -> bool:
    """Compare two words without regard to case; a capital may have lost its accent (ETAT, État)."""
    if form == seen:
        return True
    form, seen = form.translate(_OPENED), seen.translate(_OPENED)
    if form.casefold() == seen.casefold():
        return True
    return len(form) == len(seen) and all(map(_same_letter, form, seen))


def _same_letter(one: str, other: str) -> bool:
    if one.casefold() == other.casefold():
        return True
    bare = (one.isupper() and fold(one) == one.lower()) or (other.isupper() and fold(other) == other.lower())
    return bare and fold(one) == fold(other)


def same_case(form: str, seen: str, *, may_capitalise: bool) -> bool:
    """Compare the case of two words of the same letters; *may_capitalise* lets the first letter rise."""
    if form == seen:
        return True
    if len(form) != len(seen):
        form, seen = form.translate(_OPENED), seen.translate(_OPENED)
    pairs = list(zip(form, seen, strict=False))
    rest = pairs
    if pairs and may_capitalise and pairs[0][1].isupper():
        rest = pairs[1:]
    return all(a.isupper() == b.isupper() for a, b in rest)
