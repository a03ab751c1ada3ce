"""The source side: which words of a French sentence match which term."""

from __future__ import annotations

import datetime
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.formats import load_glossary
from copydesk.glossary.inflect_fr import stem
from copydesk.glossary.match import Match, Matcher
from copydesk.glossary.tokens import fold, split
from copydesk.normalise import normalise
from copydesk.text import Span

CASES = Path(__file__).parent / "cases" / "glossary"
DESK = Matcher(load_glossary(CASES / "desk.csv"))


def cases() -> list[tuple[str, str]]:
    lines = (CASES / "matching.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" => ") for line in lines if line and not line.startswith("#"))
    return [(text, wanted) for text, wanted in pairs]


def show(text: str, matches: list[Match]) -> str:
    shown = [f"{'?' * m.ambiguous}{m.span.of(text)}={m.term.target}" for m in matches]
    return "; ".join(shown) or "-"


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_case_file(text: str, wanted: str) -> None:
    assert show(text, DESK.find(text, date="2026-01-01")) == wanted


def matcher(*terms: Term, language: str = "fr") -> Matcher:
    return Matcher(Glossary("x", language, "en", terms))


def test_a_term_over_a_line_break_matches_but_not_over_a_blank_line() -> None:
    text = "la garde à\n vue, puis la garde\u00a0à\u202fvue, puis la garde\n\nà vue"
    assert [m.span.of(text) for m in DESK.find(text)] == ["garde à\n vue", "garde\u00a0à\u202fvue"]


def test_offsets_lead_through_soft_hyphens_and_decomposed_accents() -> None:
    text = unicodedata.normalize("NFD", "Le régime d’Id\u00adleb tombe")
    found = DESK.find(text, start=100)
    assert [m.span.shift(-100).of(text) for m in found] == [
        unicodedata.normalize("NFD", "régime"),
        "Id\u00adleb",
    ]


def test_dates_decide_between_entries() -> None:
    text = "à Kiev"
    assert DESK.find(text, date="2021-06-01")[0].term.target == "Kiev"
    assert DESK.find(text, date=datetime.date(2022, 2, 28))[0].term.target == "Kiev"
    assert DESK.find(text, date="2022-03-01")[0].term.target == "Kyiv"
    assert DESK.find(text)[0].term.target == "Kyiv"


def test_an_entry_whose_context_fits_beats_one_without() -> None:
    desk = matcher(
        Term("1", "EI", "ambient", Kind.ACRONYM), Term("2", "EI", "IS", Kind.ACRONYM, context="jihad")
    )
    assert desk.find("l'EI")[0].term.target == "ambient"
    (found,) = desk.find("les jihadistes de l'EI")
    assert (found.term.target, found.ambiguous) == ("IS", False)


def test_a_sense_that_the_text_makes_plain_holds_through_it() -> None:
    desk = matcher(
        Term("1", "FSR", "RSF", Kind.ACRONYM, context="Darfour"),
        Term("2", "PMA", "fertility treatment", Kind.ACRONYM, context="bioéthique"),
        Term("3", "PMA", "LDC", Kind.ACRONYM, context="Doha"),
        Term("4", "Congo", "DRC", Kind.NAME, context="Kinshasa"),
        Term("5", "EI", "IS", Kind.ACRONYM, context="jihad"),
        Term("6", "EI", "ambient", Kind.ACRONYM),
        Term("7", "FDS", "SDF", Kind.ACRONYM, context="Raqqa"),
    )
    text = [
        "Les FSR tiennent le Darfour.", "Les FSR nient.", "La PMA et la bioéthique.", "Les PMA à Doha.",
        "La PMA.", "À Kinshasa, le Congo vote.", "Le Congo vote.", "L'EI et le jihad.", "L'EI.",
        "Les FDS à Raqqa.", "Les FDS.", "Les FDS avancent.",
    ]  # fmt: skip
    settled = desk.settle(text)
    assert settled == {"1", "5"}
    found = [[match.term.id for match in desk.find(sentence, settled=settled)] for sentence in text]
    # an entry that asks for no context comes before one that another sentence has settled
    assert found == [["1"], ["1"], ["2"], ["3"], [], ["4"], [], ["5"], ["6"], ["7"], [], []]
    assert desk.find("Les FSR nient.") == []


def test_two_targets_without_context_are_ambiguous_and_say_so() -> None:
    (found,) = DESK.find("au Congo")
    assert found.ambiguous
    assert found.reason == (
        "'Congo' may be 'Congo-Brazzaville' (desk:23) or 'DR Congo' (desk:24); say in 'context' when each "
        "applies, or keep one row and list the other target as 'allowed'"
    )
    assert [term.target for term in found.rivals] == ["DR Congo"]


def test_an_entry_written_as_it_stands_beats_one_in_another_case() -> None:
    desk = matcher(
        Term("1", "état", "condition", Kind.NOUN, case=Case.FOLLOW), Term("2", "État", "state", Kind.NAME)
    )
    assert [m.term.target for m in desk.find("l'État et son état")] == ["state", "condition"]


def test_a_capital_headline_makes_an_acronym_that_is_a_word_ambiguous() -> None:
    desk = matcher(Term("1", "DE", "Germany", Kind.ACRONYM))
    assert not desk.find("le code DE est allemand")[0].ambiguous
    assert desk.find("LA CHUTE DE DAMAS")[0].ambiguous


def test_a_slow_context_is_given_up_in_bounded_time_and_said() -> None:
    desk = matcher(Term("g:1", "EI", "IS", Kind.ACRONYM, context="^(a|aa)+$"))
    text = "EI " + "a" * 60 + "b"
    began = time.process_time()
    slow = matcher(Term("g:1", "EI", "IS", Kind.ACRONYM, context="(a|aa)+$"))
    found = [slow.find(text) for _ in range(200)]
    assert time.process_time() - began < 5
    assert [m.ambiguous for m in found[0]] == [True]
    assert "took too long" in found[0][0].reason
    assert len(slow.warnings) == 1
    assert desk.find(text) == []


def test_a_slow_context_does_not_hide_another_entry() -> None:
    desk = matcher(
        Term("1", "EI", "IS", Kind.ACRONYM, context="(a|aa)+$"), Term("2", "EI", "ambient", Kind.ACRONYM)
    )
    (found,) = desk.find("EI " + "a" * 60 + "b")
    assert (found.term.target, found.ambiguous) == ("ambient", False)


@pytest.mark.parametrize(
    ("language", "source", "text", "wanted"),
    [
        ("es", "OTAN", "la OTAN se reunió", ["OTAN"]),
        ("ar", "حلب", "في مدينة حلب اليوم", ["حلب"]),
        ("zh", "叙利亚", "他说叙利亚政府", ["叙利亚"]),
        ("xx", "O'Brien", "said O’Brien.", ["O’Brien"]),
    ],
)
def test_other_languages_match_too(language: str, source: str, text: str, wanted: list[str]) -> None:
    desk = matcher(Term("1", source, "x", Kind.NAME), language=language)
    assert [m.span.of(text) for m in desk.find(text)] == wanted


def test_an_empty_glossary_and_an_empty_text_match_nothing() -> None:
    assert matcher().find("OSDH") == []
    assert DESK.find("") == []


# properties over random glossaries and texts

vocabulary = st.sampled_from(
    "OSDH OTAN Idleb idleb garde vue à a Alep régime regime RÉGIME état État ETAT pro ex l d qu de la "
    "combattant combattants combattante journaux journal œuvre oeuvre 12 é".split()
)
joints = st.sampled_from([" ", " ", " ", "-", "'", "’", "\u202f", "\n", ", ", ". ", " « ", "\u00ad", "/"])
forms = st.lists(vocabulary, min_size=1, max_size=3).map(" ".join)
made_terms = st.builds(
    Term,
    id=st.integers(0, 999).map(str),
    source=forms,
    target=st.sampled_from(["A", "B"]),
    kind=st.sampled_from(Kind),
    source_forms=st.lists(forms, max_size=1).map(tuple),
    case=st.sampled_from(Case),
    context=st.sampled_from(["", "", "OSDH"]),
)
copy = st.lists(st.tuples(vocabulary, joints), max_size=25).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)


@settings(deadline=None, max_examples=300)
@given(terms=st.lists(made_terms, max_size=8), text=copy, start=st.integers(0, 50), decomposed=st.booleans())
def test_matches_never_overlap_and_cut_out_their_form(
    terms: list[Term], text: str, start: int, decomposed: bool
) -> None:
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    found = Matcher(Glossary("x", "fr", "en", tuple(terms))).find(text, start=start)
    spans = [m.span for m in found]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for match in found:
        span = match.span.shift(-start)
        assert span.end <= len(text)
        assert match.form in match.term.forms
        seen = split(normalise(span.of(text)).text)
        form = split(match.form)
        assert len(seen) == len(form)
        if match.inflected:
            assert [stem(word.lower()) for word in seen] == [
                stem(word.lower()) if word not in " -" else seen[i] for i, word in enumerate(form)
            ]
        else:
            assert [fold(w) for w in seen if w not in " -"] == [fold(w) for w in form if w not in " -"]
        if match.term.kind is Kind.ACRONYM and match.term.case is Case.EXACT and not match.inflected:
            assert seen == form


@settings(deadline=None, max_examples=300)
@given(
    names=st.lists(forms, min_size=1, max_size=8, unique=True),
    parts=st.lists(st.tuples(vocabulary, st.sampled_from([" ", ", "])), max_size=25),
)
def test_the_longest_name_wins(names: list[str], parts: list[tuple[str, str]]) -> None:
    text = "".join(word + joint for word, joint in parts)
    terms = tuple(Term(name, name, "x", Kind.NAME) for name in names)
    spans = [m.span for m in Matcher(Glossary("x", "fr", "en", terms)).find(text)]
    # every place where a name stands as a whole, found the slow way
    for name in names:
        at = text.find(name)
        while at >= 0:
            place = Span(at, at + len(name))
            whole = not text[at - 1 : at].isalnum() and not text[place.end : place.end + 1].isalnum()
            if whole:
                rivals = [span for span in spans if span.overlaps(place)]
                assert rivals, f"{name!r} stands at {at} and was not found"
                assert max(map(len, rivals)) >= len(place)
            at = text.find(name, at + 1)
