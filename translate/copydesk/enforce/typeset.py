"""Close up quotation marks that the model spaces as French does: said he was " horrified"."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.enforce.candidate import Candidate
from copydesk.quotations import find_quotations, is_french_spaced
from copydesk.text import Span


def close_up_quotes(candidate: Candidate) -> Candidate:
    """Return *candidate* without the white space inside straight quotation marks that pair for certain."""
    for gap in reversed(list(_find_gaps(candidate.text))):  # from the end, so that places before stay
        candidate = candidate.substitute(gap, "")
    return candidate


def _find_gaps(text: str) -> Iterator[Span]:
    block = Span(0, len(text))
    for quotation in find_quotations(text):
        span, inner = quotation.span, quotation.interior
        if quotation.opening == '"' and len(inner) and is_french_spaced(text, quotation, block):
            yield from (
                gap for gap in (Span(span.start + 1, inner.start), Span(inner.end, span.end - 1)) if len(gap)
            )
