"""``copydesk check``: drafts in, findings out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import glossary_options, language_options, load_stack
from copydesk.errors import CopydeskError, InputError
from copydesk.findings import FileFindings, Report, Severity
from copydesk.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.checks.registry import Selection
    from copydesk.checks.run import Checker
    from copydesk.text import Document

_SEVERITIES = [severity.value for severity in Severity]


@click.command("check")
@click.argument("drafts", nargs=-1, metavar="DRAFT...")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="FILE",
    help="The source of the draft; repeat for several drafts, in the same order.",
)
@click.option(
    "--pairs",
    metavar="FILE.jsonl",
    help='Check a corpus instead: rows {"id", "target"} with an optional "source", each a sentence.',
)
@language_options
@glossary_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    help="Output format. [default: text; with --pairs jsonl]",
)
@click.option("-o", "--output", metavar="FILE", help="Write the findings here instead of stdout.")
@click.option("--select", multiple=True, metavar="CODES", help="Run these rules only (codes or prefixes).")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out (codes or prefixes).")
@click.option("--preview", is_flag=True, help="Run the rules in preview as well.")
@click.option(
    "--min-severity", type=click.Choice(_SEVERITIES), default="note", help="Show nothing below this severity."
)
@click.option("--fix", is_flag=True, help="Apply the safe fixes to the drafts, then report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: apply the other fixes as well.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, change nothing.")
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="note",
    show_default=True,
    help="Exit 1 when a finding of this severity or above stands.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--statistics", is_flag=True, help="Show counts by rule instead of findings.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Lay the word lists in this folder (acronyms.tsv, places.tsv, names.tsv) over the shipped ones.",
)
@click.option("--encoding", metavar="NAME", help="Encoding of drafts and sources. [default: UTF-8]")
@click.option("--stdin-filename", metavar="NAME", help="Name (and so format) of the draft read from '-'.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say how the drafts were checked.")
def command(**options: Any) -> int:
    """Check drafts for translation slips, with or without the source.

    DRAFT is plain text, an HTML page or Markdown; - is standard input. Without --source the rules that
    compare with the French are left out, and the report says which.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 something could not be read or run.
    """
    if options["pairs"] is not None:
        return _PairsRun(options).run()
    return _Run(options).run()


class _Setting:
    """Hold what both kinds of run share: the choice of rules and the checker."""

    def __init__(self, options: dict[str, Any]) -> None:
        from copydesk.checks.lexicon import Lexicon
        from copydesk.checks.registry import Selection, parse_codes
        from copydesk.checks.run import Checker

        self.options = options
        self.quiet: bool = options["quiet"]
        self.selection: Selection = Selection(
            parse_codes(options["select"]), parse_codes(options["ignore"]), options["preview"]
        )
        rules = self.selection.chosen()
        pair = {"source_language": options["source_language"], "target_language": options["target_language"]}
        glossary = load_stack(options["glossaries"], none=options["no_glossary"], quiet=self.quiet, **pair)
        self.checker: Checker = Checker(rules, Lexicon(glossary, options["data"]), **pair)
        fail_on = "never" if options["exit_zero"] else options["fail_on"]
        self.report = Report(
            signature=self.checker.signature(self.selection),
            fail_on=None if fail_on == "never" else Severity(fail_on),
        )
        self.least = Severity(options["min_severity"])

    def say(self, message: str) -> None:
        """Tell people something on stderr, unless they asked for quiet."""
        if not self.quiet:
            click.echo(f"copydesk: {message}", err=True)

    def keep(self, file: FileFindings) -> FileFindings:
        """Leave out what is below --min-severity."""
        kept = tuple(f for f in file.findings if f.severity.rank <= self.least.rank)
        return replace(file, findings=kept)

    def note_broken(self) -> None:
        """Name the rules that raised; the run then ends with exit code 2."""
        for code, reason in sorted(self.checker.broken.items()):
            failure = f"rule {code} failed and was left out: {reason}"
            self.report.failures.append(failure)
            click.echo(f"copydesk: {failure}", err=True)


class _Run(_Setting):
    """Check drafts one by one; a bad one is named and the others are done."""

    def __init__(self, options: dict[str, Any]) -> None:
        drafts, sources = options["drafts"], options["sources"]
        if not drafts:
            raise click.UsageError("Name a draft, '-' for standard input, or --pairs FILE.jsonl.")
        if sources and len(sources) != len(drafts):
            raise InputError(
                f"{len(sources)} sources for {len(drafts)} drafts", remedy="give one --source for each draft"
            )
        if [*drafts, *sources].count("-") > 1:
            raise InputError("standard input can be read once only", remedy="name a file for the other")
        if options["fix"] and options["diff"]:
            raise InputError("--fix and --diff exclude each other")
        if options["unsafe_fixes"] and not (options["fix"] or options["diff"]):
            raise InputError("--unsafe-fixes needs --fix or --diff")
        super().__init__(options)
        self.fixed = 0
        self.fixed_stdin: str | None = None
        self.diff: list[str] = []

    def run(self) -> int:
        """Check every draft, show the report, give the exit code."""
        drafts, sources = self.options["drafts"], self.options["sources"]
        for number, name in enumerate(drafts):
            try:
                draft = self._read(name, self.options["target_language"])
                source = self._read(sources[number], self.options["source_language"]) if sources else None
                file = self.keep(self._check(draft, source, name))
                self.report.files.append(file)
                if file.unrelated and source is not None:
                    raise InputError(
                        f"is no translation of {source.name}; it was checked alone",
                        where=draft.name,
                        remedy="give the source of this draft",
                    )
            except CopydeskError as error:
                self.report.failures.append(str(error))
                click.echo(f"copydesk: {error}", err=True)
        self.note_broken()
        self._show()
        return self.report.exit_code

    def _read(self, name: str, language: str) -> Document:
        from copydesk import files
        from copydesk.documents import read_document
        from copydesk.documents.formats import format_of, parse

        encoding, alias = self.options["encoding"], self.options["stdin_filename"]
        if name == "-" and alias:
            text = files.read_text("-", encoding=encoding)
            return parse(text, name=alias, format=format_of(alias, text), language=language)
        return read_document(name, language=language, encoding=encoding)

    def _check(self, draft: Document, source: Document | None, path: str) -> FileFindings:
        file = self.checker.check(draft, source)
        if not (self.options["fix"] or self.options["diff"]):
            return file
        from copydesk.fix import fix_draft

        mended, left, applied = fix_draft(
            draft, source, self.checker, unsafe=self.options["unsafe_fixes"], found=file
        )
        if self.options["diff"]:
            self.diff += _unified(draft.text, mended, draft.name)
            self.fixed += applied
            return file
        if path == "-":
            self.fixed_stdin = mended
        elif mended != draft.text:
            _write_back(path, mended, self.options["encoding"])
        self.fixed += applied
        return left

    def _show(self) -> None:
        from copydesk.files import write_text
        from copydesk.report.formats import render
        from copydesk.report.statistics import render_statistics

        chosen = self.options["format_"] or "text"
        lines = list(
            render_statistics(self.report)
            if self.options["statistics"] and chosen == "text"
            else render(self.report, chosen)
        )
        text = "".join(f"{line}\n" for line in lines)
        output = self.options["output"]
        if self.options["diff"]:
            write_text("-", "".join(self.diff))
        elif self.fixed_stdin is not None:
            write_text("-", self.fixed_stdin)
            if output:
                write_text(output, text)
            elif text:
                click.echo(text, err=True, nl=False)
        else:
            write_text(output or "-", text)
        self._summarise()

    def _summarise(self) -> None:
        report = self.report
        skipped = dict.fromkeys(reason for file in report.files for reason in file.skipped)
        for reason in skipped:
            self.say(f"left out: {reason}")
        if self.fixed:
            verb = "would be" if self.options["diff"] else "were"
            self.say(f"{_count(self.fixed, 'finding')} {verb} fixed")
        if report.files:
            self.say(summarise(report))
        if self.options["verbose"]:
            self.say(report.signature)


class _PairsRun(_Setting):
    """Check a corpus row by row, writing each row's findings before the next is read."""

    def __init__(self, options: dict[str, Any]) -> None:
        if options["drafts"] or options["sources"]:
            raise InputError("--pairs takes no drafts and no --source", remedy="the rows hold both texts")
        if options["format_"] not in (None, "jsonl", "text"):
            raise InputError(
                f"--pairs cannot be shown as {options['format_']}", remedy="use --format jsonl or text"
            )
        if options["fix"] or options["diff"] or options["unsafe_fixes"]:
            raise InputError("--pairs cannot be fixed", remedy="leave --fix and --diff out")
        super().__init__(options)
        self.worst: int | None = None

    def run(self) -> int:
        """Check every row, show the findings, give the exit code."""
        from copydesk.checks.corpus import open_findings

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
        import json
        from collections import Counter

        from copydesk.checks.corpus import check_rows, open_rows, read_rows
        from copydesk.files import name_of
        from copydesk.report.json_object import SCHEMA, describe_words
        from copydesk.report.statistics import render_counts
        from copydesk.report.text import describe

        name = name_of(self.options["pairs"])
        as_text = self.options["format_"] == "text"
        counts: Counter[str] = Counter()
        rows = hit = 0
        with open_rows(self.options["pairs"]) as stream:
            for row, file in check_rows(read_rows(stream, name), self.checker, name):
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
            yield from render_counts(counts)
        total = _count(counts.total(), "finding")
        self.say(f"{total} in {hit} of {_count(rows, 'row')}")


def summarise(report: Report) -> str:
    """Say in one line how many findings stand, of which severity, and how many --fix would settle."""
    files = _count(len(report.files), "file")
    findings = report.findings
    if not findings:
        return f"{files} checked, nothing found"
    by_severity = [
        _count(number, severity.value)
        for severity in Severity
        if (number := sum(finding.severity is severity for finding in findings))
    ]
    safe = sum(finding.safe for finding in findings)
    fixable = f"; {safe} can be fixed with --fix" if safe else ""
    return f"{_count(len(findings), 'finding')} in {files}: {', '.join(by_severity)}{fixable}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _unified(before: str, after: str, name: str) -> list[str]:
    from difflib import unified_diff

    lines: list[str] = []
    for line in unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, f"{name} (fixed)"
    ):
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return lines


def _write_back(path: str, text: str, encoding: str | None) -> None:
    """Write a mended draft in the encoding it was read in, with its byte order mark."""
    import codecs

    from copydesk import files

    if encoding is None:
        mark = codecs.BOM_UTF8 if files.read_bytes(path).startswith(codecs.BOM_UTF8) else b""
        files.write_bytes(path, mark + text.encode("utf-8"))
        return
    try:
        files.write_bytes(path, text.encode(encoding))
    except UnicodeEncodeError as error:
        raise InputError(
            f"the fix needs '{text[error.start]}', which {encoding} has not",
            where=path,
            remedy="save it as UTF-8",
        ) from None
