"""Parse XML that strangers made: no entities, no network, bounded depth, size and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk.errors import GlossaryError

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element

# deeper than any terminology format goes
DEEPEST = 60

#: options of a parser for files that strangers made: nothing is fetched, expanded or grown without bound
WARY: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse_xml(data: bytes, where: str) -> _Element:
    """Return the root element of *data*.

    Raises GlossaryError naming line and column for markup that is broken, defines or uses entities, or is
    nested too deeply. Entities are refused rather than expanded: a few lines of them can stand for
    gigabytes of text, or for a file of this machine.
    """
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(**WARY))
    except etree.XMLSyntaxError as error:
        line, fault = describe_fault(error)
        raise GlossaryError(
            fault, where=f"{where}:{line}", remedy="export it again, or mend it there"
        ) from None
    except (ValueError, LookupError) as error:
        raise GlossaryError(f"not readable as XML: {error}", where=where) from None
    if defines_entities(root):
        raise GlossaryError(
            "defines entities, which are never expanded",
            where=f"{where}:1",
            remedy="export it without a DOCTYPE that declares entities",
        )
    _bound(root, where)
    return root


def describe_fault(error: XMLSyntaxError) -> tuple[int, str]:
    """Return the line of a fault in the markup, and what it is, with the column."""
    line, column = error.position
    reason = " ".join(str(error.msg).split())
    if reason.startswith("Excessive depth"):
        reason = "elements are nested too deeply"  # the parser's own words advise an option of its own
    return line, f"column {column}: not well-formed XML: {reason[:160]}"


def defines_entities(root: _Element) -> bool:
    """Say whether the document of *root* declares entities of its own."""
    dtd: Any = root.getroottree().docinfo.internalDTD
    return dtd is not None and any(True for _ in dtd.iterentities())


def line_of(element: _Element) -> int:
    """Return the line of the file on which an element begins."""
    line: Any = element.sourceline
    return int(line or 1)


def _bound(root: _Element, where: str) -> None:
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if not isinstance(element.tag, str):
            raise GlossaryError(
                "uses an entity, which is never expanded",
                where=f"{where}:{line_of(element)}",
                remedy="write the character itself",
            )
        if depth > DEEPEST:
            raise GlossaryError(
                f"elements are nested more than {DEEPEST} deep",
                where=f"{where}:{line_of(element)}",
                remedy="this is no terminology file",
            )
        stack.extend((child, depth + 1) for child in element)
