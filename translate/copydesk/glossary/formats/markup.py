"""Parse XML that strangers made: no entities, no network, bounded depth, size and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk.errors import GlossaryError

if TYPE_CHECKING:
    from lxml.etree import _Element

# deeper than any terminology format goes
DEEPEST = 60


def parse_xml(data: bytes, where: str) -> _Element:
    """Return the root element of *data*.

    Raises GlossaryError naming line and column for markup that is broken, defines or uses entities, or is
    nested too deeply. Entities are refused rather than expanded: a few lines of them can stand for
    gigabytes of text, or for a file of this machine.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = " ".join(str(error.msg).split())
        if reason.startswith("Excessive depth"):
            reason = "elements are nested too deeply"  # the parser's own words advise an option of its own
        raise GlossaryError(
            f"column {column}: not well-formed XML: {reason[:160]}",
            where=f"{where}:{line}",
            remedy="export it again, or mend it there",
        ) from None
    except (ValueError, LookupError) as error:
        raise GlossaryError(f"not readable as XML: {error}", where=where) from None
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise GlossaryError(
            "defines entities, which are never expanded",
            where=f"{where}:1",
            remedy="export it without a DOCTYPE that declares entities",
        )
    _bound(root, where)
    return root


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
