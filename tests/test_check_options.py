"""The check command refuses options and files that contradict each other, before it does anything."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from conftest import RunCommand
from hypothesis import given
from hypothesis import strategies as st

from copydesk.checks.wording import clip

SLIP = "Fighting went on near Idleb on Monday.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(SLIP)
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.txt", "-o", "a.txt"),
        ("a.txt", "-o", "./a.txt"),
        ("a.txt", "--write-baseline", "a.txt"),
        ("a.txt", "--source", "fr.txt", "-o", "fr.txt"),
        ("a.txt", "--since", "fr.txt", "-o", "fr.txt"),
        ("a.txt", "-g", "g.csv", "-o", "g.csv"),
        ("a.txt", "-o", "link.txt"),
    ],
)
def test_no_input_is_overwritten(
    copydesk: RunCommand, tmp_path: Path, draft: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "fr.txt").write_text("Les combats ont continué.\n")
    (tmp_path / "g.csv").write_text("OSDH,SOHR\n")
    (tmp_path / "link.txt").symlink_to(draft)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = copydesk("check", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"copydesk: {arguments[-1]}: is read and would be overwritten; write elsewhere\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--select", "NUM", "--ignore", "NUM"), "--ignore NUM leaves out what --select NUM chooses"),
        (("--ignore", "ALL"), "--ignore ALL leaves out every rule"),
        (("--select", ""), "--select: names no rule; give codes, or leave it out"),
        (("--select", " ,"), "--select: names no rule"),
        (("--select", "NUM", "--select", ""), "--select: names no rule"),
        (("./a.txt",), "./a.txt: the same draft is given twice; name it once"),
        (
            ("--since", "-", "--source", "-"),
            "standard input can be read once only; name a file for the other",
        ),
    ],
)
def test_slips_in_the_options(
    copydesk: RunCommand, draft: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = copydesk("check", "a.txt", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert draft.read_text() == SLIP


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--diff", "--format", "json"), "--diff shows a patch and cannot be used with --format json"),
        (("--diff", "--statistics"), "--diff shows a patch and cannot be used with --statistics"),
        (("--statistics", "--format", "sarif"), "--statistics cannot be shown as sarif; use --format text"),
        (("--data", "lists"), "lists: holds none of acronyms.tsv, places.tsv, names.tsv"),
    ],
)
def test_combinations_that_make_no_sense(
    copydesk: RunCommand, tmp_path: Path, draft: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "place.tsv").write_text("fr\ten\n")
    done = copydesk("check", "a.txt", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_statistics_as_json(copydesk: RunCommand, draft: Path) -> None:
    done = copydesk("check", "a.txt", "--statistics", "--format", "json")
    counts = json.loads(done.stdout)
    assert (done.returncode, counts["findings"], counts["exit_code"]) == (1, 1, 1)
    row = {"code": "NAM004", "name": "French place name", "count": 1, "fixable": 1}
    assert counts["rules"] == [row]
    lines = copydesk("check", "a.txt", "--statistics", "--format", "jsonl").stdout
    assert json.loads(lines) == {"schema": 1, **row}


def test_the_mended_text_of_standard_input_stands_alone(copydesk: RunCommand) -> None:
    done = copydesk("check", "-", "--fix", "-o", "-", stdin="The OSDH said 11 pre-regime fighters died.\n")
    assert done.stdout == "The SOHR said 11 pre-regime fighters died.\n"
    assert "PFX001" in done.stderr


def test_a_patch_goes_where_output_says(copydesk: RunCommand, tmp_path: Path, draft: Path) -> None:
    done = copydesk("check", "a.txt", "--diff", "-o", "a.patch")
    assert done.stdout == ""
    assert "+Fighting went on near Idlib on Monday." in (tmp_path / "a.patch").read_text()
    assert draft.read_text() == SLIP


@pytest.mark.parametrize(
    ("name", "shown"), [(b"d\xe9p\xff.txt", r"d\xe9p\xff.txt"), (b"two\nlines.txt", r"two\nlines.txt")]
)
@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "github", "sarif", "junit", "gitlab", "html"])
def test_odd_file_names_are_shown_with_escapes(
    copydesk: RunCommand, tmp_path: Path, name: bytes, shown: str, format_: str
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text(SLIP)
    done = copydesk("check", os.fsdecode(name), "--format", format_)
    assert done.returncode == 1, done.stderr
    if format_ == "text":
        assert done.stdout.startswith(f"{shown}:1:23: NAM004 ")
        assert done.stdout.count("\n") == 1
    elif format_ == "jsonl":
        assert json.loads(done.stdout)["path"] == shown


def test_odd_file_names_in_a_baseline_and_in_errors(copydesk: RunCommand, tmp_path: Path) -> None:
    name = os.fsdecode(b"d\xe9p\xff\n.txt")
    (tmp_path / name).write_text(SLIP)
    assert copydesk("check", name, "--write-baseline", "known.json").returncode == 0
    assert copydesk("check", name, "--baseline", "known.json").returncode == 0
    (tmp_path / name).write_text("")
    done = copydesk("check", name)
    assert done.stderr.startswith("copydesk: d\\xe9p\\xff\\n.txt: is empty")
    assert done.stderr.count("\n") == 1


def test_rules_that_need_the_source_are_named_in_one_short_line(copydesk: RunCommand, draft: Path) -> None:
    line = copydesk("check", "a.txt").stderr.splitlines()[0]
    assert line.startswith("copydesk: left out without a source: ")
    assert "DAT" in line
    assert "NUM001, NUM002" not in line
    assert len(line) < 160
    assert re.search(r"needs the source: (?:\w+, )*DAT001, ", copydesk("check", "a.txt", "-v").stderr)
    skipped = json.loads(copydesk("check", "a.txt", "--format", "json").stdout)["files"][0]["skipped"]
    reason, codes = skipped[0].split(": ")
    assert reason == "needs the source"
    assert "DAT001" in codes.split(", ")
    one = copydesk("check", "a.txt", "--select", "NAM001,NAM002,NAM004").stderr
    assert "left out without a source: NAM001-002\n" in one


@pytest.mark.parametrize("name", ["copydesk.toml", "a.txt.ignores.toml", "known.json", "lists/places.tsv"])
def test_other_files_that_are_not_utf8(copydesk: RunCommand, tmp_path: Path, draft: Path, name: str) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / name).write_bytes(b"caf\xe9 = 1\n")
    options = {"known.json": ("--baseline", name), "lists/places.tsv": ("--data", "lists")}.get(name, ())
    done = copydesk("check", "a.txt", *options)
    assert done.returncode == 2
    assert f"{name}: is not UTF-8: byte 0xE9 at offset 3; save it as UTF-8\n" in done.stderr
    assert "codec" not in done.stderr


def test_a_page_nested_too_deeply(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<div>" * 5000 + "Near Idleb." + "</div>" * 5000)
    done = copydesk("check", "deep.html")
    assert done.returncode == 2
    assert "elements are nested too deeply; give it as text" in done.stderr
    assert "HUGE" not in done.stderr


def test_no_term_is_required_of_a_byline(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_text(
        "La guerre en Ukraine\n\nTexte par : Lucie Bertheau, envoyée spéciale à Kiev\n\n"
        "Les habitants de la ville ont passé la nuit dans le métro, selon la mairie.\n"
    )
    (tmp_path / "en.txt").write_text(
        "The war in Ukraine\n\nBy Lucie Bertheau\n\n"
        "The people of the city spent the night in the metro, according to the town hall.\n"
    )
    done = copydesk("check", "en.txt", "--source", "fr.txt", "--select", "GLO001")
    assert (done.returncode, done.stdout) == (0, "")
    text = (tmp_path / "fr.txt").read_text().replace("dans le métro", "à Kiev")
    (tmp_path / "fr.txt").write_text(text)
    assert "GLO001" in copydesk("check", "en.txt", "--source", "fr.txt", "--select", "GLO001").stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Near Idleb, as `OSDH  Idleb` has it.\n", "Near Idlib, as `OSDH  Idleb` has it.\n"),
        ("Use ``Idleb ` OSDH`` there.\n", "Use ``Idleb ` OSDH`` there.\n"),
        ("Near Idleb.\n\n```\nIdleb\n```\n\nRead more\n", "Near Idlib.\n\n```\nIdleb\n```\n"),
        ("The talks failed.\n\n* * *\n\nRead more\n", "The talks failed.\n\n* * *\n"),
        ("The talks failed.\n\nRead more\n\nPublicity\n\n\n", "The talks failed.\n"),
        ("The talks failed.\r\n\r\nRead more\r\n\r\n", "The talks failed.\r\n"),
        # what an entity stands for might be markup
        ("The OSDH wrote &lt;b&gt; and R&amp;D.\n", "The SOHR wrote &lt;b&gt; and R&amp;D.\n"),
    ],
)
def test_fixing_markdown_changes_no_code_and_leaves_one_line_end(
    copydesk: RunCommand, tmp_path: Path, before: str, after: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(before.encode())
    assert "internal" not in copydesk("check", "a.md", "--fix", "--unsafe-fixes").stderr
    assert path.read_bytes().decode() == after


def test_as_many_findings_are_fixed_as_were_promised(copydesk: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "The talks failed on Thursday, near Idleb.\n\nOn the same subject\n\n"
        "Syrian forces still advancing in Alep and Idleb provinces\n"
    )
    promised = copydesk("check", "a.txt").stderr
    count = re.search(r"(\d+) can be fixed", promised)
    assert count is not None
    assert int(count[1]) > 2
    assert f"{count[1]} findings were fixed\n" in copydesk("check", "a.txt", "--fix").stderr
    assert path.read_text() == "The talks failed on Thursday, near Idlib.\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (b"fr\ten\nAlep\n", "places.tsv:2: the column 'en' is empty"),
        (b"\xff\xfe", "places.tsv: is not UTF-8: byte 0xFF at offset 0"),
    ],
)
def test_a_broken_row_of_a_word_list_is_said_once(
    copydesk: RunCommand, tmp_path: Path, draft: Path, rows: bytes, words: str
) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "places.tsv").write_bytes(rows)
    done = copydesk("check", "a.txt", "--data", "lists", "--fix")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert draft.read_text() == SLIP


def test_an_unknown_code_in_the_settings_is_said_with_their_name(
    copydesk: RunCommand, tmp_path: Path, draft: Path
) -> None:
    (tmp_path / "copydesk.toml").write_text('[ignores]\n"*.txt" = ["XXX"]\n')
    done = copydesk("check", "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(
        r"copydesk: .*copydesk\.toml: \[ignores\]: no rule has the code or prefix 'XXX'", done.stderr
    )


@given(st.text("ab c", max_size=200))
def test_long_words_in_messages_are_cut_between_words(words: str) -> None:
    line = " ".join(words.split())
    shortened = clip(line)
    assert len(shortened) <= 63
    head, gap, tail = shortened.partition(" … ")
    if gap and " " in line[:30] and " " in line[-30:]:
        assert line.startswith(f"{head} ")
        assert line.endswith(f" {tail}")
    elif not gap:
        assert shortened == line
