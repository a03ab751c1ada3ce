"""Receipts under a model that babbles: whatever it says and wherever it looks, no receipt may lie."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk.documents import parse
from copydesk.engines import Engine
from copydesk.engines.protocol import Hypothesis, Prepared, Result
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.match import Matcher
from copydesk.glossary.targets import find_targets
from copydesk.pipeline import TranslatedDocument, translate_document
from copydesk.receipts import describe_receipts
from copydesk.text import Span
from copydesk.translation import Status

SOURCES = [
    "SYRIE : L'OSDH ET L'ONU ACCUSENT DAMAS",
    "« L'OSDH ment », répond Damas dans un communiqué.",
    "Idleb, Alep, Damas et encore Idleb : les combattants avancent.",
    "Des combattants pro-OSDH et anti-ONU se sont battus près d'Idleb.",
    "L'Observatoire syrien des droits de l'homme (OSDH) et l'ONU (ONU) le disent.",
    "OSDH.",
    "Le Conseil de sécurité de l'ONU se réunit à Damas sur la trêve à Idleb.",
    "Une trêve, dit l'« OSDH », serait une trêve de dupes.",
    "Les combattants d'Alep et le combattant d'Idleb attendent la trêve.",
    "Selon @OSDH et https://sohr.org/ONU?a=1, la trêve tient à Idleb (a@b.fr), #Idleb.",
]
TERMS = (
    Term("1", "OSDH", "SOHR", Kind.ACRONYM, allowed=("Syrian Observatory",), forbidden=("OSDH",),
         first_mention="Syrian Observatory for Human Rights (SOHR)"),
    Term("2", "Observatoire syrien des droits de l'homme", "Syrian Observatory for Human Rights", Kind.NAME),
    Term("3", "ONU", "UN", Kind.ACRONYM, allowed=("United Nations",), first_mention="United Nations (UN)"),
    Term("4", "Idleb", "Idlib", Kind.NAME, case=Case.FOLD), Term("5", "Alep", "Aleppo", Kind.NAME),
    Term("6", "Damas", "Damascus", Kind.NAME, case=Case.FOLD),
    Term("7", "combattant", "fighter", Kind.NOUN, allowed=("gunman",), case=Case.FOLLOW),
    Term("8", "trêve", "truce", Kind.NOUN, case=Case.FOLLOW),
    Term("9", "Conseil de sécurité de l'ONU", "UN Security Council", Kind.NAME),
    Term("10", "communiqué", "statement", Kind.NOUN, case=Case.FOLLOW),
    Term("11", "communiqué", "press release", Kind.NOUN, case=Case.FOLLOW),
)  # fmt: skip
GLOSSARY = Glossary("babble", "fr", "en", TERMS)
MATCHER = Matcher(GLOSSARY)
WORDS = [
    "SOHR", "SOHR's", "(SOHR)", "pro-SOHR", "OSDH", "the", "The", "a", "an", "and", "of", "in", "UN",
    "UN-backed", "United Nations", "(UN)", "United Nations (UN)", "Syrian Observatory for Human Rights",
    "Idlib", "IDLIB,", "Idlib-based", "Aleppo.", "Damas", "Damascus,", "Damascus's", "fighters", "fighter",
    "gunmen", "truce", "a truce", "Truces", "Security", "Council", "UN Security Council", "statement", '"',
    "'", "«", "»", "-", ",", ".", ":", "said", "They", "war", "near", "RFI1", "RFI2", "RFI3,", "RFI4.",
    "RFI1", "@OSDH", "a@b.fr",
]  # fmt: skip


class Babbler:
    """Be an engine that says anything and looks anywhere, the same for the same seed."""

    name = "babbler"
    model_signature = "babbler@000000"
    inline_terms = True
    max_pieces = 200

    def __init__(self, seed: int, *, attentive: bool) -> None:
        self._draw = random.Random(seed)
        self._attentive = attentive

    def prepare(self, text: str) -> Prepared:
        spans = tuple(Span(*found.span()) for found in re.finditer(r"\w+|[^\w\s]", text))
        return Prepared(text, tuple(span.of(text) for span in spans), spans)

    def translate(
        self,
        sources: Sequence[str],
        *,
        beam: int = 4,
        prefixes: Sequence[str] | None = None,
        alternatives: int = 1,
        no_repeat: int = 0,
    ) -> list[Result]:
        results = []
        for source, prefix in zip(sources, prefixes or [""] * len(sources), strict=True):
            prepared = self.prepare(source)
            said = " ".join(self._draw.choices(WORDS, k=self._draw.randint(1, 14)))
            text = prefix + self._draw.choice(["", " "]) + said if prefix else said
            results.append(Result(prepared, (self._look(prepared, text),)))
        return results

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        return [self._look(self.prepare(a), b) for a, b in zip(sources, targets, strict=True)]

    def _look(self, source: Prepared, text: str) -> Hypothesis:
        cut = self.prepare(text)
        attention: tuple[tuple[float, ...], ...] = ()
        if self._attentive:
            rows = [[self._draw.random() ** 6 for _ in source.pieces] for _ in cut.pieces]
            attention = tuple(tuple(share / (sum(row) or 1) for share in row) for row in rows)
        scores = tuple(-self._draw.random() for _ in cut.pieces)
        return Hypothesis(text, cut.pieces, cut.spans, scores, attention, sum(scores) / max(1, len(scores)))


def translate(engine: Engine, lines: list[str]) -> TranslatedDocument:
    return translate_document(parse("\n\n".join(lines), language="fr"), engine, MATCHER, beam=2)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    attentive=st.booleans(),
    lines=st.lists(st.sampled_from(SOURCES), min_size=1, max_size=4),
)
@example(seed=1, attentive=True, lines=SOURCES)
def test_no_receipt_lies(seed: int, attentive: bool, lines: list[str]) -> None:
    done = translate(Babbler(seed, attentive=attentive), lines)
    terms = {term.id: term for term in TERMS}
    text = done.document.text
    assert sum(done.statuses.values()) == sum(len(MATCHER.find(line)) for line in lines)
    for translation in done.translations:
        claimed: list[Span] = []
        for o in translation.occurrences:
            assert o.source_span.of(text) == o.source
            assert MATCHER.find(o.source), o.source
            if o.target_span is not None:
                assert o.target_span.of(translation.text) == o.target
                assert not any(o.target_span.overlaps(other) for other in claimed)
                claimed.append(o.target_span)
            if o.status in (Status.OK, Status.PLACED):
                assert o.target_span in [
                    span
                    for term in (terms[o.term], plain(terms[o.term]))
                    for span in find_targets(translation.text, term)
                ]
            if o.status is Status.MISSING:
                assert o.target_span is None
                assert o.strategy == "none"
        for o in translation.kept:
            assert o.source_span.of(text) == o.source == o.target
            assert (o.target_span is None) == (o.status is Status.MISSING)
            if o.target_span is not None:
                assert o.target_span.of(translation.text) == o.source
                assert not any(o.target_span.overlaps(other) for other in claimed)
                claimed.append(o.target_span)
    assert len(done.kept) == 4 * lines.count(SOURCES[-1])
    assert describe_receipts(done)["counts"] == {str(s): n for s, n in sorted(done.statuses.items())}


def plain(term: Term) -> Term:
    """Give the term without its longer renderings, in which the short one may stand."""
    return Term(term.id, term.source, term.target, term.kind, case=term.case)
