"""Amounts in short and cells of figures are written by rule, in an article and in its tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.documents import parse, write
from copydesk.enforce.figures import find_amounts, word_figures
from copydesk.engines import Engine
from copydesk.pipeline import translate_document


def amounts(text: str) -> list[str]:
    return [words for _, words in find_amounts(text, "fr", "en")]


def reword(text: str) -> str:
    for span, words in reversed(word_figures(text, "fr", "en") or ()):
        text = text[: span.start] + words + text[span.end :]
    return text


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("près de 250 M$ d'aide", ["$250 million"]),
        ("3,5 Md€, puis 12 k€", ["€3.5 billion", "€12,000"]),
        ("2,25 Mds d'euros", ["2.25 billion euros"]),
        ("1 200 M€", ["€1.2 billion"]),
        ("10 000 M€", ["€10 billion"]),
        ("le code M€ 12, 250 Mo, 3 M", []),
        ("2,5-3 M€, entre 10 et 20 M€, de 5 à 10 k€", []),
        ("60 M$ CAD, 250 M$ US, 3 M€ / an, 12 M de livres", []),
        ("1.250 M€", []),
    ],
)
def test_amounts_in_short_are_spelt_out(french: str, english: list[str]) -> None:
    assert amounts(french) == english


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("4 200", "4,200"), ("3,5 %", "3.5%"), ("12 €", "€12"), ("(12 000)", "(12,000)"), ("-3,2 %", "-3.2%"),
        ("1 200,50 €", "€1,200.50"), ("+3,2 %", "+3.2%"),
    ],
)  # fmt: skip
def test_a_cell_of_figures_is_set_as_english_sets_it(french: str, english: str) -> None:
    assert reword(french) == english


@pytest.mark.parametrize(
    "cell",
    [
        "2025", "01 42 30 04 00", "0800 123 456", "0 800 123 456", "+33 612 345 678", "514 555-1234",
        "978 2 070 36822 8", "3,141 592", "7-6 [7/3]", "20:30", "12/10/2025", "1.200", "2 000 - 2 010",
    ],
)  # fmt: skip
def test_what_may_be_no_number_stays(cell: str) -> None:
    assert reword(cell) == cell


def test_other_languages_are_left_alone() -> None:
    assert not list(find_amounts("3,5 Md€", "de", "en"))
    assert word_figures("4 200", "fr", "es") is None


@given(st.text("0123456789 ,.%€$/:-\u202f()", max_size=20))
def test_no_digit_is_lost(text: str) -> None:
    assert [c for c in reword(text) if c.isdigit()] == [c for c in text if c.isdigit()]


def test_a_story_with_a_table_and_an_amount(bundled_engine: Engine) -> None:
    text = "La banque a prêté 250 M$ à la ville.\n\n| Ville | Logements |\n|---|---|\n| Tyr | 4 200 |\n"
    document = parse(text, format="markdown", language="fr")
    done = translate_document(document, bundled_engine)
    assert "$250 million" in done.translations[0].text
    assert [(o.term, o.target) for o in done.kept] == [("auto:amount", "$250 million")]
    assert "| 4,200 |" in write(document, done.translations, language="en")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("**12 500 €**", "**€12,500**"),
        ("[12 €](http://x.fr)", "[€12](http://x.fr)"),
        ("AFP", "AFP"),
        ("12 min", "12 min"),
    ],
)
def test_a_cell_keeps_its_markup_and_its_place(bundled_engine: Engine, cell: str, written: str) -> None:
    document = parse(f"| Ville | Prix |\n|---|---|\n| Tyr | {cell} |\n", format="markdown", language="fr")
    done = translate_document(document, bundled_engine)
    assert f"| {written} |" in write(document, done.translations, language="en")
