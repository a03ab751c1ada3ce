"""End marks in the draft alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Role, Span

_ENDED = re.compile(r"[.!?…:;][\"'’”»)\]]*\s*\Z")
_SOURCE_ENDED = re.compile(r"[.!?…][\"'’”»)\]\s]*\Z")
_WINDOW = 80
_SENTENCES = re.compile(r"[.!?][\"'’”)]*\s+[\"'‘“(]*[A-Z0-9]")
# a headline has none of these
_SENTENCE_WORDS = frozenset("the a an is are was were has have had been will would said that not".split())
# most headlines are shorter than this, most sentences longer
_FEWEST_WORDS = 9
# words of a headline in title case that stay small: and, for, with
_SMALL_IN_TITLES = 4
_LAST_WORD = re.compile(r"[\w%€$\u00b0]['’”\")\]]*\s*\Z")


@rule(
    "PUN002",
    "end mark missing",
    Severity.NOTE,
    whole=True,
    mqm="linguistic conventions/punctuation",
    yields_to=("BOI001",),
    bad=[
        Example("The talks failed on Thursday. Both sides blamed the other for that, and the army moved in"),
        Example(
            "The army moved into the town at dawn on Monday",
            "L'armée est entrée lundi à l'aube dans la ville.",
        ),
    ],
    good=[
        Example("The talks failed on Thursday. Both sides blamed the other."),
        Example("Army moves in at dawn", "L'armée entre à l'aube"),
        Example("The army is in the town", "L'armée est dans la ville."),
        Example(
            "Students Are Ready to Die for the Nuclear Program of Their Country",
            "Les étudiants sont prêts à mourir pour le programme nucléaire de leur pays.",
        ),
    ],
)
def check_end_mark(rule: Rule, context: Context) -> Iterator[Finding]:
    """A paragraph of two sentences or more ends without a mark, or a sentence does where its source has one.

    Headlines (short, in title case, or without article and auxiliary), captions, list items and lines without
    a source are left alone.
    """
    text = context.draft.text
    if context.excerpt:
        source = context.source
        if source is None or not _SOURCE_ENDED.search(source.text) or not text.strip():
            return
        if _ENDED.search(text) or not _LAST_WORD.search(text):
            return
        side = context.sentences[0]
        if len(side.tokens) < _FEWEST_WORDS or side.lower_words.isdisjoint(_SENTENCE_WORDS):
            return
        if _is_title_case(side.tokens):
            return
        yield _report(rule, text, len(text.rstrip()))
        return
    for segment in context.draft.segments:
        if segment.role not in (Role.PARAGRAPH, Role.STANDFIRST, Role.QUOTE):
            continue
        words = context.draft.words_of(segment)
        if _ENDED.search(words) or not _LAST_WORD.search(words) or not _SENTENCES.search(words):
            continue
        yield _report(rule, text, segment.span.end)


def _is_title_case(words: Sequence[str]) -> bool:
    """Say whether a line has its capitals as a headline sets them: all words but the short ones."""
    long = [word for word in words if len(word) > _SMALL_IN_TITLES]
    return all(word[0].isupper() or not word[0].isalpha() for word in long)


def _report(rule: Rule, text: str, end: int) -> Finding:
    window = max(0, end - _WINDOW)
    start = max(window, max(text.rfind(mark, window, end) for mark in " \n") + 1)
    return rule.find(
        f"no mark ends the sentence after {shown(text[start:end])}",
        Span(start, end),
        replacement=text[start:end] + ".",
        safe=text[end - 1 : end].isalnum(),
    )
