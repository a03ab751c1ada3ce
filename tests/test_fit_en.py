"""Fitting a term into English: number, article, possessive, capital, repeated neighbours."""

from __future__ import annotations

import pytest

from copydesk.enforce.fit_en import fit_term
from copydesk.glossary import Case, Kind, Term
from copydesk.glossary.match import Match
from copydesk.text import Span

CASES = [
    # text, words replaced, target, kind, source form, seen, expected
    ("He saw a truce.", "truce", "armistice", Kind.NOUN, "trêve", "trêve", "He saw an armistice."),
    ("He saw an armistice.", "armistice", "ceasefire", Kind.NOUN, "trêve", "trêve", "He saw a ceasefire."),
    ("Ten fighters left.", "fighters", "gunman", Kind.NOUN, "combattant", "combattants", "Ten gunmen left."),
    ("The OSDH's report", "OSDH's", "SOHR", Kind.ACRONYM, "OSDH", "OSDH", "The SOHR's report"),
    ("a OSDH report", "OSDH", "SOHR", Kind.ACRONYM, "OSDH", "OSDH", "an SOHR report"),
    ("an OTAN summit", "OTAN", "NATO", Kind.ACRONYM, "OTAN", "OTAN", "a NATO summit"),
    (
        "the Security Council met", "Council", "Security Council", Kind.PHRASE, "Conseil de sécurité",
        "Conseil de sécurité", "the Security Council met",
    ),
    ("Trucer broke", "Trucer", "ceasefire", Kind.NOUN, "trêve", "trêve", "Ceasefire broke"),
    ("at the Elyse today", "Elyse", "the Élysée", Kind.NAME, "Élysée", "Élysée", "at the Élysée today"),
    ("in IDLEB", "IDLEB", "Idlib", Kind.NAME, "Idleb", "IDLEB", "in IDLIB"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "target", "kind", "form", "seen", "expected"), CASES)
def test_fitted(text: str, old: str, target: str, kind: Kind, form: str, seen: str, expected: str) -> None:
    case = Case.FOLLOW if kind in (Kind.NOUN, Kind.PHRASE) else Case.FOLD
    match = Match(Term("t", form, target, kind, case=case), Span(0, len(seen)), form, seen != form)
    start = text.index(old)
    span, words = fit_term(text, Span(start, start + len(old)), match, seen, False)
    assert text[: span.start] + words + text[span.end :] == expected
