"""JSON: one object a run, versioned, with everything a finding knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from copydesk.findings import FileFindings, Finding, Report
from copydesk.report.places import Places

#: changes when a field changes its name or meaning, not when one is added
SCHEMA = 1


def render(report: Report) -> Iterator[str]:
    """Yield the report as one JSON object, indented."""
    rows: list[dict[str, Any]] = []
    for file in report.files:
        places = Places(file.text)
        rows += (describe(file, finding, places) for finding in file.findings)
    document = {
        "schema": SCHEMA,
        "signature": report.signature,
        "files": [
            {
                "path": file.name,
                "source": file.source_name or None,
                "findings": len(file.findings),
                "skipped": list(file.skipped),
            }
            for file in report.files
        ],
        "counts": dict(sorted(report.counts().items())),
        "failures": report.failures,
        "exit_code": report.exit_code,
        "findings": rows,
    }
    yield json.dumps(document, ensure_ascii=False, indent=1)


def describe(file: FileFindings, finding: Finding, places: Places) -> dict[str, Any]:
    """Give a finding as plain data; spans are [start, end] in code points of the text as read."""
    line, column = places.of(finding.span.start)
    end_line, end_column = places.of(finding.span.end)
    row: dict[str, Any] = {
        "path": file.name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
    row.update(describe_words(file, finding))
    return row


def describe_words(file: FileFindings, finding: Finding) -> dict[str, Any]:
    """Give the part of a finding that needs no lines: code, words, source, edits, fingerprint."""
    source = finding.source_span
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "span": [finding.span.start, finding.span.end],
        "text": finding.span.of(file.text),
        "source_span": [source.start, source.end] if source is not None else None,
        "source_text": source.of(file.source_text) if source is not None and file.source_text else None,
        "edits": [
            {"span": [edit.span.start, edit.span.end], "replacement": edit.replacement}
            for edit in finding.edits
        ],
        "safe": finding.safe,
        "confidence": finding.confidence,
        "mqm": finding.mqm,
        "fingerprint": finding.fingerprint,
    }
