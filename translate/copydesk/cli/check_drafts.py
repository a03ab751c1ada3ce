"""Check drafts one by one, with what editors have settled left out: ``copydesk check DRAFT...``."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from copydesk import files
from copydesk.checks.registry import Selection, load_rules
from copydesk.cli.check_setting import Setting, count
from copydesk.errors import CopydeskError, InputError, SettingsError, visible_name
from copydesk.findings import FileFindings, Report, Severity
from copydesk.ignores import (
    UNUSED,
    Ignore,
    PathRule,
    Settlement,
    append_to_sidecar,
    as_ignores,
    read_baseline,
    read_path_rules,
    read_sidecar,
    sidecar_of,
    write_baseline,
)
from copydesk.report.statistics import FORMATS as STATISTICS_FORMATS
from copydesk.sources import read_source_rules
from copydesk.text import Document, Role


class DraftsRun(Setting):
    """Check drafts one by one; a bad one is named and the others are done."""

    def __init__(self, options: dict[str, Any], *, config: str | None = None, isolated: bool = False) -> None:
        drafts, sources = options["drafts"], options["sources"]
        if not drafts:
            raise click.UsageError("Name a draft, '-' for standard input, or --pairs FILE.jsonl.")
        if sources and len(sources) != len(drafts):
            raise InputError(
                f"{count(len(sources), 'source')} for {count(len(drafts), 'draft')}",
                remedy="give one --source for each draft",
            )
        if [*drafts, *sources, options["since"]].count("-") > 1:
            raise InputError("standard input can be read once only", remedy="name a file for the other")
        self._refuse_formats(options)
        places = [files.real_path(name) for name in drafts]
        for number, name in enumerate(drafts):
            if places[number] in places[:number]:
                raise InputError("the same draft is given twice", where=name, remedy="name it once")
        if options["fix"] and options["diff"]:
            raise InputError("--fix and --diff exclude each other")
        if options["unsafe_fixes"] and not (options["fix"] or options["diff"]):
            raise InputError("--unsafe-fixes needs --fix or --diff")
        if options["write_ignores"] and "-" in drafts:
            raise InputError(
                "has no ignore file beside it", where=files.STANDARD_INPUT, remedy="name the draft's file"
            )
        settings = _find_settings(config, isolated=isolated)
        self.path_rules = _read_path_rules(settings)
        self.source_rules = read_source_rules(settings) if settings else []
        beside = [str(path) for name in drafts if name != "-" and (path := sidecar_of(name)).exists()]
        given = [str(source) for name in drafts for source in self._given_sources(name)]
        read = (*drafts, *sources, *given, *beside, options["since"], settings and str(settings))
        super().__init__(options, inputs=read)
        baseline = options["baseline"]
        files.refuse_overwriting((options["output"],), (baseline,) if baseline else ())
        self.fixed = 0
        self.fixed_stdin: str | None = None
        self.diff: list[str] = []
        self.extracted: set[str] = set()  # drafts whose text is not that of their file (HTML, rows)
        if sources or self.source_rules:
            self.load_critic()
        elif options.get("critic_asked"):
            raise InputError("--critic needs the source of the draft", remedy="give it with --source")
        self.baseline = read_baseline(Path(baseline)) if baseline and not self._begins(baseline) else {}
        self.to_write: dict[str, list[Ignore]] = {}

    def _begins(self, baseline: str) -> bool:
        """Say whether this run is the one that makes the *baseline* it is to read."""
        made = self.options["write_baseline"]
        path = files.real_path(baseline)
        return bool(made) and files.real_path(made) == path and not path.exists()

    @staticmethod
    def _refuse_formats(options: dict[str, Any]) -> None:
        """Refuse what a patch or a table of counts cannot be shown as."""
        chosen = options["format_"] or "text"
        if options["diff"] and (chosen != "text" or options["statistics"]):
            other = "--statistics" if options["statistics"] else f"--format {chosen}"
            raise InputError(f"--diff shows a patch and cannot be used with {other}", remedy="leave one out")
        if options["statistics"] and chosen not in STATISTICS_FORMATS:
            raise InputError(
                f"--statistics cannot be shown as {chosen}",
                remedy=f"use --format {', '.join(STATISTICS_FORMATS)}",
            )

    def run(self) -> int:
        """Check every draft, show the report, give the exit code."""
        from copydesk.fix import FIXABLE

        options = self.options
        drafts, sources = options["drafts"], options["sources"]
        for number, name in enumerate(drafts):
            try:
                draft = self._read(name, options["target_language"])
                original = sources[number] if sources else self.source_of(name)
                source = self._read(original, options["source_language"]) if original else None
                if source is not None and _is_furniture(source) and not _is_furniture(draft):
                    raise InputError(
                        "holds nothing but page furniture", where=source.name, remedy="give the article"
                    )
                file = self.keep(self._check(draft, source, name))
                self.report.files.append(file)
                if draft.format not in FIXABLE and file.findings:
                    self.extracted.add(file.name)
                if file.unrelated and source is not None:
                    raise self._unrelated(draft, source)
            except CopydeskError as error:
                self.report.failures.append(str(error))
                click.echo(f"copydesk: {error}", err=True)
        self.note_broken()
        if options["write_baseline"] and not self.report.failures:
            write_baseline(Path(options["write_baseline"]), self.to_write)
        self._show()
        if (options["write_baseline"] or options["write_ignores"]) and not self.report.failures:
            return 0
        return self.report.exit_code

    def _unrelated(self, draft: Document, source: Document) -> InputError:
        """Say that *source* is of another article, and its language where that is the reason."""
        from copydesk.detect import guess_other
        from copydesk.languages import get_language

        codes = (self.options["source_language"], self.options["target_language"])
        spoken = guess_other(source.text, codes)
        reads = f", which reads as {get_language(spoken).name}" if spoken else ""
        return InputError(
            f"is no translation of {source.name}{reads}; it was checked alone",
            where=draft.name,
            remedy="give the source of this draft",
        )

    def source_of(self, draft: str) -> str | None:
        """Name the source that the settings give *draft*; where that file is missing, say so."""
        for source in self._given_sources(draft):
            if source.is_file():
                return os.path.relpath(source)
            self.say(f"{visible_name(draft)}: its source {visible_name(str(source))} is not there")
        return None

    def _given_sources(self, draft: str) -> list[Path]:
        rules = self.source_rules if draft != "-" else ()
        return [source for rule in rules if (source := rule.source_of(Path(draft)))]

    def _read(self, name: str, language: str) -> Document:
        from copydesk.documents import read_document
        from copydesk.documents.formats import format_of, parse

        encoding, alias = self.options["encoding"], self.options["stdin_filename"]
        if name == "-" and alias:
            text = files.read_text("-", encoding=encoding)
            return parse(text, name=alias, format=format_of(alias, text), language=language, as_written=True)
        return read_document(name, language=language, encoding=encoding, as_written=True)

    def _check(self, draft: Document, source: Document | None, path: str) -> FileFindings:
        options = self.options
        settlement = self.settlement(path, draft, source)
        found = self.checker.check(draft, source)
        file = settlement.screen(found)
        has_source = source is not None
        ran = self.checker.codes(has_source=has_source)
        unused = settlement.report_unused(found, ran, load_rules(), has_source=has_source)
        if options["fix"] or options["diff"]:
            from copydesk.fix import fix_draft

            mended, left, applied = fix_draft(
                draft,
                source,
                self.checker,
                unsafe=options["unsafe_fixes"],
                found=found,
                screen=settlement.screen,
            )
            self.fixed += applied
            if options["diff"]:
                self.diff += _unified(draft.text, mended, visible_name(draft.name))
            else:
                file = left
                if path == "-":
                    self.fixed_stdin = mended
                elif mended != draft.text:
                    _write_back(path, mended, options["encoding"])
        file = replace(
            file,
            name=visible_name(file.name),
            source_name=visible_name(file.source_name),
            findings=(*unused, *file.findings),
        )
        self._remember(path, file)
        return file

    def settlement(self, path: str, draft: Document, source: Document | None) -> Settlement:
        """Gather what is settled of one draft."""
        known = list(self.baseline.get(_baseline_key(path, self.options["baseline"]), ()))
        if self.options["since"]:
            before = self._read(self.options["since"], self.options["target_language"])
            known += as_ignores(self.checker.check(before, source).findings, before.text)
        sidecar = sidecar_of(path)
        ignores = read_sidecar(sidecar) if path != "-" and sidecar.exists() else []
        codes = tuple(code for rule in self.path_rules if rule.matches(path) for code in rule.codes)
        return Settlement(tuple(ignores), tuple(known), codes)

    def _remember(self, path: str, file: FileFindings) -> None:
        """Note what a baseline or an ignore file is to hold."""
        standing = [finding for finding in file.findings if finding.code != UNUSED]
        if self.options["write_baseline"]:
            key = _baseline_key(path, self.options["write_baseline"])
            self.to_write[key] = as_ignores([*standing, *file.settled], file.text)
        shown = [finding for finding in self.keep(file).findings if finding in standing]
        if self.options["write_ignores"] and shown:
            new = as_ignores(shown, file.text, self.options["write_ignores"])
            append_to_sidecar(sidecar_of(path), *new)

    def _show(self) -> None:
        from copydesk.files import write_text
        from copydesk.report.formats import render
        from copydesk.report.statistics import render_statistics

        chosen = self.options["format_"] or "text"
        lines = list(
            render_statistics(self.report, chosen)
            if self.options["statistics"]
            else render(self.report, chosen)
        )
        text = "".join(f"{line}\n" for line in lines)
        output = self.options["output"]
        if self.options["diff"]:
            write_text(output or "-", "".join(self.diff))
        elif self.fixed_stdin is not None:
            write_text("-", self.fixed_stdin)
            if output and output != "-":  # stdout has the mended text
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
            self.say(f"left out: {reason}" if self.options["verbose"] else abridge_skipped(reason))
        if self.fixed:
            verb = "would be" if self.options["diff"] else "were"
            self.say(f"{count(self.fixed, 'finding')} {verb} fixed")
        if self.extracted:
            names = ", ".join(sorted(self.extracted))
            self.say(f"{names}: lines and columns are those of the text taken out of the file")
        if report.files:
            self.say(summarise(report, extracted=self.extracted))
        if self.options["verbose"]:
            self.say(report.signature)


def _is_furniture(document: Document) -> bool:
    return all(segment.role is Role.FURNITURE for segment in document.segments)


def abridge_skipped(reason: str) -> str:
    """Shorten ``needs the source: DAT001, NAM001, NAM002, ...`` to families and runs of codes."""
    why, _, listed = reason.rpartition(": ")
    why = "left out without a source" if why == "needs the source" else f"left out, {why}"
    left_out: dict[str, list[str]] = {}
    usual = [rule for rule in load_rules().values() if not rule.preview]
    for code in listed.split(", "):
        left_out.setdefault(code.rstrip("0123456789"), []).append(code)
    parts: list[str] = []
    for family, codes in left_out.items():
        if {rule.code for rule in usual if rule.code.rstrip("0123456789") == family} <= set(codes):
            parts.append(family)
        else:
            parts += _join_runs(codes)
    return f"{why}: {', '.join(parts)}"


def _join_runs(codes: list[str]) -> list[str]:
    """Give ``NAM001``, ``NAM002``, ``NAM005`` as ``NAM001-002``, ``NAM005``."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and int(code[3:]) == int(runs[-1][-1][3:]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return [run[0] if len(run) == 1 else f"{run[0]}-{run[-1][3:]}" for run in runs]


def _find_settings(config: str | None, *, isolated: bool) -> Path | None:
    from copydesk.config import find_settings

    return Path(config) if config else None if isolated else find_settings(Path.cwd())


def _read_path_rules(settings: Path | None) -> list[PathRule]:
    rules = read_path_rules(settings) if settings else []
    for rule in rules:
        try:
            Selection(ignore=rule.codes).chosen()  # an unknown code is an error here as on the command line
        except CopydeskError as error:
            raise SettingsError(f"[ignores]: {error}", where=str(settings)) from None
    return rules


def _baseline_key(path: str, baseline: str | None) -> str:
    """Name a draft in a baseline by its path from the baseline's folder, so that both may be moved."""
    if path == "-" or not baseline:
        return path
    folder = Path(baseline).absolute().parent
    return Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()


def summarise(report: Report, *, extracted: Collection[str] = ()) -> str:
    """Say in one line how many findings stand, of which severity, and how many --fix would settle.

    *extracted* names the files that --fix cannot write, as their text was taken out of markup.
    """
    checked = count(len(report.files), "file")
    findings = report.findings
    hidden = sum(len(file.settled) for file in report.files)
    settled = f"; {hidden} settled" if hidden else ""
    if not findings:
        return f"{checked} checked, nothing found{settled}"
    by_severity = [
        count(number, severity.value)
        for severity in Severity
        if (number := sum(finding.severity is severity for finding in findings))
    ]
    safe = sum(
        finding.safe for file in report.files if file.name not in extracted for finding in file.findings
    )
    fixable = f"; {safe} can be fixed with --fix" if safe else ""
    return f"{count(len(findings), 'finding')} in {checked}: {', '.join(by_severity)}{fixable}{settled}"


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
