"""Say on stderr what became of the terms of one translated document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.pipeline import TranslatedDocument
    from copydesk.text import Document
    from copydesk.translation import Occurrence


def not_in_place(done: TranslatedDocument) -> list[Occurrence]:
    """List the receipts that --strict fails on."""
    return [o for o in (*done.occurrences, *done.kept) if o.status not in ("ok", "placed")]


def describe_terms(done: TranslatedDocument, *, verbose: bool) -> Iterator[str]:
    """Yield a line for every receipt that is not in place, or for all, and for what a row asks in vain."""
    own = {term.id for part in done.document.own_terms for term in part.terms}
    for o in [*done.occurrences, *done.kept] if verbose else not_in_place(done):
        note = f" ({o.note})" if o.note else ""
        where = place_of(done.document, o.source_span.start)
        yield f"{where}: {o.status}: {o.source} -> {o.target} [{o.strategy}]{note}"
    for o in done.occurrences:
        for inner in o.nested:
            if verbose or (inner.term in own and not inner.target_span):
                became = "covered" if inner.target_span else "not asked for"
                where = place_of(done.document, inner.source_span.start)
                yield f"{where}: {became}: {inner.source} -> {inner.target}, inside '{o.source}'"
    for part, term in done.absent:
        yield f"{part.place}: absent: {term.source} -> {term.target}: the text has no '{term.source}'"


def place_of(document: Document, offset: int) -> str:
    """Give the place of an offset: line and column, or row, field and character."""
    if document.format == "jsonl":
        from copydesk.documents.jsonl import locate

        return locate(document, offset)
    line, column = document.line_column(offset)
    return f"{line}:{column}"


def summarise(done: TranslatedDocument) -> str:
    """Say in one line what became of the terms, and of what is copied without being asked for."""
    return _summarise_terms(done) + _summarise_absent(done) + _summarise_kept(done)


def _summarise_terms(done: TranslatedDocument) -> str:
    counts = done.statuses
    total = sum(counts.values())
    if done.signature.endswith("glossary:none"):
        return "translated without a glossary"
    if not total:
        return "no glossary term in the source"
    words = ", ".join(f"{count} {status}" for status, count in sorted(counts.items(), key=lambda c: -c[1]))
    in_place = all(o.status in ("ok", "placed") for o in done.occurrences)
    proof = "every glossary term is in place" if in_place else "NOT every glossary term is in place"
    return f"{proof}: {total} occurrence{'s' if total > 1 else ''}, {words}"


def _summarise_absent(done: TranslatedDocument) -> str:
    total = len(done.absent)
    if not total:
        return ""
    return (
        f"; {total} term{' that a row brings is' if total == 1 else 's that rows bring are'} not in the text"
    )


def _summarise_kept(done: TranslatedDocument) -> str:
    amounts = [o for o in done.kept if o.term == "auto:amount"]
    others = [o for o in done.kept if o.term != "auto:amount"]
    return "".join(
        _summarise_sort(kept, names)
        for kept, names in (
            (others, ("address or code", "addresses or codes")),
            (amounts, ("amount", "amounts")),
        )
    )


def _summarise_sort(kept: Sequence[Occurrence], names: tuple[str, str]) -> str:
    total = len(kept)
    lost = sum(o.status not in ("ok", "placed") for o in kept)
    if not total:
        return ""
    name = names[total > 1]
    return f"; {lost} of {total} {name} NOT kept" if lost else f"; {total} {name} kept"
