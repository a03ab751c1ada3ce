"""Write receipts: what became of every glossary term, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from copydesk.files import write_text
from copydesk.pipeline import TranslatedDocument
from copydesk.text import Span
from copydesk.translation import Occurrence


def write_receipts(path: str, translated: Sequence[TranslatedDocument]) -> None:
    """Write the receipts of *translated* to *path*; the file appears whole or not at all."""
    document = {"schema": 1, "documents": [describe_receipts(one) for one in translated]}
    write_text(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def describe_receipts(one: TranslatedDocument) -> dict[str, Any]:
    """Return the receipts of a document as plain values; spans are [start, end] in code points."""
    return {
        "name": one.document.name,
        "signature": one.signature,
        "counts": {str(status): count for status, count in sorted(one.statuses.items())},
        "occurrences": [
            {"segment": translation.segment.id, **describe_occurrence(o)}
            for translation in one.translations
            for o in translation.occurrences
        ],
    }


def describe_occurrence(o: Occurrence) -> dict[str, Any]:
    """Return one receipt as plain values."""
    return {
        "term": o.term,
        "source": o.source,
        "target": o.target,
        "status": str(o.status),
        "strategy": o.strategy,
        "source_span": _pair(o.source_span),
        "target_span": _pair(o.target_span),
        "score_change": o.score_change,
        **({"note": o.note} if o.note else {}),
    }


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
