"""Anchors of a sentence: what may stand in it and in its translation alike, and how much two texts share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from copydesk.checks.reading import fold, read
from copydesk.checks.rule import Pair, Side
from copydesk.glossary.model import Glossary

#: below this quality two texts are not translations of each other
UNRELATED = 0.1

_STEM = 5
_MOST_JUDGED = 2000
# first word of a form -> the forms that begin with it, each with the key of its term
Terms = dict[str, list[tuple[str, str]]]


def alignment_quality(pairs: Sequence[Pair]) -> float:
    """Say how much two aligned texts look like translations of each other, from 0 to 1.

    It is the mean over the paired sentences, weighted by length, of how far numbers, names and cognates of
    one side are found on the other. Below ``UNRELATED`` the caller should say once that the texts do not
    belong together and check the draft alone. Too little text to judge (under 40 words) counts as 1. Of long
    texts every so many pairs are looked at.
    """
    total = found = words = 0.0
    for pair in pairs[:: 1 + len(pairs) // _MOST_JUDGED]:
        mine = anchors_of(pair.source) if pair.source else frozenset()
        theirs = anchors_of(pair.target) if pair.target else frozenset()
        words += len(read(pair.source).words) if pair.source else 0
        most = min(len(mine), len(theirs)) if mine and theirs else max(len(mine), len(theirs))
        total += most
        found += min(most, 2.0 * len(mine & theirs))
    return found / total if total and words >= 40 else 1.0


def anchors_of(side: Side, terms: Terms | None = None) -> frozenset[str]:
    """List what may stand on both sides: digits as such, words of four letters and more by their stem."""
    reading = read(side)
    found = set()
    for word in reading.words:
        if word[0].isdigit():
            digits = "".join(character for character in word if character.isdigit())
            found.add(digits.rstrip("0") or "0")
        elif len(word) >= 4 or (len(word) >= 2 and word.isupper()):
            found.add(_stem(word))
    if terms:
        plain = f" {' '.join(reading.lowers)} "
        for word in reading.vocabulary & terms.keys():
            found.update(key for form, key in terms[word] if form in plain)
    return frozenset(found)


@lru_cache(65536)  # also so that the sentences of a long text share their anchors
def _stem(word: str) -> str:
    return fold(word)[:_STEM]


def glossary_anchors(glossary: Glossary | None) -> tuple[Terms, Terms]:
    """Map the word forms of each term, source and target, to one key for the term."""
    sources: Terms = {}
    targets: Terms = {}
    for number, term in enumerate(glossary.terms if glossary else ()):
        for forms, table in ((term.forms, sources), (term.targets, targets)):
            for form in forms:
                words = form.lower().replace("'", " ").replace("-", " ").split()
                if words and len(form) > 2:
                    table.setdefault(words[0], []).append((f" {' '.join(words)} ", f"\x00{number}"))
    return sources, targets
