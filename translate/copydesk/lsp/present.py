"""Say what the desk found in the protocol's own types: diagnostics, hovers, code actions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator

from lsprotocol import types

from copydesk.checks.registry import load_rules
from copydesk.checks.wording import clip, shown
from copydesk.findings import Edit, FileFindings, Finding, Severity
from copydesk.lsp.desk import Checked, source_evidence
from copydesk.lsp.positions import Positions
from copydesk.report.text import describe
from copydesk.text import Span

#: the server's command that enters a finding in the ignore file: uri, code, fingerprint, words
IGNORE = "copydesk.ignore"
FIX_ALL = "source.fixAll.copydesk"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&])")
MakeEdit = Callable[[list[types.TextEdit]], types.WorkspaceEdit]


def range_of(span: Span, positions: Positions) -> types.Range:
    """Turn a span into a range of the protocol."""
    start, end = positions.position_of(span.start), positions.position_of(span.end)
    return types.Range(types.Position(*start), types.Position(*end))


def diagnostics(
    checked: Checked, positions: Positions, source_link: Callable[[Span], types.Location | None]
) -> list[types.Diagnostic]:
    """List a diagnostic for each finding, or one on the first line that says why there are none.

    *source_link* places a span of the source, for clients that show related places.
    """
    if checked.problem:
        first_line = range_of(Span(0, 0), positions)
        return [
            types.Diagnostic(
                first_line, checked.problem, severity=types.DiagnosticSeverity.Information, source="copydesk"
            )
        ]
    return [_diagnostic(checked.file, finding, positions, source_link) for finding in checked.file.findings]


def _diagnostic(
    file: FileFindings,
    finding: Finding,
    positions: Positions,
    source_link: Callable[[Span], types.Location | None],
) -> types.Diagnostic:
    related = None
    if finding.source_span is not None and (place := source_link(finding.source_span)):
        words = " ".join(finding.source_span.of(file.source_text).split())
        related = [types.DiagnosticRelatedInformation(place, f"source: {shown(words)}")]
    return types.Diagnostic(
        range_of(finding.span, positions),
        describe(file, finding),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source="copydesk",
        related_information=related,
        data={"fingerprint": finding.fingerprint},
    )


def touching(findings: Iterable[Finding], start: int, end: int) -> list[Finding]:
    """List the findings that share a place with the stretch from *start* to *end*, the ends included."""
    return [finding for finding in findings if finding.span.start <= end and start <= finding.span.end]


def hover(checked: Checked, offset: int, positions: Positions, *, markdown: bool) -> types.Hover | None:
    """Explain the findings at *offset*: the message, the French it rests on, the rule's page."""
    found = touching(checked.file.findings, offset, offset)
    # where one finding ends the next may begin: the place belongs to what stands after it
    found = [finding for finding in found if offset < finding.span.end or not len(finding.span)] or found
    if not found:
        return None
    text = "\n\n---\n\n".join(_explain(checked.file, finding, markdown=markdown) for finding in found)
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    span = Span(min(one.span.start for one in found), max(one.span.end for one in found))
    return types.Hover(types.MarkupContent(kind, text), range_of(span, positions))


def _explain(file: FileFindings, finding: Finding, *, markdown: bool) -> str:
    def plain(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text) if markdown else text

    bold = "**" if markdown else ""
    rule = load_rules().get(finding.code)
    name = f" {rule.name}" if rule else ""
    parts = [f"{bold}{finding.code}{bold}{plain(name)} ({finding.severity.value})"]
    parts.append(plain(describe(file, finding)))
    if evidence := source_evidence(file, finding):
        line, span = evidence
        before, words, after = line[: span.start], span.of(line), line[span.end :]
        inner = words.strip()
        marked = words.replace(inner, f"{bold}{plain(inner)}{bold}") if inner else ""
        quote = " ".join(f"{plain(before)}{marked}{plain(after)}".split())
        parts.append(f"> {quote}" if markdown else f"Source: {quote}")
    if rule:
        parts.append(inspect.cleandoc(rule.page))
    return "\n\n".join(parts)


def actions(
    checked: Checked,
    uri: str,
    wanted: types.CodeActionParams,
    positions: Positions,
    make_edit: MakeEdit,
) -> list[types.CodeAction]:
    """List what can be done about the findings in a range: fixes, the safe ones first, and ignoring."""
    start = positions.offset_of(wanted.range.start.line, wanted.range.start.character)
    end = positions.offset_of(wanted.range.end.line, wanted.range.end.character)
    offered: list[types.CodeAction] = []
    if _asked(wanted, types.CodeActionKind.QuickFix):
        found = touching(checked.file.findings, start, max(start, end))
        shown_there = {_key(one.code, one.range): one for one in wanted.context.diagnostics}
        for finding in sorted(found, key=lambda finding: not finding.safe):
            known = shown_there.get(_key(finding.code, range_of(finding.span, positions)))
            offered += _quick_fixes(checked, finding, uri, positions, make_edit, known)
    if _asked(wanted, FIX_ALL):
        edits = [edit for finding in checked.safe_fixes() for edit in finding.edits]
        if edits:
            title = "Apply every safe fix of copydesk"
            changes = make_edit(_text_edits(edits, positions))
            offered.append(types.CodeAction(title, kind=FIX_ALL, edit=changes))
    return offered


def _key(code: object, where: types.Range) -> tuple[str, int, int]:
    return str(code), where.start.line, where.start.character


def _asked(wanted: types.CodeActionParams, kind: str) -> bool:
    """Say whether a client wants actions of *kind*: kinds are dotted, the shorter holds the longer."""
    only = wanted.context.only
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in map(_name, only))


def _name(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else str(kind)


def _quick_fixes(
    checked: Checked,
    finding: Finding,
    uri: str,
    positions: Positions,
    make_edit: MakeEdit,
    diagnostic: types.Diagnostic | None,
) -> Iterator[types.CodeAction]:
    about = [diagnostic] if diagnostic else None
    if checked.fixable(finding):
        yield types.CodeAction(
            _title(checked.text, finding),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=about,
            is_preferred=finding.safe or None,
            edit=make_edit(_text_edits(finding.edits, positions)),
        )
    if finding.fingerprint and uri.startswith("file:"):
        words = " ".join(finding.span.of(checked.text).split())
        title = f"Ignore this {finding.code} in this draft"
        yield types.CodeAction(
            title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=about,
            command=types.Command(title, IGNORE, arguments=[uri, finding.code, finding.fingerprint, words]),
        )


def _title(text: str, finding: Finding) -> str:
    doubt = "" if finding.safe else ", if that is what is meant"
    if len(finding.edits) == 1:
        edit = finding.edits[0]
        if not edit.replacement.strip():
            words = edit.span.of(text)
            return f"Take out {shown(words) if words.strip() else 'the space'}{doubt} ({finding.code})"
        return f"Write {shown(edit.replacement)}{doubt} ({finding.code})"
    return f"Mend: {clip(' '.join(finding.message.split()))}{doubt} ({finding.code})"


def _text_edits(edits: Iterable[Edit], positions: Positions) -> list[types.TextEdit]:
    return [
        types.TextEdit(range_of(edit.span, positions), edit.replacement)
        for edit in sorted(edits, key=lambda edit: edit.span)
    ]
