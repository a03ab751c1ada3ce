"""Scores with signatures, significance and term accuracy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCommand

from copydesk.evaluate import measure_terms
from copydesk.glossary import Glossary, Kind, Term
from copydesk.glossary.match import Matcher

SOURCES = ["L'ONU est à Alep.", "L'ONU n'est pas à Damas.", "Il pleut."]
REFERENCES = ["The UN is in Aleppo.", "The UN is not in Damascus.", "It is raining."]
OTHER = ["The ONU is in Aleppo.", "The UN is not in Damas.", "It rains."]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, lines in (("src", SOURCES), ("ref", REFERENCES), ("same", REFERENCES), ("other", OTHER)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_systems_stand_side_by_side(copydesk: RunCommand, files: Path) -> None:
    done = copydesk(
        "evaluate", "--reference", "ref", "--source", "src", "--format", "json",
        "--hypothesis", "A=same", "--hypothesis", "B=other",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, second = json.loads(done.stdout)["systems"]
    assert first["name"] == "A"
    assert first["scores"][0]["value"] == pytest.approx(100)
    assert "version:" in first["scores"][0]["signature"]
    assert second["scores"][0]["value"] < 100
    assert first["terms"]["exact"] == 1.0
    assert second["terms"]["exact"] < 1.0


def test_a_difference_is_tested_against_a_baseline(copydesk: RunCommand, files: Path) -> None:
    done = copydesk(
        "evaluate", "--reference", "ref", "--against", "other", "--hypothesis", "same", "--samples", "200",
        "--format", "markdown",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "p=" in done.stdout
    assert done.stdout.count("\n| ") >= 2


def test_without_a_hypothesis_the_source_is_translated(copydesk: RunCommand, files: Path) -> None:
    done = copydesk("evaluate", "--reference", "ref", "--source", "src")
    assert done.returncode == 0, done.stderr
    assert "copydesk" in done.stdout
    assert "chrF2" in done.stdout


def test_unequal_files_are_a_mistake(copydesk: RunCommand, files: Path) -> None:
    (files / "short").write_text("one\n")
    for arguments in (["--hypothesis", "short"], ["--source", "short"], []):
        done = copydesk("evaluate", "--reference", "ref", *arguments)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr


def test_odd_separators_end_no_line(copydesk: RunCommand, files: Path) -> None:
    # a form feed, U+2028 and U+0085 stand inside lines of real corpora
    (files / "ref").write_text("It\u2028rains.\r\nThe\x0c UN\x85.\r\n", "utf-8", newline="")
    (files / "same").write_text("It rains.\nThe UN.\n", "utf-8")
    assert copydesk("evaluate", "--reference", "ref", "--hypothesis", "same").returncode == 0


@pytest.mark.parametrize("name", ["ref", "same", "other"])
def test_no_input_is_overwritten(copydesk: RunCommand, files: Path, name: str) -> None:
    before = (files / name).read_bytes()
    arguments = ["--reference", "ref", "--hypothesis", "A=same", "--against", "B=other", "-o", name]
    done = copydesk("evaluate", *arguments)
    assert done.returncode == 2
    assert done.stderr == f"copydesk: {name}: is read and would be overwritten; write elsewhere\n"
    assert (files / name).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--hypothesis", "="], "'=' names no file; write FILE or NAME=FILE"),
        (["--hypothesis", "same", "--model", "x"], "--model translates where no --hypothesis is given"),
    ],
)
def test_options_that_make_no_sense(
    copydesk: RunCommand, files: Path, arguments: list[str], words: str
) -> None:
    done = copydesk("evaluate", "--reference", "ref", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_term_accuracy_counts_every_occurrence() -> None:
    glossary = Glossary("t", "fr", "en", (Term("1", "ONU", "UN", Kind.ACRONYM, allowed=("United Nations",)),))
    measured = measure_terms(
        ["L'ONU et l'ONU.", "L'ONU."],
        ["The UN.", "The United Nations."],
        ["The UN and the UN.", "The UN."],
        Matcher(glossary),
    )
    assert measured.occurrences == 3
    assert measured.exact == pytest.approx(2 / 3)
    assert measured.consistency == 0.0
