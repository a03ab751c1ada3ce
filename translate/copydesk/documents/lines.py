"""One segment a line: N lines in, N lines out, for pipes and for evaluation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.documents.output import Block
from copydesk.text import Document, Role, Segment, Span

# what `wc -l` and an editor both call a line; form feeds and Unicode separators stay inside a line
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


def read(text: str, *, name: str, language: str = "") -> Document:
    """Read *text* with a segment for each line that is not blank; the id is the line number, from 1."""
    segments: list[Segment] = []
    for number, match in enumerate(_LINE.finditer(text), start=1):
        words = match.group(1)
        stripped = words.strip()
        if stripped:
            start = match.start() + len(words) - len(words.lstrip())
            segments.append(
                Segment(str(number), Span(start, start + len(stripped)), Role.PARAGRAPH, language)
            )
    return Document(name, text, tuple(segments), language, "lines")


def split_lines(text: str) -> list[str]:
    """Return the lines of *text* without their ends; the last may have none."""
    lines = [match.group(1) for match in _LINE.finditer(text)]
    return lines[:-1] if not lines[-1] else lines


def write(document: Document, blocks: Sequence[Block], *, language: str = "") -> str:
    """Write one line a line: blank lines, line ends and a missing last line end stay as they were.

    A document of another format gives one line a block. Line breaks inside a translation become spaces.
    """
    if document.format != "lines":
        return "".join(f"{one_line(block.text)}\n" for block in blocks)
    pieces: list[str] = []
    done = 0
    for block in blocks:
        pieces += [document.text[done : block.segment.span.start], one_line(block.text)]
        done = block.segment.span.end
    return "".join([*pieces, document.text[done:]])


def one_line(text: str) -> str:
    """Join the lines of *text* with single spaces."""
    return " ".join(part.strip() for part in re.split(r"[\r\n]+", text) if part.strip())
