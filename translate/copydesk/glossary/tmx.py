"""Read a translation memory (TMX 1.1 to 1.4) as pairs of sentences, unit by unit, whatever its size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.errors import InputError
from copydesk.glossary.formats.markup import WARY, defines_entities, describe_fault

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# elements that hold another tool's markup, not words
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut", "sub"})
# pairs kept; a hundred million words need a machine of their own, and terms are found long before
MOST_PAIRS = 500_000


def read_memory(path: Path, languages: tuple[str, str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the (sentence, translation) pairs of a TMX file in *languages*, and notes on what was left out.

    Regions are passed over (fr-CA is fr), and so is markup inside a segment; several translations of one
    sentence give as many pairs. Raises InputError for a file that is broken, cut off or no TMX, that declares
    or uses entities, or that has no unit in both languages: nothing is read in part.
    """
    from lxml import etree

    pairs: list[tuple[str, str]] = []
    units = others = surplus = 0
    found: set[str] = set()
    try:
        with path.open("rb") as stream:
            for event, element in etree.iterparse(stream, events=("start", "end"), **WARY):
                name = _local(element)
                if event == "start":
                    if element.getparent() is None:
                        _check_root(element, path)
                    continue
                if name != "tu":
                    continue
                units += 1
                sides = _read_unit(element, path)
                found.update(sides)
                made = [(ours, theirs) for ours in sides.get(languages[0], ())[:1]
                        for theirs in sides.get(languages[1], ())]  # fmt: skip
                others += not made
                surplus += len(made) if len(pairs) >= MOST_PAIRS else 0
                pairs += made if len(pairs) < MOST_PAIRS else []
                element.clear()
                while (before := element.getprevious()) is not None:
                    before.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        line, fault = describe_fault(error)
        raise InputError(fault, where=f"{path}:{max(line, 1)}", remedy="export the memory again") from None
    except OSError as error:
        raise InputError(error.strerror or str(error), where=str(path)) from error
    if not pairs:
        has = f"; it has {', '.join(sorted(found))}" if found else ""
        raise InputError(
            f"no unit is in both {languages[0]} and {languages[1]}{has}",
            where=str(path),
            remedy="give its languages with --from and --to",
        )
    notes = [f"{path}: {others} of {units} units are not in both languages: left out"] if others else []
    if surplus:
        notes.append(f"{path}: only the first {MOST_PAIRS:,} pairs are read; {surplus:,} are left out")
    return pairs, notes


def _check_root(root: _Element, path: Path) -> None:
    if defines_entities(root):
        raise InputError(
            "defines entities, which are never expanded",
            where=f"{path}:1",
            remedy="export it without a DOCTYPE that declares entities",
        )
    if _local(root) != "tmx":
        raise InputError(
            f"the root element is '{_local(root)}', not 'tmx'", where=f"{path}:{root.sourceline}"
        )


def _read_unit(unit: _Element, path: Path) -> dict[str, list[str]]:
    sides: dict[str, list[str]] = {}
    for variant in unit:
        if _local(variant) != "tuv":
            continue
        code = variant.get(_LANGUAGE) or variant.get("lang") or ""
        language = code.replace("_", "-").split("-")[0].lower()
        for segment in variant:
            if _local(segment) == "seg" and (words := " ".join(_words(segment, path).split())):
                sides.setdefault(language, []).append(words)
    return sides


def _words(element: _Element, path: Path) -> str:
    parts = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            raise InputError(
                "uses an entity, which is never expanded",
                where=f"{path}:{child.sourceline}",
                remedy="write the character itself",
            )
        if _local(child) not in _CODES:
            parts.append(_words(child, path))
        parts.append(child.tail or "")
    return "".join(parts)


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
