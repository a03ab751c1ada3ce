"""Measure how often each rule speaks on edited copy: the false alarms an editor would meet.

On copy that people have edited nearly every finding is one too many. A rule over its bar (an error on more
than 0.5 % of the rows, a warning on more than 1 %) belongs into preview.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copydesk.checks.corpus import Row, open_rows, read_rows
from copydesk.checks.run import Checker
from copydesk.errors import InputError
from copydesk.findings import Severity

#: the largest share of edited rows that rules of a severity may report
BARS = {Severity.ERROR: 0.005, Severity.WARNING: 0.01, Severity.NOTE: 0.02}
#: the same for all rules together: errors alone, and everything
ERRORS_BAR, ALL_BAR = 0.03, 0.08
_SOURCE_COLUMNS = frozenset(("source", "french", "fr"))
# a share may rise by this before a stored one counts as broken: rows near the edge of a rule
_LEEWAY = 0.0005
_SCHEMA = 1


@dataclass(slots=True)
class Rates:
    """Hold the counts of a run: rows in all, rows a rule reports (and by severity), rows with an error."""

    rows: int = 0
    flagged: Counter[str] = field(default_factory=Counter)
    graded: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    with_error: int = 0
    with_any: int = 0
    digest: str = ""
    signature: str = ""
    name: str = ""

    def share(self, code: str) -> float:
        """Give the share of the rows that the rule reports."""
        return self.flagged[code] / self.rows if self.rows else 0.0

    def over_bar(self) -> list[str]:
        """List the rules over a bar: their errors, their warnings and their notes each have their own."""
        return sorted(
            {
                code
                for (code, severity), rows in self.graded.items()
                if rows > BARS[severity] * max(self.rows, 1)
            }
        )


def measure(rows: Iterable[Row], checker: Checker) -> Rates:
    """Check *rows* and count."""
    rates = Rates()
    digest = hashlib.sha256()
    for row in rows:
        rates.rows += 1
        digest.update(f"{row.source or ''}\t{row.target}\n".encode())
        findings = checker.check_row(str(row.line), row.target, row.source).findings
        rates.flagged.update({finding.code for finding in findings})
        rates.graded.update({(finding.code, finding.severity) for finding in findings})
        rates.with_any += bool(findings)
        rates.with_error += any(finding.severity is Severity.ERROR for finding in findings)
    rates.digest = digest.hexdigest()
    return rates


def read_pairs(path: str, *, limit: int | None = None) -> Iterator[Row]:
    """Read the rows of a ``.jsonl`` corpus, or of a tab-separated one with the source in the first column.

    A header row with ``source`` or ``french`` in its first column is left out. Raises InputError naming the
    line.
    """
    with open_rows(path) as stream:
        rows = read_rows(stream, path) if path.endswith((".jsonl", ".ndjson")) else _read_tabs(stream, path)
        for count, row in enumerate(rows):
            if limit is not None and count >= limit:
                return
            yield row


def _read_tabs(stream: Iterable[bytes], path: str) -> Iterator[Row]:
    for number, data in enumerate(stream, 1):
        try:
            cells = data.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n").split("\t")
        except UnicodeDecodeError:
            raise InputError("is not UTF-8", where=f"{path}:{number}", remedy="save as UTF-8") from None
        if number == 1 and cells[0].strip().lower() in _SOURCE_COLUMNS:
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < 2:
            raise InputError(
                "has one column", where=f"{path}:{number}", remedy="write source, tab, target on each line"
            )
        yield Row(number, cells[1], cells[0], number)


def as_data(rates: Rates, severities: dict[str, Severity]) -> dict[str, Any]:
    """Give *rates* as plain data, with every rule that ran."""
    return {
        "schema": _SCHEMA,
        "corpus": {"name": rates.name, "rows": rates.rows, "digest": rates.digest},
        "signature": rates.signature,
        "with_error": {"rows": rates.with_error, "share": _round(rates.with_error, rates.rows)},
        "with_any": {"rows": rates.with_any, "share": _round(rates.with_any, rates.rows)},
        "rules": {
            code: {
                "severity": severity.value,
                "rows": rates.rows,
                "rows_flagged": rates.flagged[code],
                "rows_by_severity": {
                    grade.value: rates.graded[code, grade] for grade in Severity if rates.graded[code, grade]
                },
                "share": _round(rates.flagged[code], rates.rows),
            }
            for code, severity in sorted(severities.items())
        },
    }


def _round(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


def compare(rates: Rates, stored: Path) -> list[str]:
    """List in words what is worse than in the file *stored*; raise InputError for another corpus."""
    try:
        data = json.loads(stored.read_text("utf-8"))
        digest, rules = data["corpus"]["digest"], data["rules"]
        shares = {str(code): float(rule["share"]) for code, rule in rules.items()}
    except FileNotFoundError:
        raise InputError("no such file", where=str(stored), remedy="make it with --write-floors") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"is no file of rates: {error}", where=str(stored)) from None
    if digest != rates.digest:
        raise InputError(
            "was measured on another corpus", where=str(stored), remedy="measure again with --write-floors"
        )
    return [
        f"{code} reports {100 * rates.share(code):.2f} % of rows, {100 * shares.get(code, 0):.2f} % before"
        for code in sorted(rates.flagged)
        if rates.share(code) > shares.get(code, 0.0) + _LEEWAY
    ]
