"""The GitHub action: its own steps, run in a repository of drafts as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import COMMAND, ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(CHECK,) = [step for step in ACTION["runs"]["steps"] if step.get("id") == "check"]
WIRE = ROOT / "corpora" / "wire"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with two drafts."""
    folder = tmp_path / "repository"
    (folder / "desk").mkdir(parents=True)
    (folder / "desk" / "clean.en.txt").write_text("The talks ended on Monday.\n")
    draft = (WIRE / "drafts" / "01-idleb-treve.draft.en.txt").read_bytes()
    (folder / "desk" / "treve.en.txt").write_bytes(draft)
    (folder / "desk" / "notes.txt").write_text("Near Alep.\n")
    (folder / "treve.fr.txt").write_bytes((WIRE / "01-idleb-treve.fr.txt").read_bytes())
    return folder


def run_step(repository: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run the action's step as a runner does: defaults and *given* inputs filled in, outputs in a file."""
    inputs = {name: declared.get("default", "") for name, declared in ACTION["inputs"].items()}
    inputs |= {name.replace("_", "-"): value for name, value in given.items()}
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in CHECK["env"].items()
    }
    assert not any("${{" in value for value in (*variables.values(), CHECK["run"]))
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    output = repository.parent / "outputs"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK["run"]],
        cwd=repository,
        env={**os.environ, **variables, "PATH": path, "GITHUB_OUTPUT": str(output)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_file_is_an_action_with_documented_inputs() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all(declared["description"] and "default" in declared for declared in ACTION["inputs"].values())
    assert all(step.get("uses") or step["shell"] == "bash" for step in ACTION["runs"]["steps"])
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])


def test_findings_are_annotations_and_errors_fail_the_step(repository: Path) -> None:
    done = run_step(repository, source="")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert any(line.startswith("::error file=desk/treve.en.txt,line=13,") for line in lines)
    assert not any("notes.txt" in line for line in lines)
    assert "2 files" in done.stderr


def test_the_source_and_further_options_are_passed_on(repository: Path) -> None:
    done = run_step(
        repository,
        drafts="desk/treve.en.txt",
        source="treve.fr.txt",
        arguments="--select NUM001 --no-glossary",
        fail_on="never",
    )
    assert done.returncode == 0
    assert "NUM001" in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_sarif_is_written_and_named_as_output(repository: Path) -> None:
    done = run_step(repository, format="sarif", fail_on="never")
    assert done.returncode == 0
    assert (repository.parent / "outputs").read_text() == "sarif=copydesk.sarif\n"
    log = json.loads((repository / "copydesk.sarif").read_text("utf-8"))
    assert log["runs"][0]["results"]


def test_no_draft_is_no_failure_and_a_wrong_option_is(repository: Path) -> None:
    done = run_step(repository, drafts="none/*.txt")
    assert done.returncode == 0
    assert done.stdout.startswith("::notice::")
    assert run_step(repository, arguments="--no-such-option").returncode == 2


def test_what_stands_in_an_input_is_not_run(repository: Path) -> None:
    run_step(repository, drafts="desk/*.en.txt; touch bad $(touch worse)", arguments="; touch worst")
    assert not any((repository / name).exists() for name in ("bad", "worse", "worst"))
