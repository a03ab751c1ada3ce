"""Guess the language of a text from its most frequent words."""

from __future__ import annotations

import re

from copydesk.languages import get_language

# fewer words than this say nothing
FEWEST_WORDS = 8
# the share of stop words that running text has, and how far ahead of the rival it must be
SHARE = 0.2
LEAD = 2.0

_WORD = re.compile(r"[^\W\d_]+")


def guess_other(text: str, codes: tuple[str, str], *, at_most: int = 2000) -> str:
    """Return which language besides *codes* a text is in that is in neither of them, or "".

    The languages are those of ``copydesk.languages``; *codes* must be among them, else nothing is guessed.
    """
    import pkgutil

    from copydesk import languages

    names = [module.name for module in pkgutil.iter_modules(languages.__path__) if module.name != "language"]
    known = [code for code in names if get_language(code).stop_words]
    if not set(codes) <= set(known):
        return ""
    for code in known:
        pairs = [(code, rival) for rival in known if rival != code and code not in codes]
        if pairs and all(guess_between(text, pair, at_most=at_most) == code for pair in pairs):
            return code
    return ""


def guess_between(text: str, codes: tuple[str, str], *, at_most: int = 2000) -> str:
    """Return which of two languages *text* is in, or "" when it does not say.

    Stop words are counted in the first *at_most* words. Both languages must be known, else nothing is
    guessed.
    """
    stop_words = [get_language(code).stop_words for code in codes]
    if not all(stop_words):
        return ""
    words = []
    for match in _WORD.finditer(text):
        words.append(match.group().lower())
        if len(words) == at_most:
            break
    if len(words) < FEWEST_WORDS:
        return ""
    shares = [sum(word in known for word in words) / len(words) for known in stop_words]
    best = shares.index(max(shares))
    if shares[best] < SHARE or shares[best] < LEAD * shares[1 - best]:
        return ""
    return codes[best]
