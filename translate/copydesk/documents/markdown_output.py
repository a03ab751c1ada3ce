"""Write Markdown: words with their markup, escaped so that they read as they are meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from copydesk.documents.inlines import Mark, marks
from copydesk.documents.lines import one_line
from copydesk.documents.output import Block
from copydesk.text import Inline, Role

_DELIMITERS = {
    **dict.fromkeys(("em", "i"), "*"),
    **dict.fromkeys(("strong", "b"), "**"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_PREFIXES = {Role.HEADLINE: "# ", Role.CROSSHEAD: "## ", Role.LIST: "- ", Role.QUOTE: "> "}
# what would be read as markup inside a line ...
_SPECIAL = re.compile(
    r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|!(?=\Z)"
)
_HEADING_END = re.compile(r"(?<=\s)#+\s*\Z")
# ... and at the head of one
_BLOCK_START = re.compile(r"(?:(?=[#>+=|~]|-[\s-]|-\Z|:[-\s])|\d{1,9}(?=[.)](?:\s|\Z)))")


def write_blocks(blocks: Sequence[Block]) -> str:
    """Write the blocks of any document as a new Markdown text."""
    pieces: list[str] = []
    previous: Role | None = None
    for block in blocks:
        role = block.segment.role
        if pieces:
            pieces.append("\n" if role is previous is Role.LIST else "\n\n")
        prefix = _PREFIXES.get(role, "")
        pieces.append(prefix + render(block.text, block.inlines, prefix))
        previous = role
    return "".join([*pieces, "\n"]) if pieces else ""


def render(text: str, inlines: Sequence[Inline], prefix: str = "") -> str:
    """Write one block on one line (and one more for each line break in it).

    *prefix* is what stands before the block's first line; the lines after it are led by its quotation marks
    and spaces. Markup that Markdown has no sign for is left out, its words stay.
    """
    steps = list(marks(text, inlines))
    closers: dict[int, str] = {}
    pieces: list[str] = []
    in_code = links = 0
    for at, (mark, index, words) in enumerate(steps):
        inline = inlines[index] if index >= 0 else None
        if inline is None:
            pieces.append(_code(words) if in_code else escape(words, first=not "".join(pieces).strip()))
        elif mark is Mark.CLOSE:
            pieces.append(closers.pop(index))
            in_code -= inline.kind in _CODE
            links -= inline.kind == "a"
        elif mark is Mark.ATOM:
            pieces.append(_atom(inline, prefix))
        else:
            opener, closers[index] = _signs(inline, text, pieces, steps[at + 1 :], links=links)
            pieces.append(opener)
            in_code += inline.kind in _CODE
            links += inline.kind == "a"
    line = "".join(pieces)
    if prefix.rstrip().endswith("#"):
        line = _HEADING_END.sub(r"\\\g<0>", line)
    return line


def escape(words: str, *, first: bool = False) -> str:
    """Escape what Markdown would read as markup; *first* says that *words* begin a line."""
    line = " ".join(words.split("\n"))
    escaped = _SPECIAL.sub(lambda match: "\\" + match.group(), line)
    if first:
        escaped = escaped.lstrip()
        if start := _BLOCK_START.match(escaped):
            escaped = f"{start.group()}\\{escaped[start.end() :]}"
    return escaped


def _signs(
    inline: Inline, text: str, before: Sequence[str], after: Sequence[tuple[Mark, int, str]], *, links: int
) -> tuple[str, str]:
    """Choose the signs that open and close *inline*."""
    attributes = dict(inline.attributes)
    if inline.kind in _CODE:
        return "", ""  # the words themselves carry the backticks
    if inline.kind == "a":
        href = attributes.get("href", "")
        if links or not href:
            return "", ""
        return "[", f"]({_target(attributes)})"
    sign = _DELIMITERS.get(inline.kind)
    if sign is None:
        return "", ""
    left = "".join(before)[-1:]
    inside = inline.span.of(text)
    right = text[inline.span.end : inline.span.end + 1]
    opens = inside[:1].isalnum() or not (_joins(left) or left == sign[0])
    closes = inside[-1:].isalnum() or not _joins(right)
    glued = left == sign[0] and before[-1].strip("*~") != ""
    if opens and closes and not glued and not inside[:1].isspace() and not inside[-1:].isspace():
        return sign, sign
    return f"<{inline.kind}>", f"</{inline.kind}>"


def _joins(character: str) -> bool:
    """Say whether Markdown takes *character* for a letter: neither a space nor punctuation to it."""
    return character.isalnum() or (
        character not in ("", "\t", "\n", "\f", "\r") and unicodedata.category(character)[0] in "CM"
    )


def _target(attributes: dict[str, str], name: str = "href") -> str:
    href = attributes.get(name, "").replace("\n", " ")
    if re.search(r"[\s()<>\\]", href) or not href:
        href = "<" + re.sub(r"([<>\\])", r"\\\1", href) + ">"
    title = re.sub(r'([\\"])', r"\\\1", one_line(attributes.get("title", "")))
    return f'{href} "{title}"' if title else href


def _atom(inline: Inline, prefix: str) -> str:
    attributes = dict(inline.attributes)
    if inline.kind == "html":
        return attributes.get("source", "")
    if inline.kind == "br":
        return "\\\n" + re.sub(r"[^>\s]", " ", prefix)
    if inline.kind == "img" and attributes.get("src"):
        alternative = escape(attributes.get("alt", "")).replace("!", "\\!")
        return f"![{alternative}]({_target(attributes, 'src')})"
    if inline.kind == "a" and attributes.get("href"):
        return f"[]({_target(attributes)})"
    return ""


def _code(words: str) -> str:
    words = one_line(words)
    fence = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
    space = " " if words.startswith("`") or words.endswith("`") or not words.strip() else ""
    return f"{fence}{space}{words}{space}{fence}"
