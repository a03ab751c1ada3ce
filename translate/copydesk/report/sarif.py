"""SARIF 2.1.0, for code scanning services."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from copydesk import __version__
from copydesk.checks.pages import describe as describe_rule
from copydesk.checks.registry import load_rules
from copydesk.findings import FileFindings, Finding, Report
from copydesk.report.paths import path_from_here
from copydesk.report.places import Places
from copydesk.report.text import describe

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> Iterator[str]:
    """Yield one SARIF log; a fingerprint keeps a finding the same one when it moves."""
    rules = load_rules()
    shown = [(file, finding) for file in report.files for finding in (*file.findings, *file.settled)]
    used = sorted({finding.code for _, finding in shown})
    results = [
        _result(file, finding, used.index(finding.code), places)
        for file in report.files
        for places in (Places(file.text),)
        for finding in (*file.findings, *file.settled)
    ]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "copydesk",
                "semanticVersion": __version__,
                "rules": [
                    _rule(describe_rule(rules[code])) if code in rules else {"id": code} for code in used
                ],
            }
        },
        # columns count code points and a lone carriage return ends a line, as everywhere in copydesk
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "properties": {"signature": report.signature},
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "exitCode": report.exit_code,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": failure}} for failure in report.failures
                ],
            }
        ],
        "results": results,
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": rule["code"],
        "name": "".join(word.capitalize() for word in rule["name"].split()),
        "shortDescription": {"text": rule["name"]},
        "fullDescription": {"text": rule["page"].split("\n\n")[0]},
        "help": {"text": rule["page"], "markdown": rule["page"]},
        "defaultConfiguration": {"level": rule["severity"]},
        "properties": {"tags": [rule["family"]], "mqm": rule["mqm"]},
    }


def _result(file: FileFindings, finding: Finding, index: int, places: Places) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": describe(file, finding)},
        "locations": [
            {"physicalLocation": _location(file.name, finding.span.start, finding.span.end, places)}
        ],
        # the second name is the one by which GitHub knows a finding again that has moved
        "partialFingerprints": {
            "copydesk/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
        # what is settled stays in the log, else a service would take it for mended and then for new
        "baselineState": "unchanged" if finding in file.settled else "new",
        "properties": {"confidence": finding.confidence, "safe": finding.safe},
    }
    if finding.source_span is not None and file.source_text:
        source = Places(file.source_text)
        start, end = finding.source_span.start, finding.source_span.end
        result["relatedLocations"] = [
            {
                "physicalLocation": _location(file.source_name, start, end, source),
                "message": {"text": " ".join(finding.source_span.of(file.source_text).split())},
            }
        ]
    if finding.edits:
        result["fixes"] = [
            {
                "description": {"text": "write what the message says"},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": _uri(file.name)},
                        "replacements": [
                            {
                                "deletedRegion": _region(edit.span.start, edit.span.end, places),
                                "insertedContent": {"text": edit.replacement},
                            }
                            for edit in finding.edits
                        ],
                    }
                ],
            }
        ]
    return result


def _location(name: str, start: int, end: int, places: Places) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(name)}, "region": _region(start, end, places)}


def _region(start: int, end: int, places: Places) -> dict[str, int]:
    line, column = places.of(start)
    end_line, end_column = places.of(end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _uri(name: str) -> str:
    if name == "-":
        return "stdin"
    path = PurePath(path_from_here(name))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
