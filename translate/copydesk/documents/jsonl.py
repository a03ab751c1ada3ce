"""Rows: one JSON object a line with ``text``, or ``title`` and ``body``; all other fields pass through.

A row may bring terms of its own along (``terms``); its receipts then stand in the row that is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.documents.furniture import mark_furniture
from copydesk.documents.output import Block
from copydesk.documents.own_terms import read_own_terms
from copydesk.documents.plain import read_passages, weave_placed
from copydesk.documents.roles import Passage, assign_roles, mark_credit
from copydesk.errors import InputError
from copydesk.glossary.model import Term
from copydesk.json_faults import describe_fault, holds_half_pair
from copydesk.receipt_values import describe_occurrence
from copydesk.text import Document, OwnTerms, Role, Segment, Span
from copydesk.translation import find_absent

FIELDS = ("text", "title", "body")
# JSON lets them stand in a string, but some readers take them for the end of a line
_LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one object as read, and where the words of its fields stand in ``Document.text``."""

    number: int
    values: dict[str, Any]
    fields: dict[str, tuple[Span, tuple[Segment, ...]]]


def read(text: str, *, name: str, language: str = "") -> Document:
    """Read rows; ``Document.text`` is the words of all their fields, a blank line between them.

    The id of a segment is ``ROW.FIELD.BLOCK`` with the line of its row from 1. Blank lines hold no row but
    count. Raises InputError naming the line of a row that cannot be used.
    """
    rows: list[Row] = []
    pieces: list[str] = []
    segments: list[Segment] = []
    demands: list[OwnTerms] = []
    position = 0
    for number, match in enumerate(_LINE.finditer(text), start=1):
        if not match.group(1).strip():
            continue
        values = _parse(match.group(1), f"{name}:{number}")
        fields: dict[str, tuple[Span, tuple[Segment, ...]]] = {}
        for field in FIELDS:
            words = values.get(field)
            if not isinstance(words, str):
                continue
            own = tuple(_segments(words, field, number, position, language))
            fields[field] = (Span(position, position + len(words)), own)
            segments.extend(own)
            pieces.append(words)
            position += len(words) + 2
        rows.append(Row(number, values, fields))
        if values.get("terms") is not None:
            terms = read_own_terms(values["terms"], number, f"{name}:{number}")
            inside = tuple(segment.id for _, own in fields.values() for segment in own)
            demands.append(OwnTerms(f"row {number}", inside, terms))
    if not rows:
        raise InputError("holds no row", where=name, remedy='give one object a line: {"text": "..."}')
    return Document(name, "\n\n".join(pieces), tuple(segments), language, "jsonl", rows, tuple(demands))


def write(document: Document, blocks: Sequence[Block], *, language: str = "") -> str:
    """Write one object a row: the translations in the fields they came from, and ``occurrences``.

    ``occurrences`` counts the glossary terms that were found in the row. A row with terms of its own gets
    ``receipts``: one for each term found, with offsets in its fields as read and as written, and one with the
    status ``absent`` for each of its own that does not stand in it.
    """
    assert isinstance(document.skeleton, list)
    lines: list[str] = []
    by_id = {block.segment.id: block for block in blocks}
    absent: dict[str, list[Term]] = {own.place: [] for own in document.own_terms}
    for own, term in find_absent(document, [b.translation for b in blocks if b.translation]):
        absent[own.place].append(term)
    for row in document.skeleton:
        values = dict(row.values)
        occurrences = 0
        receipts: list[dict[str, Any]] = []
        for field, (span, segments) in row.fields.items():
            kept = [by_id[segment.id] for segment in segments if segment.id in by_id]
            words, places = weave_placed(document.text, span, segments, kept)
            # a field ends as it began: with a line break only if it had one
            values[field] = words if row.values[field].endswith(("\n", "\r")) else words.rstrip("\r\n")
            occurrences += sum(len(block.translation.occurrences) for block in kept if block.translation)
            receipts += _describe_receipts(kept, field, span.start, words, places)
        values["occurrences"] = occurrences
        if f"row {row.number}" in absent:
            receipts += [
                {"term": term.id, "source": term.source, "target": term.target, "status": "absent"}
                for term in absent[f"row {row.number}"]
            ]
            values["receipts"] = receipts
        line = json.dumps(values, ensure_ascii=False)
        for character, escaped in _LINE_ENDS.items():
            line = line.replace(character, escaped)
        lines.append(line + "\n")
    return "".join(lines)


def locate(document: Document, offset: int) -> str:
    """Give the place of an offset as ``LINE.FIELD:CHARACTER``, the first two from the file, all from 1."""
    assert isinstance(document.skeleton, list)
    for row in document.skeleton:
        for field, (span, _) in row.fields.items():
            if span.start <= offset <= span.end:
                return f"{row.number}.{field}:{offset - span.start + 1}"
    raise ValueError(f"no row holds the offset {offset}")


def _describe_receipts(
    blocks: Sequence[Block], field: str, start: int, words: str, places: dict[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the receipts of a field as plain values; *start* is its offset in the document."""
    for block in blocks:
        translation, place = block.translation, places[block.segment.id]
        for o in translation.occurrences if translation else ():
            assert translation is not None
            described = describe_occurrence(o)
            for one in (described, *described.get("nested", ())):
                one["source_span"] = [at - start for at in one["source_span"]]
                if one["target_span"] is not None:
                    first, last = one["target_span"]
                    # where a credit was put back the words have moved: better no offset than a wrong one
                    stays = words[place + first : place + last] == translation.text[first:last]
                    one["target_span"] = [place + first, place + last] if stays else None
            yield {"field": field, **described}


def _segments(words: str, field: str, number: int, position: int, language: str) -> list[Segment]:
    passages = read_passages(words)
    if field == "title" or len(passages) == 1:
        # a row's one sentence is its content, whatever it says
        role = Role.HEADLINE if field == "title" else Role.PARAGRAPH
        roles = [role] * len(passages)
    elif field == "body":
        roles = _body_roles(passages, language)
    else:
        roles = assign_roles(passages, language)
    return [
        Segment(
            f"{number}.{field}.{block}",
            passage.span.shift(position),
            role,
            language,
            mark_credit(role, passage.text, passage.span.start + position),
        )
        for block, (passage, role) in enumerate(zip(passages, roles, strict=True), start=1)
    ]


def _body_roles(passages: Sequence[Passage], language: str) -> list[Role]:
    """Give roles to a body, whose headline stands in another field."""
    roles = assign_roles(passages, language)
    known = mark_furniture([passage.text for passage in passages], [passage.bullet for passage in passages])
    return [
        Role.CROSSHEAD if role is Role.HEADLINE and not furniture else role
        for role, furniture in zip(roles, known, strict=True)
    ]


def _parse(line: str, where: str) -> dict[str, Any]:
    remedy = 'write one object a line: {"id": 1, "text": "..."}'
    try:
        values = json.loads(line, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not JSON: {error.msg} at column {error.colno}", where=where, remedy=remedy
        ) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot be read: {describe_fault(error)}", where=where, remedy=remedy) from None
    if not isinstance(values, dict):
        raise InputError("is no object", where=where, remedy=remedy)
    for field in FIELDS:
        words = values.get(field)
        if words is not None and not isinstance(words, str):
            raise InputError(f"the field '{field}' is no text", where=where, remedy=remedy)
        if isinstance(words, str) and holds_half_pair(words):
            raise InputError(
                f"the field '{field}' holds half a character pair", where=where, remedy="mend it"
            )
    if not any(isinstance(values.get(field), str) for field in FIELDS):
        raise InputError(f"has none of the fields {', '.join(FIELDS)}", where=where, remedy=remedy)
    return values


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")
