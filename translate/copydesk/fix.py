"""Apply the fixes of findings: whole, never two on the same words, never inside a quotation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from copydesk.checks.protection import code_spans, quoted_spans, touches_code, touches_quotation
from copydesk.checks.run import Checker
from copydesk.documents.formats import parse
from copydesk.errors import InputError
from copydesk.findings import Edit, FileFindings, Finding
from copydesk.text import Document, Span

#: formats in which the text of the document is the text of the file
FIXABLE = frozenset(("text", "markdown", "lines"))
# a fix may uncover another; more passes than this mean that two rules undo each other
MOST_PASSES = 8


@dataclass(frozen=True, slots=True)
class Fixed:
    """Hold a mended text, the findings whose fixes were applied, and those that had to wait.

    *refused* overlapped a fix that was applied; checking again shows whether they still stand.
    """

    text: str
    applied: tuple[Finding, ...]
    refused: tuple[Finding, ...]


def apply_fixes(
    text: str, findings: Iterable[Finding], quotations: Sequence[Span] = (), *, unsafe: bool = False
) -> Fixed:
    """Apply the safe fixes (all, with *unsafe*) of *findings* to *text*.

    A fix is applied whole or not at all. Of two that overlap the one that takes out more text is applied,
    then the one that stands first. A fix that would change words between quotation marks is left out.
    """
    wanted = [
        finding
        for finding in findings
        if finding.edits
        and (finding.safe or unsafe)
        and not (quotations and touches_quotation(finding, text, quotations))
    ]
    wanted.sort(key=lambda finding: (-_reach(finding), finding.span))
    taken: list[Edit] = []
    applied: list[Finding] = []
    refused: list[Finding] = []
    occupied = _Occupied()
    for finding in wanted:
        if occupied.admits(finding.edits):
            occupied.add(finding.edits)
            taken += finding.edits
            applied.append(finding)
        else:
            refused.append(finding)
    applied.sort(key=lambda finding: finding.span)
    return Fixed(_put_together(text, taken), tuple(applied), tuple(refused))


def _put_together(text: str, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        pieces += (text[done : edit.span.start], edit.replacement)
        done = edit.span.end
    pieces.append(text[done:])
    return "".join(pieces)


def _reach(finding: Finding) -> int:
    return sum(len(edit.span) for edit in finding.edits if not edit.replacement)


class _Occupied:
    """Keep the stretches that edits have taken, sorted, to answer overlap questions by bisection."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def admits(self, edits: Sequence[Edit]) -> bool:
        from bisect import bisect_left

        spans = sorted(edit.span for edit in edits)
        for one, other in pairwise(spans):
            if _collide(one, other):
                return False
        for span in spans:
            at = bisect_left(self._spans, span)
            for near in self._spans[max(0, at - 1) : at + 1]:
                if _collide(span, near):
                    return False
        return True

    def add(self, edits: Sequence[Edit]) -> None:
        from bisect import insort

        for edit in edits:
            insort(self._spans, edit.span)


def _collide(one: Span, other: Span) -> bool:
    # two insertions at one place would come out in no certain order
    return one.overlaps(other) or one == other


def _went_along(finding: Finding, applied: Iterable[Finding]) -> bool:
    """Say whether all that *finding* would change lies in words that an applied fix took out."""
    gone = [edit.span for other in applied for edit in other.edits if not edit.replacement]
    return all(any(span.covers(edit.span) for span in gone) for edit in finding.edits)


def fix_draft(
    draft: Document,
    source: Document | None,
    checker: Checker,
    *,
    unsafe: bool = False,
    found: FileFindings | None = None,
    screen: Callable[[FileFindings], FileFindings] = lambda file: file,
) -> tuple[str, FileFindings, int]:
    """Fix *draft* and check it again until nothing more can be fixed.

    *screen* leaves out findings that are settled, which are not fixed either. Returns the mended text, what
    still stands in it, and the number of findings fixed, those in a block that was taken out included.
    Raises InputError where the text is not the file itself (HTML, rows): a fix would not know where to write.
    """
    if draft.format not in FIXABLE:
        raise InputError(
            f"a draft read as {draft.format} cannot be fixed in place",
            where=draft.name,
            remedy="fix plain text or Markdown, or leave --fix out",
        )
    file = screen(found if found is not None else checker.check(draft, source))
    applied = 0
    for _ in range(MOST_PASSES):
        code = code_spans(draft)
        allowed = [finding for finding in file.findings if not touches_code(finding, code)]
        fixed = apply_fixes(draft.text, allowed, quoted_spans(draft), unsafe=unsafe)
        if not fixed.applied:
            break
        applied += len(fixed.applied) + sum(_went_along(finding, fixed.applied) for finding in fixed.refused)
        if not fixed.text.strip():
            # nothing but furniture
            return fixed.text, replace(file, text=fixed.text, findings=()), applied
        draft = parse(
            fixed.text, name=draft.name, format=draft.format, language=draft.language, as_written=True
        )
        file = screen(checker.check(draft, source))
    return draft.text, file, applied
