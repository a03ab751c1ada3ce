"""HTML pages: the visible words of an article out of the tree, and their translations back into it.

The tree is lxml's, read with own rules rather than with an extraction library: a page has to be written
back whole, so every block must keep its element, its inline markup and its offsets, which extractors
throw away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from copydesk.documents.furniture import mark_furniture
from copydesk.documents.html_roles import Place, assign_roles
from copydesk.documents.inlines import is_verbatim
from copydesk.documents.output import Block
from copydesk.documents.roles import mark_credit
from copydesk.errors import InputError
from copydesk.text import Document, Inline, Segment, Span

# lxml's stubs know elements, but not that a comment is one whose tag is a function
Element = Any

_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label map mark math meter
    output picture progress q rb rp rt rtc ruby s samp small span strike strong sub sup svg time tt u var wbr
    """.split()
)
# shown as one thing, or with words that are no part of the text
_OPAQUE = frozenset("img svg math picture meter progress map br wbr".split())
_INVISIBLE = frozenset(
    """
    script style noscript template head title meta link base iframe object embed applet video audio canvas
    select option datalist textarea input param source track noframes frameset
    """.split()
)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CELL_WORDS = 3
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_CREDIT_NAME = re.compile(r"(?<![a-z])(?:credits?|copyright)(?![a-z])", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_ENDS_LINE = re.compile(r"""[.!?…:;][\s"'»”’)\]]*\Z""")


@dataclass(slots=True)
class Slot:
    """Name the place of a segment in the tree: *children* of *parent* after *before*, and the words there.

    The first words are the tail of *before*, or the text of *parent* where that is None. *elements* are the
    elements of the segment's first inlines, in their order. The words of a *verbatim* slot stay as they are.
    """

    parent: Element
    before: Element | None
    children: list[Element] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    verbatim: bool = False

    @property
    def head(self) -> str:
        """Give the words before the first child."""
        return (self.parent.text if self.before is None else self.before.tail) or ""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Hold a parsed page and the slot of each segment by its id.

    *whole* is false for a fragment, which is written back without the ``html`` and ``body`` that parsing
    put around it. *furniture* are the elements that made their segments furniture.
    """

    root: Element
    slots: dict[str, Slot]
    whole: bool
    furniture: dict[str, Element]


def read(text: str, *, name: str, language: str = "") -> Document:
    """Read a page or a fragment; ``Document.text`` is its visible blocks, a blank line between them.

    Raises InputError for a page nested too deep to be held.
    """
    root, whole = _parse(text, name)
    found = [
        (slot, words, inlines)
        for run in _runs(root)
        for slot in _split_at_breaks(run)
        for words, inlines in [_words_of(slot)]
        if words
    ]
    places = [Place(slot.parent, words) for slot, words, _ in found]
    known = mark_furniture([place.text for place in places], [place.element.tag == "li" for place in places])
    known = [mark and not _is_short_cell(place) for mark, place in zip(known, places, strict=True)]
    roles, culprits = assign_roles(root, places, known, language)
    skeleton = Skeleton(root, {}, whole, {str(index + 1): element for index, element in culprits.items()})
    segments: list[Segment] = []
    position = 0
    for number, ((slot, words, inlines), role) in enumerate(zip(found, roles, strict=True), start=1):
        moved = tuple(replace(inline, span=inline.span.shift(position)) for inline in inlines)
        span = Span(position, position + len(words))
        moved = mark_credit(role, words, position, moved)
        segments.append(Segment(str(number), span, role, language, moved))
        skeleton.slots[str(number)] = slot
        position = span.end + 2
    text = "\n\n".join(place.text for place in places)
    return Document(name, text, tuple(segments), language, "html", skeleton)


def write(document: Document, blocks: Sequence[Block], *, language: str = "") -> str:
    """Write the page with the translations in their elements, or a new plain page from another format."""
    from copydesk.documents import html_output

    if isinstance(document.skeleton, Skeleton):
        return html_output.restore(document, document.skeleton, blocks, language)
    return html_output.write_anew(document, blocks, language)


def _is_short_cell(place: Place) -> bool:
    """Say whether a few words are the cell of a table: without it the columns would shift."""
    cells = (place.element, *place.element.iterancestors())
    return len(place.text.split()) <= _CELL_WORDS and any(element.tag in ("td", "th") for element in cells)


def is_hidden(element: Element) -> bool:
    """Say whether an element is never shown as text: scripts, templates, what is styled away."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _INVISIBLE
        or "hidden" in element.attrib
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
    )


def _parse(text: str, name: str) -> tuple[Element, bool]:
    whole = bool(_WHOLE_PAGE.search(text[:100_000]))
    if not whole:
        text = f"<html><body>{text}</body></html>"
    # the stubs do not know default_doctype
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, default_doctype=False)  # type: ignore[call-arg]
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(
            f"cannot be read as HTML: {_reason_of(str(error))}", where=name, remedy="give it as text"
        ) from None
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:
            raise InputError(
                f"cannot be read as HTML to its end: {_reason_of(entry.message)}",
                where=f"{name}:{entry.line}",
                remedy="give it as text",
            )
    return root, whole


def _reason_of(message: str) -> str:
    """Say the reason for the reader's fatal *message* without the reader's own options."""
    return "elements are nested too deeply" if "depth" in message or "HUGE" in message else message


def _runs(root: Element) -> Iterator[Slot]:
    """Yield the runs of words and inline elements that stand in a block, in document order."""
    blocks = _find_blocks(root)
    stack = [(Slot(root, None), iter(root))]
    while stack:
        run, children = stack[-1]
        for child in children:
            if child in blocks:
                yield run
                stack[-1] = (Slot(run.parent, child), children)
                stack.append((Slot(child, None), iter(child)))
                break
            run.children.append(child)
        else:
            yield run
            stack.pop()


def _find_blocks(root: Element) -> set[Element]:
    """Find the visible elements that are blocks, by their tag or because a block is inside them."""
    blocks: set[Element] = set()
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if is_hidden(element):
            walker.skip_subtree()
        elif element.tag not in _INLINE and not _is_custom(element):
            current: Element | None = element
            while current is not None and current not in blocks:
                blocks.add(current)
                current = current.getparent()
    return blocks


def _is_custom(element: Element) -> bool:
    """Say whether an element of a page's own making stands inside a line of text."""
    parent = element.getparent()
    return (
        "-" in element.tag and parent is not None and parent.tag in ("p", "a", "span", "em", "strong", "li")
    )


def _split_at_breaks(run: Slot) -> Iterator[Slot]:
    """Part a run at line breaks that end a paragraph: two together, or one after a finished sentence."""
    current = Slot(run.parent, run.before)
    said = run.head.strip()[-40:]  # the end of the words so far
    for child in run.children:
        tail = (child.tail or "").strip()
        if child.tag != "br":
            current.children.append(child)
            words = "" if is_hidden(child) else "".join(child.itertext())
            said = (said + words.strip()[-40:])[-40:]
        else:
            following = child.getnext()
            double = not tail and following is not None and following.tag == "br"
            if double or not said or _ENDS_LINE.search(said):
                yield current
                current, said = Slot(run.parent, child), ""
            else:
                current.children.append(child)
        said = (said + tail[-40:])[-40:]
    yield current


def _words_of(slot: Slot) -> tuple[str, list[Inline]]:
    """Return the words of *slot* as a reader sees them, and its inlines with offsets in those words."""
    collector = _Collector(preformatted=_inherits(slot.parent, lambda element: element.tag == "pre"))
    collector.add(slot.head)
    for child in slot.children:
        collector.visit(child)
        collector.add(child.tail)
    words, inlines, slot.elements = collector.finish()
    if _inherits(slot.parent, _is_untranslated):
        slot.verbatim = True
        slot.elements = []
        inlines = [Inline(Span(0, len(words)), "", (("translate", "no"),))]
    return words, inlines


def _inherits(element: Element, has: Callable[[Element], bool]) -> bool:
    return has(element) or any(has(ancestor) for ancestor in element.iterancestors())


def _is_untranslated(element: Element) -> bool:
    return bool(element.tag == "pre" or element.get("translate", "").lower() == "no")


def _is_kept(element: Element) -> bool:
    """Say whether the words of an inline element pass through: code, what the page says, picture credits."""
    if is_verbatim(Inline(Span(0, 0), element.tag, tuple(element.attrib.items()))):
        return True
    return bool(_CREDIT_NAME.search(element.get("class", "")))


class _Collector:
    """Gather the words of a run, white space collapsed, with a mark for every inline element."""

    def __init__(self, *, preformatted: bool) -> None:
        self.preformatted = preformatted
        self.pieces: list[str] = []
        self.length = 0
        self.spaced = True  # the words so far end in white space, or there are none
        self.marks: list[tuple[Element, int, int]] = []

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not self.preformatted:
            text = _SPACE.sub(" ", text)
            if self.spaced:
                text = text.removeprefix(" ")
        if text:
            self.pieces.append(text)
            self.length += len(text)
            self.spaced = text[-1] == " "

    def visit(self, child: Element) -> None:
        stack: list[tuple[Element, Iterator[Element], int]] = []
        self._enter(child, stack)
        while stack:
            element, children, index = stack[-1]
            for inner in children:
                self._enter(inner, stack)
                break
            else:
                stack.pop()
                self.marks[index] = (element, self.marks[index][1], self.length)
                if stack:
                    self.add(element.tail)

    def _enter(self, element: Element, stack: list[tuple[Element, Iterator[Element], int]]) -> None:
        index = len(self.marks)
        self.marks.append((element, self.length, self.length))
        if is_hidden(element) or element.tag in _OPAQUE:
            if element.tag == "br":
                self.add(" ")
            self.add(element.tail if stack else None)
            return
        if _is_kept(element):
            for text in element.itertext():
                self.add(text)
            self.marks[index] = (element, self.marks[index][1], self.length)
            self.add(element.tail if stack else None)
            return
        self.add(element.text)
        stack.append((element, iter(element), index))

    def finish(self) -> tuple[str, list[Inline], list[Element]]:
        """Return the words, the inlines and their elements; what holds no words is one leaf."""
        text = "".join(self.pieces)
        lead = len(text) - len(text.lstrip())
        words = text.strip()
        inlines: list[Inline] = []
        elements: list[Element] = []
        leaf: Element | None = None
        for element, start, end in self.marks:
            if leaf is not None and leaf in element.iterancestors():
                continue
            start, end = (min(max(offset - lead, 0), len(words)) for offset in (start, end))
            while start < end and words[start].isspace():
                start += 1
            while end > start and words[end - 1].isspace():
                end -= 1
            leaf = element if start == end else None
            kind = element.tag if isinstance(element.tag, str) else ""
            attributes = tuple((str(k), str(v)) for k, v in element.attrib.items()) if kind else ()
            if start < end and _is_kept(element) and "translate" not in element.attrib:
                attributes += (("translate", "no"),)
            inlines.append(Inline(Span(start, end), kind, attributes))
            elements.append(element)
        return words, inlines, elements
