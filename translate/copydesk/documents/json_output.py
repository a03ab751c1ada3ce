"""Write the JSON product: every segment with both texts, scores, alignment and receipts.

The shape is versioned by ``schema``: fields may be added under the same number, never changed or taken away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from copydesk import __version__
from copydesk.documents.output import Block
from copydesk.receipt_values import describe_nested
from copydesk.text import Document, Span
from copydesk.translation import Occurrence, Sentence, Status, count_statuses, find_absent

SCHEMA = 1


def write(document: Document, blocks: Sequence[Block], *, language: str = "", signature: str = "") -> str:
    """Write one JSON object, indented, in UTF-8 characters.

    Spans are ``[start, end]`` in code points: those of sources in the text as read, those of targets in the
    segment's ``target``. ``written`` is there where the text that is printed differs from it, because words
    that are never translated (code, picture credits) were put back.
    """
    translations = [block.translation for block in blocks if block.translation]
    occurrences = [occurrence for translation in translations for occurrence in translation.occurrences]
    counted = count_statuses(occurrences)
    product = {
        "schema": SCHEMA,
        "tool": f"copydesk {__version__}",
        "signature": signature,
        "document": {
            "name": document.name.encode("utf-8", "replace").decode(),
            "format": document.format,
            "source_language": document.language,
            "target_language": language,
        },
        "counts": {
            "segments": len(document.segments),
            "translated": len(translations),
            "left_out": len(document.segments) - len(blocks),
            "occurrences": {status.value: counted[status] for status in Status},
            "flagged": sum(bool(translation.flags) for translation in translations),
        },
        "segments": [_segment(document, block) for block in blocks],
    }
    if document.own_terms:
        product["absent"] = [
            {"place": own.place, "term": term.id, "source": term.source, "target": term.target}
            for own, term in find_absent(document, translations)
        ]
    return json.dumps(product, ensure_ascii=False, indent=2) + "\n"


def _segment(document: Document, block: Block) -> dict[str, Any]:
    segment, translation = block.segment, block.translation
    made = {
        "id": segment.id,
        "role": segment.role.value,
        "span": _pair(segment.span),
        "source": document.words_of(segment),
        "target": translation.text if translation else None,
        "flags": list(translation.flags) if translation else [],
        "sentences": [_sentence(sentence) for sentence in translation.sentences] if translation else [],
        "occurrences": [_occurrence(receipt) for receipt in translation.occurrences] if translation else [],
    }
    if translation and block.text != translation.text:
        made["written"] = block.text
    return made


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "source_span": _pair(sentence.source_span),
        "target_span": _pair(sentence.target_span),
        "score": _number(sentence.score),
        "token_scores": [_number(score) for score in sentence.token_scores],
        "links": [[_pair(source), _pair(target)] for source, target in sentence.links],
        "flags": list(sentence.flags),
    }


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "term": occurrence.term,
        "source": occurrence.source,
        "target": occurrence.target,
        "source_span": _pair(occurrence.source_span),
        "target_span": _pair(occurrence.target_span) if occurrence.target_span else None,
        "strategy": occurrence.strategy,
        "status": occurrence.status.value,
        "score_change": _number(occurrence.score_change),
        "note": occurrence.note,
        **({"nested": [describe_nested(inner) for inner in occurrence.nested]} if occurrence.nested else {}),
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _number(value: float) -> float | None:
    # JSON has no infinities; a score that is none of its numbers is no score
    return round(value, 4) if abs(value) < float("inf") else None
