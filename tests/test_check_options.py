"""The check command refuses options and files that contradict each other, before it does anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import RunCommand

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
