"""The conditional of allegation: thirty pairs that get it wrong, thirty that need no remark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, RunCommand

CASES = [
    line.split("\t")
    for line in (ROOT / "tests/cases/allegations.tsv").read_text("utf-8").splitlines()
    if line
]


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    """Check all pairs in one run of the command and give the numbers of those with a finding."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("allegations")
    rows = [{"id": n, "source": french, "target": english} for n, (_, french, english) in enumerate(CASES)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "copydesk", "check", "--pairs", "rows.jsonl", "--format", "jsonl"]
    done = subprocess.run(
        [*command, "--select", "MOD002"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return {json.loads(line)["id"] for line in done.stdout.splitlines()}


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=[case[2] for case in CASES])
def test_a_would_have_is_reported_where_it_says_that_it_did_not_happen(
    number: int, case: list[str], flagged: set[int]
) -> None:
    kind, french, english = case
    assert (number in flagged) == (kind == "wrong"), f"{french} | {english}"


def test_there_are_as_many_of_each() -> None:
    kinds = [case[0] for case in CASES]
    assert kinds.count("wrong") == kinds.count("right") == 30


def test_the_fix_says_may_and_is_left_to_a_person(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "story.fr.txt").write_text("Des soldats auraient tué douze civils.\n", encoding="utf-8")
    draft = tmp_path / "story.en.txt"
    draft.write_text("Soldiers would have killed twelve civilians.\n", encoding="utf-8")
    options = ("check", draft, "--source", tmp_path / "story.fr.txt", "--select", "MOD002")
    copydesk(*options, "--fix")
    assert "would have" in draft.read_text("utf-8")
    copydesk(*options, "--fix", "--unsafe-fixes")
    assert draft.read_text("utf-8") == "Soldiers may have killed twelve civilians.\n"
