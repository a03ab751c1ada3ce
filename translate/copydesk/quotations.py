"""Find quoted speech: the newsroom's most dangerous text, which no fix may touch."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from copydesk.text import Span

_PAIRS = {"“": "”", "\u201e": "“”", "«": "»"}
_CLOSERS = frozenset("”»")
_BEFORE = "([\u2013\u2014-"
_INCHES = re.compile(r'\d ?"')
_MOST_MARKS = 20
_DOUBLE = re.compile('["“”\u201e«»]')
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\S)(?!\d0s\b)([^\n]{1,400}?)(?<=\S)[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Hold a quotation: its marks and the words between them (*interior*, without surrounding spaces).

    *closed* is false where the closing mark is missing; the quotation then runs to the end of its block.
    """

    span: Span
    interior: Span
    opening: str
    closed: bool = True


def find_quotations(text: str, *, start: int = 0) -> list[Quotation]:
    """Return the quotations of one block of text, in order, each moved by *start*.

    Straight marks are paired in turn, as they open and close alike. Nested marks belong to the outer
    quotation. Single marks count where they stand like quotation marks, not like apostrophes.
    """
    found: list[Quotation] = []
    position = 0
    while True:
        match = _DOUBLE.search(text, position)
        if match is None:
            break
        opening, begin = match.group(), match.start()
        if opening in _CLOSERS or (opening == '"' and _cannot_open(text, begin)):
            position = begin + 1
            continue
        end = _closing(text, begin, opening)
        closed = end >= 0
        stop = end + 1 if closed else len(text)
        found.append(_quotation(text, begin, stop, opening, closed, start))
        position = stop
    if "'" in text or "‘" in text:
        ends = [quotation.span.end for quotation in found]
        taken = [quotation.span for quotation in found]
        for match in _SINGLE.finditer(text):
            span = Span(start + match.start(), start + match.end())
            near = bisect_right(ends, span.start)
            if near == len(taken) or not taken[near].overlaps(span):
                found.append(_quotation(text, match.start(), match.end(), match.group()[0], True, start))
        found.sort(key=lambda quotation: quotation.span)
    return found


def is_french_spaced(text: str, quotation: Quotation, block: Span) -> bool:
    """Say whether the straight marks of *quotation* have white space inside and pair for certain.

    They stand free outside. Where only one side is spaced, every other mark of its *block* has to open or
    close by what stands around it, in turn: else quotations are nested, a mark is missing or means inches.
    """
    span, inner = quotation.span, quotation.interior
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    free = (not before or before.isspace() or before in _BEFORE) and not after.isalnum()
    if not quotation.closed or not free:
        return False
    opens, closes = inner.start > span.start + 1, inner.end < span.end - 1
    if opens and closes:  # 5 " by 7 " are inches
        return not all(text[max(0, at - 2) : at].strip().isdigit() for at in (span.start, span.end - 1))
    return (opens or closes) and _marks_take_turns(block.of(text))


def _marks_take_turns(words: str) -> bool:
    """Say whether the straight marks of *words* may open and close in turn by what stands around each."""
    if words.count('"') > _MOST_MARKS or _INCHES.search(words):
        return False
    opens, unclear = True, 0
    for mark in re.finditer('"', words):
        before, after = words[mark.start() - 1 : mark.start()].strip(), words[mark.end() : mark.end() + 1]
        if (before and before not in _BEFORE) if opens else after.isalnum():
            return False
        unclear += not before and not after.strip() and 0 < mark.start() < len(words) - 1
        opens = not opens
    return opens and unclear <= 1


def _cannot_open(text: str, at: int) -> bool:
    """Say whether a straight mark closes by its shape or means inches: right after a word, before none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isdigit() or (
        bool(before.strip()) and before not in "([{-\u2013\u2014/" and not after.isalnum()
    )


def _closing(text: str, begin: int, opening: str) -> int:
    if opening == '"':
        return text.find('"', begin + 1)
    closers = _PAIRS[opening]
    depth = 0
    for at in range(begin + 1, len(text)):
        character = text[at]
        if character in closers:
            if depth == 0:
                return at
            depth -= 1
        elif character == opening:
            depth += 1
    return -1


def _quotation(text: str, begin: int, stop: int, opening: str, closed: bool, start: int) -> Quotation:
    inner_start, inner_end = begin + 1, stop - 1 if closed else stop
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    return Quotation(
        Span(start + begin, start + stop), Span(start + inner_start, start + inner_end), opening, closed
    )
