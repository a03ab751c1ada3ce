"""Choose the module that shows a report in the format asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from copydesk.findings import Report

# format -> module below copydesk.report with a function render(report) that yields lines
FORMATS: dict[str, str] = {
    "text": "text",
    "json": "json_object",
    "jsonl": "json_lines",
    "github": "github",
    "sarif": "sarif",
    "junit": "junit",
    "gitlab": "gitlab",
    "html": "html_page",
}


def render(report: Report, chosen: str) -> Iterator[str]:
    """Yield the lines (without line ends) of *report* in the format *chosen*."""
    module = import_module(f"copydesk.report.{FORMATS[chosen]}")
    lines: Iterator[str] = module.render(report)
    return lines
