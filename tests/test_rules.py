"""Every rule runs its own examples; every row of the word lists runs its own."""

from __future__ import annotations

import pytest

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import load_rules
from copydesk.checks.rule import Example, Rule
from copydesk.checks.run import Checker
from copydesk.checks.tables import FORM_TABLES, Form, load_forms
from copydesk.documents.formats import parse
from copydesk.findings import Finding
from copydesk.glossary.formats import load_glossaries

_RULES = list(load_rules().values())
_CODES = {"acronyms": "GLO004", "places": "NAM004", "names": "NAM003"}
_FORMS = [form for table in FORM_TABLES for form in load_forms(table)]
_HOUSE = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
_LEXICON = Lexicon(_HOUSE)
_BARE = Lexicon()


def find_as_document(rule: Rule, example: Example, lexicon: Lexicon = _LEXICON) -> list[Finding]:
    checker = Checker([rule], lexicon)
    source = parse(example.source, language="fr", name="source") if example.source else None
    found = list(checker.check(parse(example.target, language="en"), source).findings)
    assert not checker.broken
    return found


def find_as_row(rule: Rule, example: Example, lexicon: Lexicon = _LEXICON) -> list[Finding]:
    checker = Checker([rule], lexicon)
    found = list(checker.check_row("row", example.target, example.source).findings)
    assert not checker.broken
    return found


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{kind}{number}")
        for rule in _RULES
        for number, example in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_bad_example_fires(rule: Rule, example: Example) -> None:
    found = find_as_document(rule, example) or find_as_row(rule, example)
    assert {finding.code for finding in found} == {rule.code}


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_good_example_is_left_alone(rule: Rule, example: Example) -> None:
    assert find_as_document(rule, example) == []
    assert find_as_row(rule, example) == []


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.code)
def test_rule_has_examples_page_and_type(rule: Rule) -> None:
    assert rule.bad
    assert rule.good
    assert len(rule.page.strip()) > 60, "the docstring is the rule's page"
    assert rule.name
    assert "\n" not in rule.name
    assert rule.mqm
    assert len(rule.code) == 6
    assert rule.code[:3].isalpha()
    assert rule.code[3:].isdigit()


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.code)
def test_findings_of_examples_are_well_formed(rule: Rule) -> None:
    for example in rule.bad:
        for finding in find_as_document(rule, example) + find_as_row(rule, example):
            assert finding.span.end <= len(example.target)
            assert finding.message
            assert "\n" not in finding.message
            assert len(finding.fingerprint) == 16
            if finding.source_span is not None:
                assert example.source is not None
                assert finding.source_span.end <= len(example.source)
            for edit in finding.edits:
                assert edit.span.end <= len(example.target)


@pytest.mark.parametrize("form", [form for form in _FORMS if form.bad], ids=lambda form: form.where)
def test_bad_row_fires(form: Form) -> None:
    source = form.fr if form.ambiguous else None
    found = find_as_row(load_rules()[_CODES[form.table]], Example(form.bad, source), _BARE)
    assert any(finding.span.of(form.bad).endswith(form.fr[-3:]) for finding in found), form.bad


@pytest.mark.parametrize("form", [form for form in _FORMS if form.good], ids=lambda form: form.where)
def test_good_row_is_left_alone(form: Form) -> None:
    source = form.fr if form.ambiguous else None
    found = find_as_row(load_rules()[_CODES[form.table]], Example(form.good, source), _BARE)
    assert found == [], form.good


def test_every_row_has_both_examples() -> None:
    assert [form.where for form in _FORMS if not (form.bad and form.good)] == []
