"""Turn the rows of a table, whatever file they stood in, into terms; every complaint names row and column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from copydesk.glossary.model import STRATEGIES, Case, Kind, Term, guess_kind

COLUMNS = (
    "source", "target", "kind", "source_forms", "allowed", "forbidden", "case", "context",
    "first_mention", "note", "url", "since", "until", "strategy",
)  # fmt: skip
LISTS = ("source_forms", "allowed", "forbidden")
SEPARATOR = "|"

_Choice = TypeVar("_Choice", Kind, Case)
_CHOICES: dict[type, dict[str, Kind | Case]] = {
    choices: {choice.value: choice for choice in choices} for choices in (Kind, Case)
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Say what is wrong with one row (counted as lines of the file, from 1) and column ("" for the row)."""

    row: int
    column: str
    message: str
    remedy: str = ""
    code: str = "row"


@dataclass(slots=True)
class Reading:
    """Gather what reading a glossary yields: terms, problems that spoil rows, and mere remarks."""

    terms: list[Term] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like *word*, "" when none is."""
    from rapidfuzz import process

    found = process.extractOne(word.lower(), list(known), score_cutoff=60)
    return found[0] if found else ""


def check_header(header: Sequence[str], row: int, reading: Reading) -> bool:
    """Say whether the columns can be used; complaints go to *reading*."""
    sound = True
    for place, name in enumerate(header):
        if name in COLUMNS and name not in header[:place]:
            continue
        sound = False
        if name in COLUMNS:
            reading.problems.append(
                Problem(row, name, f"the column '{name}' stands there twice", code="column")
            )
            continue
        like = nearest(name, COLUMNS)
        remedy = f"did you mean '{like}'?" if like else f"known columns: {', '.join(COLUMNS)}"
        shown = f"unknown column '{name}'" if name else f"column {place + 1} has no name"
        reading.problems.append(Problem(row, name or str(place + 1), shown, remedy, "column"))
    for name in ("source", "target"):
        if name not in header and sound:
            sound = False
            reading.problems.append(
                Problem(
                    row,
                    name,
                    f"the column '{name}' is missing",
                    "every glossary has source and target",
                    "column",
                )
            )
    return sound


def read_rows(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], name: str, reading: Reading
) -> None:
    """Add a term to *reading* for each row; a row that cannot be used becomes a problem.

    *rows* pairs line numbers with cells. Rows without any text are passed over. *name* is the glossary's
    name; a term's id is ``NAME:ROW``.
    """
    width = len(header)
    place = {column: header.index(column) for column in COLUMNS if column in header}
    source_at, target_at = place["source"], place["target"]
    getters = [place.get(column) for column in COLUMNS[2:]]
    short = all(getter is None for getter in getters)
    for row, cells in rows:
        if len(cells) != width:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                reading.problems.append(_wrong_width(row, len(cells), width))
                continue
        source, target = cells[source_at], cells[target_at]
        if source[:1].isspace() or source[-1:].isspace() or target[:1].isspace() or target[-1:].isspace():
            _remark_spaces(row, source, target, reading)
            source, target = source.strip(), target.strip()
        if short:
            if source and target:
                reading.terms.append(make_term(f"{name}:{row}", source, target, row))
            elif source or target:
                reading.problems.append(_empty(row, "target" if source else "source"))
            continue
        values = ["" if at is None else cells[at].strip() for at in getters]
        if source or target or any(values):
            _read_row(row, source, target, values, values[1:4], name, reading)


def read_record(row: int, record: Mapping[str, str | tuple[str, ...]], name: str, reading: Reading) -> None:
    """Add the term of one entry to *reading*, or the problems that keep it from being one.

    *record* maps column names to cells; a list may be given as a tuple of its items.
    """
    for column, value in record.items():
        if column not in COLUMNS:
            like = nearest(column, COLUMNS)
            remedy = f"did you mean '{like}'?" if like else f"known: {', '.join(COLUMNS)}"
            reading.problems.append(Problem(row, column, f"unknown key '{column}'", remedy, "column"))
            return
        if isinstance(value, tuple) and column not in LISTS:
            reading.problems.append(Problem(row, column, f"'{column}' holds one value, not a list"))
            return
    cells = [record.get(column, "") for column in COLUMNS]
    values = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
    _read_row(row, values[0], values[1], values[2:], cells[3:6], name, reading)


def _read_row(
    row: int,
    source: str,
    target: str,
    values: Sequence[str],
    lists: Sequence[str | tuple[str, ...]],
    name: str,
    reading: Reading,
) -> None:
    kind_name, _, _, _, case_name, context, first, note, url, since, until, strategy = values
    before = len(reading.problems)
    kind = _choose(Kind, kind_name, "kind", row, reading) or guess_kind(source)
    case = _choose(Case, case_name, "case", row, reading) or default_case(kind)
    if not target and kind is Kind.KEEP:
        target = source
    for column, value in (("source", source), ("target", target)):
        if not value:
            reading.problems.append(_empty(row, column))
    if context:
        complaint = complain_of_pattern(context)
        if complaint:
            reading.problems.append(
                Problem(row, "context", f"not a regular expression: {complaint}", "mend the pattern")
            )
    for column, value in (("since", since), ("until", until)):
        if value and not is_date(value):
            reading.problems.append(
                Problem(row, column, f"'{value}' is not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")
            )
    strategy = strategy.lower()
    if strategy and strategy not in STRATEGIES:
        reading.problems.append(_unknown("strategy", strategy, STRATEGIES, row))
    if since and until and since > until + "~":
        reading.problems.append(
            Problem(row, "until", f"ends ({until}) before it begins ({since})", "swap them")
        )
    if len(reading.problems) == before:
        reading.terms.append(
            Term(
                f"{name}:{row}", source, target, kind, split_list(lists[0]), split_list(lists[1]),
                split_list(lists[2]), case, context, first, note, url, since, until, row, strategy,
            )
        )  # fmt: skip


def make_term(identity: str, source: str, target: str, row: int = 0) -> Term:
    """Make a term of a bare pair: the kind is guessed from the letters, the case rule from the kind."""
    kind = guess_kind(source)
    if kind is Kind.NAME and target[:1].islower():
        kind = Kind.PHRASE if " " in source else Kind.NOUN
    return Term(identity, source, target, kind, case=default_case(kind), row=row)


def default_case(kind: Kind) -> Case:
    """Give the case rule of a kind: nouns and phrases follow the text, all others are exact."""
    return Case.FOLLOW if kind in (Kind.NOUN, Kind.PHRASE) else Case.EXACT


def split_list(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    """Cut a cell at its separators; empty items are dropped. A list that is cut already stays as it is."""
    if not cell:
        return ()
    if isinstance(cell, tuple):
        return tuple(item.strip() for item in cell if item.strip())
    if SEPARATOR not in cell:
        return (cell,)
    return tuple(item for part in cell.split(SEPARATOR) if (item := part.strip()))


_SOUND = r"\w\?|[\w\s'’,|-]|\[\w+\]|\\[wds][+*?]?|\\b"
_SOUND_PATTERN = re.compile(rf"(?:{_SOUND}|\((?:\?:)?(?:{_SOUND})+\)\??)*+")


@lru_cache(maxsize=4096)
def complain_of_pattern(pattern: str) -> str:
    """Return what is wrong with a context pattern, "" when nothing is."""
    if _SOUND_PATTERN.fullmatch(pattern):
        return ""  # words, choices, sets of letters: nothing to get wrong, and no need to compile it
    import regex  # type: ignore[import-untyped, unused-ignore]

    try:
        regex.compile(pattern)
    except regex.error as error:
        return str(error)
    except (OverflowError, RecursionError, MemoryError):
        return "too large"
    return ""


@lru_cache(maxsize=1024)
def is_date(value: str) -> bool:
    """Say whether *value* is an ISO date, a year and month, or a year."""
    try:
        datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) in (4, 7) else value)
    except ValueError:
        return False
    return len(value) in (4, 7, 10) and value[4:5] in ("", "-")


def _choose(choices: type[_Choice], value: str, column: str, row: int, reading: Reading) -> _Choice | None:
    if not value:
        return None
    found = _CHOICES[choices].get(value) or _CHOICES[choices].get(value.lower())
    if found:
        return found  # type: ignore[return-value]
    reading.problems.append(_unknown(column, value, list(_CHOICES[choices]), row))
    return None


def _unknown(column: str, value: str, known: Sequence[str], row: int) -> Problem:
    like = nearest(value, known)
    remedy = f"did you mean '{like}'?" if like else f"known: {', '.join(known)}"
    return Problem(row, column, f"unknown {column} '{value}'", remedy)


def _empty(row: int, column: str) -> Problem:
    return Problem(row, column, f"the {column} is empty", "fill it in or delete the row")


def _wrong_width(row: int, found: int, wanted: int) -> Problem:
    remedy = (
        "a comma inside a field must stand in quotation marks" if found > wanted else "add the missing fields"
    )
    plural = "" if found == 1 else "s"
    return Problem(row, "", f"{found} field{plural} where the first row has {wanted}", remedy)


def _remark_spaces(row: int, source: str, target: str, reading: Reading) -> None:
    for column, value in (("source", source), ("target", target)):
        if value != value.strip():
            reading.remarks.append(
                Problem(row, column, f"space around '{value.strip()}'", "delete it", "whitespace")
            )
