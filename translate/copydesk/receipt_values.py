"""Give a receipt as plain values, as every JSON product of copydesk holds it."""

from __future__ import annotations

from typing import Any

from copydesk.text import Span
from copydesk.translation import Nested, Occurrence


def describe_occurrence(o: Occurrence) -> dict[str, Any]:
    """Return one receipt as plain values."""
    return {
        "term": o.term,
        "source": o.source,
        "target": o.target,
        "status": str(o.status),
        "strategy": o.strategy,
        "source_span": pair(o.source_span),
        "target_span": pair(o.target_span),
        # JSON has no infinities; a score that is none of its numbers is no score
        "score_change": o.score_change if abs(o.score_change) < float("inf") else None,
        **({"note": o.note} if o.note else {}),
        **({"nested": [describe_nested(inner) for inner in o.nested]} if o.nested else {}),
    }


def describe_nested(inner: Nested) -> dict[str, Any]:
    """Return what became of a shorter term inside a longer one as plain values."""
    return {
        "term": inner.term,
        "source": inner.source,
        "target": inner.target,
        "status": "covered" if inner.target_span else "not asked for",
        "source_span": pair(inner.source_span),
        "target_span": pair(inner.target_span),
    }


def pair(span: Span | None) -> list[int] | None:
    """Give the start and end of a span, None for none."""
    return None if span is None else [span.start, span.end]
