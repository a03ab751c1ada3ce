"""Glossary files that strangers make, as a user meets them: the installed command, each fault one line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import RunCommand

from copydesk.glossary.formats.saving import render_glossary
from copydesk.glossary.model import Glossary

TBX = "<martif><text><body>{}</body></text></martif>"
ENTRY = (
    '<termEntry><langSet xml:lang="fr"><tig><term>{}</term></tig></langSet>'
    '<langSet xml:lang="en"><tig><term>SOHR</term></tig></langSet></termEntry>'
)
LAUGHS = (
    '<!DOCTYPE martif [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>\n"
)
OUTSIDE = '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "source")}{cell("B1", "target")}</row>'
GOOD = f'<row r="2">{cell("A2", "Alep")}{cell("B2", "Aleppo")}</row>'


def workbook(rows: str, after: str = "") -> bytes:
    """Make a workbook with one sheet as given."""
    data, _ = render_glossary(Glossary("x", "fr", "en", ()), "xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, SHEET.format(rows, after) if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


# file, its bytes, and what the one line says: the place behind the name, the fault
BAD: dict[str, tuple[str, bytes, str, str]] = {
    "truncated TBX": (
        "a.tbx",
        f"{TBX.format(ENTRY.format('OSDH'))[:-20]}".encode(),
        ":1: ",
        "not well-formed",
    ),
    "TBX in another encoding": (
        "b.tbx",
        b"<?xml version='1.0' encoding='UTF-8'?>\n" + TBX.format(ENTRY.format("\xe9tat")).encode("latin-1"),
        ":2: ",
        "not well-formed",
    ),
    "TBX with an outside entity": (
        "c.tbx",
        (OUTSIDE + TBX.format(ENTRY.format("&x;"))).encode(),
        ":1: ",
        "entit",
    ),
    "billion laughs": ("d.tbx", (LAUGHS + TBX.format(ENTRY.format("&j;"))).encode(), ":1: ", "entit"),
    "deep TBX": ("e.tbx", b"<martif>\n" + b"<text>" * 200_000, ":2: ", "nested"),
    "formula": (
        "f.xlsx",
        workbook(HEAD + GOOD + '<row r="3"><c r="A3"><f>B2</f><v>x</v></c></row>'),
        ":3: ",
        "A3 holds a formula",
    ),
    "merged cells": (
        "g.xlsx",
        workbook(HEAD + GOOD, '<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>'),
        ":2: ",
        "A2:B2 are merged",
    ),
    "stray quote": ("h.csv", b'source,target\nAlep,Aleppo\n"Homs" x,Homs\n', ":3: ", "stray quotation mark"),
    "open quote": (
        "i.csv",
        b'source,target\nAlep,Aleppo\n"Homs,Homs\nDeraa,Daraa\n',
        ":3: ",
        "quotation mark",
    ),
    "swapped columns": (
        "j.csv",
        "Syrian army,armée syrienne\nthe prosecutor,le procureur\npolice custody,garde à vue\n".encode(),
        ":1: column 'source': ",
        "look swapped",
    ),
    "stop word": ("k.csv", b"source,target\nAlep,Aleppo\nle,the\n", ":3: column 'source': ", "function word"),
    "stop word among forms": (
        "l.csv",
        b"source,target,kind,source_forms\nAlep,Aleppo,name,\nparquet,prosecutors,noun,parquets|dans\n",
        ":3: column 'source_forms': ",
        "'dans' is a function word",
    ),
    "pattern without end": (
        "m.csv",
        b"source,target,context\nAlep,Aleppo,\nEI,IS,(a+)+$\n",
        ":3: column 'context': ",
        "repeats a repeat",
    ),
    "no pattern": (
        "n.csv",
        b"source,target,context\nEI,IS,(a\n",
        ":2: column 'context': ",
        "not a regular expression",
    ),
    "circle of two": (
        "o.csv",
        b"source,target\nDamas,Damascus\nvilleneuve,newtown\nnewtown,villeneuve\n",
        ":3: column 'target': ",
        "goes in a circle with row 4: villeneuve → newtown → villeneuve",
    ),
    "circle of three": (
        "p.csv",
        b"source,target\nAlpha,Beta\nBeta,Gamma\nGamma,Alpha\n",
        ":2: column 'target': ",
        "goes in a circle with row 3, 4",
    ),
    "empty target": ("q.tsv", b"source\ttarget\nAlep\tAleppo\nHoms\t\n", ":3: column 'target': ", "is empty"),
    "binary": ("r.csv", b"source,target\nAlep,\0\n", ":2: ", "NUL byte"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_glossary_is_one_line_and_nothing_is_done(
    case: str, copydesk: RunCommand, tmp_path: Path
) -> None:
    name, data, place, fault = BAD[case]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.csv").write_text("source,target\nHoms,Homs\n", encoding="utf-8")
    for command in (
        ["translate", "-", "-g", "good.csv", "-g", name, "-o", "out.txt"],
        ["glossary", "convert", name, "out.toml"],
    ):
        done = copydesk(*command, stdin="Alep est calme.")
        assert done.returncode == 2, done.stderr
        assert done.stdout == ""
        assert done.stderr.startswith(f"copydesk: {name}{place}"), done.stderr
        assert fault in done.stderr
        assert done.stderr.count("\n") == 1
        assert len(done.stderr) < 400
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["good.csv", name])


def test_lint_names_every_bad_file(copydesk: RunCommand, tmp_path: Path) -> None:
    for name, data, _, _ in BAD.values():
        (tmp_path / name).write_bytes(data)
    done = copydesk("glossary", "lint", *(name for name, _, _, _ in BAD.values()))
    assert done.returncode == 2
    said = (done.stdout + done.stderr).splitlines()
    for name, _, place, _ in BAD.values():
        row = place.split(": ")[0]
        assert any(line.removeprefix("copydesk: ").startswith(f"{name}{row}: ") for line in said), name
    assert "Traceback" not in done.stderr


def test_macros_are_said_and_left_out(copydesk: RunCommand, tmp_path: Path) -> None:
    out = io.BytesIO(workbook(HEAD + GOOD))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    (tmp_path / "x.xlsm").write_bytes(out.getvalue())
    done = copydesk("glossary", "convert", "x.xlsm", "x.toml")
    assert done.returncode == 0
    assert "macros" in done.stderr
    assert "Aleppo" in (tmp_path / "x.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "source,target\nX,X\nEST,EST\n",
        "source,target,context\nson,bran,blé|avoine\n",
        "source,target,since,until\nKiev,Kyiv,2022,\nKyiv,Kiev,,2021\n",
        "source,target\nParis,Paris\nAlep,Aleppo\nAleppo,Aleppo\n",
        "source,target,context\nEI,IS,(?:[a-z]+ )+Syrie\n",
    ],
)
def test_what_only_looks_bad_is_loaded(text: str, copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    done = copydesk("glossary", "stats", "a.csv")
    assert done.returncode == 0, done.stderr
