"""Compare two glossaries, and count what one holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

from copydesk.glossary.model import Glossary, Term

_NOT_COMPARED = ("id", "row")


@dataclass(frozen=True, slots=True)
class Difference:
    """Say how one entry differs: *before* is None where it was added, *after* None where it was removed.

    *columns* names what changed.
    """

    before: Term | None
    after: Term | None
    columns: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Give the source form of the entry."""
        term = self.after or self.before
        return term.source if term else ""


def compare_glossaries(before: Glossary, after: Glossary) -> list[Difference]:
    """Return the entries that were removed, changed or added, in the order of the files.

    Entries are the same when their source, context and dates are; several such are paired in order.
    """
    waiting: dict[tuple[str, ...], list[Term]] = {}
    for term in after.terms:
        waiting.setdefault(_key(term), []).append(term)
    differences = []
    for old in before.terms:
        partners = waiting.get(_key(old))
        if not partners:
            differences.append(Difference(old, None))
            continue
        new = partners.pop(0)
        changed = tuple(
            column.name
            for column in fields(Term)
            if column.name not in _NOT_COMPARED and getattr(old, column.name) != getattr(new, column.name)
        )
        if changed:
            differences.append(Difference(old, new, changed))
    left = {id(term) for partners in waiting.values() for term in partners}
    differences += [Difference(None, term) for term in after.terms if id(term) in left]
    return differences


def count_entries(glossary: Glossary) -> dict[str, int]:
    """Count entries in all, by kind, by case rule, and those that use each optional column."""
    terms = glossary.terms
    counts = {"entries": len(terms), "source forms": sum(len(term.forms) for term in terms)}
    for prefix, values in (
        ("kind", Counter(term.kind.value for term in terms)),
        ("case", Counter(term.case.value for term in terms)),
    ):
        counts.update({f"{prefix} {value}": number for value, number in sorted(values.items())})
    for column in (
        "allowed", "forbidden", "context", "first_mention", "note", "url", "since", "until", "strategy",
    ):  # fmt: skip
        counts[f"with {column}"] = sum(bool(getattr(term, column)) for term in terms)
    return counts


def _key(term: Term) -> tuple[str, ...]:
    return (term.source, term.context, term.since, term.until)
