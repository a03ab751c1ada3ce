"""Write figures that a model cannot read: amounts in short (250 M$, 3,5 Md€), and cells that are one number.

A model that has met few of them drops the sign or the scale, and a cell of a table has no words to translate.
Both follow rules, so a table a pair of languages has them. What may be a telephone number, one end of a range
or an amount in a dollar that is not the American is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from copydesk.enforce.candidate import Wording
from copydesk.text import Span

_SPACE = "[ \u00a0\u2009\u202f]"
_WHOLE = rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+|\d+"
_AMOUNT = re.compile(
    rf"(?<![\w.,/+$€£-])(?<!\d{_SPACE})({_WHOLE})(?:,(\d{{1,3}}))?{_SPACE}?(M|Mds?|Mrds?|k|K)"
    rf"(?:{_SPACE}?(€|\$|£)|{_SPACE}(d'euros|de dollars))(?![\w€$£]|{_SPACE}?(?:/|US\b|USD|CAD|CA\b|AUD))"
)
# before the higher end of a range: 10 à 20 M€, 2,5-3 M€
_LOWER_END = re.compile(rf"\d{_SPACE}?(?:[-\u2013]|à|et|ou){_SPACE}?\Z")
_SCALES = {"m": "million", "md": "billion", "mds": "billion", "mrd": "billion", "mrds": "billion"}
_CURRENCIES = {"d'euros": "euros", "de dollars": "dollars"}
_NUMBER = rf"(?:[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+|\d+)(?:,\d{{1,2}})?"
_CELL = re.compile(
    rf"[\s(]*[-\u2212\u2013]?({_NUMBER})(?:{_SPACE}*(%)|{_SPACE}?([€$£]))?[\s)]*|\+{_SPACE}?(\d+(?:,\d+)?){_SPACE}?(%?)"
)


def find_amounts(text: str, source_language: str, target_language: str) -> Iterator[tuple[Span, str]]:
    """Yield the amounts in short in *text* and how they are written: 250 M$ is $250 million."""
    if not _knows(source_language, target_language):
        return
    for found in _AMOUNT.finditer(text.replace("\u2019", "'")):
        if _LOWER_END.search(text, max(0, found.start() - 6), found.start()):
            continue
        whole, decimals, scale, sign, words = found.groups()
        number = Decimal(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else ""))
        name = _SCALES.get(scale.lower(), "")
        if not name:
            written = f"{number * 1000:,.0f}"
        else:
            if name == "million" and number >= 1000:
                number, name = (number / 1000).normalize(), "billion"
            written = f"{number:,f} {name}"
        yield Span(*found.span()), f"{sign}{written}" if sign else f"{written} {_CURRENCIES[words]}"


def word_figures(text: str, source_language: str, target_language: str) -> Wording | None:
    """Return what to change in *text*, a line or cell, or None where it is not one number that changes."""
    found = _CELL.fullmatch(text) if _knows(source_language, target_language) else None
    if found is None:
        return None
    number, percent, sign, signed, signed_percent = found.groups()
    group = 1 if number else 4
    whole, _, decimals = (number or signed).partition(",")
    right = (sign or "") + re.sub(r"\D", ",", whole) + (f".{decimals}" if decimals else "")
    span = Span(
        found.start(group), found.end(3 if sign else 2 if percent else 5 if signed_percent else group)
    )
    right += percent or signed_percent or ""
    return ((span, right),) if right != span.of(text) else None


def _knows(source_language: str, target_language: str) -> bool:
    return (source_language.split("-")[0], target_language.split("-")[0]) == ("fr", "en")
