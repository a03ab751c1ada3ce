"""Alignment of two articles: made from right pairs with sentences merged, split, dropped, added, moved."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.align_articles import align
from copydesk.anchors import UNRELATED, alignment_quality
from copydesk.checks.rule import Pair, Side
from copydesk.glossary.model import Glossary, Term
from copydesk.languages import get_language
from copydesk.text import Span

FRENCH, ENGLISH = get_language("fr"), get_language("en")
PAIRS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "cases/bitext/pairs.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]

Bead = tuple[tuple[int, ...], tuple[int, ...]]


def sides(sentences: list[str], language: str) -> list[Side]:
    made, at = [], 0
    for sentence in sentences:
        made.append(Side(sentence, Span(at, at + len(sentence)), get_language(language)))
        at += len(sentence) + 1
    return made


def beads(source: list[Side], draft: list[Side], pairs: tuple[Pair, ...]) -> list[Bead]:
    """Turn pairs back into the numbers of their sentences."""

    def numbers(side: Side | None, all_sides: list[Side]) -> tuple[int, ...]:
        return tuple(n for n, one in enumerate(all_sides) if side and side.span.covers(one.span))

    return [(numbers(pair.source, source), numbers(pair.target, draft)) for pair in pairs]


def halves(sentence: str, rng: random.Random) -> list[str]:
    words = sentence.split()
    cut = len(words) // 2 + rng.randint(-1, 1)
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def disturb(seed: int, rate: float) -> tuple[list[str], list[str], set[Bead]]:
    """Make two articles of thirty pairs and the beads that are right."""
    rng = random.Random(seed)
    french: list[str] = []
    english: list[str] = []
    right: set[Bead] = set()
    for source, target in rng.sample(PAIRS, 30):
        draw = rng.random() / rate
        left = [] if 0.85 <= draw < 1 else halves(source, rng) if draw < 0.35 else [source]
        other = [] if 0.7 <= draw < 0.85 else halves(target, rng) if 0.35 <= draw < 0.7 else [target]
        right.add(
            (
                tuple(range(len(french), len(french) + len(left))),
                tuple(range(len(english), len(english) + len(other))),
            )
        )
        french.extend(left)
        english.extend(other)
    return french, english, right


def test_untouched_articles_pair_sentence_by_sentence() -> None:
    for seed in range(5):
        french, english, right = disturb(seed, 1e-9)
        source, draft = sides(french, "fr"), sides(english, "en")
        assert set(beads(source, draft, align(source, draft))) == right


def test_merged_split_dropped_and_added_sentences() -> None:
    found = made = wanted = 0
    all_found = all_wanted = 0
    for seed in range(30):
        french, english, right = disturb(seed, 0.15)
        source, draft = sides(french, "fr"), sides(english, "en")
        got = set(beads(source, draft, align(source, draft)))
        one_right = {bead for bead in right if len(bead[0]) == len(bead[1]) == 1}
        one_got = {bead for bead in got if len(bead[0]) == len(bead[1]) == 1}
        found += len(one_right & one_got)
        made += len(one_got)
        wanted += len(one_right)
        all_found += len(right & got)
        all_wanted += len(right)
    assert found / made >= 0.98
    assert found / wanted >= 0.99
    assert all_found / all_wanted >= 0.98


def test_every_sentence_is_in_exactly_one_pair() -> None:
    french, english, _ = disturb(3, 0.5)
    source, draft = sides(french, "fr"), sides(english, "en")
    got = beads(source, draft, align(source, draft))
    assert sorted(n for bead in got for n in bead[0]) == list(range(len(source)))
    assert sorted(n for bead in got for n in bead[1]) == list(range(len(draft)))
    assert [n for bead in got for n in bead[1]] == list(range(len(draft)))


@given(
    st.lists(st.text(max_size=40), max_size=6),
    st.lists(st.text(max_size=40), max_size=6),
)
def test_any_text_keeps_every_sentence(french: list[str], english: list[str]) -> None:
    source, draft = sides(french, "fr"), sides(english, "en")
    pairs = align(source, draft)
    assert sum(len(side.text) for side in source) <= sum(
        len(pair.source.text) for pair in pairs if pair.source
    )
    assert sum(len(side.text) for side in draft) <= sum(
        len(pair.target.text) for pair in pairs if pair.target
    )
    assert all(0 <= pair.confidence <= 1 for pair in pairs)
    assert 0 <= alignment_quality(pairs) <= 1


def test_merged_side_keeps_the_offsets_of_its_sentences() -> None:
    french = ["Le président Daniel Noboa a été réélu avec 55,6 % des voix, loin devant Luisa Gonzalez."]
    english = ["President Daniel Noboa was re-elected with 55.6%.", "He was well ahead of Luisa Gonzalez."]
    draft = [
        Side(english[0], Span(100, 100 + len(english[0])), ENGLISH),
        Side(english[1], Span(155, 155 + len(english[1])), ENGLISH),
    ]
    (pair,) = align(sides(french, "fr"), draft)
    assert pair.target is not None
    assert pair.target.span == Span(100, 155 + len(english[1]))
    place = pair.target.text.index("Luisa")
    assert pair.target.place(place, place + 5).start == 155 + english[1].index("Luisa")


def test_moved_caption_finds_its_source() -> None:
    rows = PAIRS[:12]
    caption = (
        "Perchée à 2 400 mètres d'altitude, Addis-Abeba abrite le siège de l'Union africaine.",
        "Perched at 2,400 metres, Addis Ababa is home to the headquarters of the African Union.",
    )
    french = [caption[0], *[fr for fr, _ in rows]]
    english = [*[en for _, en in rows], caption[1]]
    source, draft = sides(french, "fr"), sides(english, "en")
    got = set(beads(source, draft, align(source, draft)))
    assert ((0,), (len(rows),)) in got


def test_glossary_terms_are_anchors() -> None:
    french = ["Rien de neuf ici.", "La trêve tient.", "L'OSDH fait état de combats."]
    english = ["A truce holds now.", "SOHR reports of fights."]
    glossary = Glossary("house", "fr", "en", (Term("1", "OSDH", "SOHR"), Term("2", "trêve", "truce")))
    source, draft = sides(french, "fr"), sides(english, "en")
    with_terms = align(source, draft, glossary=glossary)
    assert ((2,), (1,)) in beads(source, draft, with_terms)
    assert with_terms[-1].confidence > align(source, draft)[-1].confidence


@pytest.mark.parametrize("empty", ["source", "draft", "both"])
def test_an_empty_side_pairs_with_nothing(empty: str) -> None:
    source = [] if empty in ("source", "both") else sides(["Un.", "Deux."], "fr")
    draft = [] if empty in ("draft", "both") else sides(["One.", "Two."], "en")
    pairs = align(source, draft)
    assert len(pairs) == len(source) + len(draft)
    assert all((pair.source is None) != (pair.target is None) for pair in pairs)


def test_quality_tells_a_translation_from_another_article() -> None:
    for start in range(0, 60, 12):
        french = [fr for fr, _ in PAIRS[start : start + 12]]
        english = [en for _, en in PAIRS[start : start + 12]]
        other = [en for _, en in PAIRS[start + 30 : start + 42]]
        source = sides(french, "fr")
        assert alignment_quality(align(source, sides(english, "en"))) >= 3 * UNRELATED
        assert alignment_quality(align(source, sides(other, "en"))) < UNRELATED


def test_too_little_text_is_not_judged() -> None:
    assert alignment_quality(align(sides(["Bonjour."], "fr"), sides(["Thanks."], "en"))) == 1.0


def test_long_articles_stay_right() -> None:
    rng = random.Random(5)
    rows = []
    for number in range(3000):
        french, english = PAIRS[number % len(PAIRS)]
        code = f"{rng.choice('BCDFGHJK')}{rng.choice('aeiou')}{rng.choice('lmnrst')}{number:04d}x"
        rows.append((f"{french} {code} {number * 7 + 1000}", f"{english} {code} {number * 7 + 1000}"))
    del rows[1500:1503]
    english_rows = rows[:2200] + rows[2201:]
    source = sides([fr for fr, _ in rows], "fr")
    draft = sides([en for _, en in english_rows], "en")
    got = set(beads_by_start(source, draft, align(source, draft)))
    wanted = {(n, n if n < 2200 else n - 1) for n in range(len(rows)) if n != 2200}
    assert len(wanted & got) / len(wanted) > 0.99


def beads_by_start(source: list[Side], draft: list[Side], pairs: tuple[Pair, ...]) -> list[tuple[int, int]]:
    rows = {side.span: n for n, side in enumerate(source)}
    columns = {side.span: n for n, side in enumerate(draft)}
    return [
        (rows[pair.source.span], columns[pair.target.span])
        for pair in pairs
        if pair.source and pair.target and pair.source.span in rows and pair.target.span in columns
    ]
