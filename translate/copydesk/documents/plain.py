"""Plain text: blocks set apart by blank lines, wrapped or not, or one paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.documents.furniture import classify
from copydesk.documents.lines import one_line
from copydesk.documents.output import Block
from copydesk.documents.roles import Passage, assign_roles, mark_credit
from copydesk.text import Document, Role, Segment, Span

_LINE = re.compile(r"([^\r\n\f\x0b\x85\u2028\u2029]*)(?:\r\n|[\r\n\f\x0b\x85\u2028\u2029]|\Z)")
_NEWLINE = re.compile(r"\r\n|[\r\n\f\x0b\x85\u2028\u2029]")
# a hyphen needs a space after it, a bullet does not; a dash opens direct speech and is no bullet
_BULLET = re.compile(r"(?:[•▪◦‣●■·∙]\s*|[-*+]\s+|\d{1,2}[.)]\s+|\(?[a-z]\)\s+)(?=\S)")
_ENDS_SENTENCE = re.compile(r"""[.!?…:;。！？؟][\s"'»”’)\]]*\Z""")
# longer lines than this are paragraphs, not the lines of a wrapped one
_WIDEST_WRAP = 100


@dataclass(frozen=True, slots=True)
class _Line:
    start: int  # of the first character that is not white space
    end: int
    width: int  # with the indent, without white space at the end
    words: int  # where the words begin, after a bullet
    blank_before: bool

    @property
    def bullet(self) -> bool:
        return self.words > self.start


def read(text: str, *, name: str, language: str = "") -> Document:
    """Read *text* into segments with the roles of a news page."""
    passages = read_passages(text)
    roles = assign_roles(passages, language)
    segments = tuple(
        Segment(
            str(number),
            passage.span,
            role,
            language,
            mark_credit(role, passage.text, passage.span.start),
        )
        for number, (passage, role) in enumerate(zip(passages, roles, strict=True), start=1)
    )
    return Document(name, text, segments, language, "text")


def read_passages(text: str, *, start: int = 0, end: int | None = None) -> list[Passage]:
    """Cut *text* into blocks: list items, paragraphs (their wrapped lines together), single lines."""
    lines = _read_lines(text, start, len(text) if end is None else end)
    groups: list[list[_Line]] = []
    for line in lines:
        if line.blank_before or not groups:
            groups.append([])
        groups[-1].append(line)
    wrap = max((line.width for group in groups if len(group) > 1 for line in group), default=0)
    passages: list[Passage] = []
    for group in groups:
        width = max(line.width for line in group) if len(group) > 2 else wrap
        current: list[_Line] = []
        for line in group:
            if current and not _continues(text, current, line, width):
                passages.append(_passage(text, current))
                current = []
            current.append(line)
        passages.append(_passage(text, current))
    return passages


def write(document: Document, blocks: Sequence[Block], *, language: str = "") -> str:
    """Write the blocks as plain text; a text that was read as such keeps its gaps, bullets and line ends."""
    if document.format != "text":
        return write_anew(blocks)
    return weave(document.text, Span(0, len(document.text)), document.segments, blocks)


def weave(text: str, within: Span, segments: Sequence[Segment], blocks: Sequence[Block]) -> str:
    """Write *blocks* with what stands between their segments; see weave_placed."""
    return weave_placed(text, within, segments, blocks)[0]


def weave_placed(
    text: str, within: Span, segments: Sequence[Segment], blocks: Sequence[Block]
) -> tuple[str, dict[str, int]]:
    """Write *blocks* with what stands between their segments in ``within.of(text)``: gaps and bullets.

    *segments* are all segments there; where some are left out, one gap stands for the gaps around them.
    The text ends with a line end. Returns it with the offset in it at which each block begins, by segment id.
    """
    kept = {block.segment.id: block for block in blocks}
    newline = "\r\n" if "\r\n" in within.of(text) else "\n"
    pieces: list[str] = []
    places: dict[str, int] = {}
    length = 0
    gap = ""
    done = within.start
    for segment in segments:
        before = text[done : segment.span.start]
        cut = max((match.end() for match in _NEWLINE.finditer(before)), default=0)
        gap = max(gap, before[:cut], key=lambda candidate: len(_NEWLINE.findall(candidate)))
        done = segment.span.end
        if segment.id in kept:
            if pieces and not cut and not gap:
                gap = newline
            lead = (gap if pieces or gap == before[:cut] else "") + before[cut:]
            words = one_line(kept[segment.id].text)
            places[segment.id] = length + len(lead)
            length += len(lead) + len(words)
            pieces += [lead, words]
            gap = ""
    if not pieces:
        return "", places
    rest = text[done : within.end]
    complete = not gap and _NEWLINE.search(rest)
    return "".join([*pieces, rest if complete else newline]), places


def write_anew(blocks: Sequence[Block]) -> str:
    """Write the blocks of any document as a new text."""
    pieces: list[str] = []
    previous: Role | None = None
    for block in blocks:
        role = block.segment.role
        if pieces:
            pieces.append("\n" if role is previous is Role.LIST else "\n\n")
        pieces.append(("• " if role is Role.LIST else "") + one_line(block.text))
        previous = role
    return "".join([*pieces, "\n"]) if pieces else ""


def _read_lines(text: str, start: int, end: int) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    for match in _LINE.finditer(text, start, end):
        content = match.group(1)
        stripped = content.strip()
        if not stripped:
            blank = blank or match.start() < end
            continue
        first = match.start(1) + len(content) - len(content.lstrip())
        bullet = _BULLET.match(text, first, match.end(1))
        lines.append(
            _Line(
                first,
                first + len(stripped),
                len(content.rstrip()),
                bullet.end() if bullet else first,
                blank,
            )
        )
        blank = False
    return lines


def _passage(text: str, lines: Sequence[_Line]) -> Passage:
    span = Span(lines[0].words, lines[-1].end)
    return Passage(span, span.of(text), lines[0].bullet, text[lines[0].start : lines[0].words].strip())


def _continues(text: str, lines: Sequence[_Line], following: _Line, width: int) -> bool:
    """Say whether *following* goes on with the paragraph of *lines*.

    It does when its first word would not have fitted on the last of them (a wrapped paragraph), or when the
    sentence is plainly still running. A line of furniture stands alone, but not the end of a sentence that
    reads like one (... on his page / Facebook.).
    """
    if following.bullet:
        return False
    line = lines[-1]
    first = text[following.start : following.end].split(None, 1)[0]
    ends = _ENDS_SENTENCE.search(text, max(line.start, line.end - 20), line.end)
    if first[0].islower():
        return not ends or _is_full(line, first, width)
    if not _is_full(line, first, width) or (len(lines) == 1 and classify(text[line.start : line.end])):
        return False
    return not (ends and classify(text[following.start : following.end]))


def _is_full(line: _Line, first: str, width: int) -> bool:
    return width <= _WIDEST_WRAP and line.width + 1 + len(first) > width
