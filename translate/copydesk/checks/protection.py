"""What no fix may touch: the words of quotations, and code."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from copydesk.checks.rule import Context
from copydesk.findings import Finding
from copydesk.quotations import find_quotations
from copydesk.text import Document, Span

_CLOSING = frozenset("\"'\u2019\u201c\u201d\u00bb")


def quoted_spans(document: Document) -> tuple[Span, ...]:
    """Give the quotations of *document*, marks included, in order."""
    return tuple(
        quotation.span
        for segment in document.segments
        for quotation in find_quotations(document.words_of(segment), start=segment.span.start)
    )


def code_spans(document: Document) -> tuple[Span, ...]:
    """Give the stretches of *document* that are code, in which no fix may change anything."""
    if document.format != "markdown":
        return ()
    from copydesk.documents.markdown import find_code

    return find_code(document)


def protect(found: list[Finding], context: Context) -> list[Finding]:
    """Take the promise of safety from every fix that would touch code or the words of a quotation."""
    code = code_spans(context.draft)
    if not context.quotations and not code:
        return found
    return [
        replace(finding, safe=False)
        if finding.safe
        and (
            touches_quotation(finding, context.draft.text, context.quotations) or touches_code(finding, code)
        )
        else finding
        for finding in found
    ]


def touches_code(finding: Finding, code: Iterable[Span]) -> bool:
    """Say whether an edit of *finding* changes something in *code*; code may go with the whole block."""
    return any(
        edit.span.overlaps(span) and (edit.replacement or not edit.span.covers(span))
        for span in code
        for edit in finding.edits
    )


def touches_quotation(finding: Finding, text: str, quotations: Sequence[Span]) -> bool:
    """Say whether an edit of *finding* changes anything between the marks of a quotation.

    *quotations* are in order and do not overlap. The marks themselves and the spaces beside them may be
    mended.
    """
    for edit in finding.edits:
        first = max(0, bisect_right(quotations, edit.span.start, key=_start) - 1)
        for place in range(first, len(quotations)):
            quotation = quotations[place]
            if quotation.start >= edit.span.end:
                break
            inner = _interior(text, quotation)
            if edit.span.start < inner.end and inner.start < edit.span.end:
                return True
    return False


def _start(span: Span) -> int:
    return span.start


def _interior(text: str, quotation: Span) -> Span:
    start, end = quotation.start + 1, quotation.end
    if end > start and text[end - 1] in _CLOSING:
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(min(start, end), end)
