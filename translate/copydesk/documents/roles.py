"""Tell the parts of a news page in plain text: headline, standfirst, byline, caption, crosshead, ..."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.documents.furniture import mark_furniture
from copydesk.languages import get_language
from copydesk.text import Inline, Role, Span

_FINAL_STOP = re.compile(r"""[.。؟…][\s"'»”’)\]]*\Z""")
_RUNS_ON = re.compile(r"[,;:،؛][\s]*\Z")
_QUOTED = re.compile(r"""\A(?:«[^«»]*»|“[^“”]*”|"[^"]*")[.,]?\Z""")
# the agencies and the marks by which a picture is credited
_CREDIT = re.compile(
    r"""(?:©|\(c\)\s|(?:AFP|REUTERS|Reuters|AP|EPA|ANP|DPA|Getty|RFI|SIPA|ANSA|EFE|TASS|Anadolu|MAXPPP)
    (?:\s+(?:Photo|Images))?(?:\s*[/-]\s*[^.]{2,60})?[.)]*\Z
    |(?:REUTERS|AFP|AP|EPA)\s*/\s*\S[^.]{1,60}\Z
    |\b(?:Photo|Crédit|Credit|Foto)s?\s*:\s*[^.]{2,60}\Z)""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"""[.!?][\s»”"')]*\s(?=\S)""")
_BYLINE = re.compile(
    r"""\A(?:(?:Texte|Text|Article|Propos\ recueillis)\s+(?:par|by)\b
    |(?:Par|By|Por|Von|Di|بقلم)\s*:?\s+(?:notre\ |our\ |nos\ )?[A-ZÀ-ÖØ-Þ]
    |(?:De\ notre|De\ nos|From\ our|De\ nuestro|Del\ nostro|Von\ unserem)\ )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold one block of plain text before its role is known; *marker* is its bullet, "" for none."""

    span: Span
    text: str
    bullet: bool = False
    marker: str = ""


def assign_roles(passages: Sequence[Passage], language: str = "") -> list[Role]:
    """Give each passage its role, in order; the rules look at form and place, not at meaning."""
    furniture = mark_furniture(
        [passage.text for passage in passages], [passage.bullet for passage in passages]
    )
    roles = [
        Role.FURNITURE if marked else Role.LIST if passage.bullet else Role.PARAGRAPH
        for passage, marked in zip(passages, furniture, strict=True)
    ]
    body = [index for index, role in enumerate(roles) if role is not Role.FURNITURE]
    if len(body) < 2:
        return roles
    first = passages[body[0]]
    headed = not first.bullet and is_headline(first.text)
    if headed:
        roles[body[0]] = Role.HEADLINE
    standfirst_due = headed and len(body) > 3
    for place, index in enumerate(body):
        text = " ".join(passages[index].text.split())
        if roles[index] is not Role.PARAGRAPH:
            standfirst_due = standfirst_due and roles[index] is not Role.LIST
            continue
        if is_byline(text):
            roles[index] = Role.BYLINE
        elif is_dateline(text, language):
            roles[index] = Role.DATELINE
        elif is_caption(text):
            roles[index] = Role.CAPTION
        elif 0 < place < len(body) - 1 and is_crosshead(text) and (place > 1 or not headed):
            roles[index] = Role.CROSSHEAD
            standfirst_due = False
        elif _QUOTED.match(text):
            roles[index] = Role.QUOTE
            standfirst_due = False
        elif standfirst_due:
            roles[index] = Role.STANDFIRST if len(text.split()) <= 80 else Role.PARAGRAPH
            standfirst_due = False
    return roles


def is_headline(text: str) -> bool:
    """Say whether *text* may be a headline: short, one line, without a final stop."""
    return (
        len(text) <= 200
        and len(text.split()) <= 30
        and "\n" not in text
        and not _FINAL_STOP.search(text)
        and not _RUNS_ON.search(text)
    )


def is_crosshead(text: str) -> bool:
    """Say whether *text* may be a crosshead: a short line without a final stop."""
    return (
        len(text) <= 100
        and len(text.split()) <= 15
        and text[:1].upper() == text[:1]
        and text[:1] not in "–—"  # direct speech
        and not _FINAL_STOP.search(text)
        and not _RUNS_ON.search(text)
    )


def is_caption(text: str) -> bool:
    """Say whether *text* is a picture caption: it ends in a credit."""
    return len(text.split()) <= 70 and bool(_CREDIT.search(text))


def credit_of(text: str) -> Span | None:
    """Find the picture credit at the end of a caption: names and agencies, which are never translated."""
    signed = text.rfind("©")
    if signed >= 0:
        return Span(signed, len(text))
    if not is_caption(text):
        return None
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if ends and len(text[ends[-1] :].split()) <= 8:
        return Span(ends[-1], len(text))
    match = _CREDIT.search(text)
    return Span(match.start(), len(text)) if match else None


def mark_credit(role: Role, text: str, start: int, inlines: tuple[Inline, ...] = ()) -> tuple[Inline, ...]:
    """Add to the inlines of a caption one without markup that keeps its credit as it is.

    *start* is the offset of *text*, in which the spans of *inlines* count. A credit that is marked up
    already is left alone.
    """
    credit = credit_of(text) if role is Role.CAPTION else None
    if credit is None or any(inline.span.overlaps(credit.shift(start)) for inline in inlines):
        return inlines
    return (*inlines, Inline(credit.shift(start), "", (("translate", "no"),)))


def is_byline(text: str) -> bool:
    """Say whether *text* names its author (``Par Anne Morel``, ``Texte par : ...``) and little else."""
    return len(text.split()) <= 15 and bool(_BYLINE.match(text)) and not _FINAL_STOP.search(text)


def is_dateline(text: str, language: str) -> bool:
    """Say whether *text* is a place and a date, or a date, alone on its line."""
    words = re.findall(r"\w+", text)
    if not 2 <= len(words) <= 9 or not any(word.isdecimal() for word in words):
        return False
    known = get_language(language) if language else None
    months = {month.casefold() for month in known.months} if known else set()
    weekdays = {day.casefold() for day in known.weekdays} if known else set()
    rest = [
        w
        for w in words
        if not w[0].isdecimal() and w.casefold() not in months | weekdays | {"le", "de", "am"}
    ]
    return (
        any(word.casefold() in months for word in words)
        and len(rest) <= 4
        and all(w[0].isupper() for w in rest)
    )
