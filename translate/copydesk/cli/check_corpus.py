"""Check a corpus of rows: ``copydesk check --pairs``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from copydesk.checks.corpus import check_rows, open_findings, open_rows, read_rows
from copydesk.cli.check_setting import Setting, count
from copydesk.errors import InputError, visible_name
from copydesk.files import name_of
from copydesk.report.json_object import SCHEMA, describe_words
from copydesk.report.statistics import render_counts
from copydesk.report.text import describe

# options that belong to drafts
_NOT_FOR_ROWS = ("fix", "diff", "unsafe_fixes", "baseline", "write_baseline", "since", "write_ignores")


class CorpusRun(Setting):
    """Check a corpus row by row, writing each row's findings before the next is read."""

    def __init__(self, options: dict[str, Any]) -> None:
        if options["drafts"] or options["sources"]:
            raise InputError("--pairs takes no drafts and no --source", remedy="the rows hold both texts")
        if options["format_"] not in (None, "jsonl", "text"):
            raise InputError(
                f"--pairs cannot be shown as {options['format_']}", remedy="use --format jsonl or text"
            )
        for name in _NOT_FOR_ROWS:
            if options[name]:
                raise InputError(f"--pairs cannot be used with --{name.replace('_', '-')}")
        super().__init__(options, inputs=(options["pairs"],))
        self.load_critic()
        self.worst: int | None = None

    def run(self) -> int:
        """Check every row, show the findings, give the exit code."""
        with open_findings(self.options["output"] or "-") as stream:
            for line in self._lines():
                stream.write(f"{line}\n")
        self.note_broken()
        if self.options["verbose"]:
            self.say(self.report.signature)
        if self.report.failures:
            return 2
        fail_on = self.report.fail_on
        return int(fail_on is not None and self.worst is not None and self.worst <= fail_on.rank)

    def _lines(self) -> Iterator[str]:
        name = visible_name(name_of(self.options["pairs"]))
        as_text = self.options["format_"] == "text"
        counts: Counter[str] = Counter()
        rows = hit = 0
        with open_rows(self.options["pairs"]) as stream:
            given = read_rows(stream, name)
            critic = self.checker.critic
            for row, file in check_rows(critic.read_ahead(given) if critic else given, self.checker, name):
                rows += 1
                findings = self.keep(file).findings if file.findings else ()
                hit += bool(findings)
                for finding in findings:
                    counts[finding.code] += 1
                    if self.worst is None or finding.severity.rank < self.worst:
                        self.worst = finding.severity.rank
                    if self.options["statistics"]:
                        continue
                    if as_text:
                        column = finding.span.start + 1
                        yield f"{name}:{row.line}:{column}: {finding.code} {describe(file, finding)}"
                    else:
                        yield json.dumps(
                            {"schema": SCHEMA, "id": row.id, **describe_words(file, finding)},
                            ensure_ascii=False,
                        )
        if self.options["statistics"]:
            yield from render_counts(counts, chosen=self.options["format_"] or "text")
        total = count(counts.total(), "finding")
        self.say(f"{total} in {hit} of {count(rows, 'row')}")
