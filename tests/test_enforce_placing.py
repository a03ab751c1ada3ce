"""Finding the place of a missing term: over its words, in a gap, over what was left in French."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.align import split_words
from copydesk.enforce.article_en import takes_the
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.fit import get_fitter, get_speller
from copydesk.enforce.placing import Placer
from copydesk.enforce.verify import verify
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.match import Matcher
from copydesk.glossary.targets import find_targets
from copydesk.links import WordLinks
from copydesk.text import Span

PLACER = Placer(get_fitter("en"), "fr", "en")


def make_task(source: str, *entries: tuple[str, str, Kind]) -> Task:
    terms = tuple(
        Term(str(i), french, english, kind, case=Case.FOLLOW if kind is Kind.NOUN else Case.EXACT)
        for i, (french, english, kind) in enumerate(entries)
    )
    return Task(source, 0, tuple(Matcher(Glossary("t", "fr", "en", terms)).find(source)))


def make_candidate(task: Task, text: str, ties: str) -> Candidate:
    """Tie words as *ties* says: "tués=killed" for each pair, with all attention there."""
    source, target = split_words(task.text), split_words(text)
    pairs = dict(reversed(tie.split("=")) for tie in ties.split())
    mass = tuple(tuple(float(pairs.get(t.of(text)) == s.of(task.text)) for s in source) for t in target)
    return verify(task, Candidate(text, WordLinks(source, target, mass), 0.0, "draft"))


def place(task: Task, candidate: Candidate) -> str:
    for index in range(len(task.matches)):
        if candidate.outcomes[index].settled:
            continue
        found = PLACER.replace(task, candidate, index) or PLACER.insert(task, candidate, index)
        assert found is not None
        candidate = candidate.substitute(found.span, found.words, task.matches[index].span)
        candidate = verify(task, candidate, frozenset({index}))
    assert candidate.open == 0
    return candidate.text


CASES = [
    # source, terms, draft, ties, expected
    (
        "Deux soldats tués à Idleb jeudi", [("Idleb", "Idlib", Kind.NAME)],
        "Two soldiers killed Thursday", "tués=killed jeudi=Thursday soldats=soldiers",
        "Two soldiers killed in Idlib Thursday",
    ),
    (
        "Deux soldats tués à Idleb jeudi", [("Idleb", "Idlib", Kind.NAME)],
        "Two soldiers killed at Thursday", "tués=killed jeudi=Thursday à=at",
        "Two soldiers killed at Idlib Thursday",
    ),
    (
        "12 combattants pro-régime tués", [("pro-régime", "pro-regime", Kind.NOUN)],
        "12 fighters killed", "12=12 combattants=fighters tués=killed",
        "12 pro-regime fighters killed",
    ),
    (
        "les anciens combattants tués", [("combattant", "fighter", Kind.NOUN)],
        "the former killed", "les=the anciens=former tués=killed",
        "the former fighters killed",
    ),
    (
        "la fin de la trêve", [("trêve", "truce", Kind.NOUN)], "the end.", "fin=end", "the end of the truce.",
    ),
    (
        "Idleb résiste encore", [("Idleb", "Idlib", Kind.NAME)], "It still resists", "résiste=It",
        "Idlib it still resists",
    ),
    (
        "Allemagne, Autriche et France",
        [("Allemagne", "Germany", Kind.NAME), ("Autriche", "Austria", Kind.NAME)],
        "Allmany and France", "Allemagne=Allmany France=France", "Germany, Austria and France",
    ),
    (
        "en finale de la CAN", [("CAN", "AFCON", Kind.ACRONYM)], "in the final of CAN", "finale=final",
        "in the final of AFCON",
    ),
    (
        "les Turcs attaquent", [("Turcs", "Turks", Kind.NAME)], "the Tursss attack",
        "Turcs=the Turcs=Tursss", "the Turks attack",
    ),
    (
        "Le Tchad, qui paie", [("Tchad", "Chad", Kind.NAME)], "The Tchad, who pays", "Tchad=Tchad",
        "Chad, who pays",
    ),
    (
        "le bassin du lac", [("lac", "Chad", Kind.NAME)], "the Lack basin", "lac=Lack", "the Chad basin",
    ),
    (
        "dons en Centrafrique et au Togo", [("Centrafrique", "Central African Republic", Kind.NAME)],
        "gifts in Contrafics and Togo", "Centrafrique=Contrafics",
        "gifts in the Central African Republic and Togo",
    ),
    (
        "l'ancien gouverneur de Tokyo", [("gouverneur", "governor", Kind.NOUN)], "the former of Tokyo",
        "gouverneur=of ancien=former", "the former governor of Tokyo",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "terms", "draft", "ties", "expected"), CASES)
def test_placed(
    source: str, terms: list[tuple[str, str, Kind]], draft: str, ties: str, expected: str
) -> None:
    task = make_task(source, *terms)
    assert place(task, make_candidate(task, draft, ties)) == expected


def test_without_any_tie_nothing_is_guessed() -> None:
    task = make_task("tués à Idleb jeudi", ("Idleb", "Idlib", Kind.NAME))
    candidate = make_candidate(task, "killed Thursday", "")
    assert PLACER.replace(task, candidate, 0) is None
    assert PLACER.insert(task, candidate, 0) is None


def test_a_language_of_which_nothing_is_known_gets_the_bare_term() -> None:
    task = make_task("tués à Idleb jeudi", ("Idleb", "Idlib", Kind.NAME))
    placer = Placer(get_fitter("xx"), "fr", "xx")
    found = placer.insert(task, make_candidate(task, "wwww ttt", "tués=wwww jeudi=ttt"), 0)
    assert found is not None
    assert found.words == " Idlib"


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("Chad", False), ("Sahel", True), ("Arab League", True), ("Saudi Arabia", False), ("Red Sea", True),
        ("Strait of Hormuz", True), ("Republic of Congo", True), ("The Hague", False), ("Middle East", True),
        ("Bashar al-Assad", False), ("World Health Organization", True), ("Médecins Sans Frontières", False),
        ("Ivory Coast", False), ("", False),
    ],
)  # fmt: skip
def test_names_with_the(name: str, takes: bool) -> None:
    assert takes_the(name) is takes


@pytest.mark.parametrize(
    ("text", "short", "expected"),
    [
        ("SOHR said so.", "SOHR", "The Syrian Observatory for Human Rights (SOHR) said so."),
        ("the SOHR said", "SOHR", "the Syrian Observatory for Human Rights (SOHR) said"),
        ("an SOHR report", "SOHR", "a Syrian Observatory for Human Rights (SOHR) report"),
        ("says SOHR's head", "SOHR", "says Syrian Observatory for Human Rights (SOHR)'s head"),
        ("according to SOHR.", "SOHR", "according to the Syrian Observatory for Human Rights (SOHR)."),
    ],
)
def test_spelt_out(text: str, short: str, expected: str) -> None:
    at = text.index(short)
    span, words = get_speller("en")(
        text, Span(at, at + len(short)), "Syrian Observatory for Human Rights (SOHR)"
    )
    assert text[: span.start] + words + text[span.end :] == expected


WORDS = st.sampled_from(
    "the a in Idlib SOHR killed soldiers , . ( ) 's « » \" - Two of CAN Security and".split()
)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), words=st.lists(WORDS, max_size=12), spaces=st.booleans())
def test_a_placed_term_stands_in_the_text_whatever_the_draft(
    data: st.DataObject, words: list[str], spaces: bool
) -> None:
    draft = (" " if spaces else "").join(words)
    task = make_task(
        "tués à Idleb par la CAN, dit le Conseil de sécurité",
        ("Idleb", "Idlib", Kind.NAME), ("CAN", "AFCON", Kind.ACRONYM),
        ("Conseil de sécurité", "Security Council", Kind.NAME),
    )  # fmt: skip
    source, target = split_words(task.text), split_words(draft)
    row = st.lists(st.floats(0, 1), min_size=len(source), max_size=len(source))
    mass = tuple(tuple(share / max(1, sum(r)) for share in r) for r in (data.draw(row) for _ in target))
    candidate = verify(task, Candidate(draft, WordLinks(source, target, mass), 0.0, "draft"))
    for index, match in enumerate(task.matches):
        if candidate.outcomes[index].settled:
            continue
        for find in (PLACER.replace, PLACER.insert):
            found = find(task, candidate, index)
            if found is None:
                continue
            after = candidate.substitute(found.span, found.words, match.span)
            at = Span(found.span.start, found.span.start + len(found.words))
            assert any(span.overlaps(at) for span in find_targets(after.text, match.term)), after.text
            # what is not replaced stays
            assert after.text.startswith(draft[: found.span.start])
            assert after.text.endswith(draft[found.span.end :])
