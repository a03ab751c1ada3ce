"""Sentence ends and clause cuts: the rows of tests/cases/segment, and what holds for any text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.languages import get_language
from copydesk.segment import split_clauses, split_sentences
from copydesk.text import Span

CASES = Path(__file__).parent / "cases" / "segment"
TOKENS = [*"aAbM.!?… «»\"“”'’()[],;:-–0129\n\t\u00a0éÉ。ا", " M. ", " J.-P. ", " etc. ", " p. 3", '. "']
NEWSY = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)


def rows() -> list[tuple[str, str]]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                found.append(tuple(line.split("\t", 1)) if path.stem == "other" else (path.stem, line))
    return found


def test_there_are_enough_rows() -> None:
    assert sum(code == "fr" for code, _ in rows()) >= 60
    assert sum(code == "en" for code, _ in rows()) >= 40


@pytest.mark.parametrize(("code", "row"), rows())
def test_row(code: str, row: str) -> None:
    expected = [part.strip() for part in row.split("|")]
    text = " ".join(expected) if code != "zh" else "".join(expected)
    assert [span.of(text) for span in split_sentences(text, get_language(code))] == expected


def check_spans(text: str, spans: Sequence[Span], start: int) -> None:
    covered = set()
    end = start
    for span in spans:
        assert span.start >= end
        words = span.shift(-start).of(text)
        assert words == words.strip()
        assert words
        covered.update(range(span.start - start, span.end - start))
        end = span.end
    assert {i for i, character in enumerate(text) if not character.isspace()} <= covered


@given(st.text(max_size=80) | NEWSY, st.sampled_from(["fr", "en", "de", "ar", "xx"]), st.integers(0, 5))
def test_sentences_cover_the_text(text: str, code: str, start: int) -> None:
    check_spans(text, split_sentences(text, get_language(code), start=start), start)


@given(
    st.text(max_size=80) | NEWSY, st.sampled_from(["fr", "ar", "xx"]), st.integers(1, 30), st.integers(0, 5)
)
def test_clauses_cover_the_text_and_fit(text: str, code: str, longest: int, start: int) -> None:
    spans = split_clauses(text, get_language(code), max_chars=longest, start=start)
    check_spans(text, spans, start)
    assert all(len(span) <= longest for span in spans)


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    text = "Un titre\r\n\r\nUne phrase sur\ndeux lignes"
    assert [s.of(text) for s in split_sentences(text, get_language("fr"))] == [
        "Un titre",
        "Une phrase sur\ndeux lignes",
    ]


def test_clauses_are_cut_at_marks_outside_quotations() -> None:
    text = (
        "Dans un communiqué diffusé mardi soir, l'armée affirme avoir repoussé l'attaque ; "
        "elle ajoute que « les groupes terroristes, venus du nord, ont perdu 10 000 hommes, des chars "
        "et des armes » "
        "et que l'aviation russe, présente dans la région, n'a pas participé aux opérations"
    )
    french = get_language("fr")
    pieces = [span.of(text) for span in split_clauses(text, french, max_chars=130)]
    assert len(pieces) >= 3
    assert pieces[0].endswith(";")
    assert any("« les groupes" in piece and "des armes »" in piece for piece in pieces)
    words = [span.of(text) for span in split_clauses(text, french, max_chars=12)]
    assert not any(piece.endswith("10") or piece.startswith("000") for piece in words)


def test_what_fits_is_asked_and_obeyed() -> None:
    text = "un deux trois quatre cinq six sept huit"
    spans = split_clauses(text, get_language("fr"), fits=lambda stretch: len(stretch.split()) <= 3)
    assert all(len(span.of(text).split()) <= 3 for span in spans)
    assert split_clauses(text, get_language("fr"), fits=lambda stretch: True) == [Span(0, len(text))]


@pytest.mark.parametrize(
    "unit",
    [
        "a" * 10,
        "mot ",
        "Fin. ",
        ". ",
        '." ',
        "A. ",
        "12. ",
        ".) ",
        "« Non. » ",
        "...",
        "\n \n",
        '"',
        "« ",
        "a.A",
    ],
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        split_sentences(text, get_language("fr"))
        split_clauses(text[: size // 4], get_language("fr"))
        return time.process_time() - begin

    small, large = seconds(100_000), seconds(400_000)
    assert large < 16 * max(small, 0.02)
