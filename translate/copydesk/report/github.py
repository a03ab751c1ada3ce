"""GitHub workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.findings import Report, Severity
from copydesk.report.paths import path_from_here
from copydesk.report.places import Places
from copydesk.report.text import describe

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> Iterator[str]:
    """Yield one workflow command a finding."""
    for file in report.files:
        places = Places(file.text)
        for finding in file.findings:
            line, column = places.of(finding.span.start)
            end_line, end_column = places.of(finding.span.end)
            place = f"file={_property(path_from_here(file.name))},line={line},col={column}"
            if end_line == line:
                place += f",endColumn={end_column}"
            else:
                place += f",endLine={end_line}"
            yield (
                f"::{_LEVELS[finding.severity]} {place},title={_property(finding.code)}"
                f"::{_data(finding.code + ' ' + describe(file, finding))}"
            )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
