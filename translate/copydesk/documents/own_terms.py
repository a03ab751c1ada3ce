"""The terms that a row brings along, read and validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from copydesk.errors import InputError
from copydesk.glossary.formats.rows import COLUMNS, LISTS, Reading, make_term, read_record
from copydesk.glossary.model import Term
from copydesk.json_faults import holds_half_pair

FIELD = "terms"
_SHAPES = 'write [{"source": "...", "target": "..."}] or {"source form": "target"}'


def read_own_terms(value: object, row: int, where: str) -> tuple[Term, ...]:
    """Read a row's field ``terms``: a list of entries, or an object of source and target forms.

    An entry has ``source`` and ``target`` and may have any column of a glossary; a column of several forms is
    a list, or text parted by ``|``. The id of a term is ``ROW.terms.NUMBER``. Raises InputError naming the
    field of the first entry that cannot be used.
    """
    if isinstance(value, Mapping):
        entries = [
            (f"{FIELD}.{_shorten(source)}", {"source": source, "target": target})
            for source, target in value.items()
        ]
    elif isinstance(value, list):
        entries = [(f"{FIELD}[{number}]", entry) for number, entry in enumerate(value)]
    else:
        raise InputError(f"the field '{FIELD}' is no list of terms", where=where, remedy=_SHAPES)
    return tuple(
        _read_entry(entry, f"{row}.{FIELD}.{number}", row, field, where)
        for number, (field, entry) in enumerate(entries, start=1)
    )


def _read_entry(entry: object, identity: str, row: int, field: str, where: str) -> Term:
    if not isinstance(entry, dict):
        raise InputError(f"the field '{field}' is no object", where=where, remedy=_SHAPES)
    record = {column: _read_cell(value, column, field, where) for column, value in entry.items()}
    for column in ("source", "target"):
        if column not in record and not (column == "target" and record.get("kind") == "keep"):
            raise InputError(f"the field '{field}' has no '{column}'", where=where, remedy=_SHAPES)
    reading = Reading()
    read_record(row, record, str(row), reading)
    if reading.problems:
        problem = reading.problems[0]
        raise InputError(
            f"the field '{field}.{_shorten(problem.column)}': {problem.message}",
            where=where,
            remedy=problem.remedy,
        )
    (term,) = reading.terms
    if not any(character.isalnum() for character in term.source):
        raise InputError(
            f"the field '{field}.source' holds no word", where=where, remedy="give a form that the text has"
        )
    if record.keys() == {"source", "target"}:
        return make_term(identity, term.source, term.target, row)
    return replace(term, id=identity)


def _read_cell(value: object, column: str, field: str, where: str) -> str | tuple[str, ...]:
    if isinstance(value, list) and column in LISTS and all(isinstance(item, str) for item in value):
        cell: str | tuple[str, ...] = tuple(value)
    elif isinstance(value, str):
        cell = value
    elif column in COLUMNS:
        wanted = "a list of texts" if column in LISTS else "a text"
        raise InputError(
            f"the field '{field}.{column}' is not {wanted}", where=where, remedy=f"write {wanted}"
        )
    else:
        cell = ""  # an unknown column is named by read_record
    if any(holds_half_pair(item) for item in ((cell,) if isinstance(cell, str) else cell)):
        raise InputError(
            f"the field '{field}.{column}' holds half a character pair", where=where, remedy="mend it"
        )
    return cell


def _shorten(form: Any) -> str:
    return form if len(form) <= 40 else f"{form[:39]}…"
