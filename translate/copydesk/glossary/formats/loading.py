"""Load glossaries by path or by the name of a shipped one, and stack several into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from copydesk.errors import CopydeskError, GlossaryError
from copydesk.files import guess_encoding
from copydesk.glossary.collector import collection_paused
from copydesk.glossary.formats import csv
from copydesk.glossary.formats.rows import Problem, Reading, nearest
from copydesk.glossary.formats.swapped import columns_are_swapped, describe_swapped, find_swapped_rows
from copydesk.glossary.formats.unusable import find_unusable
from copydesk.glossary.model import Glossary, Term
from copydesk.resources import data_folder

# a glossary of a hundred thousand entries with notes stays far below this (bytes)
LARGEST_FILE = 256 * 1024 * 1024
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def load_glossary(path: str | Path, *, source_language: str = "fr", target_language: str = "en") -> Glossary:
    """Load one glossary from a file, or by the name of a shipped one (``rfi-fr-en``).

    Raises GlossaryError naming file, row and column of the first thing that cannot be used; nothing is
    ever loaded in part.
    """
    return _load(path, source_language, target_language)[0]


def load_glossaries(
    paths: Iterable[str | Path], *, source_language: str = "fr", target_language: str = "en"
) -> tuple[Glossary, list[str]]:
    """Load several glossaries into one in which later ones win.

    Returns the glossary and one message for every earlier entry that a later one overrides with another
    target, and for everything that a file holds and copydesk leaves out. The terms of later glossaries
    come first. An entry with a context, or with dates, overrides only entries of the same context and
    dates; one without overrides them all.
    """
    loaded = [_load(path, source_language, target_language) for path in paths]
    layers = [glossary for glossary, _ in loaded]
    stacked, conflicts = stack(layers, source_language=source_language, target_language=target_language)
    return stacked, [note for _, notes in loaded for note in notes] + conflicts


def stack(
    glossaries: Iterable[Glossary], *, source_language: str = "fr", target_language: str = "en"
) -> tuple[Glossary, list[str]]:
    """Merge loaded glossaries as load_glossaries does."""
    layers = list(glossaries)
    if len(layers) == 1:
        return layers[0], []
    conflicts: list[str] = []
    kept: list[Term] = []
    taken: dict[str, list[tuple[Term, str]]] = {}
    for layer in reversed(layers):
        mine = []
        for term in layer.terms:
            forms = []
            for form in term.forms:
                winner = _overriding(term, taken.get(form, ()))
                if winner is None:
                    forms.append(form)
                elif winner[0].target != term.target:
                    conflicts.append(
                        f"'{form}': '{winner[0].target}' ({winner[1]} row {winner[0].row}) overrides "
                        f"'{term.target}' ({layer.name} row {term.row})"
                    )
            if forms:
                whole = len(forms) == len(term.forms)
                mine.append(term if whole else replace(term, source=forms[0], source_forms=tuple(forms[1:])))
        for term in layer.terms:
            for form in term.forms:
                taken.setdefault(form, []).append((term, layer.name))
        kept += mine
    name = "+".join(layer.name for layer in layers)
    return Glossary(name, source_language, target_language, tuple(kept)), conflicts


def read_glossary(file: Path, *, source_language: str = "fr", target_language: str = "en") -> Reading:
    """Read a glossary file whole, gathering every problem instead of stopping at the first.

    Raises GlossaryError when the file as such cannot be read (missing, binary, wrong encoding).
    """
    languages = (_base(source_language), _base(target_language))
    with collection_paused():
        reading = _read(file, languages)
    if reading.terms and columns_are_swapped(reading.terms, *languages):
        reading.problems.append(
            Problem(
                reading.terms[0].row,
                "source",
                f"the columns look swapped: source reads like {languages[1]}, target like {languages[0]}",
                "swap the columns, or give the languages the other way round",
                "swapped",
            )
        )
    elif not reading.terms and not reading.problems:
        reading.problems.append(
            Problem(1, "", "the glossary has no entries", "put at least one row below the header", "empty")
        )
    return reading


def _read(file: Path, languages: tuple[str, str]) -> Reading:
    suffix, name = file.suffix.lower(), file.stem
    # each format is imported when a file has it: most runs read a table
    if suffix in (".tbx", ".xml"):
        from copydesk.glossary.formats import tbx

        return tbx.read_bytes(_read_data(file), name, str(file), languages)
    if suffix in (".xlsx", ".xlsm"):
        from copydesk.glossary.formats import xlsx

        return xlsx.read_bytes(_read_data(file), name, str(file), languages)
    if suffix in (".xls", ".ods", ".numbers"):
        raise GlossaryError(f"'{suffix}' is not read", where=str(file), remedy="save it as .xlsx or .csv")
    text = _read_text(file)
    if suffix == ".toml":
        from copydesk.glossary.formats import toml

        return toml.read_text(text, name, str(file))
    if suffix in (".yaml", ".yml"):
        from copydesk.glossary.formats import yaml

        return yaml.read_text(text, name, str(file))
    return csv.read_text(text, name, languages, tab=suffix in (".tsv", ".tab"))


def _load(path: str | Path, source_language: str, target_language: str) -> tuple[Glossary, list[str]]:
    file = find_file(path)
    reading = read_glossary(file, source_language=source_language, target_language=target_language)
    if problems := reading.problems or find_unusable(reading.terms, source_language):
        raise _error(file, problems)
    glossary = Glossary(file.stem, source_language, target_language, tuple(reading.terms))
    notes = [f"{file}: {note}" for note in reading.notes]
    if swapped := find_swapped_rows(glossary.terms, read_shipped(source_language, target_language, but=file)):
        notes.append(f"{file}:{swapped[0].row}: {describe_swapped(swapped)}; swap the two columns")
    return glossary, notes


def read_shipped(source_language: str, target_language: str, *, but: Path | None = None) -> tuple[Term, ...]:
    """Read the terms of the shipped glossaries of a language pair, *but* one file's."""
    pair = f"-{source_language}-{target_language}"
    try:
        files = sorted(data_folder("glossaries").glob(f"*{pair}.csv"))
    except CopydeskError:
        return ()
    return tuple(term for file in files if file != but for term in read_glossary(file).terms)


def find_file(path: str | Path) -> Path:
    """Return the file that *path* names: a path, or a shipped glossary by its name."""
    file = Path(path)
    if file.is_file():
        return file
    if file.is_dir():
        raise GlossaryError("is a folder", where=str(path), remedy="name a glossary file in it")
    if file.name == str(path):
        try:
            folder = data_folder("glossaries")
        except CopydeskError:
            folder = None
        shipped = sorted(folder.glob("*.csv")) if folder else []
        for candidate in shipped:
            if str(path) in (candidate.stem, candidate.name):
                return candidate
        names = [candidate.stem for candidate in shipped]
        like = nearest(str(path), names)
        remedy = f"did you mean '{like}'?" if like else f"give a file, or one of: {', '.join(names)}"
        raise GlossaryError("there is no such glossary", where=str(path), remedy=remedy)
    raise GlossaryError("there is no such file", where=str(path), remedy="check the path")


def _overriding(term: Term, winners: Iterable[tuple[Term, str]]) -> tuple[Term, str] | None:
    for winner, name in winners:
        condition = (winner.context, winner.since, winner.until)
        if not any(condition) or condition == (term.context, term.since, term.until):
            return winner, name
    return None


def _read_data(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise GlossaryError(
                f"larger than {LARGEST_FILE >> 20} MB", where=str(file), remedy="split it into several files"
            )
        return file.read_bytes()
    except OSError as error:
        raise GlossaryError(error.strerror or str(error), where=str(file)) from error


def _read_text(file: Path) -> str:
    data = _read_data(file)
    if data.startswith(b"PK\x03\x04"):
        raise GlossaryError(
            "is a workbook or zip archive", where=str(file), remedy="name it .xlsx or save it as CSV"
        )
    encoding = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        row = data.count(b"\n", 0, data.index(b"\0")) + 1
        wide = data[1:2] == b"\0" or data[:1] == b"\0"
        shown = "looks like UTF-16 without its mark" if wide else "holds a NUL byte: this is no text file"
        raise GlossaryError(shown, where=f"{file}:{row}", remedy="save the glossary as UTF-8 text")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start + (3 if encoding == "utf-8-sig" else 0)
        row = data.count(b"\n", 0, start) + 1
        raise GlossaryError(
            f"not {encoding.removesuffix('-sig').upper()}: byte 0x{data[start]:02X} at offset {start}",
            where=f"{file}:{row}",
            remedy=f"it looks like {guess_encoding(data)}: save it as UTF-8",
        ) from error


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _error(file: Path, problems: list[Problem]) -> GlossaryError:
    first = problems[0]
    more = len(problems) - 1
    column = f"column '{first.column}': " if first.column else ""
    others = f" (and {more} more: see 'copydesk glossary lint')" if more else ""
    return GlossaryError(f"{column}{first.message}{others}", where=f"{file}:{first.row}", remedy=first.remedy)
