"""A language is one module; an unknown one is neutral."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import languages
from copydesk.languages import Language, get_language
from copydesk.segment import split_sentences

KNOWN = sorted(
    path.stem
    for path in Path(languages.__file__).parent.glob("*.py")
    if path.stem not in ("__init__", "language")
)


def test_the_promised_languages_are_there() -> None:
    assert {"fr", "en", "es", "de", "it", "pt", "ar"} <= set(KNOWN)


@pytest.mark.parametrize("code", KNOWN)
def test_a_language_keeps_the_contract(code: str) -> None:
    language = get_language(code)
    assert language.code == code
    assert language.name
    assert len(language.months) == 12
    assert len(language.weekdays) == 7
    assert language.stop_words
    assert language.articles
    for word in language.stop_words | language.articles | language.elisions:
        assert word == word.lower()
        assert " " not in word
    for abbreviation in language.abbreviations:
        assert abbreviation[-1] in ".º"
    assert language.number_abbreviations <= language.abbreviations
    assert language.closing_abbreviations <= language.abbreviations
    for opening, closing in language.quote_pairs:
        assert len(opening) == len(closing) == 1
    assert not any(word == word.lower() and word[:-1] in language.stop_words for word in language.titles)


def test_codes_with_a_region_and_unknown_codes() -> None:
    assert get_language("pt-BR").name == "Portuguese"
    assert get_language("FR_fr").name == "French"
    for code in ("xx", "", "language", "../fr", "tlh-Latn", "été"):
        unknown = get_language(code)
        assert isinstance(unknown, Language)
        assert not unknown.name
        assert not unknown.stop_words


def test_an_unknown_language_is_split_neutrally() -> None:
    text = "Bala J. P. Dovu roka. Kato (…) mula 3.5 nomo? Vira!"
    assert [span.of(text) for span in split_sentences(text, get_language("xx"))] == [
        "Bala J. P. Dovu roka.",
        "Kato (…) mula 3.5 nomo?",
        "Vira!",
    ]


def test_a_new_language_is_one_object() -> None:
    dutch = Language("nl", "Dutch", abbreviations=frozenset(("dhr.",)), titles=frozenset(("dhr.",)))
    text = "Dat zei dhr. Jansen. Niemand antwoordde."
    assert len(split_sentences(text, dutch)) == 2
