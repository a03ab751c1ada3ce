"""Rates of findings on edited copy: counted, compared with stored ones, held to the bars."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.rates import ALL_BAR, ERRORS_BAR, measure, read_pairs
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker
from copydesk.cli.rates import command
from copydesk.errors import CopydeskError
from copydesk.glossary.formats import load_glossaries

PAIRS = ROOT / "corpora" / "wire-pairs" / "pairs.tsv"
EDITED = "french\tenglish\nRien.\tNothing.\n\nDamas est calme.\tDamas is calm.\nOui.\tYes.\nNon.\tNo.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "edited.tsv"
    path.write_text(EDITED)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], standalone_mode=False)


def test_rates_are_counted(corpus: Path) -> None:
    done = run(corpus, "--format", "json", "--select", "NAM004,TYP001")
    data = json.loads(done.stdout)
    assert data["corpus"]["rows"] == 4
    assert data["rules"]["NAM004"]["rows_flagged"] == 1
    assert data["rules"]["NAM004"]["share"] == 0.25
    assert data["rules"]["TYP001"]["rows_flagged"] == 0
    assert data["with_any"] == {"rows": 1, "share": 0.25}
    assert "4 rows: 25.00 % with a finding" in run(corpus, "--select", "NAM004").stdout
    assert "| NAM004 | warning | 1 | 25.00 % |" in run(corpus, "--format", "markdown").stdout


def test_bars_and_floors(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, "--select", "NAM004").return_value == 0
    assert run(corpus, "--select", "NAM004", "--strict").return_value == 1
    floors = tmp_path / "floors.json"
    assert run(corpus, "--select", "TYP001", "--write-floors", floors).return_value == 0
    assert run(corpus, "--select", "TYP001", "--floors", floors).return_value == 0
    worse = run(corpus, "--select", "NAM004", "--floors", floors)
    assert worse.return_value == 1
    assert "NAM004 reports 25.00 % of rows, 0.00 % before" in worse.stderr
    corpus.write_text(EDITED + "Peut-être.\tPerhaps.\n")
    changed = run(corpus, "--floors", floors)
    assert isinstance(changed.exception, CopydeskError)
    assert "another corpus" in str(changed.exception)


@pytest.mark.parametrize("content", [b"one column\n", b"a\tb\xff\n"])
def test_broken_corpus(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.tsv"
    path.write_bytes(content)
    done = run(path)
    assert isinstance(done.exception, CopydeskError)
    assert "bad.tsv:1" in str(done.exception)


def test_no_rule_is_over_its_bar_on_the_shipped_pairs() -> None:
    house = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
    rules = Selection().chosen()
    checker = Checker(rules, Lexicon(house))
    rates = measure(list(read_pairs(str(PAIRS)))[::12], checker)
    assert not checker.broken
    assert rates.rows > 1000
    assert rates.over_bar() == []
    assert rates.with_error / rates.rows <= ERRORS_BAR
    assert rates.with_any / rates.rows <= ALL_BAR
