"""Encoding residue: characters that were decoded wrongly, entities, invisible characters."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Edit, Finding, Severity
from copydesk.text import Span

# UTF-8 read as cp1252 or Latin-1: a lead byte as a capital with a mark, then continuation bytes
_CONTINUATION = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_MOJIBAKE = re.compile(
    rf"(?:\u00e2{_CONTINUATION}{{2}}|[\u00c2-\u00df]{_CONTINUATION}|\u00f0{_CONTINUATION}{{3}})+"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,9}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u0001-\u0008\u000b\u000e-\u001f\u007f]+")
# cp1252 read as Latin-1: quotation marks and dashes become control characters
_CONTROL = re.compile("[\u0080-\u009f]+")
_LOST = re.compile("\ufffd+")
_NAMES = {
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
}


@rule(
    "ENC001",
    "encoding residue",
    Severity.WARNING,
    whole=True,
    mqm="linguistic conventions/encoding",
    languages=("",),
    source_languages=("",),
    bad=[
        Example("The caf\u00c3\u00a9 on the square was shut."),
        Example("Bread &amp; butter cost more than last year."),
        Example("The mini\u00adstry said no."),
    ],
    good=[Example("The caf\u00e9 on the square was shut; AT&T and R&D went on, \u00c2ge d'or or not.")],
)
def check_encoding(rule: Rule, context: Context) -> Iterator[Finding]:
    """Bytes were read in the wrong encoding, an HTML entity was left, or an invisible character stands.

    The fix puts back the characters that were meant; a replacement character (\ufffd) has lost them for good.
    """
    text = context.draft.text
    if "&" in text:
        for match in _ENTITY.finditer(text):
            plain = html.unescape(match[0])
            if plain != match[0]:
                yield rule.find(
                    f"HTML entity {shown(match[0])}: write {shown(plain)}",
                    Span(*match.span()),
                    replacement=" " if plain == "\u00a0" else plain,
                    safe=True,
                )
    if text.isascii() and text.isprintable():
        return
    for match in _MOJIBAKE.finditer(text):
        meant = _repair(match[0])
        if meant is not None:
            yield rule.find(
                f"{shown(match[0])} was read in the wrong encoding: write {shown(meant)}",
                Span(*match.span()),
                replacement=meant,
                safe=True,
            )
    for match in _CONTROL.finditer(text):
        meant = _repair_control(match[0])
        yield rule.find(
            f"control character U+{ord(match[0][0]):04X} was read in the wrong encoding"
            + (f": write {meant}" if meant else ""),
            Span(*match.span()),
            edits=(Edit(Span(*match.span()), meant, rule.code),) if meant else (),
            safe=True,
        )
    for match in _INVISIBLE.finditer(text):
        first = match[0][0]
        yield rule.find(
            f"invisible {_NAMES.get(first, 'control character')} (U+{ord(first):04X}): take it out",
            Span(*match.span()),
            replacement="",
            safe=first in _NAMES,
        )
    for match in _LOST.finditer(text):
        yield rule.find("a character was lost here (U+FFFD): see the original", Span(*match.span()))


def _repair_control(words: str) -> str:
    try:
        return words.encode("latin-1").decode("cp1252")
    except UnicodeError:
        return ""


def _repair(words: str) -> str | None:
    """Give the characters that were meant, or None where the words are right as they are."""
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = words.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if meant != words:
            return meant
    return None
