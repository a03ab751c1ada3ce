"""Rewriting a source sentence and finding the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copydesk.enforce.alteration import annotate_terms, substitute_terms
from copydesk.text import Span


def test_annotation_stands_behind_the_source_words() -> None:
    text = "dans la province d'Idleb, selon l'OSDH"
    spans = [(Span(19, 24), "Idlib"), (Span(34, 38), "SOHR")]
    assert annotate_terms(text, spans).text == "dans la province d'Idleb ⟦ Idlib ⟧, selon l'OSDH ⟦ SOHR ⟧"


def test_an_altered_stretch_leads_back_as_a_whole() -> None:
    altered = annotate_terms("à Idleb hier", [(Span(2, 7), "Idlib")])
    inside = altered.text.index("⟦") + 1
    assert altered.back(Span(inside + 1, inside + 6)) == Span(2, 7)
    after = altered.text.index("hier")
    assert altered.back(Span(after, after + 4)) == Span(8, 12)


@given(
    st.lists(
        st.tuples(st.text("abc é", min_size=1, max_size=6), st.none() | st.text("XY", max_size=5)), min_size=1
    )
)
def test_untouched_words_lead_back_to_themselves(parts: list[tuple[str, str | None]]) -> None:
    text, asked, kept = "", [], []
    for words, replacement in parts:
        span = Span(len(text), len(text) + len(words))
        text += words
        if replacement is None:
            kept.append(span)
        else:
            asked.append((span, replacement))
    altered = substitute_terms(text, asked)
    assert len(altered.text) == len(text) + sum(len(w) - len(s) for s, w in asked)
    for (old, new), (span, words) in zip(altered.stretches, asked, strict=True):
        assert old == span
        assert new.of(altered.text) == words
    for span in kept:
        shift = sum(len(w) - len(s) for s, w in asked if s.end <= span.start)
        moved = span.shift(shift)
        assert moved.of(altered.text) == span.of(text)
        assert altered.back(moved) == span
