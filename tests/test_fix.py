"""Fixes: whole or not at all, never two on the same words, never in a quotation, settled after one run."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.checks.protection import quoted_spans
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker
from copydesk.documents.formats import parse
from copydesk.findings import Edit, Finding, Severity
from copydesk.fix import apply_fixes, fix_draft
from copydesk.quotations import find_quotations
from copydesk.text import Span

_CHECKER = Checker(Selection(preview=True).chosen())

# pieces that rules act on, put together at random
_PIECES = st.sampled_from(
    (
        'Idleb|OSDH|Poutine|the the|" a tank "|« new »|900 000|3,5%|20h30|Publicity|Read more|he said|"|an|a'
        "|On the same subject|\n|\n\n|\r\n\r\n| |, | , |. | ?|'|\u201c|\u201d|&amp;|Ã©|\u200b|\u2022 Syria"
        "|The army moved in|Download the app|\u00a0|50 €|Text by: Anne Morel Follow|Damas|IDLEB"
        "|12,5 million"
    ).split("|")
)
_DRAFTS = st.lists(_PIECES, min_size=1, max_size=25).map(" ".join).filter(lambda text: text.strip())


def edit(start: int, end: int, words: str = "x") -> Finding:
    span = Span(start, end)
    return Finding("TYP001", Severity.NOTE, "m", span, edits=(Edit(span, words),), safe=True)


def test_edits_are_applied_from_the_end() -> None:
    fixed = apply_fixes("aa bb cc", [edit(0, 2, "longer"), edit(6, 8, ""), edit(3, 5, "b")])
    assert fixed.text == "longer b "
    assert len(fixed.applied) == 3


def test_overlapping_fixes_wait() -> None:
    fixed = apply_fixes("aa bb cc", [edit(0, 4), edit(3, 5), edit(5, 8, "")])
    assert fixed.text == "xb"
    assert [finding.span for finding in fixed.refused] == [Span(3, 5)]


def test_a_fix_of_two_edits_is_applied_whole_or_not_at_all() -> None:
    both = Finding(
        "QUO001",
        Severity.NOTE,
        "m",
        Span(0, 5),
        edits=(Edit(Span(0, 1), "("), Edit(Span(4, 5), ")")),
        safe=True,
    )
    assert apply_fixes("a b c d", [both]).text == "( b ) d"
    assert apply_fixes("a b c d", [both, edit(4, 6, "")]).text == "a b d"


def test_unsafe_fixes_are_asked_for() -> None:
    unsafe = Finding("PFX001", Severity.ERROR, "m", Span(0, 1), edits=(Edit(Span(0, 1), "x"),))
    assert apply_fixes("a b", [unsafe]).text == "a b"
    assert apply_fixes("a b", [unsafe], unsafe=True).text == "x b"


def test_nothing_inside_a_quotation_is_changed_even_when_asked() -> None:
    text = 'He said "Idleb is ours" in Idleb.'
    quotations = tuple(quotation.span for quotation in find_quotations(text))
    fixed = apply_fixes(text, [edit(9, 14, "Idlib"), edit(27, 32, "Idlib")], quotations, unsafe=True)
    assert fixed.text == 'He said "Idleb is ours" in Idlib.'


@settings(deadline=None)
@given(_DRAFTS)
def test_fixing_twice_is_fixing_once(text: str) -> None:
    draft = parse(text)
    once, left, _ = fix_draft(draft, None, _CHECKER)
    assert not _CHECKER.broken
    assert not any(finding.safe for finding in left.findings)
    if once.strip():
        twice, _, applied = fix_draft(parse(once), None, _CHECKER)
        assert (twice, applied) == (once, 0)


@settings(deadline=None)
@given(_DRAFTS)
def test_quoted_words_survive_every_fix(text: str) -> None:
    draft = parse(text)
    findings = [f for f in _CHECKER.check(draft).findings if f.code != "BOI001"]
    fixed = apply_fixes(text, findings, quoted_spans(draft), unsafe=True).text
    for segment in draft.segments:
        for quotation in find_quotations(draft.words_of(segment), start=segment.span.start):
            assert quotation.interior.of(text) in fixed


@given(st.text(alphabet="ab \"'\u2018\u2019\u201c\u201d«»1.\n", max_size=60), st.integers(0, 5))
def test_quotations_lie_in_order_and_hold_their_marks(text: str, start: int) -> None:
    end = start
    for quotation in find_quotations(text, start=start):
        assert quotation.span.start >= end
        assert quotation.span.covers(quotation.interior)
        assert text[quotation.span.start - start] == quotation.opening
        end = quotation.span.end
    assert end <= start + len(text)
