"""Read an article of any format into a Document, and write its translation in any format."""

from copydesk.documents.formats import (
    FORMATS,
    SUFFIXES,
    format_of,
    parse,
    read_document,
    write,
    write_document,
)
from copydesk.documents.furniture import classify, find_furniture

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "classify",
    "find_furniture",
    "format_of",
    "parse",
    "read_document",
    "write",
    "write_document",
]
