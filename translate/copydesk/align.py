"""Word alignment from the model's attention: which target words belong to which source words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.engines.protocol import Hypothesis, Prepared, Result
from copydesk.links import WordLinks
from copydesk.text import Span

_APOSTROPHES = "'\u2019\u02bc"
# A number with its separators, or letters with inner hyphens and stops (U.S., J.-C., pro-regime). A clitic
# stays apart from its noun: l' | OSDH, SOHR | 's; didn't and aujourd'hui stay whole.
_WORD = re.compile(
    rf"\d+(?:[.,\u00a0\u202f]\d+)*[^\W\d_]*"
    rf"|aujourd[{_APOSTROPHES}]hui"
    rf"|[^\W\d_]{{1,7}}[{_APOSTROPHES}](?=[^\W\d_])(?!(?:s|t|m|d|re|ve|ll)(?!\w))"
    rf"|[{_APOSTROPHES}](?:s|m|d|re|ve|ll)(?!\w)"
    rf"|\w+(?:(?<=n)[{_APOSTROPHES}]t(?!\w))?(?:[-\u2010\u2011]\w+)*",
    re.IGNORECASE,
)


def split_words(text: str) -> tuple[Span, ...]:
    """Return the spans of the words of *text*; punctuation and spaces belong to none.

    Elided words (``l'``, ``qu'``) and clitics (``'s``, ``'ve``) are words of their own; a compound with
    hyphens is one.
    """
    return tuple(Span(match.start(), match.end()) for match in _WORD.finditer(text))


def align_words(source: Prepared, hypothesis: Hypothesis) -> WordLinks:
    """Turn a hypothesis's attention over pieces into the mass between words.

    A row is the mean over the word's pieces of their attention, each renormalised without ``</s>`` and
    summed over the pieces of every source word. *mass* is empty where the hypothesis has no attention.
    """
    source_words, target_words = split_words(source.text), split_words(hypothesis.text)
    if not hypothesis.attention:
        return WordLinks(source_words, target_words, ())
    columns = _owners(source.spans, source_words)
    rows = _owners(hypothesis.spans, target_words, empty=False)
    mass = [[0.0] * len(source_words) for _ in target_words]
    counts = [0] * len(target_words)
    for word, attention in zip(rows, hypothesis.attention, strict=False):
        if word is None:
            continue
        counts[word] += 1
        total = sum(attention)
        if total <= 0.0:
            continue
        row = mass[word]
        for column, share in zip(columns, attention, strict=True):
            if share and column is not None:
                row[column] += share / total
    for row, count in zip(mass, counts, strict=True):
        if count > 1:
            row[:] = [share / count for share in row]
    return WordLinks(source_words, target_words, tuple(tuple(row) for row in mass))


def aligned_span(result: Result, hypothesis: Hypothesis, source_span: Span) -> tuple[Span | None, float]:
    """Find the contiguous target words that translate *source_span*, with their mean attention mass.

    Words own more than half of their mass there (word-level mass loses far fewer words than the outermost
    subwords do). (None, 0.0) when no word does.
    """
    found = align_words(result.source, hypothesis).locate(source_span)
    return found if found is not None else (None, 0.0)


def links(result: Result, hypothesis: Hypothesis) -> tuple[tuple[Span, Span], ...]:
    """List (source word, target word) pairs: each target word with the source word it attends to most."""
    return align_words(result.source, hypothesis).pairs()


def _owners(spans: Sequence[Span], words: Sequence[Span], *, empty: bool = True) -> list[int | None]:
    """Say for each piece which word it belongs to; a bare word marker belongs to the word it opens."""
    owners: list[int | None] = []
    at = 0
    for span in spans:
        while at < len(words) and words[at].end <= span.start:
            at += 1
        if at == len(words):
            owners.append(None)
        elif len(span) == 0:
            owners.append(at if empty and words[at].start <= span.start else None)
        else:
            # a piece over two words (an apostrophe glued to its noun) goes to the one with more of it
            here = min(span.end, words[at].end) - max(span.start, words[at].start)
            after = span.end - words[at + 1].start if at + 1 < len(words) else 0
            owners.append(at + 1 if after > max(here, 0) else at if here > 0 else None)
    return owners
