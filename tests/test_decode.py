"""No sentence makes the decode fail, none is cut, and what went wrong is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.align import align_words
from copydesk.decode import (
    LARGEST_ATTENTION,
    Decoded,
    copy_sentence,
    has_words,
    translate_sentences,
)
from copydesk.engines import Engine, Hypothesis, Prepared
from copydesk.guards import find_faults
from copydesk.resources import data_folder
from copydesk.text import Span

if not (data_folder("models") / "copydesk-fr-en" / "ctranslate2" / "model.bin").is_file():
    pytest.skip("the bundled model's weights are not in this checkout", allow_module_level=True)

LONG = (
    "Dans la soirée de mardi, les combats ont repris au nord d'Alep, où onze combattants ont été tués, "
    "tandis que l'armée, appuyée par l'aviation russe, avançait vers la ville de Maarat al-Noomane, que des "
    "milliers de familles ont quittée depuis le début de l'offensive, selon l'OSDH ; "
)


def check_whole(sentence: str, decoded: Decoded) -> None:
    """Hold what every result promises, whatever it says."""
    source, best = decoded.result.source, decoded.result.best
    assert source.text == sentence
    assert len(source.pieces) == len(source.spans)
    assert all(span.end <= len(sentence) for span in source.spans)
    assert list(source.spans) == sorted(source.spans)
    assert len(best.pieces) == len(best.spans)
    assert all(span.end <= len(best.text) for span in best.spans)
    assert list(best.spans) == sorted(best.spans)
    assert best.text == best.text.strip()
    assert "\n" not in best.text
    if best.attention:
        assert len(best.attention) == len(best.pieces)
        assert all(len(row) == len(source.pieces) for row in best.attention)
    links = align_words(source, best)
    assert all(sum(row) <= 1 + 1e-6 for row in links.mass)


COPIED = [
    "12,5 %",
    "12 | 13",
    "3 200",
    "… — !",
    "😀😀",
    "https://www.rfi.fr/fr/afrique/20240101-titre?x=1#a",
    "redaction@rfi.fr",
    "@RFI #Syrie",
    "/usr/share/doc/",
    "a" * 10_000,
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ" * 8,
]


@pytest.mark.parametrize("sentence", COPIED)
def test_what_has_no_words_is_copied(bundled_engine: Engine, sentence: str) -> None:
    (decoded,) = translate_sentences(bundled_engine, [f" {sentence} "])
    assert decoded.result.best.text == sentence
    assert decoded.how == "copied"
    assert decoded.flags == ()
    check_whole(f" {sentence} ", decoded)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0\t\n", "\u200b"])
def test_blank_stays_blank(bundled_engine: Engine, blank: str) -> None:
    (decoded,) = translate_sentences(bundled_engine, [blank])
    assert decoded.result.best.text.strip("\u200b") == ""
    assert decoded.flags == ()


@pytest.mark.parametrize("sentence", ["Oui", "À 20h", "Voir https://rfi.fr", "l'OSDH (#Syrie)", "中"])
def test_words_are_seen(sentence: str) -> None:
    assert has_words(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre.",
        "  Le ministre est arrivé.\u00a0",
        "Le\nministre\r\nest\tarrivé.",
        "mot\x00mot",
        "\ud800 est là.",
        "e\u0301te\u0301",
        "L'« État » — 3 000 €… 😀 中文",
        "</s> <unk> <pad> >>fra<< <0xE2>",
        "⟦Idlib⟧ est prise",
        "Le rapport " + "x" * 300 + " est prêt, dit le ministre.",
        LONG * 3 + "a-t-on appris.",
        "oui " * 150,
    ],
)
def test_every_sentence_gives_one_whole_result(bundled_engine: Engine, sentence: str) -> None:
    (decoded,) = translate_sentences(bundled_engine, [sentence], beam=2)
    check_whole(sentence, decoded)
    assert decoded.result.best.text
    assert "\u27e6" not in decoded.result.best.text or "copy" in decoded.flags


def test_results_keep_the_order_and_equal_sentences_are_equal(bundled_engine: Engine) -> None:
    sentences = ["Oui.", "", "Le ministre est arrivé lundi.", "Oui.", "12 %", "Non, merci beaucoup.", ""]
    decoded = translate_sentences(bundled_engine, sentences)
    assert [one.result.source.text for one in decoded] == sentences
    assert decoded[0] is decoded[3]
    alone = [translate_sentences(bundled_engine, [sentence])[0].result.best.text for sentence in sentences]
    assert [one.result.best.text for one in decoded] == alone


@given(st.lists(st.text(max_size=30), max_size=3))
@settings(max_examples=15, deadline=None)
def test_any_text_comes_through(bundled_engine: Engine, sentences: list[str]) -> None:
    decoded = translate_sentences(bundled_engine, sentences, beam=1)
    assert len(decoded) == len(sentences)
    for sentence, one in zip(sentences, decoded, strict=True):
        check_whole(sentence, one)


def test_a_long_sentence_is_cut_at_clauses_and_joined(bundled_engine: Engine) -> None:
    sentence = LONG * 4 + "a annoncé l'ONU."
    (decoded,) = translate_sentences(bundled_engine, [sentence], beam=2)
    check_whole(sentence, decoded)
    best = decoded.result.best
    assert decoded.how == "clauses"
    assert len(best.text) > 0.6 * len(sentence), "words were lost"
    assert len(best.attention) == len(best.pieces)
    last = max(range(len(decoded.result.source.pieces)), key=lambda column: best.attention[-3][column])
    assert decoded.result.source.spans[last].start > 0.8 * len(sentence), "attention is out of place"
    assert ". the" not in best.text
    assert len(best.log_probs) in (len(best.pieces), len(best.pieces) + 1)


def test_a_prefix_reaches_into_a_later_part(bundled_engine: Engine) -> None:
    sentence = LONG * 3 + "a annoncé l'ONU."
    (plain,) = translate_sentences(bundled_engine, [sentence], beam=2)
    words = plain.result.best.text.split(" ")
    prefix = " ".join(words[: 2 * len(words) // 3]) + " SOHR"
    (forced,) = translate_sentences(bundled_engine, [sentence], prefixes=[prefix], beam=2)
    assert forced.result.best.text.startswith(prefix)
    assert len(forced.result.best.text) > 0.8 * len(plain.result.best.text)


def test_a_prefix_holds_for_its_own_sentence(bundled_engine: Engine) -> None:
    source = "Le ministre est arrivé lundi."
    one, other = translate_sentences(bundled_engine, [source, source], prefixes=["On Monday", ""])
    assert one.result.best.text.startswith("On Monday")
    assert not other.result.best.text.startswith("On Monday")


def test_capitals_throughout_are_read(bundled_engine: Engine) -> None:
    (decoded,) = translate_sentences(bundled_engine, ["LE PRÉSIDENT A RENCONTRÉ LE MINISTRE LUNDI À MOSCOU"])
    assert "president" in decoded.result.best.text.lower()
    assert decoded.result.source.text.isupper()


@pytest.mark.slow
def test_ten_thousand_words_on_one_line(bundled_engine: Engine) -> None:
    story = (data_folder("corpora") / "wire" / "01-idleb-treve.fr.txt").read_text("utf-8")
    words = [word.strip(".") for word in story.split()]
    sentence = " ".join(words[i % len(words)] for i in range(10_000))
    (decoded,) = translate_sentences(bundled_engine, [sentence], beam=1)
    assert decoded.result.source.text == sentence
    assert len(decoded.result.source.pieces) > LARGEST_ATTENTION
    assert decoded.result.best.attention == ()
    assert len(decoded.result.best.text) > 0.5 * len(sentence)


def test_a_lost_model_is_flagged_and_its_words_are_kept(tmp_path: Path) -> None:
    """A model of random weights only babbles: everything trips, nothing fails."""
    pytest.importorskip("torch", reason="the marian extra is not installed")
    from random_marian import make_random_marian

    from copydesk.engines.store import find_model, load_engine

    engine = load_engine(find_model(make_random_marian(tmp_path / "tiny")), engine="transformers", threads=1)
    sentences = ["Le ministre a rencontré son homologue.", "12 %", "Selon l'ONU, il neige, il pleut."]
    decoded = translate_sentences(engine, sentences, beam=2)
    assert decoded[0].flags
    assert decoded[2].flags
    assert set(decoded[0].flags) <= {"length", "loop", "copy", "empty"}
    assert decoded[1].result.best.text == "12 %"
    for sentence, one in zip(sentences, decoded, strict=True):
        check_whole(sentence, one)


def test_a_copied_sentence_stays_on_its_line() -> None:
    assert copy_sentence("12\r\n13\u2028%\n").best.text == "12  13 %"


def test_a_copied_sentence_is_aligned_with_itself() -> None:
    result = copy_sentence("  12 %  3 €  ")
    assert result.best.text == "12 %  3 €"
    links = align_words(result.source, result.best)
    assert [(a.of("  12 %  3 €  "), b.of("12 %  3 €")) for a, b in links.pairs()] == [
        ("12", "12"),
        ("3", "3"),
    ]


def made(source: str, target: str, *, finished: bool = True) -> tuple[str, ...]:
    """Run the guards on a source and target cut into words."""
    prepared = Prepared(source, tuple(source.split()), ())
    pieces = tuple(target.split())
    hypothesis = Hypothesis(target, pieces, (Span(0, 0),) * len(pieces), (), (), 0.0, finished)
    return find_faults(prepared, hypothesis)


@pytest.mark.parametrize(
    ("source", "target", "faults"),
    [
        ("Un recomptage a été ordonné.", "A recounttttttttttttted.", ("loop",)),
        ("Il a dit non.", "He said that the the the the man said no.", ("loop",)),
        ("Il est parti hier.", "He left in the north of the city, in the north of the city, yes.", ("loop",)),
        ("Il rit.", "Hahahahahahahahaha he laughs.", ("loop",)),
        ("Il est là.", "He is here ! ! ! ! ! ! ! ! ! ! ! !", ("length", "loop")),
        ("Le régime syrien a repris la ville hier.", "Le régime syrien a repris la ville hier.", ("copy",)),
        ("le chef de la police est mort", "the chef de la police est mort", ("copy",)),
        ("Idleb ⟦Idlib⟧ est prise", "⟦Idlib⟧ has been taken", ("copy",)),
        ("Le ministre.", "...", ("empty",)),
        ("Le ministre.", "", ("empty",)),
        ("un " * 40 + "deux", "one two", ("length",)),
        ("Oui.", " ".join("abcdefghijklmnopqrstuvwxyz"), ("length",)),
    ],
)
def test_a_lost_decode_trips_its_guard(source: str, target: str, faults: tuple[str, ...]) -> None:
    assert made(source, target) == faults


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Oui.", "Yes."),
        ("Ha ha ha ha ha ha !", "Ha ha ha ha ha ha!"),
        ("Non, non, non et non.", "No, no, no and no."),
        ("10 000 000 000 000 d'euros", "10,000,000,000,000 euros"),
        ("Emmanuel Macron, Angela Merkel, Boris Johnson", "Emmanuel Macron, Angela Merkel, Boris Johnson"),
        ("Paris - Dakar", "Paris - Dakar"),
        ("Le « Héros de l'Union soviétique »", 'The "Hero of the Soviet Union", the Soviet Union\'s highest'),
        ("Un très, très, très grand pays", "A very, very, very big country"),
        ("De 5 à 5, de 5 à 5 et de 5 à 5", "From 5 to 5, from 5 to 5 and from 5 to 5"),
    ],
)
def test_a_sound_decode_trips_nothing(source: str, target: str) -> None:
    assert made(source, target) == ()


def test_an_unfinished_decode_is_too_long() -> None:
    assert made("Le ministre est là.", "The minister is here", finished=False) == ("length",)


def test_human_translations_of_news_trip_next_to_nothing(bundled_engine: Engine) -> None:
    from copydesk.engines.ctranslate2 import CTranslate2Engine

    assert isinstance(bundled_engine, CTranslate2Engine)
    pairs = 0
    tripped = []
    for french in sorted((data_folder("corpora") / "wire").glob("*.fr.txt")):
        english = french.with_name(french.name.replace(".fr.", ".en."))
        ours, theirs = (file.read_text("utf-8").splitlines() for file in (french, english))
        if len(ours) != len(theirs):
            continue
        for source, target in zip(ours, theirs, strict=True):
            if not source.strip():
                continue
            pairs += 1
            pieces, spans = bundled_engine.cut_target(target)
            hypothesis = Hypothesis(target, tuple(pieces), tuple(spans), (), (), 0.0)
            if find_faults(bundled_engine.prepare(source), hypothesis):
                tripped.append((source, target))
            copied = replace(hypothesis, text=source)
            if len([word for word in source.split() if word.islower()]) > 6:
                assert "copy" in find_faults(bundled_engine.prepare(source), copied)
    assert pairs > 50
    assert len(tripped) <= pairs / 100, tripped
