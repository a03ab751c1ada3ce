"""What checking yields: Edit, Finding, Report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from copydesk.text import Span


class Severity(StrEnum):
    """Grade a finding; the order is error, warning, note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Give 0 for an error, 1 for a warning, 2 for a note."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace *span* of the draft by *replacement*."""

    span: Span
    replacement: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Say what is wrong, where in the draft, where in the source, and what to put instead.

    *span* is in code points of the draft as read, *source_span* of the source as read. *edits* is one fix
    (all its edits together); *safe* is a promise that applying it never changes the meaning. *mqm* is the
    error type of the Multidimensional Quality Metrics typology, such as ``accuracy/mistranslation``.
    *fingerprint* stays the same when the finding only moves.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    source_span: Span | None = None
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    confidence: float = 1.0
    mqm: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class FileFindings:
    """Hold the findings of one draft, sorted by place, with the rule families that could not run.

    *source_name* and *source_text* are those of the source it was checked against, empty without one. An
    *unrelated* source is of another article: the draft was checked alone. *settled* are findings that an
    editor has left out (ignore files, baselines); they count for nothing.
    """

    name: str
    text: str
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...] = ()
    source_name: str = ""
    source_text: str = ""
    unrelated: bool = False
    settled: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Report:
    """Gather the findings of a run and decide its exit code, in this one place.

    The exit code is 2 when anything could not be read or run, else 1 when a finding stands at or above
    *fail_on* (``None``: never), else 0.
    """

    files: list[FileFindings] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    signature: str = ""
    fail_on: Severity | None = Severity.NOTE

    @property
    def findings(self) -> list[Finding]:
        """List the findings of all files, in file order."""
        return [finding for file in self.files for finding in file.findings]

    def counts(self) -> Counter[str]:
        """Count the findings by code."""
        return Counter(finding.code for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """Give 0, 1 or 2 as documented above."""
        if self.failures:
            return 2
        if self.fail_on is None:
            return 0
        return int(any(finding.severity.rank <= self.fail_on.rank for finding in self.findings))
