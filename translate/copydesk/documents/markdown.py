"""Markdown: headings, paragraphs, lists and quotations with their markup, and back into the same lines.

Blocks and inlines are found by markdown-it-py (CommonMark, with tables and strike-through): emphasis has too
many rules for a reader of our own. It gives the lines of every block, so that all else (front matter, code,
raw HTML, link definitions) stays as it was, line for line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from copydesk.documents.furniture import mark_furniture
from copydesk.documents.markdown_output import render, write_blocks
from copydesk.documents.output import Block
from copydesk.documents.roles import is_byline, is_caption, is_dateline, mark_credit
from copydesk.errors import InputError
from copydesk.text import Document, Inline, Role, Segment, Span

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_HEADING = re.compile(r"[ \t>*+\-\d.)]*?#{1,6}[ \t]+")
_CONTAINER = re.compile(r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t]))*")
# before a table's row: a "#" there is a cell's own, and so is a "-" outside lists
_ROW_CONTAINER = {
    True: re.compile(r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*"),
    False: re.compile(r"[ \t>]*"),
}
# a run of backticks, words, and a run of as many; or an entity
_AS_IT_IS = re.compile(
    r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)|&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});",
    re.DOTALL,
)
#: quotes and lists may stand in one another so many times: twice as deep for a list with its items
MOST_NESTED = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Name the lines of a segment: those from *first* up to *end*; cells of one row share them.

    *prefix* stands before the words on the first line; *cell* is the number of the cell in its row, or -1.
    """

    first: int
    end: int
    prefix: str
    cell: int = -1


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Hold the lines of the file as read, with their ends, and the place of each segment by its id.

    *rows* gives, for the first line of a table row, its cells as written.
    """

    lines: list[str]
    places: dict[str, Place]
    rows: dict[int, list[str]] = field(default_factory=dict)


def read(text: str, *, name: str, language: str = "") -> Document:
    """Read Markdown; ``Document.text`` is its visible blocks, a blank line between them."""
    lines = _lines(text)
    skeleton = Skeleton(lines, {})
    found = [
        (place, role, words, inlines)
        for place, role, token in _blocks(text, lines, skeleton, name)
        for words, inlines in [_words_of(token.children or [])]
        if words
    ]
    known = mark_furniture(
        [words for _, _, words, _ in found], [role is Role.LIST for _, role, _, _ in found]
    )
    segments: list[Segment] = []
    position = 0
    for number, ((place, role, words, inlines), furniture) in enumerate(
        zip(found, known, strict=True), start=1
    ):
        span = Span(position, position + len(words))
        moved = tuple(Inline(i.span.shift(position), i.kind, i.attributes) for i in inlines)
        # a cell of a table belongs to its row, whatever it says
        kind = Role.FURNITURE if furniture and place.cell < 0 else _refine(role, words, language)
        moved = mark_credit(kind, words, position, moved)
        segments.append(Segment(str(number), span, kind, language, moved))
        skeleton.places[str(number)] = place
        position = span.end + 2
    visible = "\n\n".join(words for _, _, words, _ in found)
    return Document(name, visible, tuple(segments), language, "markdown", skeleton)


def read_as_written(text: str, *, name: str, language: str = "") -> Document:
    """Read Markdown with its signs: ``Document.text`` is the text of the file, for checking and fixing it.

    The segments are the same blocks as those of read, without inlines; a table row is one segment.
    """
    lines = _lines(text)
    starts = [0, *accumulate(len(line) for line in lines)]
    found: list[tuple[Span, Role]] = []
    for place, role, _ in _blocks(text, lines, Skeleton(lines, {}), name):
        if place.cell > 0:
            continue
        start = starts[place.first] + len(place.prefix)
        words = text[start : starts[place.end]]
        lead = len(words) - len(words.lstrip())
        if words.strip():
            found.append((Span(start + lead, start + lead + len(words.strip())), role))
    texts = [span.of(text) for span, _ in found]
    known = mark_furniture(texts, [role is Role.LIST for _, role in found])
    segments = tuple(
        Segment(str(number), span, Role.FURNITURE if furniture else _refine(role, words, language), language)
        for number, ((span, role), words, furniture) in enumerate(
            zip(found, texts, known, strict=True), start=1
        )
    )
    return Document(name, text, segments, language, "markdown")


def find_code(document: Document) -> tuple[Span, ...]:
    """Give the code spans of Markdown read as written, backticks included, and its entities, in order.

    An entity is right there: the character it stands for might be markup (``&lt;b&gt;``).
    """
    if document.format != "markdown" or not ("`" in document.text or "&" in document.text):
        return ()
    return tuple(
        Span(*found.span()).shift(segment.span.start)
        for segment in document.segments
        for found in _AS_IT_IS.finditer(document.words_of(segment))
    )


def write(document: Document, blocks: Sequence[Block], *, language: str = "") -> str:
    """Write the translations into the lines they came from, or anew from another format."""
    skeleton = document.skeleton
    if not isinstance(skeleton, Skeleton):
        return write_blocks(blocks)
    by_id = {block.segment.id: block for block in blocks}
    newline = "\r\n" if skeleton.lines and skeleton.lines[0].endswith("\r\n") else "\n"
    replaced: dict[int, tuple[int, str]] = {}
    cells = {first: list(row) for first, row in skeleton.rows.items()}
    for segment in document.segments:
        place = skeleton.places[segment.id]
        block = by_id.get(segment.id)
        if block is not None and block.translation is None:
            continue  # kept furniture stands as it was
        if place.cell >= 0:
            words = render(block.text, block.inlines).replace("|", "\\|").replace("\n", " ") if block else ""
            cells[place.first][place.cell] = words
            row = f"{place.prefix}| {' | '.join(cells[place.first])} |{newline}"
            replaced[place.first] = (place.end, row)
        elif block is None:
            replaced[place.first] = (place.end, "")
        else:
            words = render(block.text, block.inlines, place.prefix).replace("\n", newline)
            replaced[place.first] = (place.end, f"{place.prefix}{words}{newline}")
    return _join(skeleton.lines, replaced)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", text)


def _join(lines: Sequence[str], replaced: dict[int, tuple[int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    while at < len(lines):
        if at not in replaced:
            pieces.append(lines[at])
            at += 1
            continue
        at, words = replaced[at]
        if words:
            pieces.append(words)
        elif at < len(lines) and not lines[at].strip() and (not pieces or not pieces[-1].strip()):
            at += 1  # one blank line goes with what was left out
    text = "".join(pieces)
    return text if text.endswith(("\n", "\r")) or not text else text + "\n"


def _refine(role: Role, words: str, language: str) -> Role:
    if role is not Role.PARAGRAPH:
        return role
    if is_byline(words):
        return Role.BYLINE
    if is_dateline(words, language):
        return Role.DATELINE
    return Role.CAPTION if is_caption(words) else role


def _blocks(
    text: str, lines: Sequence[str], skeleton: Skeleton, name: str
) -> Iterator[tuple[Place, Role, Any]]:
    """Yield the place, the role and the inline token of each block with words."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MOST_NESTED}).enable(["table", "strikethrough"])
    front = _FRONT_MATTER.match(text)
    hidden = front.group().count("\n") if front else 0
    body = "".join("\n" * line.count("\n") if at < hidden else line for at, line in enumerate(lines))
    try:
        tokens = parser.parse(body)
    except (RecursionError, ValueError, IndexError) as error:
        raise InputError(
            f"cannot be read as Markdown: {error}", where=name, remedy="give it as text"
        ) from None
    if any(token.nesting == 1 and token.level >= MOST_NESTED - 1 for token in tokens):
        # the parser leaves out what stands deeper, and says nothing
        raise InputError("quotes or lists are nested too deeply", where=name, remedy="give it as text")
    containers: list[str] = []
    row, heading = (0, 0), False
    headline_due = True
    for token in tokens:
        if token.type == "tr_open":
            row = (token.map[0], token.map[1]) if token.map else row
            skeleton.rows[row[0]] = []
        elif token.type == "heading_open":
            heading = True
        elif token.type == "inline" and containers and containers[-1] in ("th", "td"):
            cells = skeleton.rows[row[0]]
            cells.append(token.content.replace("|", "\\|"))
            prefix = _ROW_CONTAINER["list_item" in containers].match(lines[row[0]])
            yield (
                Place(row[0], row[1], prefix.group() if prefix else "", len(cells) - 1),
                Role.PARAGRAPH,
                token,
            )
        elif token.type == "inline" and token.map:
            first, end = token.map
            prefix_words = _prefix(lines[first], token.content, heading) if first < len(lines) else ""
            if heading:
                role = Role.HEADLINE if headline_due else Role.CROSSHEAD
                headline_due = False
            elif "list_item" in containers:
                role = Role.LIST
            else:
                role = Role.QUOTE if "blockquote" in containers else Role.PARAGRAPH
            yield Place(first, end, prefix_words), role, token
        if token.nesting == 1:
            containers.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            containers.pop()
            heading = heading and token.type != "heading_close"


def _prefix(line: str, content: str, heading: bool) -> str:
    if heading and (sign := _HEADING.match(line)):
        return sign.group()
    words = content.split("\n", 1)[0].strip()
    at = line.rfind(words) if words else -1
    if at >= 0:
        return line[:at]
    match = _CONTAINER.match(line)
    return match.group() if match else ""


def _words_of(tokens: Sequence[Any]) -> tuple[str, list[Inline]]:
    """Return the words of a block and its inlines with offsets in them."""
    pieces: list[str] = []
    length = 0
    inlines: list[list[Any]] = []  # start, end, kind, attributes
    still_open: list[int] = []
    for token in tokens:
        if token.nesting == 1:
            attributes = {str(name): str(value) for name, value in token.attrs.items()}
            if token.markup == "autolink":
                attributes["translate"] = "no"
            still_open.append(len(inlines))
            inlines.append([length, length, token.tag, tuple(attributes.items())])
            continue
        if token.nesting == -1:
            inlines[still_open.pop()][1] = length
            continue
        words = ""
        if token.type == "code_inline":
            words = token.content
            inlines.append([length, length + len(words), "code", ()])
        elif token.type == "softbreak":
            words = " "
        elif token.type == "hardbreak":
            inlines.append([length, length, "br", ()])
            words = " "
        elif token.type == "image":
            pairs = {"src": token.attrs.get("src", ""), "alt": token.content}
            pairs |= {"title": token.attrs["title"]} if "title" in token.attrs else {}
            inlines.append([length, length, "img", tuple((k, str(v)) for k, v in pairs.items())])
        elif token.type == "html_inline":
            inlines.append([length, length, "html", (("source", token.content),)])
        else:
            words = token.content
        pieces.append(words)
        length += len(words)
    text = "".join(pieces)
    lead = len(text) - len(text.lstrip())
    words = text.strip()
    return words, [_inline(words, lead, *inline) for inline in inlines]


def _inline(words: str, lead: int, start: int, end: int, kind: str, attributes: Any) -> Inline:
    start, end = (min(max(offset - lead, 0), len(words)) for offset in (start, end))
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return Inline(Span(start, end), kind, attributes)
