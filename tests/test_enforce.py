"""The chain as a whole, with the bundled model: every occurrence has a receipt, and every receipt is true."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.documents import parse
from copydesk.engines import Engine
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.match import Matcher
from copydesk.glossary.targets import find_targets
from copydesk.pipeline import TranslatedDocument, translate_document
from copydesk.translation import Status

# Words of these sentences become terms; many targets are invented, so that the model cannot know them.
SENTENCES = [
    "Le ministre des Affaires étrangères s'est rendu à Idleb lundi.",
    "Selon l'OSDH, onze combattants pro-régime ont été tués.",
    "L'ONU n'a pas confirmé ce bilan.",
    "Le communiqué ajoute que la trêve tient depuis mardi.",
    "Damas et Ankara se rejettent la responsabilité des combats.",
    "La CPI a ouvert une enquête sur les crimes commis en RDC.",
]
ENTRIES = [
    ("ministre", Kind.NOUN), ("Idleb", Kind.NAME), ("OSDH", Kind.ACRONYM), ("combattant", Kind.NOUN),
    ("pro-régime", Kind.NOUN), ("ONU", Kind.ACRONYM), ("bilan", Kind.NOUN), ("communiqué", Kind.NOUN),
    ("trêve", Kind.NOUN), ("Damas", Kind.NAME), ("Ankara", Kind.KEEP), ("combats", Kind.NOUN),
    ("CPI", Kind.ACRONYM), ("enquête", Kind.NOUN), ("RDC", Kind.ACRONYM), ("lundi", Kind.NOUN),
]  # fmt: skip
TARGETS = ["Idlib", "SOHR", "Zorwick", "truce", "statement", "gunman", "XYZO", "blue list", "house of cards"]


def make_glossary(entries: list[tuple[str, str, Kind]]) -> Glossary:
    terms = tuple(
        Term(str(i), source, target, kind, case=Case.FOLLOW if kind is Kind.NOUN else Case.EXACT)
        for i, (source, target, kind) in enumerate(entries)
    )
    return Glossary("test", "fr", "en", terms)


def translate(engine: Engine, text: str, glossary: Glossary) -> TranslatedDocument:
    return translate_document(parse(text, language="fr"), engine, Matcher(glossary), beam=2)


glossaries = st.lists(
    st.tuples(st.sampled_from(ENTRIES), st.sampled_from(TARGETS)),
    min_size=1,
    max_size=5,
    unique_by=lambda e: e[0],
).map(lambda rows: make_glossary([(s, s if k is Kind.KEEP else t, k) for (s, k), t in rows]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(glossary=glossaries, sentences=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
def test_receipts_are_complete_and_true(
    bundled_engine: Engine, glossary: Glossary, sentences: list[str]
) -> None:
    text = " ".join(sentences)
    done = translate(bundled_engine, text, glossary)
    matches = [m for s in sentences for m in Matcher(glossary).find(s)]
    assert sum(done.statuses.values()) == len(matches)
    terms = {term.id: term for term in glossary.terms}
    for translation in done.translations:
        claimed = []
        for o in translation.occurrences:
            assert o.source_span.of(text) == o.source
            if o.status in (Status.OK, Status.PLACED):
                assert o.target_span is not None
                assert o.target_span.of(translation.text) == o.target
                assert o.target_span in find_targets(translation.text, terms[o.term])
                claimed.append(o.target_span)
        assert not any(a.overlaps(b) for i, a in enumerate(claimed) for b in claimed[:i])


@pytest.mark.parametrize("target", ["Zorwick", "Kalmar City"])
def test_an_invented_name_is_placed(bundled_engine: Engine, target: str) -> None:
    glossary = make_glossary([("Idleb", target, Kind.NAME)])
    done = translate(bundled_engine, "Deux soldats turcs ont été tués à Idleb jeudi.", glossary)
    assert done.statuses == {Status.PLACED: 1}
    assert target in done.translations[0].text
    assert "Idl" not in done.translations[0].text


def test_the_first_mention_is_spelt_out_once(bundled_engine: Engine) -> None:
    term = Term("s", "OSDH", "SOHR", Kind.ACRONYM, first_mention="Syrian Observatory for Human Rights (SOHR)")
    text = "Trêve rompue, selon l'OSDH\n\nL'OSDH a publié un bilan lundi. Mardi, l'OSDH l'a démenti.\n"
    done = translate(bundled_engine, text, Glossary("t", "fr", "en", (term,)))
    texts = [translation.text for translation in done.translations]
    assert done.statuses[Status.OK] + done.statuses[Status.PLACED] == 3
    assert sum(text.count("Syrian Observatory for Human Rights (SOHR)") for text in texts[1:]) == 1


def test_an_ambiguous_term_is_said_and_not_forced(bundled_engine: Engine) -> None:
    glossary = make_glossary([("enquête", "inquiry", Kind.NOUN), ("enquête", "survey", Kind.NOUN)])
    done = translate(bundled_engine, "La CPI a ouvert une enquête sur ces crimes.", glossary)
    assert done.statuses == {Status.AMBIGUOUS: 1}
