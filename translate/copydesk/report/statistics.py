"""Counts by rule, most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from copydesk.checks.registry import load_rules
from copydesk.findings import Report


def render_statistics(report: Report) -> Iterator[str]:
    """Yield one line a rule: count, code, name, and how many of its findings have a safe fix."""
    safe = Counter(finding.code for finding in report.findings if finding.safe)
    yield from render_counts(report.counts(), safe)


def render_counts(counts: Counter[str], safe: Counter[str] | None = None) -> Iterator[str]:
    """Yield one line a rule for *counts*."""
    rules = load_rules()
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        name = rules[code].name if code in rules else ""
        fixable = f" [{safe[code]} fixable]" if safe and safe[code] else ""
        yield f"{count:>6}  {code}  {name}{fixable}"
