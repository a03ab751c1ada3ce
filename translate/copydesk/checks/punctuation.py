"""End marks in the draft alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_LAST_WORD = re.compile(r"[\w%€$\u00b0]['’”\")\]]*\s*\Z")


@rule(
    "PUN002",
    "end mark missing",
    Severity.NOTE,
    mqm="linguistic conventions/punctuation",
    yields_to=("BOI001",),
    bad=[
        Example("The talks failed on Thursday. Both sides blamed the other for that, and the army moved in"),
        Example("The army moved in at dawn", "L'armée est entrée à l'aube."),
    ],
    good=[
        Example("The talks failed on Thursday. Both sides blamed the other."),
        Example("Army moves in at dawn", "L'armée entre à l'aube"),
    ],
)
def check_end_mark(rule: Rule, context: Context) -> Iterator[Finding]:
    """A paragraph of two sentences or more ends without a mark, or a sentence does where its source has one.

    Headlines (no article, no auxiliary), captions, list items and lines without a source are left alone.
    """
    text = context.draft.text
    if context.excerpt:
        source = context.source
        if source is None or not _SOURCE_ENDED.search(source.text) or not text.strip():
            return
        if _ENDED.search(text) or not _LAST_WORD.search(text):
            return
        if len(context.sentences[0].words) < 4 or context.sentences[0].lower_words.isdisjoint(
            _SENTENCE_WORDS
        ):
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


def _report(rule: Rule, text: str, end: int) -> Finding:
    window = max(0, end - _WINDOW)
    start = max(window, max(text.rfind(mark, window, end) for mark in " \n") + 1)
    return rule.find(
        f"no mark ends the sentence after {shown(text[start:end])}",
        Span(start, end),
        replacement=text[start:end] + ".",
        safe=text[end - 1 : end].isalnum(),
    )
