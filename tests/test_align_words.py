"""Word alignment from attention over pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.align import align_words, aligned_span, links, split_words
from copydesk.engines import Engine, Hypothesis, Prepared, Result
from copydesk.text import Span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'OSDH a dit", ["l'", "OSDH", "a", "dit"]),
        ("d’Idleb jusqu’à aujourd'hui", ["d’", "Idleb", "jusqu’", "à", "aujourd'hui"]),
        ("the SOHR's report didn't say", ["the", "SOHR", "'s", "report", "didn't", "say"]),
        ("they’ve, I'm, SOHR'S qu'a-t-il", ["they", "’ve", "I", "'m", "SOHR", "'S", "qu'", "a-t-il"]),
        ("pro-régime, « 3 200,5 » morts.", ["pro-régime", "3", "200,5", "morts"]),
        ("3\u202f200 US$ 20h", ["3\u202f200", "US", "20h"]),
        ("… — !", []),
        ("", []),
    ],
)
def test_words_are_split_at_spaces_marks_and_clitics(text: str, words: list[str]) -> None:
    assert [span.of(text) for span in split_words(text)] == words


SOURCE = Prepared(
    "l'OSDH parle",
    ("\u2581l", "'", "OS", "DH", "\u2581parle"),
    tuple(map(Span, (0, 1, 2, 4, 7), (1, 2, 4, 6, 12))),
)
TARGET = Hypothesis(
    "the SOHR speaks",
    ("\u2581the", "\u2581", "SO", "HR", "\u2581speaks"),
    tuple(map(Span, (0, 4, 4, 6, 9), (3, 4, 6, 8, 15))),
    (-0.1,) * 6,
    (
        (0.4, 0.2, 0.1, 0.1, 0.0),
        (0.9, 0.0, 0.0, 0.0, 0.1),
        (0.0, 0.1, 0.5, 0.4, 0.0),
        (0.0, 0.0, 0.1, 0.7, 0.2),
        (0.0, 0.0, 0.0, 0.0, 0.0),
    ),
    -0.1,
)
RESULT = Result(SOURCE, (TARGET,))


def test_pieces_are_summed_to_words_without_the_end() -> None:
    found = align_words(SOURCE, TARGET)
    assert [span.of(SOURCE.text) for span in found.source] == ["l'", "OSDH", "parle"]
    assert [span.of(TARGET.text) for span in found.target] == ["the", "SOHR", "speaks"]
    assert found.mass[0] == pytest.approx((0.75, 0.25, 0.0)), "renormalised without </s>"
    assert found.mass[1] == pytest.approx((0.05, 0.85, 0.1)), "mean of the word's own pieces"
    assert found.mass[2] == (0.0, 0.0, 0.0), "all on </s>"


def test_a_source_stretch_finds_its_words() -> None:
    span, mass = aligned_span(RESULT, TARGET, Span(2, 6))
    assert span is not None
    assert span.of(TARGET.text) == "SOHR"
    assert mass == pytest.approx(0.85)
    assert aligned_span(RESULT, TARGET, Span(7, 12)) == (None, 0.0)


def test_links_pair_words() -> None:
    pairs = [(a.of(SOURCE.text), b.of(TARGET.text)) for a, b in links(RESULT, TARGET)]
    assert pairs == [("l'", "the"), ("OSDH", "SOHR")]


def test_no_attention_gives_words_without_mass() -> None:
    from dataclasses import replace

    found = align_words(SOURCE, replace(TARGET, attention=()))
    assert found.mass == ()
    assert len(found.target) == 3


@given(st.text(st.sampled_from("aé'-3,. «»\u2581😀"), max_size=30), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_mass_is_shared_out_and_never_made(bundled_engine: Engine, text: str, seed: int) -> None:
    import random

    chance = random.Random(seed)
    source = bundled_engine.prepare(text)
    other = bundled_engine.prepare("The end of 3,200 days, isn't it?")
    rows = []
    for _ in other.pieces:
        row = [chance.random() for _ in source.pieces]
        rows.append(tuple(share / (sum(row) + 0.1) for share in row))
    hypothesis = Hypothesis(other.text, other.pieces, other.spans, (), tuple(rows), 0.0)
    found = align_words(source, hypothesis)
    assert len(found.mass) == len(found.target)
    for row in found.mass:
        assert len(row) == len(found.source)
        assert 0.0 <= sum(row) <= 1.0 + 1e-6


def test_figures_and_names_align_with_themselves(bundled_engine: Engine) -> None:
    source = "Le 14 mars 2011, le président Bachar al-Assad était à Damas avec 3 200 soldats."
    result = bundled_engine.translate([source])[0]
    pairs = {b.of(result.best.text): a.of(source) for a, b in links(result, result.best)}
    shared = [word for word in pairs if word in ("14", "2011", "al-Assad", "Assad")]
    assert len(shared) >= 2, result.best.text
    assert all(word in pairs[word] or pairs[word] in word for word in shared)
