"""Drafts with the exact findings and the exact text after the safe fixes, one file a behaviour.

A case has the sections ``# select CODES``, ``# draft``, ``# source`` (optional), ``# findings`` (lines
``line:column: CODE words``) and ``# fixed`` (optional). ``python tests/test_check_cases.py`` rewrites the
last two: read the difference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import Selection, parse_codes
from copydesk.checks.run import Checker
from copydesk.documents.formats import parse
from copydesk.fix import fix_draft
from copydesk.glossary.formats import load_glossaries
from copydesk.report.places import Places

CASES = sorted((Path(__file__).parent / "cases" / "check").glob("*.txt"))
_SECTIONS = ("select", "draft", "source", "findings", "fixed")


def read_case(path: Path) -> dict[str, str]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if line.startswith("# ") and words[1] in _SECTIONS:
            current = sections.setdefault(words[1], [])
            if words[1] == "select":
                current.append(" ".join(words[2:]))
        else:
            current.append(line)
    return {name: "\n".join(lines) + "\n" for name, lines in sections.items()}


def run_case(case: dict[str, str]) -> tuple[str, str]:
    house = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
    checker = Checker(Selection(parse_codes([case["select"]])).chosen(), Lexicon(house))
    draft = parse(case["draft"], language="en")
    source = parse(case["source"], language="fr") if "source" in case else None
    file = checker.check(draft, source)
    places = Places(draft.text)
    lines = []
    for finding in file.findings:
        line, column = places.of(finding.span.start)
        words = finding.span.of(draft.text).replace("\n", "\\n")
        lines.append(f"{line}:{column}: {finding.code} {words}\n")
    fixed, _, _ = fix_draft(draft, source, checker, found=file)
    assert not checker.broken
    return "".join(lines), fixed


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    findings, fixed = run_case(case)
    assert findings == case["findings"]
    if "fixed" in case:
        assert fixed == case["fixed"]


def rewrite(path: Path) -> None:
    case = read_case(path)
    case["findings"], case["fixed"] = run_case(case)
    parts = [f"# select {case['select']}"]
    parts += [f"# {name}\n{case[name]}" for name in _SECTIONS[1:] if name in case]
    path.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or CASES:
        rewrite(Path(chosen))
