"""Which words of a sentence are names: those with a capital that no common word and no opening explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from copydesk.checks.name_matching import load_links
from copydesk.checks.reading import Reading, fold
from copydesk.checks.tables import load_words

_OPENING = re.compile(r"[.!?:\u2026\"(\[\u2013\u2014-]\s*$|[\"(\[]['\s]*$")
_CONNECTORS = frozenset("ben bin al el ibn von van der den da dos di abu abou ould mac".split())
_ROMAN = re.compile("[IVX]+(?:i?[eè]me|e|er|th|st|nd|rd)?$")
_TITLES = frozenset(
    "m mm mme mmes mlle me mgr dr pr mr mrs ms messrs st sgt gen col lt capt prof rev sen gov".split()
)
# written with a capital in English, or in neither language a name that must be kept
_NEVER = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
    saturdays sundays january february march april may june july august september october november december
    english french mr mrs ms miss sir lord lady dr prof gen col rev hon senator sen rep gov sgt capt internet
    web god afp reuters ap rfi dpa mps mp tv us uk eu un usa nazi nazis christmas easter janvier fevrier mars
    avril mai juin juillet aout septembre octobre novembre decembre monsieur madame messieurs mademoiselle
    maitre mme mlle melle mmes mgr dre pre vve copyright getty online nov dec oct sept feb jan
    aug apr bce etat etats union unis unies nations etats-unis senat parlement premiere celsius fahrenheit
    inc ltd llc plc corp gmbh snr jnr reps ing adm
    """.split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """Hold a run of capitalised words; *strong* are those that are surely names.

    *opens* says that the run opens a sentence, a quotation or a bracket.
    """

    first: int
    last: int
    words: tuple[str, ...]
    strong: tuple[str, ...]
    opens: bool = False


def is_acronym(word: str) -> bool:
    """Say whether *word* is an acronym, in the plural as well: ONU, SMEs."""
    return len(word) < 6 and (word.isupper() or (len(word) > 2 and word[-1] == "s" and word[:-1].isupper()))


def is_common(lower: str, *, french: bool) -> bool:
    """Say whether *lower* is a common word of French, or else of English."""
    return _is_common(fold(lower), lower, french)


@lru_cache(65536)
def _weigh(word: str, french: bool) -> tuple[str, bool]:
    """Fold a capitalised word and say whether it is surely a name."""
    plain = fold(word)
    if len(word) < 3 or plain in _NEVER or _ROMAN.match(word) or plain in load_words("foreign_nouns"):
        return plain, False
    if is_acronym(word):
        return plain, False  # acronyms are compared by their own table
    return plain, not _is_common(plain, word.lower(), french)


def _is_common(plain: str, lower: str, french: bool) -> bool:
    """Say whether no capital makes a name of a word; peoples are names in both languages."""
    if french:
        if plain in load_links()[1]:
            return False
        return (
            plain in load_words("french_small_words")
            or lower in load_words("french_words")
            or lower in load_words("french_words_rare")
            or plain in load_words("shared_words")
        )
    if plain in load_words("english_small_words"):
        return True
    return lower in load_words("english_common") or lower in load_words("english_words")


def strong_words(reading: Reading) -> frozenset[str]:
    """Give the words of one side, folded, that are names by their capital alone; cheaper than names_of."""
    known = reading.side.cache.get("strong words")
    if known is None:
        french = reading.side.language.code == "fr"
        weighed = [_weigh(word, french) for word in reading.words if word[0].isupper()]
        known = reading.side.cache["strong words"] = frozenset(plain for plain, strong in weighed if strong)
    return known  # type: ignore[return-value]


def names_of(reading: Reading) -> tuple[Name, ...]:
    """Find the names of one side, read on the first call; words that merely open a sentence are left out."""
    known = reading.side.cache.get("names")
    if known is None:
        known = reading.side.cache["names"] = tuple(_find_names(reading))
    return known  # type: ignore[return-value]


def _find_names(reading: Reading) -> Iterator[Name]:
    words = reading.words
    capitals = [at for at, word in enumerate(words) if word[0].isupper()]
    if not capitals:
        return
    long = [word for word in words[1:] if len(word) > 3 and fold(word) not in _NEVER]
    if sum(word[0].isupper() for word in long) > max(2, 0.5 * len(long)):
        return  # a headline in title case, or a line in capitals
    french = reading.side.language.code == "fr"
    if not french and len(long) < len(words) - 1 and _is_headline(reading, long):
        return
    run: list[int] = []
    for at in [*capitals, len(words)]:
        if run and (at == len(words) or not _joined(reading, run[-1], at)):
            name = _name(reading, run, french)
            if name is not None:
                yield name
            run = []
        if at < len(words):
            run.append(at)


def _is_headline(reading: Reading, long: list[str]) -> bool:
    """Say whether a line without an end mark has capitals in title case: Multispeed Europe Is Coming."""
    return bool(long) and all(word[0].isupper() for word in long) and reading.text.rstrip()[-1].isalnum()


def _joined(reading: Reading, before: int, after: int) -> bool:
    gap = reading.text[reading.ends[before] : reading.starts[after]]
    if after == before + 1:
        return gap in (" ", "-", "'") or (gap == ". " and len(reading.words[before]) == 1 and before > 0)
    return after == before + 2 and reading.lowers[before + 1] in _CONNECTORS


def _name(reading: Reading, run: list[int], french: bool) -> Name | None:
    weighed = [_weigh(reading.words[at], french) for at in run]
    opens = run[0] == 0 or (
        _OPENING.search(reading.text, 0, reading.starts[run[0]]) is not None
        and reading.lowers[run[0] - 1] not in _TITLES
    )
    if opens and len(run) == 1 and not (french and weighed[0][0] in load_links()[0]):
        return None
    strong = tuple(plain for plain, is_name in weighed if is_name)
    if not strong:
        return None
    return Name(run[0], run[-1], tuple(plain for plain, _ in weighed), strong, opens)
