"""Serve one editor over standard input and output.

The protocol's thread keeps what is open; the checker has a thread of its own, so that typing never waits for
it. A copy that changes is checked when it has been left alone for a moment.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from copydesk import __version__
from copydesk.errors import CopydeskError
from copydesk.findings import FileFindings
from copydesk.fix import FIXABLE
from copydesk.lsp import present
from copydesk.lsp.desk import Checked, Copy, Desk
from copydesk.lsp.positions import Positions
from copydesk.text import Span


@dataclass(eq=False)
class Open:
    """Hold an open file: its text and version as the editor has them, and what was found in that version."""

    uri: str
    kind: str
    version: int
    text: str
    checked: Checked | None = None
    checked_version: int = -1
    waiting: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def path(self) -> Path | None:
        """Give the file's place on this machine, None where it has none."""
        path = to_fs_path(self.uri)
        return Path(path) if path else None


class DeskServer(LanguageServer):
    """Answer an editor; *delay* is the time in seconds that a text must rest before it is checked."""

    def __init__(self, desk: Desk, delay: float) -> None:
        # whole texts: copy is short, and editors do not agree on what ends a line
        super().__init__("copydesk", __version__, types.TextDocumentSyncKind.Full)
        self.desk = desk
        self.delay = delay
        self.asked_to_stop = False
        self.open: dict[str, Open] = {}
        self._told: set[str] = set()
        self._checking = ThreadPoolExecutor(1, "checker")
        desk.opened = self._text_of

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Tell people of a defect once, on one line."""
        self.tell(f"internal error: {type(error).__name__}: {error}", types.MessageType.Error)

    def tell(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Show a message, once for each wording."""
        line = " ".join(f"copydesk: {message}".split())
        if line not in self._told:
            self._told.add(line)
            self.window_show_message(types.ShowMessageParams(kind, line))

    def positions(self, text: str) -> Positions:
        """Give the positions of *text* in the encoding agreed on."""
        agreed = self.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16
        return Positions(text, getattr(agreed, "value", str(agreed)))

    def folder(self) -> Path:
        """Give the folder that the editor works in."""
        root = self.workspace.root_path
        return Path(root) if root else Path.cwd()

    def put(self, uri: str, kind: str, version: int, text: str) -> None:
        """Take a file's text as it stands in the editor now."""
        known = self.open.get(uri)
        if known is None:
            self.open[uri] = Open(uri, kind, version, text)
        else:
            known.version, known.text = version, text

    def check_soon(self, uri: str, delay: float = 0.0) -> None:
        """Check a file after *delay* seconds, unless it changes before that."""
        copy = self.open.get(uri)
        if copy is None:
            return
        if copy.waiting is not None:
            copy.waiting.cancel()
        copy.waiting = asyncio.get_running_loop().create_task(self._check_later(copy, delay))

    async def current(self, uri: str) -> Open | None:
        """Give an open file with the findings of the text as it stands, checked at once if need be."""
        copy = self.open.get(uri)
        if copy is not None and (copy.checked is None or copy.checked_version != copy.version):
            await self._check(copy)
        return copy if copy is not None and copy.checked_version == copy.version else None

    def check_dependents(self, uri: str, delay: float) -> None:
        """Check the drafts again that were checked against the source *uri*."""
        path = to_fs_path(uri)
        for other in self.open.values():
            if path and other.checked and other.checked.source and str(other.checked.source) == path:
                other.checked_version = -1
                self.check_soon(other.uri, delay)

    def close(self, uri: str) -> None:
        """Forget a file and take its findings off the screen."""
        copy = self.open.pop(uri, None)
        if copy is not None and copy.waiting is not None:
            copy.waiting.cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def _check_later(self, copy: Open, delay: float) -> None:
        await asyncio.sleep(delay)
        await self._check(copy)

    async def _check(self, copy: Open) -> None:
        version, text = copy.version, copy.text
        path, folder = copy.path, self.folder()
        loop = asyncio.get_running_loop()
        try:
            checked = await loop.run_in_executor(
                self._checking, self.desk.check, Copy(path, text, copy.kind), folder
            )
        except Exception as error:  # a defect of ours: say so, and go on serving
            checked = Checked(
                text,
                FileFindings("", text, ()),
                remarks=(f"internal error: {type(error).__name__}: {error}",),
            )
        for remark in checked.remarks:
            self.tell(remark)
        if self.open.get(copy.uri) is not copy or copy.version != version:
            return  # closed or changed meanwhile
        copy.checked, copy.checked_version = checked, version
        shown = present.diagnostics(checked, self.positions(text), self._source_link(checked))
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(copy.uri, shown, version))

    def _source_link(self, checked: Checked) -> Callable[[Span], types.Location | None]:
        """Make the function that places a span of the source, for an editor that can show it."""
        document = self.client_capabilities.text_document
        wanted = (
            document and document.publish_diagnostics and document.publish_diagnostics.related_information
        )
        uri = from_fs_path(str(checked.source)) if checked.source else None
        original = checked.original
        if not wanted or not uri or original is None or original.format not in FIXABLE:
            return lambda span: None
        positions = self.positions(checked.file.source_text)
        return lambda span: types.Location(uri, present.range_of(span, positions))

    def make_edit(self, copy: Open) -> present.MakeEdit:
        """Make the function that wraps edits of *copy* in the form that the editor takes."""
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace else None

        def make(changes: list[types.TextEdit]) -> types.WorkspaceEdit:
            if edits is None or not edits.document_changes:
                return types.WorkspaceEdit(changes={copy.uri: changes})
            # with the version, so that a text that has changed since is left alone
            name = types.OptionalVersionedTextDocumentIdentifier(copy.uri, copy.version)
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, list(changes))])

        return make

    def likes_markdown(self) -> bool:
        """Say whether the editor shows Markdown in a hover."""
        document = self.client_capabilities.text_document
        formats = (document.hover.content_format if document and document.hover else None) or []
        return types.MarkupKind.Markdown in formats

    def _text_of(self, path: Path) -> str | None:
        for copy in list(self.open.values()):
            if copy.path == path:
                return copy.text
        return None


def make_server(desk: Desk, delay: float) -> DeskServer:
    """Make a server with all that it answers to."""
    server = DeskServer(desk, delay)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.put(document.uri, document.language_id, document.version, document.text)
        server.check_soon(document.uri)
        server.check_dependents(document.uri, server.delay)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in server.open and params.content_changes:
            server.put(uri, "", params.text_document.version, params.content_changes[-1].text)
            server.check_soon(uri, server.delay)
            server.check_dependents(uri, server.delay)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        # settings, word lists or ignores may have changed as well
        server.check_soon(params.text_document.uri)
        server.check_dependents(params.text_document.uri, 0.0)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def explained(params: types.HoverParams) -> types.Hover | None:
        copy = await server.current(params.text_document.uri)
        if copy is None or copy.checked is None:
            return None
        positions = server.positions(copy.text)
        offset = positions.offset_of(params.position.line, params.position.character)
        return present.hover(copy.checked, offset, positions, markdown=server.likes_markdown())

    kinds: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, present.FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        copy = await server.current(params.text_document.uri)
        if copy is None or copy.checked is None or copy.checked.problem:
            return []
        positions = server.positions(copy.text)
        return present.actions(copy.checked, copy.uri, params, positions, server.make_edit(copy))

    @server.command(present.IGNORE)
    async def ignored(uri: str, code: str, fingerprint: str, words: str) -> None:
        path = to_fs_path(uri)
        if path is None:
            return
        try:
            sidecar = desk.settle(Path(path), code, fingerprint, words)
        except CopydeskError as error:
            server.tell(str(error), types.MessageType.Error)
            return
        server.window_show_message(
            types.ShowMessageParams(
                types.MessageType.Info, f"copydesk: {code} entered in {sidecar.name}; say there why"
            )
        )
        server.check_soon(uri)

    @server.feature(types.SHUTDOWN)
    def stopping(*_: Any) -> None:
        server.asked_to_stop = True

    return server


def serve(config: Path | None, *, isolated: bool, delay: float) -> int:
    """Serve until the editor says exit or goes away; return the exit code that the protocol asks for."""
    # the library's own reports are tracebacks, and an editor may show what comes on standard error
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = make_server(Desk(config, isolated), delay)
    ended = False

    @server.feature(types.EXIT)
    def leaving(*_: Any) -> None:
        nonlocal ended
        ended = True

    # whatever else may print, standard output is the protocol's
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stdout, redirect_stdout(sys.stderr):
        server.start_io(stdout=stdout)
    return 1 if ended and not server.asked_to_stop else 0
