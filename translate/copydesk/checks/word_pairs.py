"""Words that cannot stand side by side: what is left where a word was dropped or put in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from copydesk.checks.rule import Context, Example, Rule, Side, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.resources import files

# more letters than any word that cannot stand before a mark
_LONGEST = 24
_WORD_BEFORE = re.compile(r"(?<![\w'-])[A-Za-z]+$")


@cache
def _impossible() -> frozenset[tuple[str, str]]:
    """Load the pairs of words, and of a word and a mark, that English does not have."""
    text = (files("copydesk.checks") / "data" / "impossible_pairs.txt").read_text(encoding="utf-8")
    rows = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return frozenset((first, second) for first, _, others in rows for second in others.split())


@rule(
    "GRM001",
    "words that do not go together",
    Severity.WARNING,
    mqm="linguistic conventions/grammar",
    yields_to=("REP", "UNT", "ENC"),
    source_languages=("",),
    bad=[
        Example("The army entered the in the evening."),
        Example("Several of were wounded in the attack."),
        Example("The talks will resume in the capital of the."),
    ],
    good=[
        Example("The army entered the town on Monday, and several of its soldiers were wounded."),
        Example("He left for The In and Out, a bar in the capital."),
        Example("It was all that he had dreamed about, and he was in on it."),
        Example("The do-it-yourself shows gave each the freedom to try."),
        Example("Option (a) the vote, option (b) an appeal."),
    ],
)
def check_word_pairs(rule: Rule, context: Context) -> Iterator[Finding]:
    """Two words stand side by side that never do in English: entered the in the evening, several of were.

    A word is missing between them, one is too many, or their order is wrong. Compare with the source and put
    the missing word back. Words with a capital are left alone, since a name may hold anything.
    """
    impossible = _impossible()
    for side in context.sentences:
        lowers = side.lower_tokens
        if not impossible.isdisjoint(pairwise(lowers)):
            yield from _report(rule, side, impossible)
        for start, end, mark in _marked_words(side.shadow.text):
            word = side.shadow.text[start:end]
            if (word.lower(), mark) in impossible and not _is_name(word, not start):
                yield _finding(rule, side, start, end)


def _marked_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words before a comma, a semicolon or the last full stop: start, end and the mark."""
    ends = [(at, mark) for mark in ",;" for at in _places(text, f"{mark} ")]
    whole = text.rstrip()
    if whole.endswith("."):
        ends.append((len(whole) - 1, "."))
    for end, mark in ends:
        match = _WORD_BEFORE.search(text[max(0, end - _LONGEST) : end])
        if match is not None:
            yield end - len(match[0]), end, mark


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _is_name(text: str, first: bool) -> bool:
    return text[0].isupper() and text != "I" and not first


def _report(rule: Rule, side: Side, impossible: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    text, words = side.shadow.text, side.words
    for at, (one, other) in enumerate(pairwise(words)):
        if (one.text.lower(), other.text.lower()) not in impossible or text[one.end : other.start] != " ":
            continue
        if text[max(0, one.start - 1) : one.start] == "-" or text[other.end : other.end + 1] in ("-", "+"):
            continue  # do-it-yourself, swing-by
        if not _is_name(one.text, at == 0) and not _is_name(other.text, False):
            yield _finding(rule, side, one.start, other.end)


def _finding(rule: Rule, side: Side, start: int, end: int) -> Finding:
    words = side.shadow.text[start : end + 1].rstrip()
    return rule.find(
        f"{shown(words)}: these do not go together, a word may be missing",
        side.locate(start, end),
        confidence=0.8,
    )
