"""Word lists as data: tab-separated files with a header, validated row by row, overlaid by a user's own.

A file of the same name in an overlay folder is read after the shipped one; a row for the same French form
replaces the shipped row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from copydesk.errors import InputError
from copydesk.files import read_utf8, reason_of
from copydesk.resources import files

_COMMENT = re.compile("^#.*$", re.MULTILINE)
FORM_TABLES = ("acronyms", "places", "names")
_YES = frozenset(("yes", "y", "1", "true", "x"))
_NO = frozenset(("", "no", "n", "0", "false"))


@dataclass(frozen=True, slots=True)
class Form:
    """Hold a French form that is wrong in English copy, with the English one.

    *also* lists further right English forms. An *ambiguous* form means something else in English as well
    and is reported only where the source has it. *bad* must be reported, *good* must not.
    """

    table: str
    fr: str
    en: str
    also: tuple[str, ...]
    ambiguous: bool
    expansion: str
    bad: str
    good: str
    where: str


def read_table(
    text: str, where: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> list[tuple[str, dict[str, str]]]:
    """Read a tab-separated table; return (place, row) pairs with every column present.

    Blank lines and lines that begin with ``#`` are left out. Raises InputError naming file and row for a
    missing, unknown or doubled column and for a row of the wrong width or without its first column.
    """
    header: list[str] | None = None
    blank = dict.fromkeys((*required, *optional), "")
    filled = [column for column in required if column not in ("bad", "good", "note")]
    rows: list[tuple[str, dict[str, str]]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        place = f"{where}:{number}"
        if header is None:
            header = cells
            _check_header(header, place, required, optional)
            continue
        if len(cells) > len(header):
            raise InputError(
                f"{len(cells)} columns where the header has {len(header)}",
                where=place,
                remedy="columns are parted by one tab each",
            )
        row = blank | dict(zip(header, cells, strict=False))
        for column in filled:
            if not row[column]:
                raise InputError(f"the column '{column}' is empty", where=place)
        rows.append((place, row))
    if header is None:
        raise InputError(
            "the table has no header row", where=where, remedy=f"begin with {' '.join(required)}"
        )
    return rows


def _check_header(
    header: list[str], place: str, required: tuple[str, ...], optional: tuple[str, ...]
) -> None:
    known = (*required, *optional)
    for column in header:
        if column not in known:
            raise InputError(
                f"unknown column '{column}'", where=place, remedy=f"known are: {', '.join(known)}"
            )
        if header.count(column) > 1:
            raise InputError(f"the column '{column}' comes twice", where=place)
    for column in required:
        if column not in header:
            raise InputError(f"the column '{column}' is missing", where=place)


def _flag(value: str, where: str) -> bool:
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise InputError(f"'{value}' is neither yes nor no in the column 'ambiguous'", where=where)


def _sources(name: str, overlay: Path | None) -> list[tuple[str, str]]:
    """List (text, place) of the shipped table and of the overlay's, where they exist."""
    found: list[tuple[str, str]] = []
    shipped = files("copydesk.checks") / "data" / f"{name}.tsv"
    if shipped.is_file():
        found.append((shipped.read_text(encoding="utf-8"), f"{name}.tsv"))
    if overlay is not None:
        own = overlay / f"{name}.tsv"
        if own.is_file():
            try:
                found.append((read_utf8(own), str(own)))
            except OSError as error:
                raise InputError(f"cannot be read: {reason_of(error)}", where=str(own)) from error
    return found


def load_forms(name: str, overlay: Path | None = None) -> tuple[Form, ...]:
    """Load ``acronyms``, ``places`` or ``names``, the overlay's rows last (they replace by French form)."""
    rows: dict[str, Form] = {}
    for text, where in _sources(name, overlay):
        for place, row in read_table(
            text, where, ("fr", "en"), ("also", "ambiguous", "expansion", "bad", "good")
        ):
            rows[row["fr"]] = Form(
                name,
                row["fr"],
                row["en"],
                tuple(part.strip() for part in row["also"].split("|") if part.strip()),
                _flag(row["ambiguous"], place),
                row["expansion"],
                row["bad"],
                row["good"],
                place,
            )
    return tuple(rows.values())


def require_tables(overlay: Path) -> None:
    """Raise InputError when the folder *overlay* holds none of the tables that may be overlaid."""
    names = [f"{name}.tsv" for name in FORM_TABLES]
    if not any((overlay / name).is_file() for name in names):
        raise InputError(
            f"holds none of {', '.join(names)}", where=str(overlay), remedy="name the folder with your lists"
        )


@cache
def load_words(name: str) -> frozenset[str]:
    """Load a shipped list of lower-case words, one or more a line (``#`` begins a comment)."""
    resource = files("copydesk.checks") / "data" / f"{name}.txt"
    if not resource.is_file():
        return frozenset()
    text = resource.read_text(encoding="utf-8")
    return frozenset(_COMMENT.sub("", text).split())
