"""Rates of findings on edited copy: counted, compared with stored ones, held to the bars."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.pages import measured_rates
from copydesk.checks.rates import ALL_BAR, BARS, ERRORS_BAR, Rates, compare, measure, read_pairs
from copydesk.checks.registry import Selection, load_rules
from copydesk.checks.run import Checker
from copydesk.cli.rates import command
from copydesk.documents import read_document
from copydesk.errors import CopydeskError
from copydesk.findings import Severity
from copydesk.glossary.formats import load_glossaries

CORPORA = ROOT / "corpora"
# in the order in which they were measured
SHIPPED = [CORPORA / "wire-pairs" / name for name in ("fields.tsv", "more.tsv", "pairs.tsv", "words.tsv")]
FLOORS = CORPORA / "wire-pairs" / "rates.json"
STORIES = sorted((CORPORA / "wire").glob("*.en.txt"))
# what this rule finds on edited news is there: one of the collections has its marks in a wrong encoding
DAMAGED = {"ENC001"}
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


def test_no_corpus_is_overwritten(corpus: Path) -> None:
    before = corpus.read_text()
    for option in ("--output", "--write-floors"):
        done = run(corpus, option, corpus)
        assert "is read and would be overwritten" in str(done.exception)
    assert corpus.read_text() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--select", ""], "--select: names no rule"),
        (["--select", "NUM", "--ignore", "NUM"], "no rule is left; leave one of them out"),
    ],
)
def test_measuring_nothing_is_a_mistake(corpus: Path, arguments: list[str], words: str) -> None:
    assert words in str(run(corpus, *arguments).exception)
    corpus.write_text("\n\n")
    assert "holds no rows" in str(run(corpus).exception)


@cache
def shipped_rates() -> Rates:
    """Measure all rules but those that ask a model on the pairs in the repository, once for all tests."""
    house = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
    checker = Checker(Selection(ignore=("CRI",), preview=True).chosen(), Lexicon(house))
    rates = measure(chain.from_iterable(read_pairs(str(path)) for path in SHIPPED), checker)
    assert not checker.broken
    return rates


def test_no_rule_is_worse_than_when_it_was_measured() -> None:
    # after a deliberate change: see "Measure its noise" in CONTRIBUTING.md
    assert compare(shipped_rates(), FLOORS) == []


def test_a_rule_over_its_bar_is_in_preview() -> None:
    rates, rules = shipped_rates(), load_rules()
    assert [code for code in rates.over_bar() if not rules[code].preview] == []
    assert rates.with_error / rates.rows <= ERRORS_BAR
    assert rates.with_any / rates.rows <= ALL_BAR


def test_every_rule_was_measured_and_is_under_its_bar_on_edited_news_or_in_preview() -> None:
    rules = {code: rule for code, rule in load_rules().items() if not rule.needs_critic}
    assert json.loads(FLOORS.read_text("utf-8"))["rules"].keys() == rules.keys()
    measured = measured_rates()
    assert measured.keys() <= rules.keys()
    # most were measured on collections that are not in the repository
    assert len(measured) > 0.9 * len(rules)
    over = {
        code
        for code, rates in measured.items()
        for severity, rows in rates["rows_by_severity"].items()
        if rows > BARS[Severity(severity)] * rates["rows"]
    }
    assert {code for code in over if not rules[code].preview} <= DAMAGED


def test_a_rise_over_the_stored_rate_is_told() -> None:
    rates = replace(shipped_rates(), flagged=shipped_rates().flagged + Counter({"DAT001": 40}))
    (worse,) = compare(rates, FLOORS)
    assert worse.startswith("DAT001 reports ")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name.partition(".")[0])
def test_nothing_is_found_in_an_edited_story(story: Path) -> None:
    house = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
    checker = Checker(Selection().chosen(), Lexicon(house))
    source = story.with_name(story.name.replace(".en.", ".fr."))
    file = checker.check(read_document(story, language="en"), read_document(source, language="fr"))
    assert not file.unrelated
    assert [f"{finding.code}: {finding.message}" for finding in file.findings] == []
