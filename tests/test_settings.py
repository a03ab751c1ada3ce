"""Settings files, sources by settings, and options with nothing in them."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest
from conftest import COMMAND, ROOT, RunCommand
from hypothesis import given
from hypothesis import strategies as st

from copydesk.config import as_parameters
from copydesk.sources import SourceRule, source_beside

FRENCH = "Il y a eu 35 morts à Idleb lundi soir, selon l'OSDH.\n"
DRAFT = "There were 53 dead in Idleb on Monday evening, according to the SOHR.\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Write a draft and its source in two folders; return the settings file to be."""
    (tmp_path / "wire").mkdir()
    (tmp_path / "desk").mkdir()
    (tmp_path / "wire" / "a.fr.txt").write_text(FRENCH, "utf-8")
    (tmp_path / "desk" / "a.en.txt").write_text(DRAFT, "utf-8")
    return tmp_path / "copydesk.toml"


def test_a_table_takes_the_names_of_the_options(copydesk: RunCommand, house: Path) -> None:
    house.write_text(
        '[check]\nselect = "NAM"\nmin-severity = "warning"\nformat = "jsonl"\nfail-on = "never"\n'
    )
    done = copydesk("check", "desk/a.en.txt")
    assert done.returncode == 0
    assert '"code": "NAM004"' in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_a_file_is_looked_for_beside_the_settings(copydesk: RunCommand, house: Path, tmp_path: Path) -> None:
    house.write_text('[check]\nglossary = ["house.csv"]\n')
    (tmp_path / "house.csv").write_text("source,target\nmorts,killed\nIdleb,Idlib town\n", "utf-8")
    (tmp_path / "desk" / "copydesk.toml").write_text("[check]\n")
    done = copydesk("--config", house, "check", "desk/a.en.txt")
    assert 'write "Idlib town"' in done.stdout
    from_below = subprocess.run(
        [COMMAND, "--config", "../copydesk.toml", "check", "a.en.txt"],
        capture_output=True, cwd=tmp_path / "desk", text=True, check=False,
    )  # fmt: skip
    assert 'write "Idlib town"' in from_below.stdout


def test_settings_name_the_source(copydesk: RunCommand, house: Path, tmp_path: Path) -> None:
    house.write_text('[sources]\n"desk/*.en.txt" = "wire/*.fr.txt"\n')
    done = copydesk("check", "desk/a.en.txt")
    assert "NUM001" in done.stdout
    assert "without a source" not in done.stderr
    (tmp_path / "wire" / "a.fr.txt").unlink()
    done = copydesk("check", "desk/a.en.txt")
    assert "NUM001" not in done.stdout
    assert "a.fr.txt is not there" in done.stderr
    assert "left out without a source" in done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("sources = 3\n", "[sources] is not a table"),
        ('[sources]\n"*.txt" = 3\n', "'*.txt' in [sources] is not given a pattern"),
        ('[sources]\n"a.txt" = "*.fr.txt"\n', "has more stars than 'a.txt'"),
        ("[chek]\n", "unknown table 'chek'; did you mean 'check'?"),
        ("[check]\nmin_severty = 'note'\n", "did you mean 'min_severity'?"),
        ("[check]\nmin-severity = 'awful'\n", "'awful' is not one of"),
        ("[check]\nmin-severity = 'awful'\n", "copydesk.toml: Invalid value for '--min-severity'"),
        ("[check]\nfix = 'maybe'\n", "copydesk.toml: 'fix' in [check] is not true or false"),
        ("[check]\nglossary = ['a.csv', 1]\n", "'glossary' in [check] is not a string, or a list of them"),
        ("[check]\nformat = {text = 1}\n", "'format' in [check] is not a string"),
        ("[check]\ndrafts = ['a.txt']\n", "unknown key in [check] 'drafts'"),
        ("[check]\nignore = ''\n", "--ignore: names no rule"),
        ("[check]\nignore = ['NUM', ' ']\n", "--ignore: names no rule"),
    ],
)
def test_broken_settings_are_one_line(copydesk: RunCommand, house: Path, content: str, words: str) -> None:
    house.write_text(content)
    done = copydesk("check", "desk/a.en.txt")
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    "option",
    [
        "--source", "--pairs", "--from", "--to", "--glossary", "--output", "--select", "--ignore", "--data",
        "--baseline", "--write-baseline", "--since", "--write-ignores", "--encoding", "--stdin-filename",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["", " "])
def test_an_option_with_nothing_in_it(copydesk: RunCommand, house: Path, option: str, value: str) -> None:
    done = copydesk("check", "desk/a.en.txt", option, value)
    assert done.returncode == 2
    assert option in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_draft_without_a_name(copydesk: RunCommand) -> None:
    done = copydesk("check", "")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("German", "Der Minister sagte am Montag, dass die Ruhe für die Menschen in der Stadt gut ist. "),
        ("French", "Le ministre a dit lundi que la trêve est une bonne chose pour les gens de la ville. "),
        ("Spanish", "El ministro dijo el lunes que la tregua es una buena noticia para los de la ciudad. "),
    ],
)
def test_a_draft_in_another_language_is_said_once(
    copydesk: RunCommand, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "a.txt").write_text(sentence * 5, "utf-8")
    done = copydesk("check", "a.txt")
    assert done.returncode == 2
    assert done.stderr.count(f"the draft reads as {name}, not English") == 1
    assert done.stdout == ""


def test_the_documented_settings_hold(copydesk: RunCommand, house: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    house.write_text(example, "utf-8")
    (tmp_path / "house.csv").write_text("source,target\nmorts,dead\n", "utf-8")
    (tmp_path / "known.json").write_text('{"schema": 1, "drafts": {}}')
    done = copydesk("check", "desk/a.en.txt")
    assert done.returncode == 1
    assert "NUM001" in done.stdout
    assert set(tomllib.loads(example)) == {"check", "translate", "ignores", "sources"}


def test_a_group_takes_no_settings(copydesk: RunCommand, house: Path) -> None:
    house.write_text('[glossary]\nfrom = "fr"\n')
    done = copydesk("glossary", "stats")
    assert done.returncode == 2
    assert "[glossary] can hold no settings; give its options on the command line" in done.stderr


@pytest.mark.parametrize("content", ["tool = 3\n", "[tool]\ncopydesk = 3\n", "[tool.copydesk]\ncheck = 3\n"])
def test_a_project_file_without_tables_is_one_line(copydesk: RunCommand, house: Path, content: str) -> None:
    project = house.with_name("pyproject.toml")
    project.write_text(content)
    done = copydesk("--config", project, "check", "desk/a.en.txt")
    assert done.returncode == 2
    assert done.stderr.startswith(f"copydesk: {project}: '")
    assert "internal error" not in done.stderr


def test_settings_may_hold_numbers_and_dates(copydesk: RunCommand, house: Path) -> None:
    house.write_text("[translate]\nbeam = 40\ndate = 2019-11-13\nquiet = true\nthreads = 1\n")
    done = copydesk("translate", "wire/a.fr.txt")
    assert done.returncode == 2
    assert "copydesk.toml: Invalid value for '--beam'" in done.stderr  # the others pass


_NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)
_PARTS = st.lists(_NAMES, min_size=1, max_size=3)


@given(_PARTS, _PARTS)
def test_stars_stand_for_the_same_words(folders: list[str], stems: list[str]) -> None:
    stem = "-".join(stems)
    where = Path("/news", *folders)
    stars = "/".join("*" for _ in folders)
    rule = SourceRule(f"{stars}/*.en.txt", f"fr/{stars}/*.txt", Path("/news"))
    assert rule.source_of(where / f"{stem}.en.txt") == Path("/news/fr", *folders, f"{stem}.txt")
    assert rule.source_of(where / f"{stem}.de.txt") is None
    assert rule.source_of(Path("/elsewhere", f"{stem}.en.txt")) is None


def test_a_source_beside_a_draft_is_one_that_is_there(tmp_path: Path) -> None:
    draft = tmp_path / "a.en.md"
    assert source_beside(draft, "fr", "en") is None
    (tmp_path / "a.fr.md").write_text("x")
    assert source_beside(draft, "fr", "en") == tmp_path / "a.fr.md"
    assert source_beside(draft, "fr", "de") is None
    assert source_beside(tmp_path / "en.md", "fr", "en") is None


def test_parameters_keep_their_values() -> None:
    assert as_parameters({"fail-on": "note"}, ["fail_on"], where="x", name="check") == {"fail_on": "note"}
