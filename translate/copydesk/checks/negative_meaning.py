"""Words that negate by their meaning (refuse, impossible), and what they match in the other language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from copydesk.checks.negation import WordList, english_words, french_words, load_negation, read_french
from copydesk.checks.reading import Reading, fold
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
    return Meaning(tuple(filter(words.lexical.has, vocabulary)), tuple(words.prefixed & vocabulary))


def _mean_english(reading: Reading) -> Meaning:
    words, vocabulary = english_words(), reading.vocabulary
    turned = words.phrases.search(reading.text)
    return Meaning(
        tuple(filter(words.lexical.has, vocabulary)),
        tuple(filter(_is_made, vocabulary)),
        turned[0].lower() if turned else "",
    )


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


def explains_loss(source: Reading, target: Reading) -> bool:
    """Say whether a word of the draft may stand for a French negation: fail, unable, unlikely, yet to."""
    words = english_words()
    if words.strong.meets(target.vocabulary):
        return True
    negated = read_french(source).hard
    if words.scarcely & target.vocabulary and any(place.word == "guère" for place in negated):
        return True
    mine, theirs = _mean_french(source), _mean_english(target)
    if theirs.turned and (theirs.turned == "yet to" or _TURNING.isdisjoint(source.vocabulary)):
        return True
    spare = len(mine.signs) + len(_MAKING & source.vocabulary)
    if _more_made(theirs.made, mine.made, source.vocabulary, spare):
        return True
    return _unaccounted(theirs.signs, False, source.vocabulary)


def explains_addition(source: Reading, target: Reading) -> bool:
    """Say whether a word of the source may be behind an English negation: ignorer, refuser, impossible."""
    mine, theirs = _mean_french(source), _mean_english(target)
    if _more_made(mine.made, theirs.made, target.vocabulary, len(theirs.signs)):
        return True
    return _unaccounted(mine.signs, True, target.vocabulary)
