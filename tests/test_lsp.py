"""The language server, through real sessions of the installed command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import COMMAND, ROOT
from editor import Editor, apply_edit, words_at
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.lsp.positions import Positions

DRAFT = "The OSDH met near Idleb.\n\nThe talks ended on Monday.\n"
FRENCH = "Le maire a dit que la trêve est une bonne chose pour les gens de la ville. "
GERMAN = "Der Minister sagte, dass die Ruhe für die Menschen in der Stadt gut ist. "
WIRE = ROOT / "corpora" / "wire"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    session = Editor(tmp_path_factory.mktemp("workspace"))
    yield session
    session.kill()


@pytest.fixture
def editor(session: Editor) -> Editor:
    """Give the one session that most tests share; what it said before is forgotten."""
    session.messages.clear()
    return session


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found]


def test_findings_come_on_opening_go_with_the_slip_and_are_cleared_on_closing(
    editor: Editor, tmp_path: Path
) -> None:
    path = tmp_path / "a story.txt"
    found = editor.open(path, DRAFT)
    assert codes(found) == ["GLO004", "NAM004"]
    assert [words_at(DRAFT, one["range"]) for one in found] == ["OSDH", "Idleb"]
    assert [one["severity"] for one in found] == [1, 2]
    assert {one["source"] for one in found} == {"copydesk"}
    assert found[0]["message"] == '"OSDH" is the French acronym: write "SOHR"'
    # only what stands last counts
    for version, text in enumerate(("The OSD", "The SO", DRAFT.replace("OSDH", "SOHR")), 2):
        editor.change(path, text, version)
    assert codes(editor.published(path, 4)) == ["NAM004"]
    editor.tell("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    assert editor.published(path) == []


def test_an_exit_without_a_shutdown_is_an_error_and_a_lost_editor_none(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    assert editor.leave() == (0, "")
    editor.kill()
    editor = Editor(tmp_path)
    editor.tell("exit", None)
    assert editor.process.wait(30) == 1
    editor.kill()
    editor = Editor(tmp_path)
    assert editor.process.stdin is not None
    editor.process.stdin.close()
    assert editor.process.wait(30) == 0
    editor.process.stdin = None
    editor.kill()


@pytest.mark.parametrize(
    ("offers", "chosen"),
    [
        (None, "utf-16"),
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-32", "utf-16"], "utf-32"),
        (["utf-7"], "utf-16"),
    ],
)
def test_places_are_counted_in_the_units_agreed_on(
    tmp_path: Path, offers: list[str] | None, chosen: str
) -> None:
    editor = Editor(tmp_path, offers=offers)
    try:
        assert editor.server["positionEncoding"] == chosen
        # an astral character, a combining accent, a line separator that is no line end for an editor
        draft = "\U0001f600 cafe\u0301 \U0001d4d0\u2028so the OSDH met,\x0b\x85near Idleb.\r\n"
        draft += "\U0001f1eb\U0001f1f7 In Alep.\n"
        path = tmp_path / "a.txt"
        found = editor.open(path, draft)
        marked = [words_at(draft, one["range"], chosen) for one in found]
        assert {"OSDH", "Idleb", "Alep"} <= set(marked)
        last = next(one for one in found if words_at(draft, one["range"], chosen) == "Alep")
        assert last["range"]["start"]["line"] == 1
        (fix, *_) = editor.actions(path, last)
        assert "In Aleppo." in apply_edit(draft, fix["edit"], chosen)
        middle = last["range"]["start"]
        assert "Aleppo" in editor.hover(path, middle["line"], middle["character"] + 1)
    finally:
        editor.kill()


def test_a_draft_is_checked_against_the_source_beside_it(editor: Editor, tmp_path: Path) -> None:
    french = (WIRE / "01-idleb-treve.fr.txt").read_text("utf-8")
    english = (WIRE / "drafts" / "01-idleb-treve.draft.en.txt").read_text("utf-8")
    (tmp_path / "treve.fr.txt").write_text(french, "utf-8")
    path = tmp_path / "treve.en.txt"
    found = editor.open(path, english)
    number = next(one for one in found if one["code"] == "NUM001")
    (related,) = number["relatedInformation"]
    assert related["location"]["uri"] == (tmp_path / "treve.fr.txt").as_uri()
    assert words_at(french, related["location"]["range"]) in related["message"]
    start = number["range"]["start"]
    explained = editor.hover(path, start["line"], start["character"])
    assert explained.startswith("**NUM001**")
    assert "\n> " in explained
    assert "**35 %**" in explained
    # the source itself is no draft, and a change in it counts before it is saved
    source = tmp_path / "treve.fr.txt"
    assert editor.open(source, french) == []
    editor.change(source, french.replace("35 %", "53 %"), 2)
    while "NUM001" in codes(editor.published(path)):
        pass
    assert editor.messages == []


def test_settings_name_the_source_and_the_rules(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "desk" / "today").mkdir(parents=True)
    (tmp_path / "wire" / "a.txt").write_text("Il y a eu 35 morts à Idleb lundi soir.\n", "utf-8")
    house = tmp_path / "copydesk.toml"
    house.write_text('[check]\nignore = "NAM"\n[sources]\n"desk/today/*.txt" = "wire/*.txt"\n')
    path = tmp_path / "desk" / "today" / "a.txt"
    draft = "There were 53 dead in Idleb on Monday evening.\n"
    assert codes(editor.open(path, draft)) == ["NUM001"]
    house.write_text("[check]\nselect = ['NAM004']\n")
    editor.tell("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    assert codes(editor.published(path)) == ["NAM004"]
    house.write_text("[check]\nselekt = ['NAM004']\n")
    editor.tell("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    (problem,) = editor.published(path)
    assert "unknown key in [check] 'selekt'; did you mean 'select'?" in problem["message"]
    assert problem["severity"] == 3
    house.write_text("[check]\nmin-severity = 'awful'\n")
    editor.tell("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    (problem,) = editor.published(path)
    assert "copydesk.toml" in problem["message"]
    assert "awful" in problem["message"]


def test_a_safe_fix_is_preferred_and_a_doubtful_one_says_so(editor: Editor, tmp_path: Path) -> None:
    draft = 'He said "the OSDH is wrong". The pre-regime forces left Alep.\n'
    path = tmp_path / "a.txt"
    found = {one["code"]: one for one in editor.open(path, draft)}
    (ignore, _) = editor.actions(path, found["GLO004"])
    assert ignore["title"].startswith("Ignore")  # nothing between quotation marks is changed
    place, _, everything = editor.actions(path, found["NAM004"])
    assert everything["title"] == "Apply every safe fix of copydesk"
    assert place["title"] == 'Write "Aleppo" (NAM004)'
    assert place["isPreferred"] is True
    assert place["kind"] == "quickfix"
    assert place["diagnostics"][0]["code"] == "NAM004"
    assert place["edit"]["documentChanges"][0]["textDocument"]["version"] == 1
    prefix = editor.actions(path, found["PFX001"])[0]
    assert prefix.get("isPreferred") is not True
    assert prefix["title"].endswith(", if that is what is meant (PFX001)")
    assert "pro-regime forces" in apply_edit(draft, prefix["edit"])
    (everything,) = editor.actions(path, found["NAM004"], only=["source.fixAll"])
    mended = apply_edit(draft, everything["edit"])
    assert mended == draft.replace("Alep", "Aleppo")
    assert editor.actions(path, found["NAM004"], only=["refactor"]) == []


def test_an_old_editor_gets_plain_edits_and_plain_text(tmp_path: Path) -> None:
    editor = Editor(tmp_path, capabilities={"textDocument": {}})
    try:
        path = tmp_path / "a.txt"
        (found,) = editor.open(path, "The truce holds in Alep.\n")
        assert "relatedInformation" not in found
        fix = editor.actions(path, found)[0]
        assert apply_edit("The truce holds in Alep.\n", fix["edit"]) == "The truce holds in Aleppo.\n"
        assert editor.hover(path, 0, 20).startswith("NAM004 ")
        assert editor.hover(path, 0, 2) == ""
    finally:
        editor.kill()


def test_ignoring_writes_the_ignore_file_that_check_reads(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DRAFT)
    sidecar = tmp_path / "a.txt.ignores.toml"
    sidecar.write_text('# the desk\'s own\n[[ignore]]\ncode = "GLO004"\nwords = "OSDH"\nreason = "a title"\n')
    (found,) = editor.open(path, DRAFT)
    action = editor.actions(path, found)[1]
    assert action["title"] == "Ignore this NAM004 in this draft"
    command = action["command"]
    editor.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    assert editor.published(path) == []
    assert "NAM004 entered in a.txt.ignores.toml" in editor.messages[0]
    assert sidecar.read_text().startswith("# the desk's own\n")
    done = subprocess.run(
        [COMMAND, "check", "a.txt"], capture_output=True, cwd=tmp_path, text=True, check=False
    )
    assert done.returncode == 0
    assert "2 settled" in done.stderr
    # an ignore file that is broken is named, and nothing is written over it
    sidecar.write_text("[[ignore]\n")
    editor.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    assert "not valid TOML" in editor.messages[-1]
    assert sidecar.read_text() == "[[ignore]\n"


def test_a_rule_that_raises_is_named_once_and_the_others_go_on(tmp_path: Path) -> None:
    program = """
import sys
from copydesk.checks.rule import Example, rule
from copydesk.findings import Severity
@rule("ZZZ001", "broken", Severity.ERROR, bad=[Example("a")], good=[Example("b")], mqm="none")
def broken(rule, context):
    yield 1 / 0
sys.argv = ["copydesk", "lsp", "--delay", "0"]
from copydesk.cli import run
run()
"""
    editor = Editor(tmp_path, command=(sys.executable, "-c", program))
    try:
        path = tmp_path / "a.txt"
        assert codes(editor.open(path, DRAFT)) == ["GLO004", "NAM004"]
        editor.change(path, DRAFT + "In Alep.", 2)
        assert codes(editor.published(path, 2)) == ["GLO004", "NAM004", "NAM004"]
        assert editor.leave() == (0, "")
        (message,) = editor.messages
        assert message == "copydesk: rule ZZZ001 failed and is left out: ZeroDivisionError: division by zero"
    finally:
        editor.kill()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("empty.txt", "", None),
        ("blank.txt", " \n\n\t", None),
        ("half.txt", "A half \ud800 pair in Alep, and \udfff.", ""),
        ("nul.txt", "A \x00 byte \ufeff in Alep.", ""),
        ("rows.jsonl", '{"text": \n', None),
        ("page.html", "<p>The truce in Alep</p>", "1 finding (NAM004)"),
        ("deep.html", "<div>" * 3000, "nested too deeply"),
        ("french.txt", FRENCH * 5, "French"),
        ("german.txt", GERMAN * 5, "German"),
        ("long.txt", "The OSDH met. " * 3000, ""),
        ("marks.txt", "((((" * 500 + '"' * 500 + "\u202e\u200d" * 200, ""),
    ],
)  # fmt: skip
def test_no_text_stops_the_server(
    editor: Editor, tmp_path: Path, name: str, text: str, words: str | None
) -> None:
    path = tmp_path / name
    found = editor.open(path, text)
    if words is not None:
        assert any(words in one["message"] for one in found)
    else:
        assert all("code" not in one for one in found)
    assert codes(editor.open(tmp_path / "b.txt", DRAFT)) == ["GLO004", "NAM004"]
    assert not any("internal error" in message for message in editor.messages)


def test_a_file_that_is_kept_nowhere_is_checked(editor: Editor, tmp_path: Path) -> None:
    item = {
        "uri": "untitled:Untitled-1",
        "languageId": "markdown",
        "version": 1,
        "text": "In `Alep` and Alep.\n",
    }
    editor.tell("textDocument/didOpen", {"textDocument": item})
    while (message := editor._next()).get("method") != "textDocument/publishDiagnostics":
        pass
    in_code, found = message["params"]["diagnostics"]
    assert found["range"]["start"]["character"] == 14
    params = {
        "textDocument": {"uri": item["uri"]},
        "range": found["range"],
        "context": {"diagnostics": [found]},
    }
    titles = [one["title"] for one in editor.ask("textDocument/codeAction", params)]
    assert titles == ['Write "Aleppo" (NAM004)', "Apply every safe fix of copydesk"]
    params["range"] = in_code["range"]
    titles = [one["title"] for one in editor.ask("textDocument/codeAction", params)]
    assert titles == [
        "Apply every safe fix of copydesk"
    ]  # code is not touched, and there is no file to ignore beside


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    program = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pygls", "lsprotocol"):
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
sys.meta_path.insert(0, Missing())
sys.argv = ["copydesk", "lsp"]
from copydesk.cli import run
run()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr == "copydesk: lsp: needs: pip install 'copydesk[lsp]'\n"
    assert done.stdout == ""


_TEXTS = st.text(st.sampled_from("ab\n\r\u0301\u2028\x0b\x85é€\ud800\U0001f600\U0001d4d0"), max_size=30)


@settings(deadline=None)
@given(_TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_positions_are_those_of_an_editor_and_lead_back(text: str, encoding: str) -> None:
    positions = Positions(text, encoding)
    lines = text.replace("\r\n", "\n\0").replace("\r", "\n").replace("\n\0", "\r\n").split("\n")
    for offset in range(len(text) + 1):
        line, column = positions.position_of(offset)
        before = text[:offset]
        ends = before.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        if text[offset - 1 : offset + 1] == "\r\n" and offset:
            continue  # between the two halves of a line end
        assert line == ends
        name = "utf-8" if encoding == "utf-8" else f"{encoding}-le"
        size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        last = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
        assert column == len(last.encode(name, "surrogatepass")) // size
        assert positions.offset_of(line, column) == offset
    assert positions.offset_of(len(lines) + 5, 3) == len(text)
    assert positions.offset_of(0, 10_000) <= len(text)


def test_json_of_the_settings_example_in_the_documentation_is_valid() -> None:
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    blocks = page.split("```json\n")[1:]
    assert blocks
    for block in blocks:
        assert "copydesk" in json.dumps(json.loads(block.split("```")[0]))
