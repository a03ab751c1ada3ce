"""Comma- and tab-separated glossaries, with or without a header, and the exports of other tools.

Read besides copydesk's own columns: two bare columns; DeepL's export (source, target, and the two language
codes in columns three and four); Google's and Amazon's tables, whose header row holds language codes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from copydesk.glossary.formats.rows import (
    COLUMNS,
    LISTS,
    SEPARATOR,
    Problem,
    Reading,
    check_header,
    nearest,
    read_rows,
)
from copydesk.glossary.model import Glossary

# what no row of a table can hold
_UNFIT = re.compile("[\r\n\0]")
# languages by the names that people head columns with
_NAMES = {
    "french": "fr", "français": "fr", "english": "en", "anglais": "en", "spanish": "es", "espagnol": "es",
    "german": "de", "allemand": "de", "italian": "it", "italien": "it", "portuguese": "pt", "arabic": "ar",
    "portugais": "pt", "arabe": "ar",
}  # fmt: skip
# columns of other tools beside the languages: what they hold here, "" for nothing
_FOREIGN = {
    "pos": "", "part of speech": "", "description": "note", "definition": "note", "comment": "note",
    "notes": "note", "termid": "", "term id": "", "id": "", "glossary_term_id": "",
}  # fmt: skip


def read_text(text: str, name: str, languages: tuple[str, str], *, tab: bool = False) -> Reading:
    """Read a table from *text*; *tab* says that its name ends in ``.tsv``."""
    reading = Reading()
    records = list(_records(text, sniff_delimiter(text, tab=tab), reading))
    if records or not reading.problems:
        read_records(records, name, languages, reading)
    return reading


def read_records(
    records: Sequence[tuple[int, list[str]]], name: str, languages: tuple[str, str], reading: Reading
) -> None:
    """Read a table from its rows (line number, cells), whatever kind of file they stood in."""
    if not records:
        reading.problems.append(
            Problem(1, "", "the glossary is empty", "put 'source,target' rows in it", "empty")
        )
        return
    header, rows = _find_header(records, languages, reading)
    if header:
        read_rows(header, rows, name, reading)


def sniff_delimiter(text: str, *, tab: bool = False) -> str:
    """Return the first row's delimiter: a tab, else the commoner of comma and semicolon."""
    lines = [line for line in text[:65536].splitlines()[:50] if line.strip()]
    if tab and any("\t" in line for line in lines):
        return "\t"
    for line in lines:
        if "\t" in line:
            return "\t"
        if "," in line or ";" in line:
            return "," if line.count(",") >= line.count(";") else ";"
    return "\t" if tab else ","


def write_text(glossary: Glossary, *, delimiter: str = ",") -> tuple[str, list[str]]:
    """Give the table of *glossary* as text, and what it cannot hold (one sentence each)."""
    lost = []
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in glossary.terms:
        cells = []
        for column in COLUMNS:
            value = getattr(term, column)
            if column in LISTS and any(SEPARATOR in item for item in value):
                lost.append(
                    f"'{term.source}': '{SEPARATOR}' inside {column} cannot be told from the separator"
                )
            cell = SEPARATOR.join(value) if column in LISTS else str(value)
            if _UNFIT.search(cell):
                lost.append(f"{term.source!r}: line breaks in {column} become spaces")
                cell = " ".join(_UNFIT.sub(" ", cell).split())
            cells.append(cell)
        writer.writerow(cells)
    return out.getvalue(), lost


def _records(text: str, delimiter: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Yield (first line, cells) of every record; a stray quotation mark ends the reading with a problem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if reader.line_num > line:
                for place, cell in enumerate(cells):
                    if "\n" in cell or "\r" in cell:
                        message = "a quotation mark opens a field that runs over the end of the line"
                        reading.problems.append(_stray(line, place, message))
                        return
            if any('"' in cell for cell in cells):
                _note_bare_quote(text, line, delimiter, reading)
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            reading.problems.append(Problem(line, "", "a field of more than 131,072 characters", code="row"))
            return
        row = "".join(text.split("\n", line)[line - 1 : line])
        place = row.partition('"')[0].count(delimiter)
        reading.problems.append(_stray(line, place, f"a stray quotation mark ({error})"))


def _note_bare_quote(text: str, line: int, delimiter: str, reading: Reading) -> None:
    """Remark on a quotation mark inside a field that is not quoted: it is taken as it stands."""
    row = "".join(text.split("\n", line)[line - 1 : line]).rstrip("\r")
    field = re.compile(f'"(?:[^"]|"")*"|[^{re.escape(delimiter)}]*')
    at = place = 0
    while at <= len(row):
        found = field.match(row, at)
        words = found[0] if found else ""
        if '"' in words and not words.startswith('"'):
            message = f"a quotation mark inside '{words.strip()}', which is not quoted"
            remedy = 'take it out, or quote the field and write "" for the mark'
            reading.remarks.append(Problem(line, str(place + 1), message, remedy, "quote"))
            return
        at += len(words) + 1
        place += 1


def _stray(row: int, place: int, message: str) -> Problem:
    return Problem(
        row, str(place + 1), message, 'write "" for a quotation mark inside a quoted field', "quote"
    )


def _find_header(
    records: Sequence[tuple[int, list[str]]], languages: tuple[str, str], reading: Reading
) -> tuple[list[str], Iterable[tuple[int, Sequence[str]]]]:
    records = _without_empty_columns(records)
    row, cells = records[0]
    names = [cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in cells]
    known = sum(name in COLUMNS for name in names)
    if names == ["source", "target", "source_lang", "target_lang"] and len(records) > 1:
        return _deepl_rows(records[1:], languages, reading)
    if _is_language_header(cells, languages):
        return _language_columns(cells, row, languages, reading), records[1:]
    if (
        {"source", "target"} <= set(names)
        or known >= 2
        or len(cells) > 4
        or (known and _is_header_like(names))
    ):
        return (names, records[1:]) if check_header(names, row, reading) else ([], ())
    if len(cells) == 4 and _looks_like_codes(records, 2):
        return _deepl_rows(records, languages, reading)
    if len(cells) == 2:
        return ["source", "target"], records
    if len(cells) == 1:
        reading.problems.append(
            Problem(
                row, "", "only one column found", "separate source and target by a comma or a tab", "column"
            )
        )
        return [], ()
    reading.problems.append(
        Problem(
            row,
            "",
            f"{len(cells)} columns without a header",
            "name them in the first row: source,target,kind,...",
            "column",
        )
    )
    return [], ()


def _without_empty_columns(records: Sequence[tuple[int, list[str]]]) -> Sequence[tuple[int, list[str]]]:
    """Drop the columns at the right that no row has anything in, as spreadsheets export them."""
    width = max(len(cells) for _, cells in records)
    used = max((i + 1 for _, cells in records for i, cell in enumerate(cells) if cell.strip()), default=width)
    return records if used == width else [(row, cells[:used]) for row, cells in records]


def _is_header_like(names: Sequence[str]) -> bool:
    return all(name in COLUMNS or nearest(name, COLUMNS) for name in names)


def _code(cell: str) -> str:
    """Give the language of a code such as ``FR``, ``fr-FR`` or ``pt_BR``, or of its name; "" if none."""
    if named := _NAMES.get(cell.strip().lower()):
        return named
    base, _, region = cell.strip().replace("_", "-").partition("-")
    sound = len(base) in (2, 3) and base.isalpha() and len(region) <= 4
    return base.lower() if sound else ""


def _is_language_header(cells: Sequence[str], languages: tuple[str, str]) -> bool:
    codes = [_code(cell) for cell in cells]
    others = [cell.strip().lower() for cell, code in zip(cells, codes, strict=True) if code not in languages]
    return all(code in codes for code in languages) and all(_code(o) or o in _FOREIGN for o in others)


def _language_columns(
    cells: Sequence[str], row: int, languages: tuple[str, str], reading: Reading
) -> list[str]:
    codes = [_code(cell) for cell in cells]
    header = []
    for place, (cell, code) in enumerate(zip(cells, codes, strict=True)):
        if code in languages and code not in codes[:place]:
            header.append(("source", "target")[languages.index(code)])
            continue
        column = _FOREIGN.get(cell.strip().lower(), "")
        header.append(column if column and column not in header else f"#{place}")
        if not column or header[-1].startswith("#"):
            reading.notes.append(f"row {row}: the column '{cell}' is left out")
    return header


def _looks_like_codes(records: Sequence[tuple[int, list[str]]], start: int) -> bool:
    return all(len(cells) == 4 and all(_code(cell) for cell in cells[start:]) for _, cells in records[:20])


def _deepl_rows(
    records: Sequence[tuple[int, list[str]]], languages: tuple[str, str], reading: Reading
) -> tuple[list[str], Iterable[tuple[int, Sequence[str]]]]:
    rows = []
    for row, cells in records:
        pair = tuple(_code(cell) for cell in cells[2:4])
        if pair == languages:
            rows.append((row, cells[:2]))
        elif len(cells) != 4 or not all(pair):
            reading.problems.append(
                Problem(row, "3", "a language code was expected", "write source,target,FR,EN")
            )
        else:
            reading.notes.append(f"row {row}: {pair[0]} to {pair[1]} is left out")
    if not rows and not reading.problems:
        reading.problems.append(
            Problem(
                records[0][0], "3", f"no row is {languages[0]} to {languages[1]}", "give the right languages"
            )
        )
    return ["source", "target"], rows
