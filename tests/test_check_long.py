"""Long drafts: given to the rules in stretches, in bounded memory, and lines without any full stop."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from copydesk.checks import run
from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import Selection, load_rules
from copydesk.checks.rule import RULES, Context, Example, Rule, rule
from copydesk.checks.run import Checker
from copydesk.documents.formats import parse
from copydesk.findings import FileFindings, Finding, Severity
from copydesk.glossary.formats import load_glossaries

WIRE = ROOT / "corpora" / "wire"
DRAFTS = sorted((WIRE / "drafts").glob("*.draft.en.txt"))


def checker() -> Checker:
    glossary, _ = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")
    return Checker(Selection(preview=True).chosen(), Lexicon(glossary))


def shown(file: FileFindings) -> list[tuple[object, ...]]:
    return [(f.code, f.span, f.source_span, f.message, f.severity, f.fingerprint) for f in file.findings]


def both_texts() -> tuple[str, str]:
    """Join the drafts with slips to one, and their sources to one."""
    drafts = [draft.read_text(encoding="utf-8") for draft in DRAFTS]
    sources = [
        (WIRE / draft.name.replace(".draft.en.txt", ".fr.txt")).read_text(encoding="utf-8")
        for draft in DRAFTS
    ]
    return "\n\n".join(drafts), "\n\n".join(sources)


@pytest.mark.parametrize("with_source", [True, False])
def test_stretches_change_nothing(monkeypatch: pytest.MonkeyPatch, with_source: bool) -> None:
    target, source = both_texts()
    draft = parse(target, language="en")
    original = parse(source, language="fr") if with_source else None
    whole = shown(checker().check(draft, original))
    assert len(whole) > 60
    for size in (1, 7):
        monkeypatch.setattr(run, "_STRETCH", size)
        monkeypatch.setattr(run, "_SHELF", 2 * size)
        assert shown(checker().check(draft, original)) == whole


@pytest.fixture
def late_breaker() -> Iterator[Rule]:
    load_rules()

    @rule("ZZZ002", "breaks late", Severity.ERROR, bad=[Example("a")], good=[Example("b")], mqm="none")
    def check(rule: Rule, context: Context) -> Iterator[Finding]:
        yield rule.find("looked at", context.sentences[0].span)
        if any("stop" in side.text for side in context.sentences):
            raise ZeroDivisionError("on purpose")

    yield check
    del RULES["ZZZ002"]


def test_a_rule_that_breaks_on_a_late_stretch_says_nothing(
    monkeypatch: pytest.MonkeyPatch, late_breaker: Rule
) -> None:
    monkeypatch.setattr(run, "_STRETCH", 2)
    careful = Checker([late_breaker, load_rules()["NAM004"]])
    file = careful.check(parse("It was near Idleb.\n\n" * 9 + "They stop there.\n", language="en"))
    assert [finding.code for finding in file.findings] == ["NAM004"] * 9
    assert list(careful.broken) == ["ZZZ002"]


ENDLESS = "then the troops moved on and the people of the town waited for news from the capital "
SANS_FIN = (
    "puis les troupes ont avancé et les habitants de la ville attendaient des nouvelles de la capitale "
)


@pytest.mark.parametrize("as_row", [True, False])
def test_a_line_without_a_full_stop_is_checked_to_its_end(as_row: bool) -> None:
    target = ENDLESS * 600 + "near Idleb where 12 soldiers died"
    source = SANS_FIN * 600 + "près d'Idleb où 14 soldats sont morts"
    careful = checker()
    if as_row:
        file = careful.check_row("row", target, source)
    else:
        file = careful.check(parse(target, language="en"), parse(source, language="fr"))
    assert not careful.broken
    found = {finding.code: finding.span.of(target) for finding in file.findings}
    assert found["NAM004"] == "Idleb"
    assert "12" in found["NUM001"]


@pytest.mark.slow
def test_a_hundred_thousand_sentences_fit_into_little_memory(tmp_path: Path) -> None:
    rows = (WIRE.parent / "wire-pairs" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [row.split("\t") for row in rows * 6][:100_000]
    (tmp_path / "draft.txt").write_text("\n\n".join(pair[1] for pair in pairs), encoding="utf-8")
    (tmp_path / "source.txt").write_text("\n\n".join(pair[0] for pair in pairs), encoding="utf-8")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1_800_000_000,) * 2); "
        "from copydesk.cli import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "draft.txt", "--source", "source.txt", "--format", "jsonl"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert "did not run" not in done.stderr
