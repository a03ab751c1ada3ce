"""Misspelt words: one letter away from a common word, and unknown to English and to the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from copydesk.checks.rule import Context, Example, Rule, Side, Word, rule
from copydesk.checks.tables import load_words
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 5
# no common word is longer, and the neighbours of a word grow with the square of its length
_LONGEST = 24
_ENDING = re.compile(
    r"(?:s|es|ed|d|ing|ly|er|ers|ness|less|able|al|ally|ful|ists?|ism|ish|y|est|ies|ied|ier|i[sz]ation|i[sz]e|"
    r"i[sz]ed|i[sz]ing)$"
)
_BEGINNING = re.compile(
    r"^(?:un|re|non|pre|anti|over|out|under|mis|dis|in|im|ex|co|sub|super|inter|multi|micro|bio|eco|tele|photo|"
    r"hyper|self|counter|post|neo|geo|ultra|mega|pro|semi|de)(?=[a-z]{3})"
)
_BOUND = frozenset("'-/.@_\u2019")


@rule(
    "SPL001",
    "misspelt word",
    Severity.NOTE,
    mqm="linguistic conventions/spelling",
    yields_to=("UNT", "GLO", "NAM", "REP", "ENC"),
    source_languages=("",),
    bad=[Example("The presdient spoke of the conection between both countries.")],
    good=[
        Example("The president spoke of the connection between both countries and its bourse."),
        Example("The harmattan covered the town.", "L'harmattan couvrait la ville."),
    ],
)
def check_spelling(rule: Rule, context: Context) -> Iterator[Finding]:
    """A word is unknown and one letter away from a common English word: presdient, conection.

    Only words in lower case of five letters and more are looked at, so that names do not drown the rest; a
    word that the source has, or that is built from a known one, is left alone.
    """
    common, further = load_words("english_common"), load_words("english_words")
    for side in context.sentences:
        unlisted = side.vocabulary - common - further
        doubtful = [word for word in unlisted if len(word) >= _SHORTEST and word.islower()]
        if not doubtful:
            continue
        source = context.source_side(side)
        known = load_words("borrowed_words") | (source.lower_words if source is not None else frozenset())
        wrong = {
            word: near
            for word in doubtful
            if len(word) <= _LONGEST
            and word not in known
            and word.isascii()
            and not _is_derived(word)
            and (near := _near(word))
        }
        for word in side.words if wrong else ():
            if word.text in wrong and not _is_bound(side, word):
                near = wrong[word.text]
                span = side.locate(word.start, word.end)
                yield rule.find(
                    f"{shown(word.text)} is unknown: write {' or '.join(map(shown, near))}",
                    span,
                    replacement=near[0] if len(near) == 1 else None,
                    confidence=0.8,
                )


def _is_bound(side: Side, word: Word) -> bool:
    """Say whether a word is part of an address, a compound or a contraction."""
    text = side.shadow.text
    after = text[word.end : word.end + 2]
    if after[:1] == "." and not after[1:2].isalnum():
        after = ""
    return text[word.start - 1 : word.start] in _BOUND or after[:1] in _BOUND


@lru_cache(maxsize=50_000)
def _is_derived(word: str) -> bool:
    """Say whether a word is built from known ones: by prefix, by ending, or of two."""
    stems = [word]
    beginning = _BEGINNING.match(word)
    if beginning:
        stems.append(word[beginning.end() :])
    for stem in stems:
        if _is_known(stem):
            return True
        ending = _ENDING.search(stem)
        if ending:
            root = stem[: ending.start()]
            undoubled = root[:-1] if len(root) > 3 and root[-1] == root[-2] else root
            if any(_is_known(form) for form in (root, root + "e", root + "y", undoubled)):
                return True
    return any(_is_known(word[:at]) and _is_known(word[at:]) for at in range(4, len(word) - 3))


def _is_known(word: str) -> bool:
    # shorter words are not listed, so that a stem of four letters counts as known
    return len(word) == 4 or word in load_words("english_common") or word in load_words("english_words")


@lru_cache(maxsize=50_000)
def _near(word: str) -> tuple[str, ...]:
    """List the common words that one letter too many, too few, wrong or swapped makes of *word*."""
    common = load_words("english_common")
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found: set[str] = set()
    for head, tail in splits:
        if tail:
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
        found.update(head + letter + tail for letter in _LETTERS)
    return tuple(sorted(found & common))
