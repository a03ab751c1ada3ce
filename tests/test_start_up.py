"""What a short run loads: nothing heavy, and nothing that only other runs need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import regex
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from copydesk.glossary.formats.rows import complain_of_pattern

PROGRAM = """
import sys
from copydesk.cli import main
main.main(sys.argv[1:], standalone_mode=False)
print("loaded:", *sys.modules, file=sys.stderr)
"""
HEAVY = {
    "torch",
    "transformers",
    "ctranslate2",
    "sentencepiece",
    "numpy",
    "lxml",
    "babel",
    "pygls",
    "lsprotocol",
}
# what a draft alone does not need: a second regular expression engine, archives, settings, alignment
IDLE = {"regex", "zipfile", "tomllib", "markdown_it", "copydesk.align_articles", "copydesk.documents.inlines"}


def test_a_draft_alone_loads_only_what_it_needs(tmp_path: Path) -> None:
    draft = ROOT / "corpora" / "wire" / "drafts" / "01-idleb-treve.draft.en.txt"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--isolated", "check", draft, "--quiet"],
        capture_output=True,
        cwd=tmp_path,
        text=True,
        check=True,
    )
    assert "NAM004" in done.stdout
    loaded = set(done.stderr.split("loaded:")[1].split())
    assert loaded & (HEAVY | IDLE) == set()


@given(st.text(st.sampled_from("aé []()|?:+*\\wbd-,'’^$.{}"), max_size=12))
def test_a_pattern_is_found_sound_only_where_it_is(pattern: str) -> None:
    if not complain_of_pattern(pattern):
        regex.compile(pattern)


def test_what_is_wrong_with_a_pattern_is_said() -> None:
    assert complain_of_pattern("[Uu]ne? (mise|mises)? en demand\\w+ prévenus?") == ""
    assert complain_of_pattern("\\b(?:[Ll]es?|deux) prévenus?\\b") == ""
    assert complain_of_pattern("(a|b") != ""
    assert complain_of_pattern("a(?<b)") != ""
    assert complain_of_pattern("[é") != ""
