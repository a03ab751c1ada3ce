"""Counts by rule, most frequent first, as a table, one JSON object or JSON Lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from copydesk.checks.registry import load_rules
from copydesk.findings import Report
from copydesk.report.json_object import SCHEMA

#: the formats in which counts can be shown
FORMATS = ("text", "json", "jsonl")


def render_statistics(report: Report, chosen: str = "text") -> Iterator[str]:
    """Yield the counts of *report* in the format *chosen*: what each rule found, how much can be fixed."""
    safe = Counter(finding.code for finding in report.findings if finding.safe)
    if chosen != "json":
        yield from render_counts(report.counts(), safe, chosen=chosen)
        return
    document = {
        "schema": SCHEMA,
        "signature": report.signature,
        "files": len(report.files),
        "findings": len(report.findings),
        "rules": _rows(report.counts(), safe),
        "failures": report.failures,
        "exit_code": report.exit_code,
    }
    yield json.dumps(document, ensure_ascii=False, indent=1)


def render_counts(
    counts: Counter[str], safe: Counter[str] | None = None, *, chosen: str = "text"
) -> Iterator[str]:
    """Yield one line a rule for *counts*, as text or as JSON Lines."""
    for row in _rows(counts, safe):
        if chosen == "jsonl":
            yield json.dumps({"schema": SCHEMA, **row}, ensure_ascii=False)
        else:
            fixable = f" [{row['fixable']} fixable]" if row.get("fixable") else ""
            yield f"{row['count']:>6}  {row['code']}  {row['name']}{fixable}"


def _rows(counts: Counter[str], safe: Counter[str] | None) -> list[dict[str, Any]]:
    """List what is known of each rule; *safe* counts the findings that ``--fix`` settles."""
    rules = load_rules()
    return [
        {"code": code, "name": rules[code].name if code in rules else "", "count": count}
        | ({} if safe is None else {"fixable": safe[code]})
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
