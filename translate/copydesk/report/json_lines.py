"""JSON Lines: one finding a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from copydesk.findings import Report
from copydesk.report.json_object import SCHEMA, describe
from copydesk.report.places import Places


def render(report: Report) -> Iterator[str]:
    """Yield one JSON object a finding, each with the schema's version and the run's signature."""
    for file in report.files:
        places = Places(file.text)
        for finding in file.findings:
            row = {"schema": SCHEMA, **describe(file, finding, places), "signature": report.signature}
            yield json.dumps(row, ensure_ascii=False)
