"""Garbled names get their letters back from the source; what English spells its own way is left alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from copydesk.enforce.candidate import Candidate, Outcome, Task
from copydesk.enforce.restore import restore_names
from copydesk.glossary.match import Match
from copydesk.glossary.model import Kind, Term
from copydesk.links import WordLinks
from copydesk.text import Span
from copydesk.translation import Status


def candidate(source: str, draft: str, tied: dict[str, str]) -> Candidate:
    """Make a candidate whose words are linked as *tied* says: draft word to source word."""
    words = [Span(*m.span()) for m in re.finditer(r"\w+(?:[-']\w+)*", source)]
    ours = [Span(*m.span()) for m in re.finditer(r"\w+(?:[-']\w+)*", draft)]
    mass = tuple(
        tuple(float(word.of(source) == tied.get(place.of(draft), "")) for word in words) for place in ours
    )
    return Candidate(draft, WordLinks(tuple(words), tuple(ours), mass), -0.5, "draft")


def restore(source: str, draft: str, **tied: str) -> str:
    (done,) = restore_names([Task(source, 0, ())], [candidate(source, draft, tied)])
    return done.text


@pytest.mark.parametrize(
    ("source", "draft", "right"),
    [
        ("Selon Léon Panetta, c'est faux.", "According to Leon Panettaettaet, it is false.", "Panetta,"),
        ("Le joueur Roseanna Kowal a signé.", "The player Rosenna Kowal signed.", "Roseanna Kowal"),
        ("Le vol pour Auckland est plein.", "The flight to Asckland's airport is full.", "Auckland's"),
        ("L'ex-ministre Spindelegger parle.", "Former minister Slepindeegger speaks.", "Spindelegger"),
        ("Hier, Dejan Damjanovic a marqué.", "Yesterday, Dejandjanovic scored.", "Dejan Damjanovic scored"),
    ],
)
def test_a_garbled_name_is_copied(source: str, draft: str, right: str) -> None:
    assert right in restore(source, draft)


def test_a_link_tells_of_a_name_that_is_hardly_alike() -> None:
    source, draft = "Pour Mossaddekian, tout va bien.", "For Mosdekinka, all is well."
    assert restore(source, draft, Mosdekinka="Mossaddekian") == "For Mossaddekian, all is well."


@pytest.mark.parametrize(
    ("source", "draft"),
    [
        ("Le général Tchouïkov a parlé.", "General Chuikov spoke."),
        ("M. Yatsenyouk est parti.", "Mr Yatsenyuk has left."),
        ("Les Ephésiens ont résisté.", "The Ephesians resisted."),
        ("Il vit en Cappadocie.", "He lives in Cappadocia."),
        ("Les combats au Darfour continuent.", "Fighting in Darfur continues."),
        ("Il vit à Malmö.", "He lives in Malmo."),
        ("Le Parlement a voté.", "Parliament voted."),
        ("Elle a vu Kowalski et Kowalska.", "She saw Kowalski and Kowalska."),
        ("Le chef Zorbak a parlé.", "The chief spoke."),
        ("Zorbak a parlé.", "Zorbaks spoke."),
        ("", ""),
    ],
)
def test_what_is_no_slip_is_left_alone(source: str, draft: str) -> None:
    assert restore(source, draft) == draft


def test_each_name_is_given_back_once() -> None:
    source = "Miriam Kowalevska et Anna Spindelegger sont là."
    assert restore(source, "Miriam Kowalevksa and Anna Spindelger are there.") == (
        "Miriam Kowalevska and Anna Spindelegger are there."
    )


def test_a_term_that_was_placed_keeps_its_receipt() -> None:
    source, draft = "À Idleb, Anna Spindelegger est là.", "In Idlib, Anna Spindelger is there."
    term = Term("1", "Idleb", "Idlib", Kind.NAME)
    match = Match(term, Span(2, 7), "Idleb")
    placed = Outcome(match, Span(3, 8), Status.PLACED, "span")
    (done,) = restore_names(
        [Task(source, 0, (match,))], [replace(candidate(source, draft, {}), outcomes=(placed,))]
    )
    assert done.text == "In Idlib, Anna Spindelegger is there."
    assert [(o.status, o.strategy) for o in done.outcomes] == [(Status.PLACED, "span")]


def test_links_follow_the_restored_name() -> None:
    source, draft = "Pour Mossaddekian, tout va bien.", "For Mosdekinka, all is well."
    (done,) = restore_names(
        [Task(source, 0, ())],
        [candidate(source, draft, {"Mosdekinka": "Mossaddekian", "well": "bien"})],
    )
    tied = {theirs.of(done.text): ours.of(source) for ours, theirs in done.links.pairs()}
    assert tied == {"Mossaddekian": "Mossaddekian", "well": "bien"}


@pytest.mark.parametrize(
    ("source", "draft", "right"),
    [
        ("L'AES a protesté.", "ES protested.", "AES protested."),
        ("Le FPLRZ a attaqué.", "The FPLZ attacked, the FPLZ said.", "The FPLRZ attacked, the FPLRZ said."),
        ("L'UNAFEC accuse la junte.", "UNAFFEC accuses the junta.", "UNAFEC accuses the junta."),
        ("Le MJPRK se retire.", "The MJPRT is pulling out.", "The MJPRK is pulling out."),
        # English may have an order and letters of its own
        ("La CPLD siège.", "The LDCP is sitting.", "The LDCP is sitting."),
        ("Le PNZ gagne.", "The PNX wins.", "The PNX wins."),
        ("L'ONU et l'UA discutent.", "The UN and the AU talk.", "The UN and the AU talk."),
        ("Le MJPRK et l'AES.", "The MJPR and the ES.", "The MJPR and the ES."),
    ],
)
def test_a_garbled_acronym_is_copied_where_there_is_no_doubt(source: str, draft: str, right: str) -> None:
    assert restore(source, draft) == right
