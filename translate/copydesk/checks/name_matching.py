"""Whether a name of one language stands in a text of the other: tables first, then spelling.

French and English spell the same foreign name by different rules (Khrouchtchev, Khrushchev). Both spellings
are brought to one skeleton before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.reading import Reading, fold
from copydesk.checks.tables import load_words, read_table

_OPENING = re.compile(r"[.!?:\u2026\"(\[\u2013\u2014-]\s*$|[\"(\[]['\s]*$")
_CONNECTORS = frozenset("ben bin al el ibn von van der den da dos di abu abou ould mac".split())
_VOWELS = re.compile("[aeiou]")
_ROMAN = re.compile("[IVX]+(?:i?[eè]me|e|er)?$")
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


@cache
def _links() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Load the shipped links, and which of them name people (turc, turque)."""
    text = (files("copydesk.checks") / "data" / "name_links.tsv").read_text(encoding="utf-8")
    rows = [row for _, row in read_table(text, "name_links.tsv", ("fr", "en"), ("kind",))]
    links = {row["fr"]: frozenset(row["en"].split()) for row in rows}
    return links, frozenset(row["fr"] for row in rows if row["kind"] == "people")


@dataclass(eq=False)
class NameTable:
    """Map folded words of French names to the English words that may stand for them.

    *peoples* are the words that name people, or what is theirs, without a capital in French.
    """

    links: dict[str, frozenset[str]]
    peoples: frozenset[str]

    @classmethod
    def build(cls, lexicon: Lexicon) -> NameTable:
        """Join the shipped links with the acronyms, places and names of *lexicon* and its glossary."""
        shipped, peoples = _links()
        links = dict(shipped)
        for form in (*lexicon.acronyms, *lexicon.places, *lexicon.names, *lexicon.house_forms):
            words = [word for target in (form.en, *form.also) for word in _words(target)]
            english = {fold(word) for word in words if word[0].isupper()} or set(map(fold, words))
            for word in _words(form.fr):
                if word[0].isupper() and len(word) > 1:
                    folded = fold(word)
                    links[folded] = links.get(folded, frozenset()) | english
        return cls(links, peoples)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


@dataclass(frozen=True, slots=True)
class Name:
    """Hold a run of capitalised words; *strong* are those that are surely names."""

    first: int
    last: int
    words: tuple[str, ...]
    strong: tuple[str, ...]


def names_of(reading: Reading) -> tuple[Name, ...]:
    """Find the names of one side, read on the first call; words that merely open a sentence are left out."""
    known = reading.side.cache.get("names")
    if known is None:
        known = reading.side.cache["names"] = tuple(_find_names(reading))
    return known  # type: ignore[return-value]


def _find_names(reading: Reading) -> Iterable[Name]:
    words = reading.words
    capitals = [at for at, word in enumerate(words) if word[0].isupper()]
    if not capitals:
        return
    long = [word for word in words[1:] if len(word) > 3]
    if sum(word[0].isupper() for word in long) > max(1, 0.5 * len(long)):
        return  # a headline in title case, or a line in capitals
    french = reading.side.language.code == "fr"
    run: list[int] = []
    for at in [*capitals, len(words)]:
        if run and (at == len(words) or not _joined(reading, run[-1], at)):
            name = _name(reading, run, french)
            if name is not None:
                yield name
            run = []
        if at < len(words):
            run.append(at)


def _is_common(plain: str, lower: str, french: bool) -> bool:
    """Say whether no capital makes a name of a word; peoples are names in both languages."""
    if french:
        if plain in _links()[1]:
            return False
        return plain in load_words("french_small_words") or lower in load_words("french_words")
    if plain in load_words("english_small_words"):
        return True
    return lower in load_words("english_common") or lower in load_words("english_words")


def _joined(reading: Reading, before: int, after: int) -> bool:
    gap = reading.text[reading.ends[before] : reading.starts[after]]
    if after == before + 1:
        return gap in (" ", "-", "'")
    return after == before + 2 and reading.lowers[before + 1] in _CONNECTORS


def _name(reading: Reading, run: list[int], french: bool) -> Name | None:
    words = [reading.words[at] for at in run]
    folded = [fold(word) for word in words]
    opens = run[0] == 0 or (
        _OPENING.search(reading.text, 0, reading.starts[run[0]]) is not None
        and reading.lowers[run[0] - 1] not in _TITLES
    )
    strong = []
    for number, (word, plain) in enumerate(zip(words, folded, strict=True)):
        if len(word) < 3 or plain in _NEVER or _ROMAN.match(word):
            continue
        if _is_common(plain, reading.lowers[run[number]], french):
            continue
        if word.isupper() and len(word) < 6:
            continue  # acronyms are compared by their own table
        if number == 0 and opens and len(run) == 1:
            continue
        strong.append(plain)
    if not strong:
        return None
    return Name(run[0], run[-1], tuple(folded), tuple(strong))


_TITLES = frozenset(
    "m mm mme mmes mlle me mgr dr pr mr mrs ms messrs st sgt gen col lt capt prof rev sen gov".split()
)
# written with a capital in English, or in neither language a name that must be kept
_NEVER = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december english french mr mrs ms miss sir lord lady dr prof
    gen col rev hon senator sen rep gov internet web god afp reuters ap rfi dpa mps mp tv us uk eu un
    usa nazi nazis christmas easter janvier fevrier mars avril mai juin juillet aout septembre octobre
    novembre decembre monsieur madame messieurs mademoiselle maitre mme mlle mgr copyright getty twitter
    facebook online nov dec oct sept feb jan aug apr bce etat etats union unis unies nations etats-unis
    senat parlement premiere""".split()
)
