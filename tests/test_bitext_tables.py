"""Every row of the bitext word lists runs its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.checks.false_friends import FalseFriend, load_false_friends
from copydesk.checks.name_matching import NameTable, alike, load_offices
from copydesk.checks.opposites import Opposites, load_opposites
from copydesk.checks.registry import load_rules
from copydesk.checks.run import Checker
from copydesk.findings import Severity

CASES = Path(__file__).parent / "cases/bitext/pairs.tsv"
PAIRS = [tuple(line.split("\t")) for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]


# the rules that report a name of the source without counterpart
_LOST = ("NAM001", "NAM006", "NAM007", "NAM008")


def codes(rule_code: str, french: str, english: str) -> list[str]:
    checker = Checker([load_rules()[rule_code]])
    found = checker.check_row("row", english, french).findings
    assert not checker.broken
    return [finding.code for finding in found]


@pytest.mark.parametrize("friend", load_false_friends(), ids=lambda friend: friend.where)
def test_false_friend_row(friend: FalseFriend) -> None:
    code = "FFR001" if friend.level is Severity.WARNING else "FFR002"
    assert codes(code, friend.example, friend.bad_example) == [code]
    assert codes(code, friend.example, friend.good_example) == []


@pytest.mark.parametrize("row", load_opposites(), ids=lambda row: row.where)
def test_opposites_row(row: Opposites) -> None:
    assert codes("NEG004", row.example, row.bad_example) == ["NEG004"]
    assert codes("NEG004", row.example, row.good_example) == []


def test_linked_names_count_as_rendered() -> None:
    checker = Checker([rule for code, rule in load_rules().items() if code in _LOST])
    links = NameTable.build(checker.lexicon).links
    assert len(links) > 1000
    for french, english in links.items():
        assert english, french
        for target in english:
            source = f"Lundi, on a vu {french.capitalize()} et rien."
            assert not checker.check_row("row", f"On Monday {target} was seen.", source).findings, french


def test_words_for_institutions_count_as_rendered() -> None:
    checker = Checker([load_rules()["NAM006"]])
    offices = load_offices()
    assert len(offices) > 200
    for french, english in offices.items():
        source = f"Lundi, on a vu {french} et rien."
        assert checker.check_row("row", "On Monday we saw Lindqvist.", source).findings, french
        for target in english:
            draft = f"On Monday we saw the {target} of Lindqvist."
            assert not checker.check_row("row", draft, source).findings, (french, target)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("khrouchtchev", "khrushchev"),
        ("tchaikovski", "tchaikovsky"),
        ("syrie", "syrian"),
        ("bresilien", "brazilian"),
        ("peskov", "peskov"),
        ("gaddafi", "qaddafi"),
        ("netanyahou", "netanyahu"),
        ("ouattara", "ouattara"),
        ("mossadegh", "mosaddegh"),
        ("tikhanovskaia", "tikhanovskaya"),
    ],
)
def test_two_spellings_of_a_name_are_alike(french: str, english: str) -> None:
    assert alike(french, english)


@pytest.mark.parametrize(
    ("one", "other"),
    [("pedersen", "volkova"), ("geneve", "rotterdam"), ("paris", "london"), ("mali", "niger")],
)
def test_two_names_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


def test_right_pairs_are_hardly_ever_flagged() -> None:
    checker = Checker(
        [
            rule
            for rule in load_rules().values()
            if rule.needs_source and not (rule.preview or rule.needs_critic)
        ]
    )
    flagged = [
        (french, [(finding.code, finding.message) for finding in findings])
        for french, english in PAIRS
        if (findings := checker.check_row("row", english, french).findings)
    ]
    assert not checker.broken
    assert len(flagged) <= 0.02 * len(PAIRS), flagged
