"""Find what is wrong with a glossary: entries that contradict, hide or repeat one another, or never match.

Each check is a generator from the terms to findings; ``CHECKS`` lists them in order. What cannot even be
read as a term (bad columns, empty cells, bad patterns) comes from the reader as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from copydesk.glossary.formats.loading import read_glossary, read_shipped
from copydesk.glossary.formats.rows import Reading, complain_of_pattern
from copydesk.glossary.formats.swapped import describe_swapped, find_swapped_rows
from copydesk.glossary.formats.unusable import find_function_words
from copydesk.glossary.match import CONTEXT_TIMEOUT, Matcher
from copydesk.glossary.model import Glossary, Term
from copydesk.glossary.patterns import find_nested_repeat

# codes and what they mean, for --help and the documentation
CODES = {
    "row": "a row or file that cannot be read as entries",
    "column": "an unknown, missing or repeated column",
    "quote": "a stray quotation mark",
    "empty": "an empty glossary",
    "swapped": "source and target columns the wrong way round",
    "whitespace": "needless white space",
    "duplicate": "the same form with the same target twice",
    "conflicting": "the same form with two targets and nothing to tell them apart",
    "circular": "entries whose targets lead back to their sources",
    "chained": "a target that is the source of another entry",
    "shadowed": "a form that another entry always wins",
    "never-matching": "a form that no text can match",
    "stop-word": "a source that is a function word or a single letter",
    "forbidden": "a forbidden rendering that is also a right one",
    "repeated": "the same item twice in one list",
    "context": "a context pattern that can never match, or is too slow",
}


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """Say what is wrong in one row (a line of the file, from 1) and column ("" for the whole row)."""

    row: int
    code: str
    column: str
    message: str
    remedy: str = ""


Check = Callable[[Glossary], Iterable[LintFinding]]


def lint_file(file: Path, *, source_language: str = "fr", target_language: str = "en") -> list[LintFinding]:
    """Return everything wrong with a glossary file, in order of rows.

    Raises GlossaryError when the file as such cannot be read (missing, binary, wrong encoding).
    """
    reading = read_glossary(file, source_language=source_language, target_language=target_language)
    return lint_reading(reading, file.stem, source_language, target_language)


def lint_reading(
    reading: Reading, name: str, source_language: str = "fr", target_language: str = "en"
) -> list[LintFinding]:
    """Return everything wrong with the glossary *name* as it was read, in order of rows."""
    found = [
        LintFinding(problem.row, problem.code, problem.column, problem.message, problem.remedy)
        for problem in (*reading.problems, *reading.remarks)
    ]
    glossary = Glossary(name, source_language, target_language, tuple(reading.terms))
    if not any(finding.code == "swapped" for finding in found):
        found += _find_swapped_rows(glossary)
    return sorted([*found, *lint_glossary(glossary)])


def _find_swapped_rows(glossary: Glossary) -> Iterator[LintFinding]:
    """Compare with the shipped glossary of the pair: are most sources its targets, and the reverse?"""
    known = read_shipped(glossary.source_language, glossary.target_language)
    if rows := find_swapped_rows(glossary.terms, known):
        message = describe_swapped(rows)
        yield LintFinding(rows[0].row, "swapped", "source", message, "swap the two columns")


def lint_glossary(glossary: Glossary) -> list[LintFinding]:
    """Return everything wrong with loaded terms, in order of rows."""
    return sorted({finding for check in CHECKS for finding in check(glossary)})


def _find_doubles(glossary: Glossary) -> Iterator[LintFinding]:
    """Find forms that stand twice: duplicates, conflicts, and repeats within one entry."""
    first: dict[str, list[Term]] = {}
    for term in glossary.terms:
        for form in dict.fromkeys(term.forms):
            rivals = [other for other in first.get(form, ()) if _overlap(term, other)]
            same = next((other for other in rivals if other.target == term.target), None)
            if same:
                message = f"'{form}' → '{term.target}' stands in row {same.row} already"
                yield LintFinding(term.row, "duplicate", "source", message, "delete one of them")
            elif rivals:
                message = f"'{form}' is '{term.target}' here and '{rivals[0].target}' in row {rivals[0].row}"
                remedy = "say in 'context', 'since' or 'until' when each applies"
                yield LintFinding(term.row, "conflicting", "source", message, remedy)
            first.setdefault(form, []).append(term)


def _find_cycles(glossary: Glossary) -> Iterator[LintFinding]:
    """Find targets that are sources: chains (A→B, B→C) and circles (A→B, B→A)."""
    by_source: dict[str, Term] = {}
    for term in glossary.terms:
        for form in term.forms:
            by_source.setdefault(form, term)
    for term in glossary.terms:
        if term.target in term.forms:
            continue
        path, step = [term], by_source.get(term.target)
        while step is not None and step not in path and step.target not in step.forms:
            path.append(step)
            step = by_source.get(step.target)
        if len(path) == 1:
            continue
        rows = ", ".join(str(other.row) for other in path[1:])
        shown = " → ".join([*(other.source for other in path), path[-1].target])
        if step is term:
            yield LintFinding(term.row, "circular", "target", f"goes in a circle with row {rows}: {shown}")
        else:
            message = f"the target '{term.target}' is itself a source (row {path[1].row}): {shown}"
            yield LintFinding(term.row, "chained", "target", message, "write the final form as the target")


def _find_unmatchable(glossary: Glossary) -> Iterator[LintFinding]:
    """Find forms that no text can match, and forms that other entries always win."""
    matcher = Matcher(glossary)
    for term in glossary.terms:
        for column, form in _columns(term):
            edge = _edge_mark(form)
            if edge:
                message = f"'{form}' begins or ends with '{edge}' and matches only with it"
                yield LintFinding(term.row, "never-matching", column, message, "leave the mark out")
                continue
            rivals = matcher.could_match(form)
            if not any(other is term for other, _ in rivals):
                message = f"'{form}' can never match"
                yield LintFinding(
                    term.row, "never-matching", column, message, "write it as it stands in a text"
                )
                continue
            if term.context:
                continue
            for other, rank in rivals:
                # an entry whose context fits beats one without, and this one's always fits
                if rank == 0 and other is not term and other.context and _fits_anything(other.context):
                    message = f"'{form}' is always won by row {other.row}: its context fits any sentence"
                    yield LintFinding(term.row, "shadowed", column, message, "mend the other's context")


def _fits_anything(pattern: str) -> bool:
    import regex  # type: ignore[import-untyped, unused-ignore]

    try:
        compiled = regex.compile(pattern)
        return all(compiled.search(probe, timeout=CONTEXT_TIMEOUT) for probe in ("x", "Il pleut.", "12 !"))
    except (regex.error, TimeoutError):
        return False


def _find_stop_words(glossary: Glossary) -> Iterator[LintFinding]:
    """Find sources that are function words: they would match in every sentence."""
    bad = [
        (term, column, form) for term in glossary.terms for column, form in _columns(term) if len(form) == 1
    ]
    bad = [(term, column, form) for term, column, form in bad if form.isalpha()]
    for term, column, form in dict.fromkeys(
        [*find_function_words(glossary.terms, glossary.source_language), *bad]
    ):
        message = f"'{form}' is a function word or a single letter"
        yield LintFinding(term.row, "stop-word", column, message, "use a longer phrase")


def _find_contradictions(glossary: Glossary) -> Iterator[LintFinding]:
    """Find forbidden renderings that are right ones, of the same entry or of another."""
    right: dict[str, Term] = {}
    for term in glossary.terms:
        for form in (*term.targets, term.first_mention):
            right.setdefault(form, term)
    for term in glossary.terms:
        own = {*term.targets, term.first_mention}
        for form in term.forbidden:
            if form in own:
                message = f"'{form}' is forbidden and right in the same entry"
                yield LintFinding(term.row, "forbidden", "forbidden", message, "keep one of them")
            elif form in right and right[form].target == form:
                message = f"'{form}' is forbidden here and the target of row {right[form].row}"
                yield LintFinding(
                    term.row, "forbidden", "forbidden", message, "it will not be reported as wrong"
                )


def _find_repeats(glossary: Glossary) -> Iterator[LintFinding]:
    """Find items that stand twice in one entry, and needless white space inside them."""
    for term in glossary.terms:
        for column, items in (
            ("source_forms", term.forms),
            ("allowed", term.targets),
            ("forbidden", term.forbidden),
        ):
            seen: set[str] = set()
            for item in items:
                if item in seen:
                    yield LintFinding(
                        term.row, "repeated", column, f"'{item}' stands there twice", "delete one"
                    )
                seen.add(item)
                if "  " in item or "\t" in item:
                    shown = " ".join(item.split())
                    yield LintFinding(
                        term.row, "whitespace", column, f"white space in '{shown}'", "use one space"
                    )


def _find_bad_contexts(glossary: Glossary) -> Iterator[LintFinding]:
    """Find context patterns that cannot match a sentence, and those that take too long."""
    places: dict[str, list[int]] = {}
    for term in glossary.terms:
        if term.context:
            places.setdefault(term.context, []).append(term.row)
    for pattern, rows in places.items():
        message = ""
        if complain_of_pattern(pattern):
            message = complain_of_pattern(pattern)
        elif pattern.startswith(" ") or pattern.endswith(" ") or " | " in pattern:
            message = "spaces around '|' are part of the pattern"
        elif "\\n" in pattern or "\n" in pattern:
            message = "a sentence holds no line break"
        elif nested := find_nested_repeat(pattern):
            message = f"'{nested}' repeats a repeat, which may take without end"
        elif is_slow(pattern):
            message = f"takes more than {CONTEXT_TIMEOUT} s on some sentences"
        for row in rows if message else ():
            yield LintFinding(row, "context", "context", f"'{pattern}': {message}", "mend the pattern")


CHECKS: tuple[Check, ...] = (
    _find_doubles,
    _find_cycles,
    _find_unmatchable,
    _find_stop_words,
    _find_contradictions,
    _find_repeats,
    _find_bad_contexts,
)


def is_slow(pattern: str) -> bool:
    """Say whether a pattern backtracks without end on runs of the characters it names."""
    import regex  # type: ignore[import-untyped, unused-ignore]

    # only repeats can take that long
    if not any(mark in pattern for mark in "*+{"):
        return False
    compiled = regex.compile(pattern)
    letters = "".join(dict.fromkeys(c for c in pattern if c.isalnum() or c in " '-"))
    for character in dict.fromkeys([*letters, " ", "a"]):
        # the pattern's own letters go before, so that no letter it requires is missing
        for probe in (letters + character * 60 + "\u2603", letters + (character + " ") * 40 + "\u2603"):
            try:
                compiled.search(probe, timeout=CONTEXT_TIMEOUT)
            except TimeoutError:
                return True
    return False


def _columns(term: Term) -> Sequence[tuple[str, str]]:
    return [("source", term.source), *(("source_forms", form) for form in dict.fromkeys(term.source_forms))]


def _overlap(one: Term, other: Term) -> bool:
    """Say whether two entries can apply to the same sentence on the same day with equal right."""
    if one.context != other.context:
        return False
    if one.until and other.since and one.until < other.since:
        return False
    return not (other.until and one.since and other.until < one.since)


def _edge_mark(form: str) -> str:
    marks = '"“”«»,;:!?()[]-–—/…'
    if form[0] in marks:
        return form[0]
    return form[-1] if form[-1] in marks.replace("!", "").replace("?", "") else ""
