"""The check command, run as a user runs it: findings, fixes, exit codes, what goes where."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, RunCommand

PAGE = """\
Two soldiers killed in air strikes at Idleb

After a strike near a post in Idleb province, February 20, 2020. Abdulaziz Ketaz / AFP

Text by: RFI Follow

Two soldiers were killed on Thursday in the Idleb region of Syria. Ankara accuses the regime.

Publicity

Read more

According to the Syrian Observatory (OSDH), 11 pre-regime fighters and 14 rebels were killed. The town held.

Moscow asks Ankara to stop supporting " terrorist groups "

Turkey has " no intention of facing Russia " over Syria, the minister said. Talks go on.

Newsletter With the Daily Newsletter, find the headlines directly in your mailbox

subscribe

Download the app

google-play-badge_FR

  \u2022 Syria
  \u2022 Turkey

On the same subject

Syrian forces still advancing in Aleppo and Idleb provinces

Syria: Turkish diplomacy on all fronts
"""
CLEAN = "The talks failed on Thursday. Both sides blamed the other for the end of the truce.\n"
WIRE = ROOT / "corpora" / "wire"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def rows_of(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_page_pasted_from_a_browser(copydesk: RunCommand, page: Path) -> None:
    done = copydesk("check", "page.txt", "--format", "jsonl")
    assert done.returncode == 1
    found = [(row["code"], row["text"]) for row in rows_of(done.stdout)]
    assert sum(words == "Idleb" for _, words in found) == PAGE.count("Idleb")
    words = {words for _, words in found}
    assert {"OSDH", '" terrorist groups "', '" no intention of facing Russia "'} <= words
    furniture = [words for code, words in found if code == "BOI001"]
    for line in ("Publicity", "Text by: RFI Follow", "Read more", "On the same subject", "Download the app"):
        assert line in furniture
    assert any(str(line).startswith("Newsletter") for line in furniture)
    assert any("pre-regime" in str(words) for words in words)
    expected = ("Idleb", "OSDH", "pre-", '" ', *furniture)
    assert sum(not str(words).startswith(tuple(map(str, expected))) for _, words in found) <= 3


def test_fix_leaves_what_an_editor_must_decide(copydesk: RunCommand, page: Path) -> None:
    fixed = copydesk("check", "page.txt", "--fix")
    assert fixed.returncode == 1
    text = page.read_text(encoding="utf-8")
    for residue in (
        "Idleb",
        "OSDH",
        "Publicity",
        "Read more",
        "Newsletter",
        "subscribe",
        "app",
        "\u2022",
        '" ',
    ):
        assert residue not in text.replace('Russia" over', "").replace('groups"\n', "")
    assert text.startswith("Two soldiers killed in air strikes at Idlib\n\nAfter a strike")
    assert text.rstrip().endswith("the minister said. Talks go on.")
    assert "\n\n\n" not in text
    again = copydesk("check", "page.txt", "--format", "jsonl")
    assert again.returncode == 1
    assert any("pre-regime" in str(row["text"]) for row in rows_of(again.stdout))
    assert not any(row["safe"] for row in rows_of(again.stdout))
    copydesk("check", "page.txt", "--fix")
    assert page.read_text(encoding="utf-8") == text


def test_diff_changes_nothing(copydesk: RunCommand, page: Path) -> None:
    done = copydesk("check", "page.txt", "--diff")
    assert done.returncode == 1
    assert page.read_text(encoding="utf-8") == PAGE
    assert "-Publicity\n" in done.stdout
    assert "+Two soldiers killed in air strikes at Idlib\n" in done.stdout
    assert "would be fixed" in done.stderr


def test_text_lines_have_place_code_words_and_suggestion(copydesk: RunCommand, page: Path) -> None:
    done = copydesk("check", "page.txt")
    lines = done.stdout.splitlines()
    assert all(re.match(r"page\.txt:\d+:\d+: [A-Z]{3}\d{3} \S", line) for line in lines)
    assert 'page.txt:1:39: NAM004 "Idleb" is the French place name: write "Idlib"' in lines
    assert "findings in 1 file" in done.stderr


def test_clean_draft(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN)
    done = copydesk("check", "a.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 file checked, nothing found" in done.stderr
    assert "left out without a source" in done.stderr
    quiet = copydesk("check", "-q", "a.txt")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_standard_input(copydesk: RunCommand) -> None:
    done = copydesk("check", "-", stdin="The OSDH counted 27 dead.\n")
    assert done.returncode == 1
    assert done.stdout.startswith("-:1:5: GLO004 ")
    named = copydesk("check", "-", "--stdin-filename", "copy.txt", stdin="The OSDH counted 27 dead.\n")
    assert named.stdout.startswith("copy.txt:1:5: GLO004 ")
    fixed = copydesk("check", "-", "--fix", stdin="The OSDH counted 27 dead.\n")
    assert fixed.stdout == "The SOHR counted 27 dead.\n"
    assert fixed.returncode == 0
    empty = copydesk("check", "-", stdin="")
    assert empty.returncode == 2
    assert empty.stderr.count("\n") == 1


def test_json_object(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('The ONU met.\n\n"Idleb is burning," he said. \U0001f600 In Alep.\n')
    done = copydesk("check", "a.txt", "--format", "json")
    report = json.loads(done.stdout)
    assert report["schema"] == 1
    assert report["signature"].startswith("copydesk:")
    assert "glossary:rfi-fr-en@" in report["signature"]
    assert report["exit_code"] == done.returncode == 1
    assert report["files"][0]["path"] == "a.txt"
    assert any("GLO001" in reason for reason in report["files"][0]["skipped"])
    first, second, third = report["findings"]
    assert (first["code"], first["line"], first["column"], first["end_column"]) == ("GLO004", 1, 5, 8)
    assert first["span"] == [4, 7]
    assert first["edits"] == [{"span": [4, 7], "replacement": "UN"}]
    assert first["safe"] is True
    assert (second["text"], second["safe"]) == ("Idleb", False)
    assert (third["text"], third["line"], third["column"]) == ("Alep", 3, 35)
    assert len({row["fingerprint"] for row in report["findings"]}) == 3
    assert report["counts"] == {"GLO004": 1, "NAM004": 2}


def test_fingerprint_survives_a_move(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Fighting went on near Idleb on Monday.\n")
    (tmp_path / "b.txt").write_text("A new first line.\n\nFighting went on near Idleb on Monday.\n")
    prints = [
        json.loads(copydesk("check", name, "--format", "json").stdout)["findings"][0]["fingerprint"]
        for name in ("a.txt", "b.txt")
    ]
    assert prints[0] == prints[1]


def test_github_annotations(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a,b.txt").write_text("The OSDH: 100% of it.\n")
    done = copydesk("check", "a,b.txt", "--format", "github")
    assert done.stdout.startswith("::error file=a%2Cb.txt,line=1,col=5,endColumn=9,title=GLO004::GLO004 ")


def test_output_file_and_statistics(copydesk: RunCommand, page: Path, tmp_path: Path) -> None:
    done = copydesk("check", "page.txt", "--format", "json", "-o", "out.json")
    assert done.stdout == ""
    assert json.loads((tmp_path / "out.json").read_text())["counts"]["NAM004"] == PAGE.count("Idleb")
    counts = copydesk("check", "page.txt", "--statistics")
    assert re.search(rf"^ *{PAGE.count('Idleb')}  NAM004  French place name", counts.stdout, re.M)
    lost = copydesk("check", "page.txt", "-o", "nowhere/out.txt")
    assert lost.returncode == 2
    assert "nowhere" in lost.stderr


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("--select", "GLO"), 0),
        (("--select", "NAM"), 1),
        (("--ignore", "NAM004"), 0),
        (("--ignore", "NAM", "--select", "NAM004"), 1),
        (("--min-severity", "error"), 0),
    ],
)
def test_exit_codes(copydesk: RunCommand, tmp_path: Path, options: tuple[str, ...], code: int) -> None:
    (tmp_path / "a.txt").write_text("Fighting went on near Idleb on Monday.\n")
    assert copydesk("check", "a.txt", *options).returncode == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.txt", "--select", "GLOO"), "did you mean GLO"),
        (("a.txt", "--ignore", "XYZ9"), "no rule has the code or prefix 'XYZ9'"),
        (("a.txt", "--format", "xml"), "--format"),
        (("a.txt", "--source", "b.txt", "--source", "c.txt"), "2 sources for 1 draft;"),
        (("a.txt", "--unsafe-fixes"), "--fix or --diff"),
        (("a.txt", "--fix", "--diff"), "exclude"),
        (("a.txt", "--pairs", "p.jsonl"), "--pairs"),
        (("a.txt", "--glossary", "no-such.csv"), "no-such.csv"),
        (("a.txt", "--data", "no-such"), "no-such"),
        ((), "draft"),
    ],
)
def test_usage_errors(copydesk: RunCommand, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "a.txt").write_text(CLEAN)
    done = copydesk("check", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_one_bad_file_of_three(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Near Idleb.\n")
    (tmp_path / "b.txt").write_bytes(b"Near Id\xe9b.\n")
    (tmp_path / "c.txt").write_text("Near Alep.\n")
    done = copydesk("check", "a.txt", "b.txt", "c.txt")
    assert done.returncode == 2
    assert "a.txt:1:6" in done.stdout
    assert "c.txt:1:6" in done.stdout
    assert "b.txt" in done.stderr
    assert "0xE9" in done.stderr
    read = copydesk("check", "b.txt", "--encoding", "cp1252")
    assert read.returncode == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe\xfd", b"PK\x03\x04zip", b"   \n"])
def test_unreadable_drafts(copydesk: RunCommand, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    done = copydesk("check", "a.txt")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "a.txt" in done.stderr
    assert "Traceback" not in done.stderr
    missing = copydesk("check", "b.txt")
    assert missing.returncode == 2
    folder = copydesk("check", str(tmp_path))
    assert folder.returncode == 2


def test_source_is_the_draft(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN)
    done = copydesk("check", "a.txt", "--source", "a.txt")
    assert done.returncode == 2
    assert "the same text" in done.stderr


def test_wrong_texts_are_refused(copydesk: RunCommand, tmp_path: Path) -> None:
    french, english = WIRE / "03-mali-convoi.fr.txt", WIRE / "03-mali-convoi.en.txt"
    swapped = copydesk("check", french, "--source", english)
    assert swapped.returncode == 2
    assert "swap the two" in swapped.stderr
    alone = copydesk("check", french)
    assert alone.returncode == 2
    assert alone.stdout == ""
    assert "reads as French, not English" in alone.stderr
    wrong = copydesk("check", english, "--source", WIRE / "07-tchad-meningite.en.txt")
    assert wrong.returncode == 2
    assert "the source reads as English" in wrong.stderr


def test_source_of_another_article_is_said_once(copydesk: RunCommand) -> None:
    done = copydesk("check", WIRE / "03-mali-convoi.en.txt", "--source", WIRE / "10-can-handball.fr.txt")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("is no translation of") == 1


def test_a_source_that_is_no_article_is_named(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_text("Publicité\n\nLire la suite\n\nTexte par : RFI Suivre\n")
    (tmp_path / "en.txt").write_text("Publicity\n\nRead more\n")
    (tmp_path / "es.txt").write_text(
        "El ministro dijo el lunes que las conversaciones con la delegación seguirán mañana en la capital, "
        "pero que no hay todavía ningún acuerdo sobre la retirada de las tropas.\n\n" * 3
    )
    story = WIRE / "03-mali-convoi.en.txt"
    done = copydesk("check", story, "--source", "fr.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: fr.txt: holds nothing but page furniture; give the article\n"
    assert copydesk("check", "en.txt", "--source", "fr.txt").returncode == 1
    done = copydesk("check", story, "--source", "es.txt", "-q")
    assert done.returncode == 2
    assert "is no translation of es.txt, which reads as Spanish; it was checked alone" in done.stderr


def test_a_page_promises_no_fix_and_says_what_its_lines_are(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Fighting went on near Idleb on Monday.\n")
    (tmp_path / "a.html").write_text(
        "<html><body>\n\n<p>Fighting went on near Idleb on Monday.</p></body></html>"
    )
    alone = copydesk("check", "a.html").stderr
    assert "copydesk: a.html: lines and columns are those of the text taken out of the file\n" in alone
    assert "--fix" not in alone
    both = copydesk("check", "a.html", "a.txt").stderr
    assert "copydesk: 2 findings in 2 files: 2 warnings; 1 can be fixed with --fix\n" in both
    assert "lines and columns" not in copydesk("check", "a.txt").stderr
    done = copydesk("check", "a.html", "a.txt", "--fix")
    assert done.returncode == 2
    assert "a draft read as html cannot be fixed in place" in done.stderr
    assert (tmp_path / "a.txt").read_text() == "Fighting went on near Idlib on Monday.\n"


def test_fix_keeps_line_ends_mark_and_encoding(copydesk: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfNear Idleb.\r\n\r\nPublicity\r\n\r\nThe end of it all.\r\n")
    assert copydesk("check", "a.txt", "--fix").returncode == 0
    assert path.read_bytes() == b"\xef\xbb\xbfNear Idlib.\r\n\r\nThe end of it all.\r\n"
    path.write_bytes("The café near Idleb.\n".encode("cp1252"))
    assert copydesk("check", "a.txt", "--fix", "--encoding", "cp1252").returncode == 0
    assert path.read_bytes() == "The café near Idlib.\n".encode("cp1252")


def test_fix_keeps_the_markup_of_markdown(copydesk: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Two killed at Idleb\n\nThe *OSDH* said so.\n\n- one in [Alep](http://x.example/Idleb)\n"
    )
    assert copydesk("check", "a.md", "--fix").returncode == 0
    assert path.read_text() == (
        "# Two killed at Idlib\n\nThe *SOHR* said so.\n\n- one in [Aleppo](http://x.example/Idleb)\n"
    )


def test_rows_are_not_fixed_in_place(copydesk: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "Near Idleb."}\n')
    done = copydesk("check", "a.jsonl", "--fix")
    assert done.returncode == 2
    assert "cannot be fixed" in done.stderr
    assert path.read_text() == '{"id": 1, "text": "Near Idleb."}\n'


def test_own_glossary_and_word_lists(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The BZW met in Bourgneuf with Dupontov.\n")
    (tmp_path / "own.csv").write_text("source,target\nBZW,WZB\n")
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "places.tsv").write_text("fr\ten\nBourgneuf\tNewtown\n")
    (lists / "names.tsv").write_text("fr\ten\nDupontov\tDupontoff\n")
    done = copydesk("check", "a.txt", "-g", "own.csv", "--data", "lists")
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["GLO004", "NAM004", "NAM003"]
    assert copydesk("check", "a.txt", "--no-glossary").returncode == 0
    (lists / "places.tsv").write_text("fr\ten\nBourgneuf\tNewtown\n\tNowhere\n")
    broken = copydesk("check", "a.txt", "--data", "lists")
    assert broken.returncode == 2
    assert "places.tsv:3" in broken.stderr


def test_french_source_shows_its_words(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_text("La CEDEAO a tenu sommet à Abuja lundi. Rien n'a été signé.\n")
    (tmp_path / "en.txt").write_text("The bloc held a summit in Abuja on Monday. Nothing was signed.\n")
    done = copydesk("check", "en.txt", "--source", "fr.txt", "--select", "GLO", "--format", "jsonl")
    rows = rows_of(done.stdout)
    assert [(row["code"], row["source_text"], row["source_span"]) for row in rows] == [
        ("GLO001", "CEDEAO", [3, 9])
    ]
    assert "without a source" not in done.stderr


def test_edited_stories_are_left_alone(copydesk: RunCommand) -> None:
    stories = sorted(WIRE.glob("*.en.txt"))
    assert stories
    done = copydesk("check", *stories)
    assert done.stdout == ""
    assert done.returncode == 0


def test_explain(copydesk: RunCommand) -> None:
    page = copydesk("explain", "glo004")
    assert page.returncode == 0
    assert page.stdout.startswith("# GLO004: ")
    assert "OSDH" in page.stdout
    data = json.loads(copydesk("explain", "GLO004", "--format", "json").stdout)
    assert (data["code"], data["severity"]) == ("GLO004", "error")
    assert data["bad"]
    assert data["good"]
    table = copydesk("explain")
    assert re.search(r"^BOI001  page furniture +warning", table.stdout, re.M)
    unknown = copydesk("explain", "GLO044")
    assert unknown.returncode == 2
    assert "GLO004" in unknown.stderr
