"""The linter names what is wrong in a glossary, with its row, and nothing that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.glossary.formats.loading import find_file
from copydesk.glossary.lint import CODES, LintFinding, is_slow, lint_file
from copydesk.glossary.patterns import find_nested_repeat

HEADER = "source,target,kind,source_forms,allowed,forbidden,case,context,first_mention,note,url,since,until\n"

# code: rows below the header that must give it, with the number of the row (from 2) that it names
WRONG = {
    "duplicate": ("OSDH,SOHR,,,,,,,,,,,\nOSDH,SOHR,,,,,,,,,,,\n", 3),
    "conflicting": ("OSDH,SOHR,,,,,,,,,,,\nOSDH,SCHR,,,,,,,,,,,\n", 3),
    "circular": ("Alpha,Beta,,,,,,,,,,,\nBeta,Gamma,,,,,,,,,,,\nGamma,Alpha,,,,,,,,,,,\n", 2),
    "chained": ("Alpha,Beta,,,,,,,,,,,\nBeta,Gamma,,,,,,,,,,,\n", 2),
    "shadowed": ("EI,ambient,,,,,,,,,,,\nEI,IS,,,,,,.*,,,,,\n", 2),
    "never-matching": ("«Idleb»,Idlib,,,,,,,,,,,\n", 2),
    "stop-word": ("Idleb,Idlib,,,,,,,,,,,\nle,the,noun,,,,,,,,,,\n", 3),
    "forbidden": ("Damas,Damascus,,,,Damascus,,,,,,,\n", 2),
    "repeated": ("Damas,Damascus,,,Damascus,,,,,,,,\n", 2),
    "whitespace": ("Damas , Damascus,,,,,,,,,,,\n", 2),
    "context": ("EI,IS,,,,,,Syrie | Damas,,,,,\n", 2),
    "row": ("a,b,,,,,,,,,,,\na,b\nc,,,,,,,,,,,,\n", 3),
    "quote": ('a,b,,,,,,,,,,,\n"c" d,e,,,,,,,,,,,\n', 3),
}


def lint(folder: Path, text: str) -> list[LintFinding]:
    file = folder / "desk.csv"
    file.write_text(text)
    return lint_file(file)


@pytest.mark.parametrize("code", WRONG)
def test_each_kind_of_fault(code: str, tmp_path: Path) -> None:
    rows, row = WRONG[code]
    found = lint(tmp_path, HEADER + rows)
    assert (code, row) in [(finding.code, finding.row) for finding in found]
    assert {finding.code for finding in found} <= CODES.keys()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sourc,target\na,b\n", "column"),
        ("source,target\n", "empty"),
        ("the regime,le régime\nof state,de l’État\n", "swapped"),
        ("source,target\nIdlib,Idleb\nAleppo,Alep\nSOHR,OSDH\nfoo,bar\n", "swapped"),
        ('source,target\nId"leb,Idlib\n', "quote"),
        ('source,target\n"Alep, Homs",Aleppo\nDeraa,the "Daraa"\n', "quote"),
    ],
)
def test_faults_of_the_whole_file(text: str, code: str, tmp_path: Path) -> None:
    assert [finding.code for finding in lint(tmp_path, text)] == [code]


RIGHT = [
    '"dite ""la Dame"" ici",known as the Lady,phrase,,,,,,,,,,\n',
    "Alep,Aleppo,name,,,,,,,,,,\nIdlib,Idleb,name,,,,,,,,,,\n",
    "EI,IS,acronym,,,,,(?:[a-z]+ )+Syrie,,,,,\n",
    "FAO,FAO,acronym,,,,,,,,,,\nParis,Paris,name,,,,,,,,,,\n",
    "EI,IS,acronym,,,,,jihad,,,,,\nEI,ambient,acronym,,,,,,,,,,\n",
    "Kiev,Kiev,name,,,,,,,,,,2022-02\nKiev,Kyiv,name,,,,,,,,,2022-03,\n",
    "régime,regime,noun,,,,,,,,,,\npro-régime,pro-regime,noun,,,pre-regime,,,,,,,\n",
    "État,state,name,,,,,,,,,,\nétat,condition,noun,,,,,,,,,,\n",
    "US,US,acronym,,,,,,,,,,\nOSDH,SOHR,acronym,,,OSDH,,,,,,,\n",
]


@pytest.mark.parametrize("rows", RIGHT)
def test_what_is_right_is_left_alone(rows: str, tmp_path: Path) -> None:
    assert lint(tmp_path, HEADER + rows) == []


def test_the_shipped_glossary_is_clean() -> None:
    assert lint_file(find_file("rfi-fr-en")) == []


def test_all_faults_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    rows = "".join(text for code, (text, _) in WRONG.items() if code != "quote")
    assert {finding.code for finding in lint(tmp_path, HEADER + rows)} >= WRONG.keys() - {"quote"}


@pytest.mark.parametrize(
    ("pattern", "slow"),
    [
        ("^(a|aa)+$", True),
        (r"(?:.*?a){25}b", True),
        ("Syrie|Damas", False),
        (r"\bla\b.*\bpaix\b", False),
        (r"(?i)jihad\w*", False),
    ],
)
def test_patterns_that_backtrack_without_end(pattern: str, slow: bool) -> None:
    assert is_slow(pattern) is slow


@pytest.mark.parametrize(
    ("pattern", "nested"),
    [
        ("(x+x+)+y", "(x+x+)+"),
        ("(a+)+$", "(a+)+"),
        (r"Syrie|(?:\w+\s?)*!", r"(?:\w+\s?)*"),
        ("((a+))*", "((a+))*"),
        ("(.*,)*x", "(.*,)*"),
        (r"(?:\w+ )*paix", ""),
        ("(?:a+b+)*", ""),
        ("(?>a+)+", ""),
        (r"[(+]+\(a+\)+", ""),
        ("(?i)jihad\\w*", ""),
    ],
)
def test_repeats_of_repeats_are_named(pattern: str, nested: str, tmp_path: Path) -> None:
    assert find_nested_repeat(pattern) == nested
    if nested:
        (finding,) = lint(tmp_path, f'source,target,context\nEI,IS,"{pattern}"\n')
        assert (finding.code, finding.row) == ("context", 2)
        assert nested in finding.message
