"""The chain from outside, on a tiny model that knows no term: with attention that aligns, and without."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tiny_marian import as_text, build_tiny_marian, make_pairs

from copydesk.align import align_words
from copydesk.documents import parse
from copydesk.enforce import Task, enforce_terms
from copydesk.engines import Engine
from copydesk.engines.constrained import ConstrainedEngine
from copydesk.engines.convert import convert
from copydesk.engines.folder import open_folder
from copydesk.engines.store import load_engine
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.match import Matcher
from copydesk.glossary.targets import find_targets
from copydesk.pipeline import TranslatedDocument, translate_document
from copydesk.translation import Status

pytestmark = pytest.mark.slow

# none of the right-hand words is in the model's vocabulary as a word
ENTRIES = [
    ("Idleb", "Idlib", Kind.NAME), ("Alep", "Zorwick", Kind.NAME), ("Damas", "Kalmar City", Kind.NAME),
    ("OSDH", "SOHR", Kind.ACRONYM), ("combattant", "gunman", Kind.NOUN), ("trêve", "armistice", Kind.NOUN),
    ("accord", "house of cards", Kind.PHRASE), ("bilan", "umbrella", Kind.NOUN),
    ("soldat", "airman", Kind.NOUN), ("Bamako", "Bamako", Kind.KEEP),
]  # fmt: skip


@pytest.fixture(scope="session")
def guided_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_marian(tmp_path_factory.mktemp("guided"), guided=True)


@pytest.fixture(scope="session")
def guided_engine(guided_folder: Path) -> Engine:
    return make_engine(guided_folder)


@pytest.fixture(scope="session")
def unguided_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return make_engine(build_tiny_marian(tmp_path_factory.mktemp("unguided"), guided=False))


def make_engine(folder: Path) -> Engine:
    convert(open_folder(folder), folder / "ctranslate2")
    return load_engine(open_folder(folder), threads=1)


def make_glossary(entries: list[tuple[str, str, Kind]]) -> Glossary:
    terms = tuple(
        Term(
            str(i), source, target, kind, case=Case.FOLLOW if kind in (Kind.NOUN, Kind.PHRASE) else Case.EXACT
        )
        for i, (source, target, kind) in enumerate(entries)
    )
    return Glossary("tiny", "fr", "en", terms)


def translate(engine: Engine, sentences: list[str], glossary: Glossary) -> TranslatedDocument:
    return translate_document(parse("\n\n".join(sentences), language="fr"), engine, Matcher(glossary), beam=2)


def assert_receipts_are_true(done: TranslatedDocument, sentences: list[str], glossary: Glossary) -> None:
    terms = {term.id: term for term in glossary.terms}
    matcher = Matcher(glossary)
    assert sum(done.statuses.values()) == sum(len(matcher.find(sentence)) for sentence in sentences)
    for translation in done.translations:
        claimed = [o.target_span for o in translation.occurrences if o.target_span]
        for o in translation.occurrences:
            right = find_targets(translation.text, terms[o.term])
            if o.status in (Status.OK, Status.PLACED):
                assert o.target_span in right
                assert o.target_span is not None
                assert o.target_span.of(translation.text) == o.target
            elif o.status is Status.MISSING:
                assert all(any(span.overlaps(other) for other in claimed) for span in right)


def sample(count: int, seed: int = 3) -> list[str]:
    pairs = random.Random(seed).sample(make_pairs(), count)
    return [as_text(pair.source) for pair in pairs]


def test_guided_attention_aligns_word_by_word(guided_engine: Engine) -> None:
    pairs = make_pairs()[:30]
    results = guided_engine.translate([as_text(pair.source) for pair in pairs], beam=2)
    aligned = [
        align_words(result.source, result.best).mass
        for pair, result in zip(pairs, results, strict=True)
        if result.best.text == as_text(pair.target)
    ]
    assert len(aligned) >= 15  # overfitted, but in seconds
    rows = [(place, row) for mass in aligned for place, row in enumerate(mass)]
    assert sum(row[place] == max(row) for place, row in rows) / len(rows) > 0.97


def test_every_term_is_placed_with_guided_attention(guided_engine: Engine) -> None:
    sentences, glossary = sample(40), make_glossary(ENTRIES)
    done = translate(guided_engine, sentences, glossary)
    assert_receipts_are_true(done, sentences, glossary)
    assert set(done.statuses) <= {Status.OK, Status.PLACED}
    assert done.statuses[Status.PLACED] >= 40
    texts = " ".join(translation.text for translation in done.translations)
    for gone in ("Idleb", "OSDH", "Damas", "fighters", "truce"):
        assert gone not in texts


def test_the_rest_of_the_sentence_stays_as_it_was(guided_engine: Engine) -> None:
    sentence = "un soldat voit un accord à Idleb lundi."
    draft = guided_engine.translate([sentence], beam=2)[0].best.text
    done = translate(guided_engine, [sentence], make_glossary(ENTRIES))
    expected = draft.replace("a soldier", "an airman").replace("deal", "house of cards")
    assert done.translations[0].text == expected.replace("Idleb", "Idlib") != draft


def test_no_receipt_lies_when_attention_is_no_use(unguided_engine: Engine) -> None:
    sentences, glossary = sample(40), make_glossary(ENTRIES)
    done = translate(unguided_engine, sentences, glossary)
    assert_receipts_are_true(done, sentences, glossary)


def test_a_constrained_beam_says_what_it_is_told(guided_folder: Path) -> None:
    engine = ConstrainedEngine(guided_folder, threads=1)
    sentences = ["un soldat voit un accord à Idleb lundi.", "la police quitte la mission."]
    plain = [result.best.text for result in engine.translate(sentences, beam=4)]
    free = engine.translate_constrained(sentences, [[], []], beam=4)
    assert [result.best.text for result in free if result] == plain
    asked = [["the truce", "Friday"], ["two children"]]
    told = engine.translate_constrained(sentences, asked, beam=4)
    for words, result in zip(asked, told, strict=True):
        assert result is not None
        assert all(one in result.best.text for one in words)
        assert len(result.best.attention) == len(result.best.pieces)


def test_the_chain_takes_a_constrained_beam_where_asked(guided_folder: Path, guided_engine: Engine) -> None:
    # the same name in another place: a word that the model can say, but would not
    glossary = make_glossary([("Idleb", "Bamako", Kind.NAME)])
    sentence = "un soldat voit un accord à Idleb lundi."
    task = Task(sentence, 0, tuple(Matcher(glossary).find(sentence)))
    engine = ConstrainedEngine(guided_folder, threads=1)
    ((draft, final),) = enforce_terms([task], engine, stages=("constrained",))
    assert draft.open == 1
    assert [(o.status, o.strategy) for o in final.outcomes] == [(Status.PLACED, "constrained")]
    ((_, other),) = enforce_terms([task], guided_engine, stages=("constrained",))
    assert {o.status for o in other.outcomes} == {Status.MISSING}


def test_a_term_hung_on_by_the_constrained_beam_is_refused(guided_folder: Path) -> None:
    glossary = make_glossary([("Idleb", "Bamako", Kind.NAME), ("accord", "truce", Kind.NOUN)])
    sentence = "un soldat voit un accord à Idleb lundi."
    task = Task(sentence, 0, tuple(Matcher(glossary).find(sentence)))
    engine = ConstrainedEngine(guided_folder, threads=1)
    (told,) = engine.translate_constrained([sentence], [["truce", "Bamako"]], beam=4)
    ((draft, final),) = enforce_terms([task], engine, stages=("constrained",))
    apart = told is not None and ". Bamako" in told.best.text
    assert (final.text == draft.text) == apart
