"""Choose the reader and the writer of a format; each format is one module, imported when it is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any, Protocol

from copydesk import files
from copydesk.documents.output import gather
from copydesk.errors import InputError
from copydesk.text import Document
from copydesk.translation import Translation

# format -> module below copydesk.documents
FORMATS: dict[str, str] = {
    "text": "plain",
    "html": "html",
    "markdown": "markdown",
    "jsonl": "jsonl",
    "lines": "lines",
    "json": "json_output",
}
_FORMAT_OF_SUFFIX = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
# format -> the suffix of a file written in it
SUFFIXES = {
    "text": ".txt",
    "html": ".html",
    "markdown": ".md",
    "jsonl": ".jsonl",
    "lines": ".txt",
    "json": ".json",
}
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|h1|p)\b[^<>]*+>",
    re.IGNORECASE,
)
_JSONL = re.compile(r'\s*+\{[^\r\n]*"(?:text|title|body)"\s*:[^\r\n]*\}\s*(?:[\r\n]|\Z)')
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def read_document(
    path: str | Path,
    *,
    format: str | None = None,
    language: str = "",
    lines: bool = False,
    encoding: str | None = None,
    as_written: bool = False,
) -> Document:
    """Read the file *path* (``-`` for standard input) with the reader of its format.

    The format is *format* if given (``lines`` is short for that format), else it follows from the name and
    then from the content. With *as_written* the text of the document is that of the file (see parse).
    Raises InputError when there is no text in it or when it cannot be read.
    """
    name = files.name_of(path)
    data = files.read_bytes(path)
    wanted = "lines" if lines else format
    if encoding is None and wanted != "lines":
        encoding = _declared_encoding(
            data, wanted or _FORMAT_OF_SUFFIX.get(PurePath(name).suffix.lower(), "")
        )
    text = files.decode(data, name, encoding=encoding)
    chosen = wanted or format_of(name, text)
    return parse(text, name=str(path), format=chosen, language=language, as_written=as_written)


def parse(
    text: str, *, name: str = "text", format: str = "text", language: str = "", as_written: bool = False
) -> Document:
    """Read *text* with the reader of *format*; raise InputError when nothing in it could be translated.

    The text of a document is what a reader sees of it. With *as_written* it is the text of the file, so that
    places in it can be shown and mended: plain text and lines are so anyway, Markdown keeps its signs; HTML
    and rows have no such form and stay as they are.
    """
    if format not in FORMATS or format == "json":
        readable = ", ".join(known for known in FORMATS if known != "json")
        raise InputError(f"the format '{format}' cannot be read", where=name, remedy=f"use {readable}")
    with_signs = as_written and format == "markdown"
    read: Callable[..., Document] = _module(format, "read_as_written" if with_signs else "read")
    document = read(text, name=name, language=language)
    if not document.segments and format not in ("lines", "jsonl"):
        raise InputError("holds no text", where=name, remedy="give a file with text in it")
    return document


def format_of(name: str, text: str) -> str:
    """Name the format of a text from its file name, then from what it looks like."""
    known = _FORMAT_OF_SUFFIX.get(PurePath(name).suffix.lower())
    if known and known != "text":
        return known
    beginning = text[:20_000]
    if _HTML.match(beginning):
        return "html"
    if _JSONL.match(beginning):
        return "jsonl"
    return "text"


class Translated(Protocol):
    """Be a document with its translations, as the pipeline yields it."""

    @property
    def document(self) -> Document: ...
    @property
    def translations(self) -> Sequence[Translation]: ...
    @property
    def signature(self) -> str: ...


def write_document(
    done: Translated, format: str | None = None, *, keep_furniture: bool = False, language: str = ""
) -> str:
    """Write what the pipeline yields; see write."""
    return write(
        done.document, done.translations, format, keep_furniture, language=language, signature=done.signature
    )


def write(
    document: Document,
    translations: Sequence[Translation],
    format: str | None = None,
    keep_furniture: bool = False,
    *,
    language: str = "",
    signature: str = "",
) -> str:
    """Write *translations* of *document* in *format* (default: that of the document).

    Furniture is left out unless *keep_furniture*; it then stands as it was. *language* is that of the
    translations, *signature* says how they were made (for the formats that have a place for them). Raises
    InputError for an unknown format and ValueError for a segment without a translation.
    """
    chosen = format or document.format
    if chosen not in FORMATS:
        raise InputError(f"the format '{chosen}' cannot be written", remedy=f"use {', '.join(FORMATS)}")
    if chosen == "jsonl" and document.format != "jsonl":
        raise InputError(
            "only rows can be written as rows", where=document.name, remedy="use --format json or text"
        )
    blocks = gather(document, translations, keep_furniture=keep_furniture)
    if chosen == "json":
        from copydesk.documents.json_output import write as write_json

        return write_json(document, blocks, language=language, signature=signature)
    writer: Callable[..., str] = _module(chosen, "write")
    return writer(document, blocks, language=language)


def _module(format: str, function: str) -> Any:
    return getattr(import_module(f"copydesk.documents.{FORMATS[format]}"), function)


def _declared_encoding(data: bytes, format: str) -> str | None:
    """Take a page's own word for its encoding where it is not UTF-8."""
    if format not in ("html", "") or data.startswith(b"\xef\xbb\xbf"):
        return None
    declared = _DECLARED.search(data[:4096])
    if not declared:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        name = declared.group(1).decode("ascii", "replace").lower()
        # browsers read what calls itself Latin-1 or ASCII as Windows-1252
        return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
    return None
