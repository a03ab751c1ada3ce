"""The group itself: help, versions, start-up, and documentation that cannot drift."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from conftest import ROOT, RunCommand

import copydesk as package
from copydesk.cli import COMMANDS
from copydesk.cli.reference import render_reference

HEAVY = ("torch", "transformers", "ctranslate2", "sentencepiece", "numpy", "lxml", "sacrebleu", "rapidfuzz")


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = f"import sys, copydesk.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(copydesk: RunCommand, name: str) -> None:
    done = copydesk(name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: copydesk {name}")
    assert done.stderr == ""


def test_the_version_is_said(copydesk: RunCommand) -> None:
    assert copydesk("--version").stdout == f"copydesk {package.__version__}\n"


@pytest.mark.parametrize("name", ["", "glossary", "models"])
def test_a_group_alone_shows_its_help_as_it_is(copydesk: RunCommand, name: str) -> None:
    done = copydesk(*name.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: copydesk")
    assert done.stderr.count("\n") > 10


def test_a_misspelt_command_is_one_sentence(copydesk: RunCommand) -> None:
    done = copydesk("chekc")
    assert done.stderr == "copydesk: No such command 'chekc'. Did you mean 'check'? Try: copydesk --help\n"


def test_the_command_reference_is_up_to_date() -> None:
    # regenerate: python -m copydesk.cli.reference docs/commands.md
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == render_reference()


def test_the_check_in_the_readme_says_what_it_shows(copydesk: RunCommand) -> None:
    example = (ROOT / "README.md").read_text("utf-8").split("$ copydesk check ")[1].split("```")[0]
    command, *shown = example.splitlines()
    draft, option, source = command.split()
    done = copydesk("check", ROOT / draft, option, ROOT / source)
    said = [
        line.removeprefix(str((ROOT / draft).parent)) for line in (done.stdout + done.stderr).splitlines()
    ]
    for line in shown:
        assert any(one.endswith(line.removeprefix("...")) for one in said), line


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "glossaries").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_changelog_is_open() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")
