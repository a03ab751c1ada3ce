"""Say where an English name takes the article, and settle "the" before a name put into a sentence."""

from __future__ import annotations

import re

from copydesk.languages import get_language
from copydesk.text import Span

_ALONE = frozenset(
    """
    bundestag bundesrat caribbean caucasus comoros donbas duma elysée élysée fed gulf hague kremlin knesset
    levant louvre maghreb maldives mashreq mediterranean netherlands pentagon philippines sahara sahel
    seychelles taliban vatican
    """.split()
)
# a name of several words takes the article when its head is one of these: the Arab League, the Gaza Strip
_HEADS = frozenset(
    """
    academy accord accords administration agency agreement alliance army assembly association authority
    bank brotherhood canal championship church coalition collective command commission committee community
    conference confederation congress constitution convention corporation corps council court crescent cross
    cup declaration delegation department desert directorate emirates empire federation forces foundation
    front fund games government group guard guards gulf heights horn house institute institution islands
    kingdom lakes league legion ministry mission movement nations observatory office order organisation
    organization palace panel parliament party peninsula police presidency prize programme project protocol
    rally region republic rights senate service states strait straits strip summit territories times treaty
    tribunal union university vests war world zone
    """.split()
)
_PAIRS = ("middle east", "far east", "near east", "red sea", "black sea", "west bank", "ivory coast")
_LINKS = re.compile(r"\s(?:of|for|in|on|against|from|to|and)\s")
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|this|that|these|those|my|your|his|her|its|our|their|no|any|each|every|some|all|both)"
    r"|['’]s|s['’])\s+$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([\w'’-]+)\s+$")
_NEXT_WORD = re.compile(r"[ \u00a0]([a-z][\w-]*)")
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)


def takes_the(name: str) -> bool:
    """Say whether *name* is written with "the" in running text: the Sahel, the World Bank; not Chad."""
    lower = name.lower()
    words = lower.split()
    if not words or words[0] == "the":
        return False
    if len(words) == 1:
        return words[0] in _ALONE
    if lower in _PAIRS:
        return lower != "ivory coast"
    head = _LINKS.split(lower)[0].split()[-1]
    return head in _HEADS or (head.endswith("sea") and len(words) > 1)


def settle_the(text: str, span: Span, name: str) -> tuple[Span, str]:
    """Give the stretch and the words for *name* at *span*, with the article that it takes or without.

    A name that is the first part of another ("the Chad basin", "European Union leaders") is left as it is.
    """
    if is_modifier(text, span.end):
        return span, name
    before = text[: span.start]
    if takes_the(name):
        return (span, f"the {name}") if lacks_determiner(before) else (span, name)
    if len(name.split()) == 1 and (article := _THE.search(before)):
        return Span(article.start(), span.end), name
    return span, name


def is_modifier(text: str, end: int) -> bool:
    """Say whether what stands before *end* belongs to a noun that follows it, or to a compound."""
    if text[end : end + 1] in ("-", "\u2010", "\u2011"):
        return True
    following = _NEXT_WORD.match(text, end)
    return following is not None and following[1] not in get_language("en").stop_words


def lacks_determiner(before: str) -> bool:
    """Say whether a noun phrase begins where *before* ends, without an article or its like."""
    if _DETERMINER.search(before) or before.endswith(("-", "\u2010", "\u2011")):
        return False
    last = _LAST_WORD.search(before)
    return last is None or last[1].lower() in get_language("en").stop_words
