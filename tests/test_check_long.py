"""Long drafts: given to the rules in stretches, in bounded memory, and lines without any full stop."""

from __future__ import annotations

from collections.abc import Iterator

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


@pytest.fixture
def counter() -> Iterator[tuple[Rule, list[int]]]:
    load_rules()
    analysed: list[int] = []

    @rule("ZZZ003", "counts", Severity.NOTE, whole=True, bad=[Example("a")], good=[Example("b")], mqm="none")
    def check(rule: Rule, context: Context) -> Iterator[Finding]:
        analysed.append(sum("shadow" in vars(side) for side in context.sentences))
        yield from ()

    yield check, analysed
    del RULES["ZZZ003"]


def test_a_long_draft_keeps_few_analyses(counter: tuple[Rule, list[int]]) -> None:
    counting, analysed = counter
    sentences = 3 * run._SHELF
    target = "\n\n".join(f"The town lost {number} houses." for number in range(sentences))
    source = "\n\n".join(f"La ville a perdu {number} maisons." for number in range(sentences))
    careful = Checker([*Selection().chosen(), counting])
    careful.check(parse(target, language="en"), parse(source, language="fr"))
    assert not careful.broken
    assert 0 < analysed[0] <= run._SHELF
