"""Check the copies that an editor has open, as ``copydesk check`` would: settings, source, what is settled.

Knows nothing of the protocol. Everything here runs in one thread, that of the checker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from copydesk.checks.protection import code_spans, quoted_spans, touches_code, touches_quotation
from copydesk.checks.registry import load_rules
from copydesk.cli.check_drafts import DraftsRun
from copydesk.cli.check_setting import count
from copydesk.errors import CopydeskError, InputError, SettingsError, visible_name
from copydesk.findings import FileFindings, Finding
from copydesk.fix import FIXABLE, apply_fixes
from copydesk.ignores import Ignore, append_to_sidecar, sidecar_of
from copydesk.sources import is_source_name, source_beside
from copydesk.text import Document, Span

#: the reason in an entry that an editor's command makes; a person is to write a better one
REASON = "settled in the editor"
# options of ``check`` that mean nothing here, whatever the settings say
_INERT: dict[str, Any] = {
    "sources": (),
    "pairs": None,
    "format_": None,
    "output": None,
    "fix": False,
    "unsafe_fixes": False,
    "diff": False,
    "statistics": False,
    "write_baseline": None,
    "write_ignores": None,
    "since": None,
    "critic": False,
    "stdin_filename": None,
    "quiet": True,
    "verbose": False,
}
# what an editor calls a format -> the ending that tells copydesk
_ENDINGS = {"markdown": ".md", "html": ".html", "jsonl": ".jsonl"}


@dataclass(frozen=True, slots=True)
class Copy:
    """Hold what an editor has open: where it is kept (None: nowhere yet), its text and its kind."""

    path: Path | None
    text: str
    kind: str = "plaintext"


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold the findings of a copy, or the one line that says why there are none.

    *remarks* are to be told once, not shown in the text. *source* is the file that it was checked against,
    *original* its text. *document* is None where places in it are no places in the file.
    """

    text: str
    file: FileFindings
    problem: str = ""
    remarks: tuple[str, ...] = ()
    source: Path | None = None
    original: Document | None = None
    document: Document | None = None

    def fixable(self, finding: Finding) -> bool:
        """Say whether the edits of *finding* may be offered: in no quotation, code or page markup."""
        if self.document is None or not finding.edits or self.document.format not in FIXABLE:
            return False
        return not (
            touches_quotation(finding, self.text, quoted_spans(self.document))
            or touches_code(finding, code_spans(self.document))
        )

    def safe_fixes(self) -> tuple[Finding, ...]:
        """List the findings whose safe fixes can be applied together."""
        if self.document is None or self.document.format not in FIXABLE:
            return ()
        allowed = [finding for finding in self.file.findings if self.fixable(finding)]
        return apply_fixes(self.text, allowed, quoted_spans(self.document)).applied


@dataclass(eq=False)
class Desk:
    """Check copies; *config* and *isolated* are those of the command line.

    *opened* gives the text of a file as it stands in the editor, None when it is not open.
    """

    config: Path | None = None
    isolated: bool = False
    opened: Callable[[Path], str | None] = lambda path: None
    _runs: dict[Path | None, tuple[object, DraftsRun]] = field(default_factory=dict, init=False)
    _told: set[tuple[int, str]] = field(default_factory=set, init=False)

    def check(self, copy: Copy, folder: Path) -> Checked:
        """Check *copy*; *folder* is where settings are looked for when it is kept nowhere.

        Whatever is wrong, with the settings, the source or a rule, comes back as a line of text.
        """
        nothing = Checked(copy.text, FileFindings(copy.path.name if copy.path else "", copy.text, ()))
        if not copy.text.strip():
            return nothing
        try:
            run = self._run_for(copy.path.parent if copy.path else folder)
        except CopydeskError as error:
            return replace(nothing, problem=str(error))
        if copy.path and is_source_name(copy.path, run.options["source_language"]):
            return nothing  # the original, open beside its draft
        try:
            checked = self._check(copy, run)
        except CopydeskError as error:
            checked = replace(nothing, problem=str(error))
        except RecursionError:
            checked = replace(nothing, problem="the text is nested too deeply; give a flatter one")
        return replace(checked, remarks=(*checked.remarks, *self._broken(run)))

    def settle(self, path: Path, code: str, fingerprint: str, words: str) -> Path:
        """Enter a finding in the ignore file beside *path*, and return that file."""
        sidecar = sidecar_of(str(path))
        append_to_sidecar(sidecar, Ignore(code, fingerprint, words, REASON))
        return sidecar

    def _check(self, copy: Copy, run: DraftsRun) -> Checked:
        from copydesk.documents.formats import format_of, parse

        languages = run.options["source_language"], run.options["target_language"]
        name = str(copy.path) if copy.path else f"unsaved{_ENDINGS.get(copy.kind, '.txt')}"
        draft = parse(
            copy.text, name=name, format=format_of(name, copy.text), language=languages[1], as_written=True
        )
        remarks: list[str] = []
        source, found_at = self._source(copy, run, languages, remarks)
        settlement = run.settlement(name if copy.path else "-", draft, source)
        found = run.checker.check(draft, source)
        if found.unrelated and found_at is not None:
            remarks.append(f"{visible_name(found_at.name)} is the source of another article: checked alone")
        has_source = source is not None
        ran = run.checker.codes(has_source=has_source)
        unused = settlement.report_unused(found, ran, load_rules(), has_source=has_source)
        screened = settlement.screen(found)
        file = run.keep(replace(screened, findings=(*unused, *screened.findings)))
        # the words of a page do not stand in its file as they are read: there is no place to mark
        placed = draft.text == copy.text
        problem = ""
        if file.findings and not placed:
            codes = ", ".join(dict.fromkeys(finding.code for finding in file.findings))
            problem = f"{count(len(file.findings), 'finding')} ({codes}): 'copydesk check' shows the words"
            file = replace(file, findings=())
        return Checked(copy.text, file, problem, tuple(remarks), found_at, source, draft if placed else None)

    def _source(
        self, copy: Copy, run: DraftsRun, languages: tuple[str, str], remarks: list[str]
    ) -> tuple[Document | None, Path | None]:
        """Find and read the source of a copy: by the settings, else by its name."""
        from copydesk.documents.formats import format_of, parse, read_document

        path: Path | None = None
        if copy.path is not None:
            wanted = [found for rule in run.source_rules if (found := rule.source_of(copy.path))]
            path = next((found for found in wanted if found.is_file()), None)
            if wanted and path is None:
                remarks.append(f"the source {visible_name(str(wanted[0]))} is not there: checked alone")
            path = path or source_beside(copy.path, *languages)
        if path is None:
            return None, None
        try:
            text = self.opened(path)
            if text is not None:
                kind = format_of(str(path), text)
                source = parse(text, name=str(path), format=kind, language=languages[0], as_written=True)
            else:
                source = read_document(
                    path, language=languages[0], encoding=run.options["encoding"], as_written=True
                )
        except InputError as error:
            remarks.append(f"{error}: checked alone")
            return None, None
        return source, path

    def _broken(self, run: DraftsRun) -> tuple[str, ...]:
        """Name the rules that raised, each once for as long as the settings hold."""
        new = [
            f"rule {code} failed and is left out: {reason}"
            for code, reason in sorted(run.checker.broken.items())
            if (id(run), code) not in self._told
        ]
        self._told.update((id(run), code) for code in run.checker.broken)
        return tuple(new)

    def _run_for(self, folder: Path) -> DraftsRun:
        """Give the run that the settings of *folder* describe, made anew when their files change."""
        from copydesk.config import find_settings

        settings = self.config or (None if self.isolated else find_settings(folder.absolute()))
        stamp, run = self._runs.get(settings, (None, None))
        if run is not None and stamp == _stamp(settings, run.options):
            return run
        options = _options(settings)
        run = DraftsRun(options, config=str(settings) if settings else None, isolated=settings is None)
        self._runs[settings] = (_stamp(settings, options), run)
        return run


def _options(settings: Path | None) -> dict[str, Any]:
    """Give the options of ``check`` as the settings have them."""
    from copydesk.cli import COMMANDS
    from copydesk.cli.check import command
    from copydesk.cli.settings import command_defaults, refuse_empty

    defaults = command_defaults(settings, "check", command, COMMANDS) if settings else None
    try:
        context = command.make_context("check", ["draft"], default_map=defaults or {})
        refuse_empty(context)
    except click.ClickException as error:
        raise SettingsError(" ".join(error.format_message().split()), where=str(settings)) from None
    return {**context.params, **_INERT}


def _stamp(settings: Path | None, options: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Tell one state of the files that a run is made of from another, by time and size."""
    named = [settings, options["baseline"], *options["glossaries"]]
    if options["data"]:
        named += sorted(Path(options["data"]).glob("*.tsv"))
    stamp: list[tuple[str, int, int]] = []
    for name in named:
        try:
            state = Path(name).stat() if name else None
        except OSError:
            state = None  # the name of a shipped glossary
        stamp.append((str(name), state.st_mtime_ns if state else 0, state.st_size if state else 0))
    return stamp


def source_evidence(file: FileFindings, finding: Finding, reach: int = 160) -> tuple[str, Span] | None:
    """Give the line of the source around what *finding* speaks of, and the span of the words in it."""
    span = finding.source_span
    if span is None or not file.source_text:
        return None
    text = file.source_text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - reach)
    after = text.find("\n", span.end)
    end = min(len(text) if after < 0 else after, span.end + reach)
    return text[start:end], Span(span.start - start, span.end - start)
