"""Spaces: before a mark, as French sets them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span

_WINDOW = 80
_SPACE = "[ \t\u00a0\u2009\u202f]"
# not before .com or .5, an ellipsis, a face, a path or a colon that opens a list of figures
_BEFORE_MARK = re.compile(rf"(?<=[\w)\]\"'’”%»])({_SPACE}+)([,;:!?]|\.(?!\.))(?![\w/()\-.*]|{_SPACE}?[)(])")


@rule(
    "TYP001",
    "space before a mark",
    Severity.NOTE,
    whole=True,
    mqm="locale conventions/punctuation",
    yields_to=("BOI001",),
    bad=[Example("What did the minister say ? Nothing , it seems .")],
    good=[Example("What did the minister say? Nothing, it seems. A .357 pistol and 5 .com names, wait ...")],
)
def check_space_before_mark(rule: Rule, context: Context) -> Iterator[Finding]:
    """A space stands before a comma, full stop, colon, semicolon, question or exclamation mark."""
    text = context.draft.text
    for match in _BEFORE_MARK.finditer(text):
        mark = match[2]
        window = max(0, match.start() - _WINDOW)
        word_start = max(text.rfind(mark, window, match.start()) for mark in " \n") + 1
        word_start = max(word_start, window)
        words = text[word_start : match.end()]
        yield rule.find(
            f"space before {shown(mark)}: write {shown(text[word_start : match.start()] + mark)}",
            Span(match.start(1), match.end()),
            replacement=mark,
            safe=len(words) < 80,
        )
