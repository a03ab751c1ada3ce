"""The runner: broken rules, selection, overlaps, fingerprints, any text at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import Selection, load_rules, parse_codes
from copydesk.checks.rule import RULES, Context, Example, Rule, rule
from copydesk.checks.run import Checker
from copydesk.documents.formats import parse
from copydesk.errors import SettingsError
from copydesk.findings import Finding, Severity
from copydesk.text import Span

DRAFT_ONLY = tuple("GLO NAM003 NAM004 BOI QUO001 QUO002 REP UNT TYP ENC DAT002 NUM004 PUN002 SPL CAP".split())


@pytest.fixture
def broken_rule() -> Iterator[Rule]:
    load_rules()  # kept from the first call on

    @rule("ZZZ001", "broken", Severity.ERROR, bad=[Example("a")], good=[Example("b")], mqm="none")
    def check(rule: Rule, context: Context) -> Iterator[Finding]:
        yield rule.find("half done", Span(0, 1))
        raise ZeroDivisionError("on purpose")

    yield check
    del RULES["ZZZ001"]


def test_a_rule_that_raises_is_named_and_the_others_run(broken_rule: Rule) -> None:
    checker = Checker([broken_rule, load_rules()["NAM004"]])
    file = checker.check(parse("Near Idleb.\n", language="en"))
    assert [finding.code for finding in file.findings] == ["NAM004"]
    assert checker.broken == {"ZZZ001": "ZeroDivisionError: on purpose"}
    assert checker.check_row("row", "Near Alep.").findings
    assert "ZZZ001" not in checker.codes(has_source=False)


def test_a_code_is_given_once(broken_rule: Rule) -> None:
    with pytest.raises(ValueError, match="ZZZ001"):
        rule("ZZZ001", "again", Severity.NOTE, bad=[], good=[])(lambda rule, context: iter(()))


def test_rules_without_their_language_or_source_are_named() -> None:
    spanish = Checker(Selection(preview=True).chosen(), target_language="es", source_language="de")
    file = spanish.check(parse("El ejército entró en la la ciudad.\n", language="es"))
    assert [finding.code for finding in file.findings] == ["REP001"]
    assert any(reason.startswith("not known for a draft in 'es'") for reason in file.skipped)
    assert any(reason.startswith("needs the source") for reason in file.skipped)


@pytest.mark.parametrize(
    ("select", "ignore", "wanted", "unwanted"),
    [
        ("", "", "GLO001 NAM004", ""),
        ("NAM", "", "NAM003 NAM004", "GLO001"),
        ("NAM", "NAM004", "NAM003", "NAM004"),
        ("NAM004", "NAM", "NAM004", "NAM003"),
        ("ALL", "GLO", "NAM004", "GLO001"),
        ("", "NAM", "GLO001", "NAM004"),
        ("glo001,nam004", "", "GLO001 NAM004", "QUO001"),
    ],
)
def test_selection(select: str, ignore: str, wanted: str, unwanted: str) -> None:
    chosen = {rule.code for rule in Selection(parse_codes([select]), parse_codes([ignore])).chosen()}
    assert set(wanted.split()) <= chosen
    assert not set(unwanted.split()) & chosen


def test_rules_in_preview_are_asked_for() -> None:
    preview = [rule for rule in load_rules().values() if rule.preview]
    assert preview
    code = preview[0].code
    assert code not in {rule.code for rule in Selection().chosen()}
    assert code in {rule.code for rule in Selection(preview=True).chosen()}
    assert [rule.code for rule in Selection((code,)).chosen()] == [code]
    with pytest.raises(SettingsError, match="NAM004"):
        Selection(("NAM04",)).chosen()


def test_findings_are_sorted_and_never_doubled() -> None:
    checker = Checker(Selection(preview=True).chosen(), Lexicon())
    text = "Near Idleb , the the OSDH met. " * 20 + "\n\nPublicity\n\nThe OSDH met near Alep."
    found = checker.check(parse(text, language="en")).findings
    assert [f.span for f in found] == sorted(f.span for f in found)
    assert len({(f.code, f.span) for f in found}) == len(found)
    assert len({f.fingerprint for f in found}) == len(found)


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_checked(text: str) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")
    checker = Checker(Selection(DRAFT_ONLY, preview=True).chosen(), Lexicon())
    for source in (None, text[::-1]):
        for finding in checker.check_row("row", text, source).findings:
            assert finding.span.end <= len(text)
            assert all(edit.span.end <= len(text) for edit in finding.edits)
    assert checker.broken == {}
