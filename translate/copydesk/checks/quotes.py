"""Quotation marks: French spacing and French marks, and marks without a partner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import clip
from copydesk.findings import Edit, Finding, Severity
from copydesk.quotations import Quotation, find_quotations, is_french_spaced
from copydesk.text import Role, Segment, Span

_MARKS = re.compile('["“”\u201e«»]')
_ENGLISH = {"«": ("“", "”"), "\u201e": ("“", "”")}


@rule(
    "QUO001",
    "spaced or French quotation marks",
    Severity.NOTE,
    whole=True,
    mqm="locale conventions/punctuation",
    bad=[
        Example('Moscow asked Ankara to stop supporting " terrorist groups ".'),
        Example("He spoke of « a new start » for the region."),
        Example('" Nobody had time to flee," a trader said.'),
        Example('The envoy said he was " horrified" and called for "talks ".'),
    ],
    good=[
        Example('Moscow asked Ankara to stop supporting "terrorist groups".'),
        Example('The rod was 6" long, the pipe 12" wide.'),
        Example('He said "yes "and then "no" to the offer.'),
    ],
)
def check_quote_form(rule: Rule, context: Context) -> Iterator[Finding]:
    """Quotation marks stand as French sets them: with a space inside, or as guillemets.

    The fix closes up the spaces and puts the marks that the draft uses elsewhere; the words inside are not
    touched.
    """
    text = context.draft.text
    if not _MARKS.search(text):
        return
    curly = "“" in text
    for segment in context.draft.segments:
        words = context.draft.words_of(segment)
        for quotation in find_quotations(words, start=segment.span.start):
            if quotation.opening in "'‘":
                continue
            edits = _close_up(text, quotation, curly, segment.span)
            if edits:
                quoted = quotation.span.of(text)
                right = _apply(quoted, edits, quotation.span.start)
                yield rule.find(
                    f"French quotation marks {clip(quoted)}: write {clip(right)}",
                    quotation.span,
                    edits=tuple(edits),
                    safe=quotation.closed,
                )


def _close_up(text: str, quotation: Quotation, curly: bool, segment: Span) -> list[Edit]:
    span, inner = quotation.span, quotation.interior
    opening, closing = quotation.opening, text[span.end - 1] if quotation.closed else ""
    if opening in _ENGLISH:
        opening, new_closing = _ENGLISH[opening] if curly else ('"', '"')
        closing = new_closing if quotation.closed else ""
    if not len(inner) or (quotation.opening == '"' and not is_french_spaced(text, quotation, segment)):
        return []
    edits: list[Edit] = []
    head, tail = Span(span.start, inner.start), Span(inner.end, span.end)
    if head.of(text) != opening and "\n" not in head.of(text):
        edits.append(Edit(head, opening, "QUO001"))
    if quotation.closed and tail.of(text) != closing and "\n" not in tail.of(text):
        edits.append(Edit(tail, closing, "QUO001"))
    return edits


def _apply(words: str, edits: list[Edit], start: int) -> str:
    for edit in reversed(edits):
        words = words[: edit.span.start - start] + edit.replacement + words[edit.span.end - start :]
    return words


@rule(
    "QUO002",
    "quotation mark without a partner",
    Severity.WARNING,
    whole=True,
    mqm="linguistic conventions/punctuation",
    languages=("",),
    source_languages=("",),
    bad=[
        Example(
            '"We will not leave, the minister said. He spoke for an hour.',
            "« Nous ne partirons pas », a dit le ministre. Il a parlé une heure.",
        ),
    ],
    good=[
        Example('"We will not leave," the minister said. He spoke for an hour.'),
        Example("The rebels' leader and the '90s generation agree."),
    ],
)
def check_lone_mark(rule: Rule, context: Context) -> Iterator[Finding]:
    """A quotation is opened and never closed, or closed and never opened.

    A quotation that runs over several paragraphs opens in each and closes in the last, so an open mark is
    fine where the next paragraph opens one too. A sentence out of a longer text may hold half a
    quotation: it is reported only where the source sentence has both marks, and not for a first or last mark.
    """
    text = context.draft.text
    if not _MARKS.search(text):
        return
    if context.excerpt and (context.source is None or not _is_whole(context.source.text)):
        return
    segments = [segment for segment in context.draft.segments if segment.role is not Role.FURNITURE]
    for number, segment in enumerate(segments):
        words = context.draft.words_of(segment)
        lone = _lone_marks(words)
        if not lone or (context.excerpt and _is_at_edge(words, lone)):
            continue
        if not context.excerpt and _runs_on(context, segments, number, lone):
            continue
        place = segment.span.start + lone[0]
        opening = words[lone[0]] in '“\u201e«"'
        yield rule.find(
            f"quotation mark {text[place]} is never {'closed' if opening else 'opened'}",
            Span(place, place + 1),
        )


def _is_whole(text: str) -> bool:
    """Say whether *text* holds quotations, each with both its marks."""
    return _MARKS.search(text) is not None and not _lone_marks(text)


def _is_at_edge(text: str, lone: list[int]) -> bool:
    """Say whether the one mark of *text* opens or ends it: a sentence out of a longer quotation."""
    edges = (len(text) - len(text.lstrip()), len(text.rstrip(" \t\n.!?,")) - 1)
    return len(lone) == 1 and lone[0] in edges


def _lone_marks(text: str) -> list[int]:
    """List the places of marks without a partner; an apostrophe is none, and neither are inches."""
    quotations = find_quotations(text)
    lone = [
        quotation.span.start
        for quotation in quotations
        if not quotation.closed and quotation.opening not in "'‘"
    ]
    ends = [quotation.span.end for quotation in quotations]
    for match in _MARKS.finditer(text):
        at = match.start()
        next_end = bisect_right(ends, at)
        if next_end < len(ends) and quotations[next_end].span.start <= at:
            continue
        if match.group() != '"' or not text[at - 1 : at].isdigit():
            lone.append(at)
    return sorted(lone)


def _runs_on(context: Context, segments: list[Segment], number: int, lone: list[int]) -> bool:
    """Say whether the lone mark belongs to a quotation of several paragraphs."""
    if len(lone) != 1:
        return False
    words = context.draft.words_of(segments[number])
    mark = words[lone[0]]
    following = segments[number + 1 : number + 2]
    opens_next = bool(following) and context.draft.words_of(following[0])[:1] in ('"', "“", "«")
    return mark in '"“\u201e«' and opens_next
