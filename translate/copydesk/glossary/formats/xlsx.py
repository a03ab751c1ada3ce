"""Excel workbooks (.xlsx, .xlsm): the first sheet as a table of text.

Only values that stand in the cells are read. A formula, a merged cell or an error value is refused with
its place, since what a person sees there is not what the file holds; macros are never run and are said.
The workbook is a zip archive of XML parts; both are bounded before anything is unpacked.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from copydesk.errors import GlossaryError
from copydesk.glossary.formats.csv import read_records
from copydesk.glossary.formats.markup import parse_xml
from copydesk.glossary.formats.rows import COLUMNS, LISTS, SEPARATOR, Problem, Reading
from copydesk.glossary.model import Glossary

if TYPE_CHECKING:
    from lxml.etree import _Element

# of one part, unpacked (bytes); 100,000 entries take about 60 MB
LARGEST_PART = 256 * 1024 * 1024
MOST_PARTS = 10_000
LONGEST_CELL = 32_767

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# the built-in number formats that show a date
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_bytes(data: bytes, name: str, where: str, languages: tuple[str, str]) -> Reading:
    """Read a workbook; *where* is its path, for messages. Raises GlossaryError for a broken one."""
    book = _Workbook(data, where)
    reading = Reading()
    if book.has_macros:
        reading.notes.append("the workbook holds macros: they are not run")
    if len(book.sheets) > 1:
        others = ", ".join(f"'{title}'" for title, _ in book.sheets[1:])
        reading.notes.append(f"only the first sheet '{book.sheets[0][0]}' is read, not {others}")
    records = list(book.rows(book.sheets[0][1], reading))
    if not reading.problems:
        # empty cells at the end of a row are not in the file at all
        width = len(records[0][1]) if records else 0
        for _, cells in records:
            cells += [""] * (width - len(cells))
        read_records(records, name, languages, reading)
    return reading


class _Workbook:
    """Look into the parts of a workbook."""

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
            raise GlossaryError(
                f"is no readable workbook: {error}", where=where, remedy="save it again as .xlsx, or as CSV"
            ) from None
        if len(parts) > MOST_PARTS:
            raise GlossaryError(f"holds {len(parts)} parts", where=where, remedy="this is no glossary")
        self._sizes = {part.filename: part.file_size for part in parts}
        self.has_macros = any(name.endswith("vbaProject.bin") for name in self._sizes)
        book = self._part("xl/workbook.xml")
        properties = book.find(f"{_MAIN}workbookPr")
        late = properties is not None and properties.get("date1904") in ("1", "true")
        self._day_zero = datetime.date(1904, 1, 1) if late else datetime.date(1899, 12, 30)
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in self._part("xl/_rels/workbook.xml.rels")
        }
        self.sheets = [
            (sheet.get("name", ""), _resolve(targets.get(sheet.get(_RELATION), "")))
            for sheet in book.iter(f"{_MAIN}sheet")
        ]
        if not self.sheets:
            raise GlossaryError("the workbook has no sheet", where=where)
        self._shared = self._read_strings()
        self._dates = self._read_date_styles()

    def rows(self, part: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, cells) of one sheet; what cannot be read as text becomes a problem."""
        sheet = self._part(part)
        for merged in sheet.iter(f"{_MAIN}mergeCell"):
            place = merged.get("ref", "")
            message = f"the cells {place} are merged"
            reading.problems.append(
                Problem(_row_of(place), _column_of(place), message, "unmerge them", "merged")
            )
        number = 0
        for row in sheet.iter(f"{_MAIN}row"):
            number = int(row.get("r") or number + 1)
            cells: list[str] = []
            for cell in row.iterchildren(f"{_MAIN}c"):
                place = cell.get("r", "")
                at = _index_of(_column_of(place)) if place else len(cells)
                if at > 16_384:
                    raise GlossaryError(f"the cell {place} lies outside any sheet", where=self._where)
                cells += [""] * (at - len(cells))
                cells.append(self._value(cell, number, place, reading))
            if any(cells):
                yield number, cells

    def _value(self, cell: _Element, row: int, place: str, reading: Reading) -> str:
        if cell.find(f"{_MAIN}f") is not None:
            reading.problems.append(
                Problem(
                    row, _column_of(place), f"the cell {place} holds a formula", "paste its value", "formula"
                )
            )
            return ""
        sort = cell.get("t", "n")
        value = cell.findtext(f"{_MAIN}v") or ""
        if sort == "s":
            shared = int(value) if value.isdigit() else -1
            if not 0 <= shared < len(self._shared):
                raise GlossaryError(
                    f"the cell {place} names a text that is not there", where=f"{self._where}:{row}"
                )
            return self._shared[shared]
        if sort == "inlineStr":
            return _joined(cell)
        value = _unescape(value)
        if sort == "e":
            reading.problems.append(
                Problem(row, _column_of(place), f"the cell {place} holds the error {value}", "mend it")
            )
            return ""
        if sort == "b":
            return "TRUE" if value == "1" else "FALSE"
        style = cell.get("s", "0")
        if sort == "n" and style in self._dates and value:
            return self._date(value)
        return value[:-2] if sort == "n" and value.endswith(".0") else value

    def _date(self, value: str) -> str:
        try:
            return (self._day_zero + datetime.timedelta(days=int(float(value)))).isoformat()
        except (ValueError, OverflowError):
            return value

    def _read_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._sizes:
            return []
        return [_joined(item) for item in self._part("xl/sharedStrings.xml").iter(f"{_MAIN}si")]

    def _read_date_styles(self) -> frozenset[str]:
        if "xl/styles.xml" not in self._sizes:
            return frozenset()
        styles = self._part("xl/styles.xml")
        own = {
            item.get("numFmtId", "")
            for item in styles.iter(f"{_MAIN}numFmt")
            if re.search("[yd]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", item.get("formatCode", "").lower()))
        }
        cells = styles.find(f"{_MAIN}cellXfs")
        found = set()
        for place, style in enumerate(cells if cells is not None else ()):
            number = style.get("numFmtId", "0")
            if number in own or (number.isdigit() and int(number) in _DATE_FORMATS):
                found.add(str(place))
        return frozenset(found)

    def _part(self, name: str) -> _Element:
        if name not in self._sizes:
            raise GlossaryError(
                f"is no workbook: it has no part '{name}'",
                where=self._where,
                remedy="save it again as .xlsx, or as CSV",
            )
        if self._sizes[name] > LARGEST_PART:
            raise GlossaryError(
                f"the part '{name}' is larger than {LARGEST_PART >> 20} MB unpacked", where=self._where
            )
        try:
            with self._archive.open(name) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise GlossaryError(f"the part '{name}' cannot be unpacked: {error}", where=self._where) from None
        except Exception as error:  # zlib.error and lzma.LZMAError share no base class
            raise GlossaryError(f"the part '{name}' is damaged: {error}", where=self._where) from None
        if len(data) > LARGEST_PART:
            raise GlossaryError(f"the part '{name}' is larger than it says", where=self._where)
        return parse_xml(data, f"{self._where}!{name}")


def write_bytes(glossary: Glossary) -> tuple[bytes, list[str]]:
    """Give *glossary* as a workbook of one sheet, and what it cannot hold (one sentence each)."""
    lost: list[str] = []
    rows = [_sheet_row(1, COLUMNS)]
    for number, term in enumerate(glossary.terms, 2):
        cells = []
        for column in COLUMNS:
            value = getattr(term, column)
            if column in LISTS and any(SEPARATOR in item for item in value):
                lost.append(
                    f"'{term.source}': '{SEPARATOR}' inside {column} cannot be told from the separator"
                )
            text = SEPARATOR.join(value) if column in LISTS else str(value)
            if _CONTROL.search(text):
                lost.append(f"{term.source!r}: control characters in {column} are left out")
                text = _CONTROL.sub("", text)
            if len(text) > LONGEST_CELL:
                lost.append(f"'{term.source}': {column} is cut to {LONGEST_CELL} characters")
                text = text[:LONGEST_CELL]
            text = _ESCAPED.sub(r"_x005F_x\1_", text).replace("\r", "_x000D_")
            cells.append(text)
        rows.append(_sheet_row(number, cells))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (*_FRAME.items(), ("xl/worksheets/sheet1.xml", _SHEET.format("".join(rows)))):
            # a fixed date: the same glossary gives the same bytes
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue(), lost


def _sheet_row(number: int, cells: Iterable[str]) -> str:
    made = [
        f'<c r="{_name_of(place)}{number}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(text)}</t></is></c>'
        for place, text in enumerate(cells)
        if text
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def _joined(element: _Element) -> str:
    return _unescape("".join(_texts(element)))


def _unescape(text: str) -> str:
    # characters that XML cannot hold are written _xHHHH_
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _texts(element: _Element) -> Iterator[str]:
    # phonetic readings (rPh) repeat the text in another script
    for text in element.iter(f"{_MAIN}t"):
        parent = text.getparent()
        if parent is None or parent.tag != f"{_MAIN}rPh":
            yield text.text or ""


def _resolve(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column_of(place: str) -> str:
    return re.match(r"[A-Z]*", place).group()  # type: ignore[union-attr]


def _row_of(place: str) -> int:
    found = re.search(r"\d+", place)
    return int(found.group()) if found else 1


def _index_of(column: str) -> int:
    index = 0
    for letter in column[:4]:
        index = index * 26 + ord(letter) - 64
    return max(0, index - 1)


def _name_of(index: int) -> str:
    return (_name_of(index // 26 - 1) if index >= 26 else "") + chr(65 + index % 26)


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = (
    f'{_HEAD}<worksheet xmlns="{_MAIN[1:-1]}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    "<sheetData>{}</sheetData></worksheet>"
)
_FRAME = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_HEAD}<workbook xmlns="{_MAIN[1:-1]}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="glossary" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
