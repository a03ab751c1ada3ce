"""The English side: right renderings, wrong ones, and where they stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.glossary import Glossary, Kind, Term
from copydesk.glossary.formats import load_glossary
from copydesk.glossary.targets import TargetMatcher, find_forbidden, find_targets

DESK = load_glossary(Path(__file__).parent / "cases" / "glossary" / "desk.csv")
TERMS = {term.source: term for term in DESK.terms}


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        ("OSDH", "The SOHR said, and SOHR's chief agreed.", ["SOHR", "SOHR"]),
        ("OSDH", "a pro-SOHR, SOHR-based group", ["SOHR", "SOHR"]),
        ("OSDH", "the sohr and the SOHRX", []),
        (
            "OSDH",
            "the Syrian Observatory for Human Rights (SOHR), then the Syrian Observatory",
            ["Syrian Observatory for Human Rights (SOHR)", "Syrian Observatory"],
        ),
        ("OSDH", "Syrian\nObservatory for Human\u00a0Rights", ["Syrian\nObservatory for Human\u00a0Rights"]),
        ("OSDH", "see https://sohr.org/SOHR and @SOHR", []),
        ("ONG", "NGOs, an NGO, charities and the NGO's chief", ["NGOs", "NGO", "charities", "NGO"]),
        ("Idleb", "Idlib's centre, Idlib-based, IDLIB, idlib", ["Idlib", "Idlib", "IDLIB"]),
        ("combattant", "Fighters, gunmen and one GUNMAN", ["Fighters", "gunmen", "GUNMAN"]),
        ("combattant", "fighting firefighters", []),
        ("garde à vue", "Police Custody; police-custody rules", ["Police Custody", "police-custody"]),
        ("Quai d'Orsay", "the French Foreign Ministry", ["French Foreign Ministry"]),
        ("État", "state, States, interstate", ["state", "States"]),
        ("forces armées", "the Armed Forces", ["Armed Forces"]),
    ],
)
def test_right_renderings(source: str, text: str, wanted: list[str]) -> None:
    assert [span.of(text) for span in find_targets(text, TERMS[source])] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The OSDH said Idleb fell to pre-regime fighters.", ["OSDH", "Idleb", "pre-regime"]),
        ("Pre-Regime forces in IDLEB; Idleb's mayor; Idleb-based", ["Pre-Regime", "IDLEB", "Idleb", "Idleb"]),
        ("Idlebian and osdh", []),
        ("www.OSDH.org", []),
    ],
)
def test_wrong_renderings(text: str, wanted: list[str]) -> None:
    assert [span.of(text) for _, span in find_forbidden(text, DESK)] == wanted


def test_a_wrong_rendering_inside_a_right_one_is_no_fault() -> None:
    terms = (
        Term("1", "Gaza", "Gaza", Kind.NAME, allowed=("Gaza Strip",)),
        Term("2", "bande", "gang", Kind.NOUN, forbidden=("strip",)),
    )
    glossary = Glossary("x", "fr", "en", terms)
    text = "the Gaza Strip, and a strip"
    assert [(term.id, span.of(text)) for term, span in find_forbidden(text, glossary)] == [("2", "strip")]


def test_the_whole_glossary_at_once_finds_what_one_term_finds() -> None:
    text = "SOHR said NGOs left Idlib with armed forces and gunmen; the state of Saint-Denis"
    found = TargetMatcher(DESK).find_targets(text)
    one_by_one = [(term, span) for term in DESK.terms for span in find_targets(text, term)]
    assert sorted(found, key=lambda f: (f[1], f[0].id)) == sorted(one_by_one, key=lambda f: (f[1], f[0].id))


words = st.sampled_from(
    "SOHR Idlib IDLIB fighter fighters gunmen armed forces OSDH pro the a state of".split()
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(words, st.sampled_from([" ", "-", "'s ", "’s ", "\u00a0", ", ", "\n"])), max_size=20)
)
def test_renderings_never_overlap_and_stand_on_word_boundaries(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + joint for word, joint in parts)
    for term in DESK.terms:
        spans = find_targets(text, term)
        assert spans == sorted(spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        for span in spans:
            assert span.of(text) == span.of(text).strip()
            assert not text[span.start - 1 : span.start].isalnum()
            assert not text[span.end : span.end + 1].isalnum()
