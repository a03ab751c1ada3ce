"""TOML glossaries: one ``[[term]]`` table an entry, or a bare ``[terms]`` table of source and target."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from copydesk.errors import GlossaryError
from copydesk.glossary.formats.rows import COLUMNS, Problem, Reading, default_case, make_term, read_record
from copydesk.glossary.model import Glossary

_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*term[ \t]*\]\]", re.MULTILINE)


def read_text(text: str, name: str, where: str) -> Reading:
    """Read a TOML glossary; *where* is its path, for messages. Raises GlossaryError for broken TOML."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line = found.group(1) if found else str(text.count("\n") + 1)
        raise GlossaryError(f"not well-formed TOML: {error}", where=f"{where}:{line}") from None
    except RecursionError:
        raise GlossaryError("values are nested too deeply", where=where) from None
    reading = Reading()
    for key in document:
        if key not in ("term", "terms"):
            reading.problems.append(
                Problem(1, key, f"unknown key '{key}'", "entries stand in [[term]] or [terms]", "column")
            )
    entries, pairs = document.get("term", []), document.get("terms", {})
    lines = [text.count("\n", 0, found.start()) + 1 for found in _ENTRY.finditer(text)]
    if not isinstance(entries, list) or not isinstance(pairs, dict):
        reading.problems.append(
            Problem(1, "", "entries stand in [[term]] or [terms]", "see the documentation")
        )
        return reading
    for number, entry in enumerate(entries):
        row = lines[number] if number < len(lines) else number + 1
        if isinstance(entry, dict):
            record = flatten_record(row, entry, reading)
            if record is not None:
                read_record(row, record, name, reading)
        else:
            reading.problems.append(Problem(row, "", "an entry is a table: [[term]]"))
    start = text.find("[terms]")
    first = text.count("\n", 0, max(0, start)) + 2
    for number, (source, target) in enumerate(pairs.items()):
        row = first + number
        if isinstance(target, str) and source.strip() and target.strip():
            reading.terms.append(make_term(f"{name}:{row}", source.strip(), target.strip(), row))
        else:
            reading.problems.append(
                Problem(row, source, "the target is not a text", 'write "source" = "target"')
            )
    return reading


def flatten_record(
    row: int, entry: Mapping[str, object], reading: Reading
) -> dict[str, str | tuple[str, ...]] | None:
    """Turn the values of one entry into cells: texts, lists of texts, and dates; None with a problem."""
    record: dict[str, str | tuple[str, ...]] = {}
    for key, value in entry.items():
        if isinstance(value, str):
            record[key] = value
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            record[key] = tuple(value)
        elif hasattr(value, "isoformat") or (isinstance(value, int) and not isinstance(value, bool)):
            record[key] = str(value)
        else:
            reading.problems.append(
                Problem(row, key, "neither a text nor a list of texts", "put it in quotes")
            )
            return None
    return record


def write_text(glossary: Glossary) -> tuple[str, list[str]]:
    """Give *glossary* as TOML; nothing is lost."""
    lines = [f"# glossary {glossary.name}, {glossary.source_language} to {glossary.target_language}"]
    for term in glossary.terms:
        lines += ["", "[[term]]"]
        for column in COLUMNS:
            value = getattr(term, column)
            if isinstance(value, tuple):
                if value:
                    lines.append(f"{column} = [{', '.join(map(_quote, value))}]")
            elif value and not (column == "case" and value is default_case(term.kind)):
                lines.append(f"{column} = {_quote(str(value))}")
    return "\n".join(lines) + "\n", []


def _quote(text: str) -> str:
    # JSON's escapes are TOML's, but for the delete character
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
