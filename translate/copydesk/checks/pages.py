"""Write a rule's page from its docstring and examples: ``python -m copydesk.checks.pages docs/rules``."""

from __future__ import annotations

import inspect
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.checks.registry import load_rules
from copydesk.checks.rule import Example, Rule
from copydesk.resources import files

FAMILIES = {
    "GLO": "Terms",
    "NUM": "Numbers",
    "DAT": "Dates and times",
    "NEG": "Negation",
    "MOD": "Allegation",
    "NAM": "Names",
    "PFX": "Prefixes",
    "FFR": "False friends",
    "PRO": "Reference",
    "OMI": "Omission and addition",
    "REP": "Repetition",
    "UNT": "French left standing",
    "BOI": "Page furniture",
    "QUO": "Quotation",
    "PUN": "Punctuation",
    "TYP": "Spaces",
    "CAP": "Capitals",
    "SPL": "Spelling",
    "ENC": "Encoding",
    "CRI": "The model as critic",
    "IGN": "Ignores",
}


def describe(rule: Rule) -> dict[str, Any]:
    """Give a rule as plain data, for ``explain --format json``."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": FAMILIES.get(rule.code[:3], rule.code[:3]),
        "severity": rule.severity.value,
        "needs_source": rule.needs_source,
        "preview": rule.preview,
        "mqm": rule.mqm,
        "languages": [language or "any" for language in rule.languages],
        "source_languages": [language or "any" for language in rule.source_languages],
        "page": inspect.cleandoc(rule.page),
        "bad": [_plain(example) for example in rule.bad],
        "good": [_plain(example) for example in rule.good],
        "rates": measured_rates().get(rule.code),
    }


def render(rule: Rule) -> str:
    """Return the page of *rule* in Markdown."""
    lines = [f"# {rule.code}: {rule.name}", "", inspect.cleandoc(rule.page), "", _facts(rule), ""]
    for title, examples in (("Reported", rule.bad), ("Not reported", rule.good)):
        lines += [f"## {title}", ""]
        for example in examples:
            lines += ["```text"]
            lines += [f"source: {_block(example.source)}"] if example.source is not None else []
            lines += [f"draft:  {_block(example.target)}", "```", ""]
    return "\n".join(lines)


def render_index() -> str:
    """Return the table of all rules in Markdown."""
    lines = [
        "# Rules",
        "",
        "Generated from the code by `python -m copydesk.checks.pages docs/rules`. A rule in preview runs",
        "with `--preview` or when it is selected by its full code.",
        "",
        "| code | name | severity | needs the source | rate on edited news |",
        "|---|---|---|---|---|",
    ]
    for rule in load_rules().values():
        severity = f"{rule.severity.value} (preview)" if rule.preview else rule.severity.value
        needs = "yes" if rule.needs_source else "no"
        lines.append(
            f"| [{rule.code}]({rule.code}.md) | {rule.name} | {severity} | {needs} | {_share(rule)} |"
        )
    return "\n".join([*lines, ""])


@cache
def measured_rates() -> dict[str, dict[str, Any]]:
    """Return what ``copydesk rates`` measured on edited news, by code; empty when nothing was stored."""
    resource = files("copydesk.checks") / "data" / "rates.json"
    if not resource.is_file():
        return {}
    rates: dict[str, dict[str, Any]] = json.loads(resource.read_text(encoding="utf-8"))["rules"]
    return rates


def _share(rule: Rule) -> str:
    rates = measured_rates().get(rule.code)
    return f"{100 * rates['share']:.2f} %" if rates else "not measured"


def _facts(rule: Rule) -> str:
    facts = [f"Severity: {rule.severity.value}."]
    if rule.preview:
        facts.append("In preview: runs with `--preview` only.")
    facts.append("Needs the source." if rule.needs_source else "Works on the draft alone.")
    rates = measured_rates().get(rule.code)
    if rates:
        facts.append(
            f"Reports {rates['rows_flagged']} of {rates['rows']} rows of edited news ({_share(rule)})."
        )
    facts.append(f"MQM: {rule.mqm}.")
    return " ".join(facts)


def _plain(example: Example) -> dict[str, str | None]:
    return {"source": example.source, "target": example.target}


def _block(text: str) -> str:
    return text.replace("\n", "\n        ").replace("\n        \n", "\n\n")


def write_pages(folder: Path) -> None:
    """Write one page a rule and the index into *folder*; pages of rules that are gone are taken out."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = load_rules()
    for page in folder.glob("*.md"):
        if page.stem not in rules and page.name != "index.md":
            page.unlink()
    for rule in rules.values():
        (folder / f"{rule.code}.md").write_text(render(rule), encoding="utf-8")
    (folder / "index.md").write_text(render_index(), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
