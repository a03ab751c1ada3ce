"""The command ``copydesk glossary``, run as a user runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from copydesk.cli.glossary import command

CASES = Path(__file__).parent / "cases" / "glossary"
COMMANDS = ["convert", "diff", "find", "learn", "lint", "show", "stats"]


def test_help_lists_every_command(copydesk) -> None:  # type: ignore[no-untyped-def]
    done = copydesk("glossary", "--help")
    assert done.returncode == 0
    assert re.findall(r"^  (\w+) ", done.stdout.split("Commands:")[1], re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = CliRunner().invoke(command, [name, "--help"])
    assert done.exit_code == 0
    assert f" {name} " in done.output


def test_lint_of_a_clean_glossary_says_so_on_stderr(copydesk) -> None:  # type: ignore[no-untyped-def]
    done = copydesk("glossary", "lint", "rfi-fr-en")
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"copydesk: \S*rfi-fr-en\.csv: \d{3,} entries, nothing found\n", done.stderr)


def test_lint_names_row_and_fault(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "desk.csv").write_text("OSDH,SOHR\nAlpha,Beta\nBeta,Alpha\nOSDH,SOHR\nle,the\nx\n")
    done = copydesk("glossary", "lint", "desk.csv")
    assert done.returncode == 1
    assert done.stderr == ""
    codes = re.findall(r"^desk\.csv:(\d+): ([\w-]+): ", done.stdout, re.MULTILINE)
    assert codes == [
        ("2", "circular"),
        ("3", "circular"),
        ("4", "duplicate"),
        ("5", "stop-word"),
        ("6", "row"),
    ]
    rows = json.loads(copydesk("glossary", "lint", "desk.csv", "--format", "json").stdout)
    assert [(str(row["row"]), row["code"]) for row in rows] == codes
    assert rows[0]["path"] == "desk.csv"


def test_lint_goes_on_after_a_file_it_cannot_read(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00\x01\xd8")
    (tmp_path / "desk.csv").write_text("OSDH,SOHR\nOSDH,SOHR\n")
    done = copydesk("glossary", "lint", "bad.csv", "nowhere.csv", "desk.csv")
    assert done.returncode == 2
    assert "desk.csv:2: duplicate" in done.stdout
    assert done.stderr.count("copydesk: ") == done.stderr.count("\n") == 2
    assert "Traceback" not in done.stderr


def test_find_shows_words_place_and_entry(copydesk) -> None:  # type: ignore[no-untyped-def]
    text = "Selon l’OSDH,\nIdleb est calme. Au Congo aussi."
    done = copydesk("glossary", "find", text, "-g", CASES / "desk.csv")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "1:9: OSDH → SOHR  (desk:2)",
        "2:1: Idleb → Idlib  (desk:5)",
        "2:21: Congo → Congo-Brazzaville  (desk:23)  "
        "ambiguous: 'Congo' may be 'Congo-Brazzaville' (desk:23) or 'DR Congo' (desk:24); say in 'context' "
        "when each applies, or keep one row and list the other target as 'allowed'",
    ]
    rows = json.loads(copydesk("glossary", "find", "-", "--format", "json", stdin=text).stdout)
    assert [text[slice(*row["span"])] for row in rows][:2] == ["OSDH", "Idleb"]


def test_find_reads_a_file_and_says_when_nothing_is_there(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "story.txt").write_text("\nL'OSDH compte.\n", "utf-8")
    done = copydesk("glossary", "find", "story.txt", "-g", CASES / "desk.csv")
    assert done.stdout == "2:3: OSDH → SOHR  (desk:2)\n"
    done = copydesk("glossary", "find", "stroy.txt", "-g", CASES / "desk.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "copydesk: no term of desk in this text\n"
    assert copydesk("glossary", "find", "L'OSDH " * 1000, "-g", CASES / "desk.csv").returncode == 0


def test_find_says_what_a_longer_term_covers(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "t.csv").write_text(
        "source,target\nCour pénale internationale,ICC\npénale internationale,world criminal\n"
        "défenseurs des droits,rights defenders\ndroits,rights\n"
    )
    done = copydesk(
        "glossary", "find", "La Cour pénale internationale, les défenseurs des droits.", "-g", "t.csv"
    )
    assert done.stdout.splitlines() == [
        "1:4: Cour pénale internationale → ICC  (t:2)",
        "    not asked for: pénale internationale → world criminal  (t:3)",
        "1:36: défenseurs des droits → rights defenders  (t:4)",
        "    covered: droits → rights  (t:5)",
    ]


def test_find_takes_a_date(copydesk) -> None:  # type: ignore[no-untyped-def]
    for date, target in (("2020-01-01", "Kiev"), ("2024", "Kyiv")):
        done = copydesk("glossary", "find", "à Kiev", "-g", CASES / "desk.csv", "--date", date)
        assert f"Kiev → {target}" in done.stdout
    done = copydesk("glossary", "find", "à Kiev", "--date", "soon")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_show_and_stats(copydesk) -> None:  # type: ignore[no-untyped-def]
    shown = copydesk("glossary", "show", CASES / "desk.csv").stdout.splitlines()
    assert shown[0] == (
        "OSDH → SOHR | Syrian Observatory for Human Rights | Syrian Observatory  [acronym, row 2]"
    )
    stats = json.loads(copydesk("glossary", "stats", CASES / "desk.csv", "--format", "json").stdout)
    assert stats["entries"] == len(shown)
    assert stats["glossary"].startswith("desk@")
    assert sum(stats[key] for key in stats if key.startswith("kind ")) == stats["entries"]


def test_stacked_glossaries_say_their_conflicts_on_stderr(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "own.csv").write_text("OSDH,Observatory\n")
    done = copydesk("glossary", "show", CASES / "desk.csv", "own.csv")
    assert "OSDH → Observatory" in done.stdout
    assert "→ SOHR" not in done.stdout
    assert "'OSDH': 'Observatory' (own row 1) overrides 'SOHR' (desk row 2)" in done.stderr


def test_diff_shows_added_removed_and_changed(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.csv").write_text("source,target,note\nOSDH,SOHR,\nIdleb,Idlib,\nAlep,Aleppo,\n")
    (tmp_path / "b.csv").write_text("source,target,note\nOSDH,SOHR,monitor\nIdleb,Idlib,\nONU,UN,\n")
    done = copydesk("glossary", "diff", "a.csv", "b.csv")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "~ OSDH → SOHR",
        "    note: '' → 'monitor'",
        "- Alep → Aleppo",
        "+ ONU → UN",
    ]
    rows = json.loads(copydesk("glossary", "diff", "a.csv", "b.csv", "--format", "json").stdout)
    assert [row["change"] for row in rows] == ["changed", "removed", "added"]
    assert copydesk("glossary", "diff", "a.csv", "a.csv").returncode == 0


def test_convert_there_and_back(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = copydesk("glossary", "convert", CASES / "desk.csv", "desk.tbx", "--tbx", "dct")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert copydesk("glossary", "convert", "desk.tbx", "desk.xlsx").returncode == 0
    assert copydesk("glossary", "diff", CASES / "desk.csv", "desk.xlsx").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.tbx", "desk.xlsx"]


def test_convert_to_standard_output_says_what_is_left_out(copydesk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "deepl.csv").write_text("OSDH,SOHR,FR,EN\nKrieg,war,DE,EN\n")
    done = copydesk("glossary", "convert", "deepl.csv", "-", "--format", "toml")
    assert done.returncode == 0
    assert 'source = "OSDH"' in done.stdout
    assert done.stderr == "copydesk: deepl.csv: row 2: de to en is left out\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["convert", "desk.csv", "desk.docx"], "does not say the format"),
        (["convert", "desk.csv", "nowhere/desk.toml"], "nowhere"),
        (["convert", "desk.csv", "-"], "does not say the format"),
        (["convert", "nowhere.csv", "x.toml"], "no such"),
        (["convert", "desk.csv", "./desk.csv"], "./desk.csv: is read and would be overwritten"),
        (["learn", "desk.csv", "desk.csv", "-o", "desk.csv"], "is read and would be overwritten"),
        (["show", "rfi-fr-n"], "did you mean 'rfi-fr-en'"),
        (["show", "--from", "xx"], "no glossary is shipped for xx to en"),
        (["find", "-", "-g", "desk.csv"], "empty"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    copydesk, tmp_path: Path, arguments: list[str], message: str
) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "desk.csv").write_text("OSDH,SOHR\n")
    done = copydesk("glossary", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["desk.csv"]


def test_the_command_imports_nothing_heavy(copydesk) -> None:  # type: ignore[no-untyped-def]
    done = copydesk("glossary", "show", CASES / "desk.csv", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not imported & {"torch", "transformers", "ctranslate2", "sentencepiece", "numpy", "lxml", "yaml"}
