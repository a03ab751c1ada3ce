"""Reading of numbers, measures, times and dates, and their comparison across the two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.checks.reading import fold, read
from copydesk.checks.registry import Selection
from copydesk.checks.rule import Pair, Side
from copydesk.checks.run import Checker
from copydesk.checks.values import compare_values, read_values
from copydesk.checks.values.compare import Kind
from copydesk.checks.values.digits import parse_digits
from copydesk.checks.values.money import may_be_worth
from copydesk.checks.values.scan import GRAMMARS
from copydesk.checks.values.swaps import Role, load_roles
from copydesk.languages import get_language
from copydesk.text import Span

CASES = Path(__file__).parent / "cases" / "values"


def table(name: str) -> list[tuple[str, ...]]:
    """Read the rows of a case file, its header left out; short rows are filled up."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    width = len(lines[0].split("\t"))
    rows = [line.split("\t") for line in lines[1:]]
    return [(*row, *[""] * (width - len(row))) for row in rows]


def codes(french: str | None, english: str, *prefixes: str) -> list[str]:
    """Give the codes that rules of some families find in a row."""
    checker = Checker(Selection(prefixes or ("NUM", "DAT")).chosen())
    found = checker.check_row("row", english, french).findings
    assert not checker.broken
    return [finding.code for finding in found]


def side(text: str, language: str) -> Side:
    return Side(text, Span(0, len(text)), get_language(language))


def amounts(text: str, language: str) -> list[float]:
    return [value.amount for value in read_values(read(side(text, language))) if value.strength > 0]


def differences(french: str, english: str) -> list[tuple[Kind, str, str]]:
    pair = Pair(side(english, "en"), side(french, "fr"))
    return [
        (
            difference.kind,
            french[difference.source.start : difference.source.end] if difference.source else "",
            english[difference.target.start : difference.target.end] if difference.target else "",
        )
        for difference in compare_values(pair).differences
        if max(v.strength for v in (difference.source, difference.target) if v) > 1
    ]


FRENCH_NUMBERS = {
    "vingt et un": 21,
    "soixante et onze": 71,
    "soixante-dix-sept": 77,
    "quatre-vingts": 80,
    "quatre-vingt-un": 81,
    "quatre-vingt-dix-neuf": 99,
    "cent un": 101,
    "deux cents": 200,
    "trois cent quarante-cinq": 345,
    "mille neuf cent quatre-vingt-quatre": 1984,
    "deux cent cinquante mille": 250_000,
    "deux millions trois cent mille": 2_300_000,
    "trois milliards": 3e9,
    "un million et demi": 1.5e6,
    "vingt-cinquième": 25,
    "900 000": 900_000,
    "3,5 millions": 3.5e6,
    "2 millions 300 000": 2_300_000,
    "1 234 567,89": 1_234_567.89,
    "deux ans et demi": 2.5,
    "9 s 58": 9.58,
}
ENGLISH_NUMBERS = {
    "twenty-one": 21,
    "two hundred and fifty": 250,
    "two hundred and fifty thousand": 250_000,
    "one thousand nine hundred eighty-four": 1984,
    "three and a half million": 3.5e6,
    "a million and a half": 1.5e6,
    "twenty-first": 21,
    "900,000": 900_000,
    "3.5 million": 3.5e6,
    "1,234,567.89": 1_234_567.89,
    "$90m": 90e6,
    "£5bn": 5e9,
    "two and a half years": 2.5,
    "four dozen": 48,
}


@pytest.mark.parametrize(("words", "amount"), FRENCH_NUMBERS.items())
def test_french_number_is_read(words: str, amount: float) -> None:
    assert amounts(words, "fr") == [pytest.approx(amount)]
    assert amounts(f"Il y en a {words}, dit-on.", "fr") == [pytest.approx(amount)]


@pytest.mark.parametrize(("words", "amount"), ENGLISH_NUMBERS.items())
def test_english_number_is_read(words: str, amount: float) -> None:
    assert amounts(words, "en") == [pytest.approx(amount)]
    assert amounts(f"There were {words}, they say.", "en") == [pytest.approx(amount)]


@pytest.mark.parametrize(("french", "english"), table("equal"))
def test_right_rendering_has_no_difference(french: str, english: str) -> None:
    assert differences(french, english) == []


@pytest.mark.parametrize(("french", "english", "kind", "here", "there"), table("different"))
def test_wrong_rendering_is_one_difference(
    french: str, english: str, kind: str, here: str, there: str
) -> None:
    pair = Pair(side(english, "en"), side(french, "fr"))
    (found,) = compare_values(pair).differences
    assert found.kind is Kind(kind)
    own = english if found.kind is Kind.RATE else french
    assert (own[found.source.start : found.source.end] if found.source else "") == here
    assert (english[found.target.start : found.target.end] if found.target else "") == there


@pytest.mark.parametrize(("verdict", "french", "english"), table("measures"))
def test_right_conversion_passes_and_wrong_one_is_found(verdict: str, french: str, english: str) -> None:
    assert bool(codes(french, english)) is (verdict == "wrong")


@pytest.mark.parametrize("role", load_roles(), ids=lambda role: role.name)
def test_figures_that_change_roles_are_found(role: Role) -> None:
    assert codes(role.example, role.bad_example) == ["NUM001"]
    assert codes(role.example, role.good_example) == []


@pytest.mark.parametrize(("verdict", "draft"), table("sums"))
def test_sum_that_does_not_add_up_is_noted(verdict: str, draft: str) -> None:
    assert codes(None, draft, "NUM007") == (["NUM007"] if verdict == "wrong" else [])


@pytest.mark.parametrize(
    ("french", "english", "severity"),
    [
        ("Le tir a touché 43 maisons dans la nuit.", "The fire destroyed homes in the night.", "error"),
        (
            "Les trois pays sont d'accord sur ce point.",
            "All of the countries agree on this point.",
            "warning",
        ),
        ("Il avait fui le pays en 1978 avec elle.", "He had fled the country together with her.", "warning"),
        ("Les jaunes ont repris l'avantage (50-49).", "The yellows took the lead once more.", "warning"),
        ("Il est mort, a dit la police, qui a arrêté 19 personnes.", "He is dead, police said.", "warning"),
    ],
)
def test_number_that_english_may_leave_out_is_a_warning(french: str, english: str, severity: str) -> None:
    checker = Checker(Selection(("NUM001",)).chosen())
    findings = checker.check_row("row", english, french).findings
    assert {finding.severity.value for finding in findings} == {severity}


def test_amounts_are_held_against_rates_that_have_been() -> None:
    assert may_be_worth(20e6, "euro", 22e6, "dollar")
    assert may_be_worth(22e6, "dollar", 20e6, "euro")
    assert may_be_worth(20e6, "euro", 52e6, "dollar") is False
    assert may_be_worth(20e6, "euro", 1.0, "taka") is None
    assert may_be_worth(1.0, "crown", 2.0, "crown") is None


@pytest.mark.parametrize(
    ("token", "language", "meanings"),
    [
        ("3,500", "en", (3500.0,)),
        ("3,500", "fr", (3.5, 3500.0)),
        ("3.500", "fr", (3500.0,)),
        ("3.500", "en", (3.5, 3500.0)),
        ("1.234.567", "fr", (1234567.0,)),
        ("1,234.5", "en", (1234.5,)),
        ("20:30", "en", (20.0, 30.0)),
        ("11.09.2001", "fr", (11.0, 9.0, 2001.0)),
        ("900 000", "fr", (900000.0,)),
    ],
)
def test_digits_are_read_as_the_language_writes_them(
    token: str, language: str, meanings: tuple[float, ...]
) -> None:
    assert parse_digits(token, GRAMMARS[language]) == meanings


def test_no_break_spaces_and_soft_hyphens_keep_offsets() -> None:
    french = "Près de 900\u202f000 ci\u00advils et 12\u00a0000 blessés"
    pair = Pair(side("Nearly 900,000 civilians and 13,000 wounded", "en"), side(french, "fr"))
    (found,) = compare_values(pair).differences
    assert found.source is not None
    assert pair.source is not None
    span = read(pair.source).place(found.source.start, found.source.end)
    assert span.of(french) == "12\u00a0000"


def test_article_counts_nothing() -> None:
    assert differences("Un soldat est mort", "A soldier died") == []
    assert differences("L'un des deux", "One of the two") == []


def test_language_without_a_grammar_has_no_values() -> None:
    assert read_values(read(side("12 Soldaten", "de"))) == ()


@given(st.text(alphabet="0123456789 .,:'-/%$€hmkdeuxtroisvingtcentmillionstwohundredand \u202f", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for language in ("fr", "en"):
        one = side(text, language)
        for value in read_values(read(one)):
            assert 0 <= value.start < value.end <= len(read(one).text)
    compare_values(Pair(side(text, "en"), side(text[::-1], "fr")))


@given(st.integers(0, 10**12))
def test_an_integer_equals_itself_in_both_formats(number: int) -> None:
    english = f"about {number:,} people"
    french = f"environ {number:,} personnes".replace(",", "\u202f")
    assert differences(french, english) == []


@given(st.text(max_size=20))
def test_fold_drops_case_and_accents(word: str) -> None:
    assert fold(word) == fold(word.lower())
