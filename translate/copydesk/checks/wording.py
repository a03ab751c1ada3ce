"""Put a right form in the place of a wrong one: the article before it, and how a message shows words."""

from __future__ import annotations

import re

from copydesk.findings import Edit
from copydesk.text import Span

_ARTICLE = re.compile(r"\b([Aa]n?|AN)( )$")


def replace_words(text: str, span: Span, replacement: str, why: str = "") -> Edit:
    """Make the edit that puts *replacement* at *span*, with an indefinite article before it mended.

    At the start of a sentence, or in a stretch of capitals, the replacement follows the case.
    """
    old = span.of(text)
    if len(old) > 3 and old.isupper() and not replacement.isupper() and _shouting(text, span):
        replacement = replacement.upper()
    if old[:1].isupper() and replacement[:1].islower() and starts_sentence(text, span.start):
        replacement = replacement[:1].upper() + replacement[1:]
    before = text[max(0, span.start - 4) : span.start]
    found = _ARTICLE.search(before)
    if found:
        from copydesk.glossary.inflect_en import indefinite_article

        right = indefinite_article(replacement)
        if found[1].lower() != right:
            article = right.capitalize() if found[1][0].isupper() else right
            return Edit(Span(span.start - len(found[0]), span.end), f"{article} {replacement}", why)
    return Edit(span, replacement, why)


def starts_sentence(text: str, at: int) -> bool:
    """Say whether nothing but marks stands between *at* and the sentence end or line end before it."""
    before = text[max(0, at - 200) : at].rstrip(" \"'‘“«([")
    return not before or before[-1] in ".!?…:\n"


def _shouting(text: str, span: Span) -> bool:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)]
    letters = [character for character in line if character.isalpha()]
    return sum(map(str.isupper, letters)) > 0.8 * len(letters)


def clip(words: str, limit: int = 60) -> str:
    """Give *words* on one line, cut in the middle, between words, when they are long."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    half = limit // 2
    head, tail = line[:half], line[-half:]
    # a word longer than half of the limit is cut all the same
    if line[half] != " " and " " in head:
        head = head.rpartition(" ")[0]
    if line[-half - 1] != " " and " " in tail:
        tail = tail.partition(" ")[2]
    return f"{head.rstrip()} … {tail.lstrip()}"


def shown(words: str, limit: int = 60) -> str:
    """Give *words* on one line, in quotation marks, cut in the middle when they are long."""
    line = clip(words, limit)
    mark = "'" if '"' in line else '"'
    return f"{mark}{line}{mark}"
