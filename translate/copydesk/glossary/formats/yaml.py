"""YAML glossaries: a list of mappings, or one mapping of source and target.

Only the node tree is read, never its objects: every scalar is the text that stands there (``no`` is a
word, not false), and nothing is constructed, aliased or merged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from copydesk.errors import GlossaryError, MissingExtraError
from copydesk.glossary.formats.rows import COLUMNS, Problem, Reading, default_case, make_term, read_record
from copydesk.glossary.model import Glossary

# what YAML takes for a line break or refuses inside quotation marks
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def read_text(text: str, name: str, where: str) -> Reading:
    """Read a YAML glossary; *where* is its path, for messages.

    Raises GlossaryError for broken YAML, MissingExtraError when PyYAML is not installed.
    """
    try:
        import yaml  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        raise MissingExtraError("yaml", where=where) from None
    # events, not nodes: the C library builds nodes by recursion, and a deep file would end the process
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        root = _build(yaml.parse(text, Loader=loader), where)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        reason = getattr(error, "problem", "") or getattr(error, "reason", "") or str(error)
        raise GlossaryError(f"not well-formed YAML: {reason}", where=place) from None
    reading = Reading()
    if root is None:
        return reading
    if root.kind == "mapping":
        for key, value in _pairs(root):
            if key.words.strip() and value.words.strip():
                identity = f"{name}:{key.line}"
                reading.terms.append(make_term(identity, key.words.strip(), value.words.strip(), key.line))
            else:
                reading.problems.append(Problem(key.line, "", "not a pair of texts", "write source: target"))
        return reading
    if root.kind != "sequence":
        reading.problems.append(Problem(1, "", "entries are a list, or a mapping of source and target"))
    for entry in root.children:
        if entry.kind != "mapping":
            reading.problems.append(Problem(entry.line, "", "an entry is a mapping of columns to values"))
            continue
        record = dict(_cells(entry, reading))
        if 2 * len(record) == len(entry.children):
            read_record(entry.line, record, name, reading)
    return reading


@dataclass(slots=True)
class _Node:
    """Hold a scalar (its *words*), a sequence or a mapping (keys and values in turn) and its line."""

    kind: str
    line: int
    words: str = ""
    children: list[_Node] = field(default_factory=list)


def _build(events: Iterable[Any], where: str) -> _Node | None:
    """Make the tree of the first document, at most three levels deep."""
    top = _Node("document", 1)
    stack = [top]
    for event in events:
        name = type(event).__name__
        line = event.start_mark.line + 1 if event.start_mark else 1
        if name == "AliasEvent":
            raise GlossaryError("aliases are not read", where=f"{where}:{line}", remedy="write the value out")
        if name == "ScalarEvent":
            stack[-1].children.append(_Node("scalar", line, event.value))
        elif name in ("SequenceStartEvent", "MappingStartEvent"):
            if len(stack) > 3:
                raise GlossaryError("values are nested too deeply", where=f"{where}:{line}")
            stack.append(_Node(name.removesuffix("StartEvent").lower(), line))
            stack[-2].children.append(stack[-1])
        elif name in ("SequenceEndEvent", "MappingEndEvent"):
            stack.pop()
        elif name == "DocumentEndEvent":
            break
    return top.children[0] if top.children else None


def _pairs(mapping: _Node) -> Iterable[tuple[_Node, _Node]]:
    return zip(mapping.children[::2], mapping.children[1::2], strict=True)


def _cells(entry: _Node, reading: Reading) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    seen: set[str] = set()
    for key, value in _pairs(entry):
        if key.kind != "scalar" or key.words in seen:
            message = f"the key '{key.words}' stands there twice" if key.words else "a key is not a text"
            reading.problems.append(Problem(key.line, key.words, message))
            continue
        seen.add(key.words)
        if value.kind == "scalar":
            yield key.words, value.words
        elif value.kind == "sequence" and all(item.kind == "scalar" for item in value.children):
            yield key.words, tuple(item.words for item in value.children)
        else:
            reading.problems.append(Problem(key.line, key.words, "neither a text nor a list of texts"))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def write_text(glossary: Glossary) -> tuple[str, list[str]]:
    """Give *glossary* as YAML; nothing is lost."""
    lines = [f"# glossary {glossary.name}, {glossary.source_language} to {glossary.target_language}"]
    for term in glossary.terms:
        lead = "- "
        for column in COLUMNS:
            value = getattr(term, column)
            if not value or (column == "case" and value is default_case(term.kind)):
                continue
            # JSON strings are YAML, and need no guess about which words YAML takes for something else
            items = list(value) if isinstance(value, tuple) else str(value)
            shown = _UNPRINTABLE.sub(_escape, json.dumps(items, ensure_ascii=False))
            lines.append(f"{lead}{column}: {shown}")
            lead = "  "
    return "\n".join(lines) + "\n", []
