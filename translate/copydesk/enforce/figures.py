"""Write figures that a model cannot read: amounts in short (250 M$, 3,5 Md€), and cells of numbers alone.

A model that has met few of them drops the sign or the scale, and a cell of a table has no words to translate.
Both follow rules, so a table a pair of languages has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from copydesk.enforce.candidate import Wording
from copydesk.text import Span

_SPACE = "[ \u00a0\u2009\u202f]"
_WHOLE = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+"
_AMOUNT = re.compile(
    rf"(?<![\w.,$€£])({_WHOLE})(?:,(\d{{1,3}}))?{_SPACE}?(M|Mds?|Mrds?|k|K)"
    rf"(?:{_SPACE}?(€|\$|£)|{_SPACE}(d'euros|de dollars|de livres))(?![\w€$£])"
)
_SCALES = {"m": "million", "md": "billion", "mds": "billion", "mrd": "billion", "mrds": "billion"}
_CURRENCIES = {"d'euros": "euros", "de dollars": "dollars", "de livres": "pounds"}
_FIGURE = re.compile(
    rf"(?<![\w.,:/])({_WHOLE})(?:,(\d+))?(?![\d:/]|[.,]\d)(?:({_SPACE}*%)|{_SPACE}?([€$£])(?!\d))?"
)


def find_amounts(text: str, source_language: str, target_language: str) -> Iterator[tuple[Span, str]]:
    """Yield the amounts in short in *text* and how they are written: 250 M$ is $250 million."""
    if (source_language.split("-")[0], target_language.split("-")[0]) != ("fr", "en"):
        return
    for found in _AMOUNT.finditer(text.replace("’", "'")):
        whole, decimals, scale, sign, words = found.groups()
        if scale.lower() == "k":
            number = f"{Decimal(_digits(whole, decimals)) * 1000:,.0f}"
        else:
            number = f"{_set(whole, decimals)} {_SCALES[scale.lower()]}"
        yield Span(*found.span()), f"{sign}{number}" if sign else f"{number} {_CURRENCIES[words]}"


def word_figures(text: str, source_language: str, target_language: str) -> Wording | None:
    """Return what to change in *text*, which has no words, or None where nothing is to be changed."""
    if (source_language.split("-")[0], target_language.split("-")[0]) != ("fr", "en"):
        return None
    edits = []
    for found in _FIGURE.finditer(text):
        whole, decimals, percent, sign = found.groups()
        right = (sign or "") + _set(whole, decimals) + ("%" if percent else "")
        if right != found.group():
            edits.append((Span(*found.span()), right))
    return tuple(edits) or None


def _digits(whole: str, decimals: str | None) -> str:
    return re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else "")


def _set(whole: str, decimals: str | None) -> str:
    """Set a number as English does; digits that stand together (a year, 1200) are left together."""
    return re.sub(r"\D", ",", whole) + (f".{decimals}" if decimals else "")
