"""A corpus as rows: findings by id, in code points of the target, in constant memory."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RunCommand

from copydesk.checks.corpus import check_rows, read_rows
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker

ROWS = [
    {"id": "a", "target": "The OSDH counted \U0001f600 27 dead near Idleb."},
    {"id": 2, "target": "Nothing to see here.", "source": "Rien à voir ici."},
    {"id": None, "target": "The monitor counted 27 dead.", "source": "L'OSDH a compté 27 morts."},
    {"id": "empty", "target": ""},
    {"id": "none", "target": "Fine.", "source": None},
]


def write_rows(path: Path, rows: list[object]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_rows_in_findings_out(copydesk: RunCommand, tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.jsonl", [*ROWS])
    done = copydesk("check", "--pairs", "rows.jsonl", "--format", "jsonl", "-o", "out.jsonl")
    assert done.returncode == 1
    assert done.stdout == ""
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(row["id"], row["code"], row["text"]) for row in found[:2]] == [
        ("a", "GLO004", "OSDH"),
        ("a", "NAM004", "Idleb"),
    ]
    target = str(ROWS[0]["target"])
    for row in found[:2]:
        start, end = row["span"]
        assert target[start:end] == row["text"]
        assert row["severity"] in ("error", "warning", "note")
        assert row["message"]
    assert [row["id"] for row in found] == ["a", "a", None]
    assert found[2]["source_text"] == "OSDH"
    assert "3 findings in 2 of 5 rows" in done.stderr


def test_rows_from_standard_input_as_text(copydesk: RunCommand) -> None:
    done = copydesk("check", "--pairs", "-", "--format", "text", stdin=json.dumps(ROWS[0]) + "\n")
    assert (
        done.stdout.splitlines()[0] == 'standard input:1:5: GLO004 "OSDH" is the French acronym: write "SOHR"'
    )


def test_statistics_and_nothing_found(copydesk: RunCommand, tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.jsonl", [*ROWS])
    counts = copydesk("check", "--pairs", "rows.jsonl", "--statistics")
    assert "     1  GLO004  French form of an acronym" in counts.stdout
    write_rows(tmp_path / "clean.jsonl", [ROWS[1]])
    assert copydesk("check", "--pairs", "clean.jsonl").returncode == 0
    (tmp_path / "blank.jsonl").write_text("\n\n")
    assert copydesk("check", "--pairs", "blank.jsonl").returncode == 0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": 1, "target": ', "is not JSON"),
        (b'["a", "b"]', "is a list"),
        (b'"words"', "is a string"),
        (b'{"id": 1}', "has no 'target'"),
        (b'{"target": "a"}', "has no 'id'"),
        (b'{"id": 1, "target": 5}', "'target' is a number"),
        (b'{"id": 1, "target": "a", "source": ["b"]}', "'source' is a list"),
        (b'{"id": 1, "target": "caf\xe9"}', "is not UTF-8"),
        (b"\x00\x01", "is not JSON"),
        (b"[" * 100_000, "cannot be read: nested too deeply"),
        (b'{"id": ' + b"9" * 5000 + b', "target": "a"}', "cannot be read: a number of too many digits"),
        (
            b'{"id": 1, "target": "Idleb \\ud800 x"}',
            "the field 'target' holds half a character pair; mend it",
        ),
        (b'{"id": 1, "target": "a", "source": "\\udfff"}', "the field 'source' holds half a character pair"),
        (b'{"id": {"n": ["\\ud800"]}, "target": "a"}', "the field 'id' holds half a character pair"),
    ],
)
def test_broken_row(copydesk: RunCommand, tmp_path: Path, line: bytes, reason: str) -> None:
    good = json.dumps(ROWS[0]).encode()
    (tmp_path / "rows.jsonl").write_bytes(good + b"\n" + line + b"\n" + good + b"\n")
    (tmp_path / "out.jsonl").write_text("the old file\n")
    done = copydesk("check", "--pairs", "rows.jsonl", "-o", "out.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("copydesk: rows.jsonl:2: ")
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "out.jsonl").read_text() == "the old file\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "rows.jsonl"]


def test_corpus_is_not_overwritten(copydesk: RunCommand, tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.jsonl", ROWS)
    before = (tmp_path / "rows.jsonl").read_bytes()
    done = copydesk("check", "--pairs", "rows.jsonl", "-o", "./rows.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: ./rows.jsonl: is read and would be overwritten; write elsewhere\n"
    assert (tmp_path / "rows.jsonl").read_bytes() == before


def test_missing_corpus_and_bad_options(copydesk: RunCommand, tmp_path: Path) -> None:
    assert copydesk("check", "--pairs", "none.jsonl").returncode == 2
    assert copydesk("check", "--pairs", str(tmp_path)).returncode == 2
    write_rows(tmp_path / "rows.jsonl", [ROWS[1]])
    assert copydesk("check", "--pairs", "rows.jsonl", "--fix").returncode == 2
    assert copydesk("check", "--pairs", "rows.jsonl", "--format", "github").returncode == 2
    assert copydesk("check", "--pairs", "rows.jsonl", "-o", str(tmp_path)).returncode == 2


def test_memory_does_not_grow_with_the_corpus() -> None:
    def lines(count: int) -> Iterator[bytes]:
        for number in range(count):
            text = f"Row {number % 7} says that the ministry met near Idleb."
            yield json.dumps({"id": number, "target": text}).encode()

    checker = Checker(Selection(("NAM", "TYP", "REP")).chosen())

    def peak(count: int) -> int:
        tracemalloc.start()
        found = sum(len(file.findings) for _, file in check_rows(read_rows(lines(count), "x"), checker))
        assert found == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(50)
    # a list of the findings alone would take a kilobyte a row
    assert peak(3000) < peak(1000) + 500_000
