"""``file:line:col: CODE message``: one line a finding, ready for grep and for editors."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.wording import clip, shown
from copydesk.findings import FileFindings, Finding, Report
from copydesk.report.places import Places


def render(report: Report) -> Iterator[str]:
    """Yield one line a finding."""
    for file in report.files:
        places = Places(file.text)
        name = " ".join(file.name.split("\n"))  # one line a finding, whatever the file is called
        for finding in file.findings:
            line, column = places.of(finding.span.start)
            yield f"{name}:{line}:{column}: {finding.code} {describe(file, finding)}"


def describe(file: FileFindings, finding: Finding) -> str:
    """Give the message on one line with the words in the draft, and those of the source where known."""
    message = " ".join(finding.message.split())
    words = " ".join(finding.span.of(file.text).split())
    if words and clip(words) not in message:
        message += f": {shown(words)}"
    if finding.source_span is not None and file.source_text:
        french = " ".join(finding.source_span.of(file.source_text).split())
        if french and clip(french) not in message:
            message += f" (source: {shown(french)})"
    return message
