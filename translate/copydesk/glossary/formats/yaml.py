"""YAML glossaries: a list of mappings, or one mapping of source and target.

Only the node tree is read, never its objects: every scalar is the text that stands there (``no`` is a
word, not false), and nothing is constructed, aliased or merged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        reason = getattr(error, "problem", "") or str(error)
        raise GlossaryError(f"not well-formed YAML: {reason}", where=place) from None
    except RecursionError:
        raise GlossaryError("values are nested too deeply", where=where) from None
    reading = Reading()
    if root is None:
        return reading
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            row = key.start_mark.line + 1
            source, target = _scalar(key), _scalar(value)
            if source and target:
                reading.terms.append(make_term(f"{name}:{row}", source, target, row))
            else:
                reading.problems.append(Problem(row, "", "not a pair of texts", "write source: target"))
        return reading
    if not isinstance(root, yaml.SequenceNode):
        reading.problems.append(Problem(1, "", "entries are a list, or a mapping of source and target"))
        return reading
    for entry in root.value:
        row = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            reading.problems.append(Problem(row, "", "an entry is a mapping of columns to values"))
            continue
        record = dict(_cells(entry, row, reading))
        if len(record) == len(entry.value):
            read_record(row, record, name, reading)
    return reading


def _cells(entry: Any, row: int, reading: Reading) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in entry.value:
        column, words = _scalar(key), _scalar(value)
        if column is None:
            reading.problems.append(Problem(row, "", "a column name is not a text"))
        elif words is not None:
            yield column, words
        elif value.id == "sequence" and all(_scalar(item) is not None for item in value.value):
            yield column, tuple(item.value for item in value.value)
        else:
            reading.problems.append(Problem(row, column, "neither a text nor a list of texts"))


def _scalar(node: Any) -> str | None:
    return str(node.value) if node.id == "scalar" else None


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
