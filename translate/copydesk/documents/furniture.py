"""Tell page furniture (adverts, share and newsletter prompts, related headlines) from an article's text.

The lines are data: ``checks/data/boilerplate.tsv`` with the columns lang, line, match and note. *match* says
how a line of text is held against a row: ``exact`` (the whole line), ``prefix`` (the beginning of a short
line) or ``pattern`` (a regular expression over the whole line, in any case). A note "opens the related ..."
says that titles of other articles stand below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from copydesk.checks.tables import read_table
from copydesk.errors import InputError
from copydesk.normalise import normalise
from copydesk.resources import files
from copydesk.text import Document, Role, Segment

# a prompt may run on for a sentence, but it is never a paragraph
_LONGEST_LINE = 30
_LONGEST_TAG = 5
# a shorter beginning than this is also that of ordinary sentences ("Read more books, the minister said.")
_TELLING_PREFIX = 18
# how the list says that titles of other articles stand below a line
_OPENS_TITLES = re.compile(r"opens the (?:related|latest|list of)")
_EDGES = " \t:.…>»›→▶|-–—•·*"
# the text of a button image or an icon: google-play-badge_FR, logo.svg
_IMAGE_NAME = re.compile(r"[\w-]+(?:_[A-Z]{2}|\.(?:png|jpe?g|svg|gif|webp))")
_FINAL_STOP = re.compile(r"""[.!?…。؟][\s"'»”’)\]]*\Z""")


@dataclass(frozen=True, slots=True)
class FurnitureLine:
    """Hold one row of the list."""

    language: str
    line: str
    match: str = "exact"
    note: str = ""


class Boilerplate:
    """Match lines against the rows of a list."""

    def __init__(self, rows: Sequence[FurnitureLine]) -> None:
        self.exact: dict[str, list[FurnitureLine]] = {}
        self.prefixes: dict[str, list[tuple[str, FurnitureLine]]] = {}
        self.patterns: list[tuple[re.Pattern[str], FurnitureLine]] = []
        for row in rows:
            folded = fold(row.line)
            if row.match == "pattern":
                self.patterns.append((re.compile(row.line, re.IGNORECASE), row))
            elif row.match == "prefix":
                self.prefixes.setdefault(_first_word(folded), []).append((folded, row))
            else:
                self.exact.setdefault(folded, []).append(row)

    def find(self, line: str, language: str = "") -> FurnitureLine | None:
        """Return the row that *line* matches, of *language* or (by default) of any."""
        plain = " ".join(normalise(line[:2000]).text.split())
        folded = fold(plain)
        if not folded or len(folded.split()) > _LONGEST_LINE:
            return None
        for row in self.exact.get(folded, ()):
            if _speaks(row, language):
                return row
        ended = _FINAL_STOP.search(plain)
        for prefix, row in self.prefixes.get(_first_word(folded), ()):
            following = folded[len(prefix) : len(prefix) + 1]
            if ended and len(prefix) < _TELLING_PREFIX:
                continue
            if folded.startswith(prefix) and not following.isalnum() and _speaks(row, language):
                return row
        for pattern, row in self.patterns:
            if _speaks(row, language) and pattern.fullmatch(plain):
                return row
        return None


def read_rows(text: str, where: str) -> list[FurnitureLine]:
    """Read the rows of a list; raise InputError naming the row that cannot be used."""
    rows: list[FurnitureLine] = []
    for place, row in read_table(text, where, ("lang", "line", "match"), ("note", "bad", "good")):
        if row["match"] not in ("exact", "prefix", "pattern"):
            raise InputError(
                f"unknown match '{row['match']}'", where=place, remedy="write exact, prefix or pattern"
            )
        if row["match"] == "pattern":
            try:
                re.compile(row["line"], re.IGNORECASE)  # as it is used, so that it is compiled once
            except re.error as error:
                raise InputError(f"not a regular expression: {error}", where=place) from None
        rows.append(FurnitureLine(row["lang"], row["line"], row["match"], row["note"]))
    return rows


def fold(line: str) -> str:
    """Bring a line into the form in which lines are compared: case, quotes, spaces, marks at the edges."""
    return " ".join(normalise(line).text.casefold().split()).strip(_EDGES)


@cache
def boilerplate() -> Boilerplate:
    """Return the shipped list, read once."""
    table = files("copydesk.checks") / "data" / "boilerplate.tsv"
    return Boilerplate(read_rows(table.read_text(encoding="utf-8"), table.name) if table.is_file() else [])


def classify(text: str, language: str = "") -> bool:
    """Say whether the one line *text* is page furniture in *language* (default: in any language)."""
    line = text.strip()
    return bool(_IMAGE_NAME.fullmatch(line)) or boilerplate().find(line, language) is not None


def mark_furniture(texts: Sequence[str], bullets: Sequence[bool]) -> list[bool]:
    """Say of each block of a page whether it is furniture, by its own words and by its place.

    *texts* are the blocks in order, *bullets* says which are list items. After a line such as "On the same
    subject" the titles that follow belong to it; a list of a few short words beside furniture at the foot
    of the page is its tags.
    """
    marks = [classify(text) for text in texts]
    following_titles = False
    for index, text in enumerate(texts):
        if marks[index]:
            row = boilerplate().find(text)
            if row is not None and row.match == "exact" and _OPENS_TITLES.search(row.note):
                following_titles = True
        elif following_titles:
            if _is_title(text):
                marks[index] = True
            else:
                following_titles = False
    _mark_tags(texts, bullets, marks)
    return marks


def find_furniture(document: Document) -> list[Segment]:
    """List the segments of *document*, in order, that are page furniture by their words or their place.

    Works on the source's page and on a draft alike, whatever roles the reader gave.
    """
    texts = [document.words_of(segment) for segment in document.segments]
    bullets = [segment.role is Role.LIST or _has_bullet(document, segment) for segment in document.segments]
    found = mark_furniture(texts, bullets)
    return [segment for segment, mark in zip(document.segments, found, strict=True) if mark]


def _has_bullet(document: Document, segment: Segment) -> bool:
    start = segment.span.start
    before = document.text[max(0, start - 8) : start].rstrip(" \t")[-1:]
    return bool(before and before in "•▪◦‣●-*") or document.text[start] in "•▪◦‣●"


def _mark_tags(texts: Sequence[str], bullets: Sequence[bool], marks: list[bool]) -> None:
    """Mark a run of short list items that touches furniture and has no paragraph after it."""
    index = len(texts) - 1
    while index >= 0:
        if marks[index]:
            index -= 1
            continue
        if not bullets[index]:
            return
        first = index
        while first > 0 and bullets[first - 1] and not marks[first - 1]:
            first -= 1
        run = range(first, index + 1)
        short = all(len(texts[i].split()) <= _LONGEST_TAG and not _FINAL_STOP.search(texts[i]) for i in run)
        touches = (first > 0 and marks[first - 1]) or (index + 1 < len(texts) and marks[index + 1])
        announced = first > 0 and not marks[first - 1] and texts[first - 1].rstrip().endswith(":")
        if not (short and touches) or announced:
            return
        for i in run:
            marks[i] = True
        index = first - 1


def _is_title(text: str) -> bool:
    return len(text.split()) <= 25 and not _FINAL_STOP.search(text.rstrip("!?"))


def _speaks(row: FurnitureLine, language: str) -> bool:
    return not language or not row.language or row.language == language.split("-")[0]


def _first_word(folded: str) -> str:
    return folded.split(" ", 1)[0].rstrip(":,.")
