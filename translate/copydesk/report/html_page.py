"""A page for people: draft and source side by side, findings marked, with filters and without a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from copydesk.findings import FileFindings, Finding, Report, Severity
from copydesk.report.places import Places
from copydesk.report.text import describe
from copydesk.resources import files
from copydesk.text import Span


def render(report: Report) -> Iterator[str]:
    """Yield one self-contained HTML page."""
    template = (files("copydesk.report") / "page.html").read_text(encoding="utf-8")
    counts = Counter(finding.severity for finding in report.findings)
    summary = ", ".join(
        f"{counts[severity]} {severity.value}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    )
    parts = {
        "TITLE": escape(", ".join(file.name for file in report.files)),
        "SUMMARY": escape(summary or "nothing found"),
        "SIGNATURE": escape(report.signature),
        "FAILURES": "".join(f'<p class="failure">{escape(failure)}</p>' for failure in report.failures),
        "FILTERS": _filters(report),
        "FILES": "".join(_sheet(number, file) for number, file in enumerate(report.files)),
    }
    # one pass over the template, so that a draft with @@ in it stays as it is
    pieces = template.split("@@")
    yield "".join(parts[piece] if number % 2 else piece for number, piece in enumerate(pieces)).rstrip("\n")


def _filters(report: Report) -> str:
    if not report.findings:
        return ""
    severities = Counter(finding.severity.value for finding in report.findings)
    boxes = [
        _box(severity.value, severities[severity.value], "severity")
        for severity in Severity
        if severities[severity.value]
    ]
    codes = [_box(code, count, "code") for code, count in sorted(report.counts().items())]
    total = len(report.findings)
    return (
        f'<nav aria-label="Filters">{"".join(boxes)}<button type="button" value="all">all codes</button>'
        f'<button type="button" value="none">no code</button>{"".join(codes)}'
        f'<span id="shown" role="status" class="dim">{total} of {total} shown</span>'
        '<span class="dim keys"><kbd>j</kbd> <kbd>k</kbd> next, previous</span></nav>'
    )


def _box(value: str, count: int, kind: str) -> str:
    return (
        f'<label><input type="checkbox" class="{kind}" value="{escape(value)}" checked> {escape(value)}'
        f' <span class="dim">{count}</span></label>'
    )


def _sheet(number: int, file: FileFindings) -> str:
    places = Places(file.text)
    draft = [
        (finding.span, f"{number}-{order}", finding.severity) for order, finding in enumerate(file.findings)
    ]
    source = [
        (finding.source_span, f"{number}-{order}", finding.severity)
        for order, finding in enumerate(file.findings)
        if finding.source_span is not None
    ]
    items = "".join(
        _item(file, finding, f"{number}-{order}", places) for order, finding in enumerate(file.findings)
    )
    columns = ""
    if file.source_text:
        columns += _column("source", f"Source: {file.source_name}", _marked(file.source_text, source))
    columns += _column("draft", "Draft", _marked(file.text, draft))
    findings = f"<h3>Findings</h3><ol>{items}</ol>" if items else '<p class="dim">Nothing found.</p>'
    skipped = "".join(f'<p class="dim">Left out: {escape(reason)}</p>' for reason in file.skipped)
    two = " two" if file.source_text else ""
    return (
        f'<h2>{escape(file.name)}</h2><div class="sheet{two}">{columns}'
        f'<section class="findings">{findings}{skipped}</section></div>'
    )


def _column(kind: str, title: str, marked: str) -> str:
    # reached by the tab key, so that the arrow keys can scroll it
    return (
        f'<section class="{kind}" tabindex="0" aria-label="{kind}"><h3>{escape(title)}</h3>'
        f'<div class="text">{marked}</div></section>'
    )


def _item(file: FileFindings, finding: Finding, identifier: str, places: Places) -> str:
    line, column = places.of(finding.span.start)
    severity = finding.severity.value
    message = escape(describe(file, finding))
    return (
        f'<li data-id="{identifier}" data-code="{finding.code}" data-severity="{severity}">'
        f'<button type="button" class="{severity}"><b>{finding.code}</b> '
        f'<span class="dim">{line}:{column} {severity}</span><br>{message}</button></li>'
    )


def _marked(text: str, marks: Iterable[tuple[Span, str, Severity]]) -> str:
    """Escape *text* and put marks around the spans; overlapping ones share the stretch they share."""
    wanted = [mark for mark in marks if len(mark[0])]
    cuts = sorted({0, len(text), *(end for span, _, _ in wanted for end in (span.start, span.end))})
    starting: dict[int, list[tuple[Span, str, Severity]]] = {}
    for mark in wanted:
        starting.setdefault(mark[0].start, []).append(mark)
    pieces: list[str] = []
    active: list[tuple[Span, str, Severity]] = []
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark[0].end > start] + starting.get(start, [])
        words = escape(text[start:end], quote=False)
        if active:
            worst = min(active, key=lambda mark: mark[2].rank)[2]
            identifiers = " ".join(identifier for _, identifier, _ in active)
            words = f'<mark class="{worst.value}" data-ids="{identifiers}">{words}</mark>'
        pieces.append(words)
    return "".join(pieces)
