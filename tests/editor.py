"""An editor as far as a language server can tell: it starts the command and speaks JSON-RPC with it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from conftest import COMMAND

PATIENCE = 60  # seconds


class Editor:
    """Hold one session; *offers* are the position encodings that this editor knows."""

    def __init__(
        self,
        folder: Path,
        *,
        command: Sequence[str | Path] = (COMMAND, "lsp", "--delay", "0.05"),
        offers: Sequence[str] | None = None,
        capabilities: dict[str, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.messages: list[str] = []
        self._number = 0
        self._arrived: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._waiting: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "COPYDESK_THREADS": "1"},
        )
        assert self.process.stdout is not None
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()
        given: dict[str, Any] = capabilities or {
            "workspace": {"workspaceEdit": {"documentChanges": True}},
            "textDocument": {
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "publishDiagnostics": {"relatedInformation": True},
            },
        }
        if offers is not None:
            given = {**given, "general": {"positionEncodings": list(offers)}}
        answer = self.ask(
            "initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": given}
        )
        self.server: dict[str, Any] = answer["capabilities"]
        self.tell("initialized", {})

    def _read(self, stream: BinaryIO) -> None:
        while True:
            length = 0
            while (line := stream.readline().strip()) != b"":
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                self._arrived.put(None)
                return
            self._arrived.put(json.loads(stream.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        message = self._arrived.get(timeout=PATIENCE)
        assert message is not None, "the server is gone"
        if message.get("method") == "window/showMessage":
            self.messages.append(message["params"]["message"])
        return message

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its result."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._waiting.append(message)

    def published(self, path: Path, version: int | None = None) -> list[dict[str, Any]]:
        """Wait for the findings of a file (of one version of it)."""
        while True:
            message = self._waiting.pop(0) if self._waiting else self._next()
            params = message.get("params", {})
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == path.as_uri()
                and version in (None, params.get("version"))
            ):
                found: list[dict[str, Any]] = params["diagnostics"]
                return found

    def open(self, path: Path, text: str, kind: str = "plaintext") -> list[dict[str, Any]]:
        """Open a file with this text and wait for its findings."""
        item = {"uri": path.as_uri(), "languageId": kind, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return self.published(path, 1)

    def change(self, path: Path, text: str, version: int) -> None:
        """Send the whole text of a file as it is now."""
        self.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": path.as_uri(), "version": version},
                "contentChanges": [{"text": text}],
            },
        )

    def hover(self, path: Path, line: int, character: int) -> str:
        """Ask what is known of a place."""
        params = {
            "textDocument": {"uri": path.as_uri()},
            "position": {"line": line, "character": character},
        }
        answer = self.ask("textDocument/hover", params)
        return "" if answer is None else str(answer["contents"]["value"])

    def actions(
        self, path: Path, diagnostic: dict[str, Any], only: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """Ask what can be done about a finding."""
        context: dict[str, Any] = {"diagnostics": [diagnostic]}
        if only is not None:
            context["only"] = list(only)
        params = {
            "textDocument": {"uri": path.as_uri()},
            "range": diagnostic["range"],
            "context": context,
        }
        found: list[dict[str, Any]] = self.ask("textDocument/codeAction", params)
        return found

    def leave(self) -> tuple[int, str]:
        """End the session as the protocol asks; return the exit code and what stood on standard error."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        code = self.process.wait(PATIENCE)
        assert self.process.stderr is not None
        return code, self.process.stderr.read().decode()

    def kill(self) -> None:
        """End the session whatever state it is in."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


def apply_edit(text: str, edit: dict[str, Any], encoding: str = "utf-16") -> str:
    """Apply a workspace edit of one file as an editor does that counts *encoding* units."""
    (change,) = edit.get("documentChanges") or [{"edits": e} for e in edit["changes"].values()]
    lines = text.split("\n")
    for part in sorted(change["edits"], key=lambda part: list(part["range"]["start"].values()), reverse=True):
        start, end = part["range"]["start"], part["range"]["end"]
        head = _cut(lines[start["line"]], start["character"], encoding)[0]
        tail = _cut(lines[end["line"]], end["character"], encoding)[1]
        lines[start["line"] : end["line"] + 1] = (head + part["newText"] + tail).split("\n")
    return "\n".join(lines)


def words_at(text: str, where: dict[str, Any], encoding: str = "utf-16") -> str:
    """Cut the words of a range that lies in one line out of *text*."""
    assert where["start"]["line"] == where["end"]["line"]
    line = text.split("\n")[where["start"]["line"]]
    kept = _cut(line, where["end"]["character"], encoding)[0]
    return _cut(kept, where["start"]["character"], encoding)[1]


def _cut(line: str, units: int, encoding: str) -> tuple[str, str]:
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    name = encoding if encoding == "utf-8" else f"{encoding}-le"
    data = line.encode(name)
    return data[: units * size].decode(name), data[units * size :].decode(name)
