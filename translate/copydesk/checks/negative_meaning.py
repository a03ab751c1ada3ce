"""Words that negate by their meaning (refuse, impossible), and what they match in the other language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from copydesk.checks.negation import WordList, english_words, french_words, load_negation, read_french
from copydesk.checks.reading import Reading, fold
from copydesk.checks.renderings import is_rendered, key_of
from copydesk.checks.tables import load_words


@dataclass(frozen=True, slots=True)
class Meaning:
    """Hold the words of one side that negate by their meaning.

    *signs* carry a negation in themselves (refuse), *made* are made with a prefix or suffix (impossible),
    *turned* is a turn of phrase that negates (has yet to), "" for none.
    """

    signs: tuple[str, ...]
    made: tuple[str, ...]
    turned: str = ""


def _mean_french(reading: Reading) -> Meaning:
    words, vocabulary = french_words(), reading.vocabulary
    return Meaning(tuple(filter(words.lexical.has, vocabulary)), tuple(filter(_is_made_french, vocabulary)))


def _mean_english(reading: Reading) -> Meaning:
    words, vocabulary = english_words(), reading.vocabulary
    turned = words.phrases.search(reading.text)
    return Meaning(
        tuple(filter(words.lexical.has, vocabulary)),
        tuple(filter(_is_made, vocabulary)),
        turned[0].lower() if turned else "",
    )


# incontrôlable, irréversible; none of these ends stands for anything else after such a prefix
_UNABLE = re.compile(r"(?!indispens|irritab)(?:in|im|ir|il)[^\W\d_]{3,}[aiu]bles?$")
_PREFIXES = ("in", "im", "ir", "il", "dé", "dés", "mal", "mé")
_BENT = (("euse", "eux"), ("ive", "if"), ("lle", "l"), ("e", ""), ("aux", "al"))


@lru_cache(8192)
def _is_made_french(word: str) -> bool:
    """Say whether a French word, in any of its forms, is made with a prefix that negates."""
    known = french_words().prefixed
    if word in known or _UNABLE.match(word):
        return True
    if not word.startswith(_PREFIXES):
        return False
    plain = word.removesuffix("s")
    forms = {plain, *(plain.removesuffix(end) + other for end, other in _BENT if plain.endswith(end))}
    return any(form in known or f"{form}s" in known for form in forms)


@lru_cache(8192)
def _is_made(word: str) -> bool:
    """Say whether an English word is made with a prefix or suffix that negates (unstructured, flightless)."""
    if word in english_words().prefixed:
        return True
    rest = word[2:] if word.startswith("un") else word[:-4] if word.endswith("less") else ""
    if len(rest) < 4 or word.startswith(("under", "union", "unit", "unif")):
        return False
    return rest in load_words("english_common") or rest in load_words("english_words")


@cache
def _accounts() -> tuple[tuple[WordList, WordList], ...]:
    """List which English words and which French ones account for each other."""
    return tuple(
        (WordList.parse(one), WordList.parse(other)) for one, other in load_negation()["accounted"].items()
    )


@lru_cache(4096)
def _partners(word: str, french: bool) -> tuple[WordList, ...]:
    """Give the lists of the other language that account for a word of one."""
    if french:
        return tuple(english for english, mine in _accounts() if mine.has(word))
    return tuple(other for english, other in _accounts() if english.has(word))


def _unaccounted(signs: tuple[str, ...], french: bool, other: frozenset[str]) -> bool:
    return any(not any(words.meets(other) for words in _partners(sign, french)) for sign in signs)


def count_made(reading: Reading) -> int:
    """Count the English words made with a prefix or suffix that negates: boundless, unconventional."""
    return len(_mean_english(reading).made)


_ROOT = 4
# these account for a turn of phrase such as rather than, out of, far from
_TURNING = frozenset(
    "plutôt loin lieu hors sort sorti sorties sortir sortie face comme avant près court".split()
)
_MAKING = frozenset("sans peu mal non sous trop".split())


def _more_made(mine: tuple[str, ...], theirs: tuple[str, ...], other: frozenset[str], spare: int) -> bool:
    """Say whether words such as impossible outnumber what may stand for them on the other side."""
    if not mine:
        return False
    roots = {fold(word)[:_ROOT] for word in other}
    alone = sum(fold(word)[:_ROOT] not in roots for word in mine)
    return alone > len(theirs) + spare


_MADE = re.compile(r"(?:un|in|im|ir|il|dis|non)(?=\w{4})|(?<=\w{4})less$")
# how many words after a negation may be what it negates
_REACH = 4


def _is_made_of_negated(made: tuple[str, ...], source: Reading) -> bool:
    """Say whether a word such as *unreasonable* stands for a negated French one (*pas raisonnable*)."""
    bases = frozenset(key_of(_MADE.sub("", word, count=1)) for word in made)
    return bool(bases) and any(
        is_rendered(word, bases)
        for place in read_french(source).hard
        for word in source.lowers[place.first + 1 : place.last + 1 + _REACH]
        if len(word) > 3
    )


def explains_loss(source: Reading, target: Reading, *, literally: bool = False) -> bool:
    """Say whether a word of the draft may stand for a French negation: fail, unable, unlikely, yet to.

    Where the draft renders *literally* what the French negates, a word such as *far* or *too* stands for
    something else.
    """
    words = english_words()
    if any(
        words.strong.has(word) and _unaccounted((word,), False, source.vocabulary)
        for word in target.vocabulary
    ):
        return True
    negated = read_french(source).hard
    if words.scarcely & target.vocabulary and any(place.word == "guère" for place in negated):
        return True
    mine, theirs = _mean_french(source), _mean_english(target)
    if theirs.turned and (theirs.turned == "yet to" or _TURNING.isdisjoint(source.vocabulary)):
        return True
    theirs_made = tuple(
        word
        for word in theirs.made
        if not _partners(word, False) or _unaccounted((word,), False, source.vocabulary)
    )
    if _is_made_of_negated(theirs_made, source):
        return True
    roots = {fold(word)[:_ROOT] for word in target.vocabulary}
    made = tuple(word for word in mine.made if fold(word)[:_ROOT] not in roots)
    signs = [word for word in mine.signs if _unaccounted((word,), True, target.vocabulary)]
    spare = len(signs) + len(_MAKING & source.vocabulary)
    if _more_made(theirs_made, made, source.vocabulary, spare):
        return True
    return not literally and _unaccounted(theirs.signs, False, source.vocabulary)


def explains_addition(source: Reading, target: Reading) -> bool:
    """Say whether a word of the source may be behind an English negation: ignorer, refuser, impossible."""
    mine, theirs = _mean_french(source), _mean_english(target)
    if _more_made(mine.made, theirs.made, target.vocabulary, len(theirs.signs)):
        return True
    return _unaccounted(mine.signs, True, target.vocabulary)
