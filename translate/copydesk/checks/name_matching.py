"""Whether a name of one language stands in a text of the other: tables first, then spelling.

French and English spell the same foreign name by different rules (Khrouchtchev, Khrushchev). Both spellings
are brought to one skeleton before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.reading import fold
from copydesk.checks.tables import read_table
from copydesk.resources import files

_VOWELS = re.compile("[aeiou]")
_SPELLINGS = (
    (re.compile("ts?ch|tch|sch|ch|sh"), "s"),
    (re.compile("dj|dzh|zh|j"), "j"),
    (re.compile("ou|oo|w"), "u"),
    (re.compile("gu(?=[ei])|gh"), "g"),
    (re.compile("kh|qu|ck|q|c"), "k"),
    (re.compile("ph"), "f"),
    (re.compile("z"), "s"),
    (re.compile("th|dh"), "t"),
    (re.compile("[yj]"), "i"),
    (re.compile("ae|ai|ei|ee"), "e"),
    (re.compile("v"), "f"),
    (re.compile("h"), ""),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile("(?:ine|in)$"), "in"),
    (re.compile("(?:es|s|e|i)$"), ""),
)


@lru_cache(16384)
def skeleton(word: str) -> str:
    """Reduce a folded name to what both languages spell alike: ``khrouchtchev`` and ``khrushchev``."""
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


@cache
def _similarity() -> Callable[[str, str], float]:
    """Load the edit distance only when a name has to be looked for by its spelling."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity


def alike(one: str, other: str) -> bool:
    """Say whether two folded words may be the same name (Syrie, Syrian; Poutine, Putin)."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) <= 3:
        if len(shorter) == len(longer) == 3 and skeleton(one) == skeleton(other):
            return True
        return len(shorter) == 3 and longer.startswith(shorter) and len(longer) <= 5
    common = 0
    for first, second in zip(shorter, longer, strict=False):
        if first != second:
            break
        common += 1
    if common >= 4 and common >= len(shorter) - 3 and common >= 0.5 * len(longer):
        return True
    mine, theirs = skeleton(one), skeleton(other)
    if mine == theirs:
        return True
    if min(len(mine), len(theirs)) < 3:
        return False
    if _similarity()(mine, theirs) >= 0.7:
        return True
    bare = _VOWELS.sub("", mine)
    return len(bare) >= 3 and mine[0] == theirs[0] and bare == _VOWELS.sub("", theirs)


def resembling(one: str, other: str) -> bool:
    """Say whether two folded words are surely the same name: a stricter ``alike``."""
    if min(len(one), len(other)) < 4:
        return one == other
    if one[:4] == other[:4] and _similarity()(one, other) >= 0.6:
        return True
    return _similarity()(skeleton(one), skeleton(other)) >= 0.75


def same_spelling(one: str, other: str) -> bool:
    """Say whether two folded words share most letters: one name, spelt in two ways or misspelt."""
    return _similarity()(one, other) >= 0.6 or (
        min(len(one), len(other)) > 3 and (one in other or other in one)
    )


@cache
def load_links() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Load the shipped links, and which of them name people (turc, turque)."""
    text = (files("copydesk.checks") / "data" / "name_links.tsv").read_text(encoding="utf-8")
    rows = [row for _, row in read_table(text, "name_links.tsv", ("fr", "en"), ("kind",))]
    links = {row["fr"]: frozenset(row["en"].split()) for row in rows}
    return links, frozenset(row["fr"] for row in rows if row["kind"] == "people")


@cache
def load_offices() -> dict[str, frozenset[str]]:
    """Load the words for institutions, offices and regions with the English words that render them."""
    text = (files("copydesk.checks") / "data" / "name_offices.tsv").read_text(encoding="utf-8")
    rows = read_table(text, "name_offices.tsv", ("fr", "en"))
    return {row["fr"]: frozenset(row["en"].split()) for _, row in rows}


@dataclass(eq=False)
class NameTable:
    """Map folded words of French names to the English words that may stand for them.

    *peoples* are the words that name people, or what is theirs, without a capital in French; *targets* are
    all the English words.
    """

    links: dict[str, frozenset[str]]
    peoples: frozenset[str]
    targets: frozenset[str]

    @classmethod
    def build(cls, lexicon: Lexicon) -> NameTable:
        """Join the shipped links with the acronyms, places and names of *lexicon* and its glossary."""
        shipped, peoples = load_links()
        links = dict(shipped)
        for form in (*lexicon.acronyms, *lexicon.places, *lexicon.names, *lexicon.house_forms):
            words = [word for target in (form.en, *form.also) for word in _words(target)]
            english = {fold(word) for word in words if word[0].isupper()} or set(map(fold, words))
            for word in _words(form.fr):
                if word[0].isupper() and len(word) > 1:
                    folded = fold(word)
                    links[folded] = links.get(folded, frozenset()) | english
        return cls(links, peoples, frozenset().union(*links.values()))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
