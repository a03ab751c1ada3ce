"""The nouns that everything shares: Span, Inline, Segment, Document.

Offsets are 0-based, half-open and count code points of the text as read. They are carried from the
first read; nothing is found again by searching. Only a printer turns them into lines and columns.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.glossary.model import Term


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Mark a half-open stretch of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Cut the words of this span out of *text*."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Move the span by *by* code points."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Say whether *other* lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Role(StrEnum):
    """Name the part a segment plays on a news page."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CROSSHEAD = "crosshead"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST = "list"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Inline:
    """Mark inline markup (emphasis, link, code) inside a segment; *span* is in document offsets."""

    span: Span
    kind: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Name one block of a document: a headline, a paragraph, a list item, a line.

    *span* is in code points of ``Document.text`` and leaves out surrounding white space.
    """

    id: str
    span: Span
    role: Role = Role.PARAGRAPH
    language: str = ""
    inlines: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """Hold the terms that a part of a document brings along; they hold in its segments (by their ids) only.

    *place* says which part it is (``row 3``).
    """

    place: str
    segments: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one text as read, its segments in reading order, and what its writer needs.

    *format* is the name of the module in ``copydesk.documents`` that read it; *skeleton* belongs to that
    module alone (a parsed tree, the rows of a JSONL file, ...). *text* is never changed. *own_terms* are
    enforced on top of any glossary.
    """

    name: str
    text: str
    segments: tuple[Segment, ...]
    language: str = ""
    format: str = "text"
    skeleton: object = None
    own_terms: tuple[OwnTerms, ...] = ()
    _line_starts: list[int] = field(default_factory=list, repr=False, compare=False)

    @property
    def is_one_text(self) -> bool:
        """Say whether the segments belong together; lines and rows are texts of their own."""
        return self.format not in ("lines", "jsonl")

    def words_of(self, segment: Segment) -> str:
        """Cut the text of *segment* out of the document."""
        return segment.span.of(self.text)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Turn an offset into a 1-based line and column, as a printer needs them."""
        starts = self._line_starts
        if not starts:
            starts.append(0)
            starts.extend(i + 1 for i, character in enumerate(self.text) if character == "\n")
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1
