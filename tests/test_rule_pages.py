"""The rule pages in docs are those that the code writes."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT

from copydesk.checks.pages import write_pages

PAGES = ROOT / "docs" / "rules"
REMEDY = "run: python -m copydesk.checks.pages docs/rules"


def test_pages_are_up_to_date(tmp_path: Path) -> None:
    write_pages(tmp_path)
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in PAGES.iterdir()}
    assert sorted(written) == sorted(kept), REMEDY
    assert [name for name in written if written[name] != kept[name]] == [], REMEDY


def test_pages_of_rules_that_are_gone_are_taken_out(tmp_path: Path) -> None:
    (tmp_path / "OLD001.md").write_text("old")
    write_pages(tmp_path)
    assert not (tmp_path / "OLD001.md").exists()
    assert "| [GLO004](GLO004.md) |" in (tmp_path / "index.md").read_text("utf-8")
