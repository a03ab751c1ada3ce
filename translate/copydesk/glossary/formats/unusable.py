"""Refuse entries that can be read but would spoil a text: function words, circles, patterns without end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from copydesk.glossary.formats.rows import Problem
from copydesk.glossary.model import Case, Term
from copydesk.glossary.patterns import find_nested_repeat
from copydesk.languages import get_language


def find_unusable(terms: Sequence[Term], source_language: str) -> list[Problem]:
    """Return what no run should start with, in order of rows.

    An entry that says when it applies (context, dates) may be a function word or part of a circle.
    """
    always = [term for term in terms if not (term.context or term.since or term.until)]
    problems = [
        *(
            Problem(
                term.row,
                column,
                f"'{form}' is a function word: it would match in every sentence",
                "use a longer phrase, or give it a context",
                "stop-word",
            )
            for term, column, form in find_function_words(always, source_language)
        ),
        *(
            Problem(
                circle[0].row,
                "target",
                f"goes in a circle with row {', '.join(str(term.row) for term in circle[1:])}: "
                + " → ".join([*(term.source for term in circle), circle[-1].target]),
                "delete the row that is the wrong way round",
                "circular",
            )
            for circle in find_circles(always)
        ),
        *(
            Problem(
                term.row,
                "context",
                f"'{term.context}': '{nested}' repeats a repeat, which may take without end",
                "mend the pattern",
                "context",
            )
            for term in terms
            if any(mark in term.context for mark in "*+{") and (nested := find_nested_repeat(term.context))
        ),
    ]
    return sorted(problems, key=lambda problem: problem.row)


def find_function_words(terms: Iterable[Term], source_language: str) -> Iterator[tuple[Term, str, str]]:
    """Yield term, column and form where a form is a function word; a name or acronym in capitals is none."""
    language = get_language(source_language)
    stop_words = language.stop_words | language.articles | language.elisions
    for term in terms:
        for form in term.forms:
            # a name or acronym counts only in its capitals
            exact = term.case is Case.EXACT and form != form.lower()
            if " " not in form and not exact and form.lower() in stop_words:
                yield term, "source" if form == term.source else "source_forms", form


def find_circles(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Yield each circle of entries whose targets lead back to their sources, from its first row on."""
    by_source: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            by_source.setdefault(form, term)
    walked: set[int] = set()
    # few targets of a large glossary are sources: the others lead nowhere
    for term in [term for term in terms if term.target in by_source]:
        path: list[Term] = []
        step: Term | None = term
        while step is not None and id(step) not in walked and step.target not in step.forms:
            walked.add(id(step))
            path.append(step)
            step = by_source.get(step.target)
        place = next((i for i, other in enumerate(path) if other is step), None)
        if place is not None:
            yield tuple(path[place:])
