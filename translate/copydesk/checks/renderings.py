"""Whether a French word has its rendering in the English: evidence that a sentence follows its source."""

from __future__ import annotations

from functools import cache

from copydesk.checks.negation import Place
from copydesk.checks.reading import Reading, fold
from copydesk.resources import files

_LETTERS = 5
# how many words after a negation belong to what it negates
_AFTER = 4


def key_of(word: str) -> str:
    """Cut a lower-case English word to what the table holds: five letters, or a short word without its s."""
    if len(word) > _LETTERS:
        return word[:_LETTERS]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


@cache
def load_renderings() -> dict[str, frozenset[str]]:
    """Load the table: French words and the keys of the English words that stand for them."""
    text = (files("copydesk.checks") / "data" / "renderings.txt").read_text(encoding="utf-8")
    rows = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return {word: frozenset(keys.split()) for word, _, keys in rows}


def keys_of(reading: Reading) -> frozenset[str]:
    """Give the keys of the words of an English sentence, worked out on the first call."""
    known = reading.side.cache.get("keys")
    if isinstance(known, frozenset):
        return known
    made = frozenset(map(key_of, reading.vocabulary))
    reading.side.cache["keys"] = made
    return made


def is_rendered(word: str, keys: frozenset[str]) -> bool | None:
    """Say whether the lower-case French *word* has a rendering among *keys*; None for a word nobody knows."""
    if key_of(fold(word)) in keys and len(word) >= _LETTERS:
        return True
    renderings = load_renderings().get(word)
    return None if renderings is None else not renderings.isdisjoint(keys)


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(key for keys in load_renderings().values() for key in keys)


def _possible_keys(reading: Reading) -> frozenset[str]:
    """Give the keys of every English word that may stand for a word of a French sentence."""
    known = reading.side.cache.get("possible keys")
    if isinstance(known, frozenset):
        return known
    table = load_renderings()
    made = {key_of(fold(word)) for word in reading.vocabulary if len(word) >= _LETTERS}
    made.update(*(table[word] for word in reading.vocabulary if word in table))
    keys = reading.side.cache["possible keys"] = frozenset(made)
    return keys


def weigh_english(target: Reading, place: Place, source: Reading) -> tuple[int, int]:
    """Count the words at and after an English negation that stand for a French word, and the others."""
    possible, known = _possible_keys(source), _known_keys()
    words = target.lowers[place.last + 1 : place.last + 1 + _AFTER]
    keys = [key_of(word) for word in words if len(word) > 3 and word.isalpha()]
    found = sum(key in possible for key in keys)
    return found, sum(key in known and key not in possible for key in keys)


def stands_before(source: Reading, first: int, last: int, target: Reading, at: int) -> bool:
    """Say whether the French words from *first* to *last* are rendered before a place of the English only."""
    table = load_renderings()
    keys = [key_of(word) for word in target.lowers]
    found: list[int] = []
    for word in source.lowers[first:last]:
        wanted = table.get(word, frozenset()) if len(word) > 3 else frozenset()
        same = {key_of(fold(word))} if len(word) >= _LETTERS else set()
        found.extend(number for number, key in enumerate(keys) if key in wanted or key in same)
    return bool(found) and max(found) < at


def weigh_place(source: Reading, place: Place, target: Reading) -> tuple[int, int]:
    """Count the words at and after a French negation that the English renders, and those that it does not.

    Many with and none without: the English follows the French there. None with: it says it in another way.
    """
    keys = keys_of(target)
    words = source.lowers[place.first : place.last + 1 + _AFTER]
    known = [is_rendered(word, keys) for word in words if len(word) > 3]
    return known.count(True), known.count(False)
