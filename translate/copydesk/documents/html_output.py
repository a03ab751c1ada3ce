"""Write HTML: translations back into the tree of a page, or a page anew from another format."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from copydesk.documents.html import Skeleton, Slot
from copydesk.documents.inlines import Mark, is_verbatim, marks
from copydesk.documents.lines import one_line
from copydesk.documents.output import Block
from copydesk.languages import get_language
from copydesk.text import Document, Role

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# elements that HTML 5 added and that have no end; the serialiser closes them
_NEVER_CLOSED = re.compile(r"</(?:source|track|wbr|embed)>")
_WORDS = re.compile(r"\w+")
# a title often ends in the name of the site
_SITE = re.compile(r"\s[-|\u2013\u2014]\s[^-|\u2013\u2014]{1,30}$|$")
# of the words of a title, the share that a headline has where it says the same, and the fewest that can tell
_ENOUGH = 0.6
_FEWEST = 3
# shorter words are articles and the like
_LETTERS = 4
# what says in the head of a page what the headline or the standfirst says
_REPEATING = {
    **dict.fromkeys(("title", "og:title", "twitter:title"), Role.HEADLINE),
    **dict.fromkeys(("description", "og:description", "twitter:description"), Role.STANDFIRST),
}
_MEDIA = ("img", "picture", "video", "audio", "iframe", "object", "embed", "figure")
_TAGS = {
    Role.HEADLINE: ("h1", ""),
    Role.STANDFIRST: ("p", "standfirst"),
    Role.BYLINE: ("p", "byline"),
    Role.DATELINE: ("p", "dateline"),
    Role.CAPTION: ("figcaption", ""),
    Role.CROSSHEAD: ("h2", ""),
    Role.PARAGRAPH: ("p", ""),
    Role.LIST: ("li", ""),
    Role.QUOTE: ("blockquote", ""),
    Role.FURNITURE: ("p", "furniture"),
}
_WRITTEN_INLINES = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var".split()
)
_VOID_INLINES = frozenset(("br", "img", "wbr"))


def restore(document: Document, skeleton: Skeleton, blocks: Sequence[Block], language: str) -> str:
    """Write a copy of the page with *blocks* in their slots; the segments without a block are taken out."""
    root = copy.deepcopy(skeleton.root.getroottree()).getroot()  # a tree keeps its doctype
    twin = dict(zip(skeleton.root.iter(), root.iter(), strict=True))
    by_id = {block.segment.id: block for block in blocks}
    _translate_repetitions(document, root, by_id)
    kept: set[Any] = set()
    dropped: list[str] = []
    for segment in document.segments:
        slot = skeleton.slots[segment.id]
        block = by_id.get(segment.id)
        if block is None:
            dropped.append(segment.id)
        else:
            kept.update((twin[slot.parent], *twin[slot.parent].iterancestors()))
        if block is None or (not slot.verbatim and block.translation is not None):
            _Filler(slot, twin).fill(block, [inline.span for inline in segment.inlines])
    for identifier in dropped:
        culprit = skeleton.furniture.get(identifier, skeleton.slots[identifier].parent)
        _drop(twin[culprit], kept)
    _set_language(root, document.language, language)
    return _serialise(root, whole=skeleton.whole)


def write_anew(document: Document, blocks: Sequence[Block], language: str) -> str:
    """Write a plain, complete page from the blocks of any document."""
    title = next((block.text for block in blocks if block.segment.role is Role.HEADLINE), document.name)
    direction = ' dir="rtl"' if get_language(language).right_to_left else ""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(language)}"{direction}>' if language else "<html>",
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{html.escape(one_line(title), quote=False)}</title>",
        "</head>",
        "<body>",
        "<article>",
    ]
    previous: Role | None = None
    for block in blocks:
        role = block.segment.role
        if previous is Role.LIST and role is not Role.LIST:
            lines.append("</ul>")
        if role is Role.LIST and previous is not Role.LIST:
            lines.append("<ul>")
        tag, name = _TAGS[role]
        words = _with_tags(block)
        if role is Role.CAPTION:
            words = f"<figure><figcaption>{words}</figcaption></figure>"
        else:
            words = f'<{tag} class="{name}">{words}</{tag}>' if name else f"<{tag}>{words}</{tag}>"
        lines.append(words)
        previous = role
    if previous is Role.LIST:
        lines.append("</ul>")
    return "\n".join([*lines, "</article>", "</body>", "</html>", ""])


def _with_tags(block: Block) -> str:
    pieces: list[str] = []
    for mark, index, words in marks(block.text, block.inlines):
        if mark is Mark.WORDS:
            pieces.append(html.escape(_NOT_IN_XML.sub("", words), quote=False))
            continue
        inline = block.inlines[index]
        if mark is Mark.ATOM and inline.kind not in _VOID_INLINES and not inline.attributes:
            continue
        if inline.kind not in _WRITTEN_INLINES | _VOID_INLINES:
            continue
        if mark is Mark.CLOSE:
            pieces.append(f"</{inline.kind}>")
            continue
        attributes = "".join(
            f' {name}="{html.escape(value)}"' for name, value in inline.attributes if _is_safe(name, value)
        )
        pieces.append(f"<{inline.kind}{attributes}>")
        if mark is Mark.ATOM and inline.kind not in _VOID_INLINES:
            pieces.append(f"</{inline.kind}>")
    return " ".join("".join(pieces).split("\n"))


def _is_safe(name: str, value: str) -> bool:
    """Leave out what would run as a program in the reader's browser."""
    plain_name = re.fullmatch(r"[A-Za-z][\w:.-]*", name) is not None and not name.lower().startswith("on")
    return plain_name and not re.match(r"[\s\x00-\x20]*(?:javascript|vbscript|data):", value, re.IGNORECASE)


class _Filler:
    """Write words and markup into one slot of the copied tree."""

    def __init__(self, slot: Slot, twin: dict[Any, Any]) -> None:
        self.parent = twin[slot.parent]
        self.before = twin[slot.before] if slot.before is not None else None
        self.children = [twin[child] for child in slot.children]
        self.elements = [twin[element] for element in slot.elements]
        self.head = slot.head
        self.foot = (slot.children[-1].tail if slot.children else slot.head) or ""
        self.top: list[Any] = []

    def fill(self, block: Block | None, own_spans: Sequence[Any]) -> None:
        """Replace what stands in the slot by *block*; with None only empty it."""
        for child in self.children:
            self.parent.remove(child)
        self._set_head("")
        if block is None:
            return
        for element in self.elements:
            inline_parent = element.getparent()
            if inline_parent is not None:
                inline_parent.remove(element)
            element.tail = None
        for element, span, inline in zip(self.elements, own_spans, block.inlines, strict=False):
            if span and not is_verbatim(inline):
                element.text = None
                for inner in list(element):
                    element.remove(inner)
        self._add_words(None, self.head[: len(self.head) - len(self.head.lstrip())])
        containers: list[Any] = []
        verbatim = 0
        for mark, index, words in marks(block.text, block.inlines):
            container = containers[-1] if containers else None
            if mark is Mark.WORDS:
                if not verbatim:
                    self._add_words(container, words)
            elif mark is Mark.CLOSE:
                containers.pop()
                verbatim -= index < len(self.elements) and is_verbatim(block.inlines[index])
            elif index >= len(self.elements):  # it keeps words, but is no markup
                if mark is Mark.OPEN:
                    containers.append(container)
            else:
                self._add_element(container, self.elements[index])
                if mark is Mark.OPEN:
                    containers.append(self.elements[index])
                    verbatim += is_verbatim(block.inlines[index])
        self._add_words(None, self.foot[len(self.foot.rstrip()) :] if self.foot.strip() or self.top else "")

    def _set_head(self, words: str) -> None:
        if self.before is None:
            self.parent.text = words or None
        else:
            self.before.tail = words or None

    def _add_words(self, container: Any, words: str) -> None:
        words = _NOT_IN_XML.sub("", words)
        if not words:
            return
        if container is None and not self.top:
            old = self.parent.text if self.before is None else self.before.tail
            self._set_head((old or "") + words)
        elif container is None:
            self.top[-1].tail = (self.top[-1].tail or "") + words
        elif len(container):
            container[-1].tail = (container[-1].tail or "") + words
        else:
            container.text = (container.text or "") + words

    def _add_element(self, container: Any, element: Any) -> None:
        if container is not None:
            container.append(element)
            return
        after = self.top[-1] if self.top else self.before
        if after is None:
            self.parent.insert(0, element)
        else:
            # the new one goes between the words after its neighbour and what follows them
            tail, after.tail = after.tail, None
            after.addnext(element)
            after.tail = tail
        self.top.append(element)


def _drop(element: Any, kept: set[Any]) -> None:
    """Take out an element and the empty shells around it, but nothing with a kept segment or a picture."""
    if element in kept or element.getparent() is None:
        return
    while True:
        parent = element.getparent()
        if parent is None or parent in kept or parent.tag in ("html", "body", "head"):
            break
        if next(parent.iter(*_MEDIA), None) is not None:
            break
        element = parent
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    tail = element.tail or ""
    parent.remove(element)
    before = (previous.tail if previous is not None else parent.text) or ""
    if tail.strip() or before.strip():
        tail = before + tail
    if previous is not None:
        previous.tail = tail
    else:
        parent.text = tail


def _translate_repetitions(document: Document, root: Any, blocks: dict[str, Block]) -> None:
    """Translate what a page says a second time out of sight: its title, its description, texts of pictures.

    Only words that stand in a segment, or in one sentence of a caption, as they are; a title and a
    description that say a headline or a standfirst in nearly the same words give way to its translation.
    """
    known: dict[str, str] = {}
    leading: dict[Role, dict[str, str]] = {Role.HEADLINE: {}, Role.STANDFIRST: {}}
    for block in blocks.values():
        if block.translation is None:
            continue
        if block.segment.role in (Role.HEADLINE, Role.STANDFIRST, Role.CAPTION):
            known[_plain(document.words_of(block.segment))] = one_line(block.text)
        if block.segment.role in leading:
            leading[block.segment.role][_plain(document.words_of(block.segment))] = one_line(block.text)
        if block.segment.role is Role.CAPTION:
            for sentence in block.translation.sentences:
                words = one_line(sentence.target_span.of(block.translation.text))
                known.setdefault(_plain(sentence.source_span.of(document.text)), words)
    for title in root.iter("title"):
        words = _plain(title.text or "")
        for source, target in known.items():
            if words.startswith(source) and _SITE.fullmatch(words[len(source) :]):
                title.text = _NOT_IN_XML.sub("", target + words[len(source) :])
                break
        else:
            site = next(_SITE.finditer(words))
            alike = _say_alike(words[: site.start()], leading[Role.HEADLINE])
            if alike is not None:
                title.text = _NOT_IN_XML.sub("", alike + site.group())
    for tag, attribute in (("meta", "content"), ("img", "alt")):
        for element in root.iter(tag):
            words = _plain(element.get(attribute, ""))
            translated = known.get(words)
            what = element.get("property", element.get("name", "")).lower()
            if translated is None and what in _REPEATING:
                translated = _say_alike(words, leading[_REPEATING[what]])
            if translated is not None:
                element.set(attribute, _NOT_IN_XML.sub("", translated))


def _say_alike(words: str, leading: dict[str, str]) -> str | None:
    """Return the translation of the headline or standfirst that holds most of *words*, if enough."""
    ours = _content_words(words)
    if len(ours) < _FEWEST:
        return None
    shared = {target: len(ours & _content_words(source)) for source, target in leading.items()}
    best = max(shared, key=lambda target: shared[target], default="")
    return best if best and shared[best] >= _ENOUGH * len(ours) else None


def _content_words(words: str) -> set[str]:
    return {word for word in _WORDS.findall(words.lower()) if len(word) >= _LETTERS and not word.isdecimal()}


def _plain(words: str) -> str:
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


def _set_language(root: Any, source: str, target: str) -> None:
    if not target:
        return
    old = root.get("lang", source).split("-")[0].lower()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element is root or (old and element.get("lang", "").split("-")[0].lower() == old):
            element.set("lang", target)
    if get_language(target).right_to_left:
        root.set("dir", "rtl")
    elif root.get("dir", "").lower() == "rtl":
        root.set("dir", "ltr")
    for meta in root.iter("meta"):
        if meta.get("property") == "og:locale":
            meta.set("content", target)


def _serialise(root: Any, *, whole: bool) -> str:
    if not whole:
        body = root.find("body")
        pieces = [html.escape(body.text or "", quote=False)] if body is not None else []
        pieces += [
            etree.tostring(child, method="html", encoding="unicode")
            for child in (body if body is not None else root)
        ]
        return _NEVER_CLOSED.sub("", "".join(pieces)).rstrip("\n") + "\n"
    declared = False
    for meta in root.iter("meta"):
        if "charset" in meta.attrib:
            meta.set("charset", "utf-8")
            declared = True
        elif meta.get("http-equiv", "").lower() == "content-type":
            meta.set("content", "text/html; charset=utf-8")
            declared = True
    text = etree.tostring(root.getroottree(), method="html", encoding="unicode").rstrip("\n") + "\n"
    text = _NEVER_CLOSED.sub("", text)
    scripted = any(not "".join(element.itertext()).isascii() for element in root.iter("script", "style"))
    # without a declaration a browser takes a saved page for Windows-1252: then no character may need one
    return text if declared or scripted else text.encode("ascii", "xmlcharrefreplace").decode("ascii")
