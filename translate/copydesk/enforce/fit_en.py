"""Fit a term into an English sentence: number, possessive, article, capital, neighbours."""

from __future__ import annotations

import re

from copydesk.enforce.article_en import lacks_determiner, settle_the, takes_the
from copydesk.glossary.inflect_en import indefinite_article, is_plural, pluralise
from copydesk.glossary.match import Match
from copydesk.glossary.model import Case, Kind, Term
from copydesk.languages import get_language
from copydesk.text import Span

_ARTICLE_BEFORE = re.compile(r"\b(an?)(\s+)$", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"('s|’s|s'|s’)$")
_WORD = re.compile(r"[\w'’-]+")


def fit_term(text: str, span: Span, match: Match, source: str, headline: bool) -> tuple[Span, str]:
    """Return the stretch of *text* to replace so that *match*'s target stands at *span*, and the words.

    The stretch may be wider than *span*: a neighbour that the term repeats ("Security | Security Council")
    and an article that no longer agrees (a/an, doubled "the") are taken in; it is narrower where small words
    at its edges belong to the sentence ("the Turks", not "Turks"). The number follows the words of *source*;
    the possessive is kept; the case follows the place in the sentence.
    """
    term = match.term
    seen = match.span.of(source)
    span = _narrow(text, span, term)
    old = span.of(text)
    words = term.target
    if term.kind in (Kind.NOUN, Kind.PHRASE) and _asks_plural(match, seen) and not is_plural(words):
        words = pluralise(words)
    if (possessive := _POSSESSIVE.search(old)) and possessive[1][0] != "s" and not _POSSESSIVE.search(words):
        words += "'" + ("" if words.endswith("s") else "s")
    if term.kind is Kind.NAME and not headline and not words.lower().startswith("the "):
        span, words = settle_the(text, span, words)
    words = _follow_case(
        words, old, match, seen, at_start=_starts_sentence(text, span.start), headline=headline
    )
    span = _take_neighbours(text, span, words)
    return _mend_article(text, span, words)


def spell_out(text: str, span: Span, words: str) -> tuple[Span, str]:
    """Return the stretch to replace so that a name is spelt out as *words* at *span*, and the words."""
    before = text[: span.start]
    if takes_the(words.partition(" (")[0]) and lacks_determiner(before):
        words = f"the {words}"
    if _starts_sentence(text, span.start):
        words = words[:1].upper() + words[1:]
    return _mend_article(text, span, words)


def _narrow(text: str, span: Span, term: Term) -> Span:
    """Leave small words at the edges of a stretch to the sentence, unless the term has them itself."""
    own = {word.lower() for word in _WORD.findall(term.target)}
    # a country has no article, and the words that a draft has for one often do: the Syrian, the Ligue
    bare = term.kind is Kind.NAME and len(own) == 1 and not is_plural(term.target)
    words = list(_WORD.finditer(text, span.start, span.end))
    first, last = 0, len(words)
    while last - first > 1 and _is_small(words[first][0], own, articles=not bare):
        first += 1
    while last - first > 1 and _is_small(words[last - 1][0], own):
        last -= 1
    if (first, last) == (0, len(words)):
        return span
    start = words[first].start() if first else span.start
    return Span(start, words[last - 1].end() if last < len(words) else span.end)


def _is_small(word: str, own: set[str], *, articles: bool = True) -> bool:
    english = get_language("en")
    lower = word.lower()
    return lower not in own and (
        (articles and lower in english.articles) or lower in english.stop_words - english.articles
    )


def _asks_plural(match: Match, seen: str) -> bool:
    # The French form decides: an English plural that is replaced may belong to a neighbouring word. A form
    # that the glossary lists itself ("arrêtés") is taken as it stands.
    return match.inflected and seen.lower().endswith(("s", "x")) and not match.form.endswith(("s", "x"))


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘«([")
    return not before or before[-1] in ".!?…:"


def _follow_case(words: str, old: str, match: Match, seen: str, *, at_start: bool, headline: bool) -> str:
    term = match.term
    if term.kind in (Kind.ACRONYM, Kind.KEEP):
        return words
    letters = [character for character in seen if character.isalpha()]
    shouted = len(letters) > 3 and all(character.isupper() for character in letters)
    if shouted and term.case is not Case.EXACT:
        return words.upper()
    if at_start and words[:1].islower() and (old[:1].isupper() or not old):
        return words[:1].upper() + words[1:]
    if headline and term.case is Case.FOLLOW and old.istitle() and " " in old:
        return words.title()
    return words


def _take_neighbours(text: str, span: Span, words: str) -> Span:
    parts = words.lower().split()
    start, end = span.start, span.end
    before = list(_WORD.finditer(text, 0, start))
    after = list(_WORD.finditer(text, end))
    # the longest run of the term's first words that already stands right before the stretch
    for size in range(len(parts) - 1, 0, -1):
        if [w[0].lower() for w in before[-size:]] == parts[:size] and len(before) >= size:
            gap = text[before[-1].end() : start]
            if not gap.strip():
                start = before[-size].start()
            break
    for size in range(len(parts) - 1, 0, -1):
        if [w[0].lower() for w in after[:size]] == parts[-size:] and len(after) >= size:
            if not text[end : after[0].start()].strip():
                end = after[size - 1].end()
            break
    return Span(start, end)


def _mend_article(text: str, span: Span, words: str) -> tuple[Span, str]:
    before = text[: span.start]
    if (doubled := _THE_BEFORE.search(before)) and words.lower().startswith("the "):
        kept = doubled[0].strip()
        words = kept + words[3:]
        return Span(doubled.start(), span.end), words
    if article := _ARTICLE_BEFORE.search(before):
        right = indefinite_article(words)
        if is_plural(words.split()[-1]) and not is_plural(_last_word(span.of(text))):
            return span, words
        if right.lower() != article[1].lower():
            if article[1][0].isupper():
                right = right.capitalize()
            return Span(article.start(1), span.end), right + article[2] + words
    return span, words


def _last_word(text: str) -> str:
    found = _WORD.findall(text)
    return found[-1] if found else ""
