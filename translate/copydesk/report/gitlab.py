"""GitLab code quality: a list of issues, compared between branches by their fingerprints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from copydesk.findings import Report, Severity
from copydesk.report.paths import path_from_here
from copydesk.report.places import Places
from copydesk.report.text import describe

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def render(report: Report) -> Iterator[str]:
    """Yield the report as one JSON list."""
    issues = []
    for file in report.files:
        places = Places(file.text)
        for finding in file.findings:
            line, _ = places.of(finding.span.start)
            end_line, _ = places.of(finding.span.end)
            # a fingerprint is unique in the list: the same slip in two drafts is two issues
            path = path_from_here(file.name)
            mark = hashlib.sha256(f"{path}\x1f{finding.fingerprint}".encode()).hexdigest()[:32]
            issues.append(
                {
                    "description": f"{finding.code} {describe(file, finding)}",
                    "check_name": finding.code,
                    "fingerprint": mark,
                    "severity": _SEVERITIES[finding.severity],
                    "location": {"path": path, "lines": {"begin": line, "end": end_line}},
                }
            )
    yield json.dumps(issues, ensure_ascii=False, indent=1)
