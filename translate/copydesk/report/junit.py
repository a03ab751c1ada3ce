"""JUnit XML: one suite a draft, one failing case a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from copydesk.findings import FileFindings, Finding, Report
from copydesk.report.places import Places
from copydesk.report.text import describe

# characters that XML 1.0 cannot hold
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> Iterator[str]:
    """Yield the report as JUnit XML; a draft without findings is one passing case."""
    tests = sum(max(1, len(file.findings)) for file in report.files)
    failures = len(report.findings)
    errors = len(report.failures)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="copydesk" tests="{tests + errors}" failures="{failures}" errors="{errors}">'
    for file in report.files:
        yield from _suite(file)
    if report.failures:
        yield f' <testsuite name="copydesk" tests="{errors}" failures="0" errors="{errors}">'
        for failure in report.failures:
            yield '  <testcase name="run" classname="copydesk">'
            yield f"   <error message={_attribute(failure)}/>"
            yield "  </testcase>"
        yield " </testsuite>"
    yield "</testsuites>"


def _suite(file: FileFindings) -> Iterator[str]:
    places = Places(file.text)
    count = len(file.findings)
    yield f' <testsuite name={_attribute(file.name)} tests="{max(1, count)}" failures="{count}" errors="0">'
    if not count:
        yield f'  <testcase name="no findings" classname={_attribute(file.name)}/>'
    for finding in file.findings:
        yield from _case(file, finding, places)
    yield " </testsuite>"


def _case(file: FileFindings, finding: Finding, places: Places) -> Iterator[str]:
    line, column = places.of(finding.span.start)
    name = _attribute(f"{finding.code} {line}:{column}")
    message = describe(file, finding)
    draft = _attribute(file.name)
    yield f'  <testcase name={name} classname={draft} file={draft} line="{line}">'
    place = f"{file.name}:{line}:{column}: {finding.code} {message}"
    yield (
        f'   <failure type="{finding.severity.value}" message={_attribute(message)}>{_text(place)}</failure>'
    )
    yield "  </testcase>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
