"""Check a corpus: rows of JSON Lines, each a sentence or short text, in constant memory."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from copydesk import files
from copydesk.checks.run import Checker
from copydesk.errors import InputError
from copydesk.findings import FileFindings
from copydesk.json_faults import describe_fault, holds_half_pair


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row of a corpus; *id* is whatever JSON value the file gives."""

    id: Any
    target: str
    source: str | None
    line: int


@contextmanager
def open_rows(path: str) -> Iterator[IO[bytes]]:
    """Open the file *path*, or standard input for ``-``, for reading line by line; raise InputError."""
    import sys

    name = files.name_of(path)
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below; the errors are those of opening alone)
    except FileNotFoundError:
        raise InputError("no such file", where=name, remedy="check the name, or use '-' for stdin") from None
    except IsADirectoryError:
        raise InputError("is a folder", where=name, remedy="name a .jsonl file in it") from None
    except OSError as error:
        raise InputError(f"cannot be read: {files.reason_of(error)}", where=name) from None
    with stream:
        yield stream


def read_rows(stream: Iterable[bytes], name: str) -> Iterator[Row]:
    """Yield the rows of a JSON Lines stream; blank lines are left out.

    Raises InputError naming the line for anything that is not an object with a string ``target``, an
    ``id`` and, if at all, a string ``source``.
    """
    for number, data in enumerate(stream, 1):
        line = data.strip() if number > 1 else data.removeprefix(b"\xef\xbb\xbf").strip()
        if not line:
            continue
        try:
            row = json.loads(line)
        except UnicodeDecodeError as error:
            raise InputError(
                f"is not UTF-8: byte 0x{line[error.start]:02X}",
                where=f"{name}:{number}",
                remedy="save as UTF-8",
            ) from None
        except (ValueError, RecursionError) as error:
            what = "is not JSON" if isinstance(error, json.JSONDecodeError) else "cannot be read"
            raise InputError(
                f"{what}: {describe_fault(error)}",
                where=f"{name}:{number}",
                remedy='one {"id", "target"} object a line',
            ) from None
        yield _row(row, number, name)


def _row(row: Any, number: int, name: str) -> Row:
    where = f"{name}:{number}"
    if not isinstance(row, dict):
        raise InputError(f"is {_kind(row)}, not an object", where=where, remedy='write {"id", "target"}')
    for key in ("id", "target"):
        if key not in row:
            raise InputError(f"has no '{key}'", where=where, remedy='write {"id", "target"} in each row')
    target, source = row["target"], row.get("source")
    if not isinstance(target, str):
        raise InputError(f"'target' is {_kind(target)}, not a string", where=where)
    if source is not None and not isinstance(source, str):
        raise InputError(f"'source' is {_kind(source)}, not a string", where=where)
    for key in ("id", "target", "source"):
        value = row.get(key)
        words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if holds_half_pair(words):
            raise InputError(f"the field '{key}' holds half a character pair", where=where, remedy="mend it")
    return Row(row["id"], target, source, number)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
    return kinds.get(type(value), "a number")


@contextmanager
def open_findings(path: str) -> Iterator[IO[str]]:
    """Open *path* (``-``: standard output) for findings; a file appears whole at the end or not at all."""
    if path == "-":
        yield sys.stdout
        return
    with files.open_whole(path) as raw:
        stream = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        yield stream
        stream.flush()
        stream.detach()  # the file is closed, and put in its place, by the one who opened it


def check_rows(rows: Iterable[Row], checker: Checker, name: str = "") -> Iterator[tuple[Row, FileFindings]]:
    """Yield each row with its findings, one at a time."""
    for row in rows:
        yield row, checker.check_row(f"{name}:{row.line}", row.target, row.source)
