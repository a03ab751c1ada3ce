"""Figures in French dress: decimal comma, spaced thousands, spaced percent, currency behind the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span

_NARROW = "\u00a0\u2009\u202f"
_DIGIT = re.compile(r"\d")
_DECIMAL = re.compile(
    r"(?<![\w.,:/$-])(\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})*),(\d{1,2})(?![\d,:/]|\.\d|st\b|nd\b|rd\b|th\b)"
)
_THOUSANDS = re.compile(rf"(?<![\w.,:/+-])(\d{{1,3}}(?:[ {_NARROW}]\d{{3}})+)(?![\w/:-]|[.,]\d)")
_DOTTED = re.compile(
    r"(?<![\w.,:/+-])[1-9]\d{0,2}(?:\.\d{3})+(?![\w/:-]|[.,]\d| ?(?:[mb]n|[bt]r?illion|million)\b)"
)
_PERCENT = re.compile(rf"(?<=\d)([ {_NARROW}]+)%")
_CURRENCY = re.compile(rf"(?<![\w.,$€£])(\d[\d,.]*)[ {_NARROW}]?([€£])(?!\d)")
# after a decimal: what it measures, or the rest of a list of whole numbers
_MEASURED = re.compile(
    rf"[ {_NARROW}-]?(?:%|‰|°|€|\$|£|(?:per ?cent|percentage|million|billion|trillion|point|euro|dollar|"
    r"km|kilo|met(?:re|er)|m\b|cm\b|hectare|tonne|ton|degree|kg|lit(?:re|er)|mile|hour|year|times|franc|"
    r"barrel)\w*)",
)
_LISTED = re.compile(r"(?:,| (?:and|or|&)) \d{1,3}\b(?![.,%]\d)")
# before a group of digits: the first number belongs to this word, not to the group
_OWN_NUMBER = re.compile(
    r"(?:\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|page|group|room|route|highway|flight|article|section|phase|"
    r"chapter|tel|phone|call|fax|no|number|top|Boeing|Airbus|resolution)s?\.?|[+(]\d+\)?|\d)\s*$",
    re.IGNORECASE,
)


@rule(
    "NUM004",
    "French figure format",
    Severity.WARNING,
    whole=True,
    mqm="locale conventions/number format",
    bad=[
        Example("Prices rose by 3,5% in a year."),
        Example("More than 900 000 civilians have fled."),
        Example("It cost 50 € a head."),
        Example("A crowd of 15.000 came.", "Une foule de 15 000 personnes est venue."),
    ],
    good=[
        Example("Prices rose by 3.5% in a year; more than 900,000 civilians have fled, at €50 a head."),
        Example("Worth 1.047 billion euros.", "D'une valeur de 1 047 millions d'euros."),
        Example("It lasted 15.125 seconds.", "Cela a duré 15,125 secondes."),
        Example("On 12 May 300 people met; call 01 42 300 400 or +33 142 300 400."),
    ],
)
def check_figure_format(rule: Rule, context: Context) -> Iterator[Finding]:
    """A figure is set as French sets it: 3,5 for 3.5, 900 000 for 900,000, 5 % for 5%, 50 € for €50.

    With the source, 900.000 is found as well where the French has that many thousands.

    The spaced percent sign is a note. Two numbers that merely stand side by side are told apart by the word
    before them; where only plain spaces part the groups, the fix is safe when there is no such doubt.
    """
    text = context.draft.text
    if not _DIGIT.search(text):
        return
    if "," in text:
        yield from _find_decimals(rule, text)
    if context.pairs and "." in text:
        yield from _find_dotted(rule, context)
    for match in _THOUSANDS.finditer(text):
        narrow = any(space in match[1] for space in _NARROW)
        if not narrow and _OWN_NUMBER.search(text, max(0, match.start() - 16), match.start()):
            continue
        if match[1].startswith("0"):
            continue
        right = re.sub(r"\D", ",", match[1])
        yield rule.find(
            f"French thousands {shown(match[1])}: write {shown(right)}",
            Span(*match.span(1)),
            replacement=right,
            safe=True,
        )
    if "%" in text:
        for match in _PERCENT.finditer(text):
            yield rule.find(
                'space before "%": close it up',
                Span(*match.span()),
                replacement="%",
                safe=True,
                severity=Severity.NOTE,
            )
    if "€" in text or "£" in text:
        for match in _CURRENCY.finditer(text):
            right = match[2] + match[1].rstrip(".,")
            yield rule.find(
                f"{shown(match[0])}: write {shown(right)}",
                Span(match.start(), match.end()),
                replacement=right,
                safe=True,
            )


def _find_dotted(rule: Rule, context: Context) -> Iterator[Finding]:
    """Find thousands set with a point; only the source tells 15.000 from fifteen."""
    text = context.draft.text
    for pair in context.pairs:
        if pair.target is None or pair.source is None or not _DOTTED.search(pair.target.text):
            continue
        joined = re.sub(rf"(?<=\d)[ .{_NARROW}](?=\d{{3}}(?!\d))", "", pair.source.text)
        amounts = set(re.findall(r"(?<![\d,.])\d{4,}(?![,.]?\d)", joined))
        for match in _DOTTED.finditer(text, pair.target.span.start, pair.target.span.end):
            if match[0].replace(".", "") in amounts:
                right = match[0].replace(".", ",")
                yield rule.find(
                    f"thousands with a point in {shown(match[0])}: write {shown(right)}",
                    Span(*match.span()),
                    replacement=right,
                    safe=True,
                )


def _find_decimals(rule: Rule, text: str) -> Iterator[Finding]:
    for match in _DECIMAL.finditer(text):
        before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 1]
        if before.endswith(", ") and before[:1].isdigit():
            continue
        if after == ")" and text[match.start() - 1 : match.start()] == "(":
            continue
        if _LISTED.match(text, match.end()) or _OWN_NUMBER.search(
            text, max(0, match.start() - 16), match.start()
        ):
            continue
        right = re.sub(r"[ \u00a0\u2009\u202f]", ",", match[1]) + "." + match[2]
        measured = _MEASURED.match(text, match.end()) is not None or match[1].startswith("0")
        yield rule.find(
            f"French decimal comma in {shown(match[0])}: write {shown(right)}",
            Span(*match.span()),
            replacement=right,
            safe=measured,
        )
