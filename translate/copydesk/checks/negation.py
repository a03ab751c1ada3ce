"""Where a sentence negates: hard negations, restrictions (ne ... que), and words that negate by meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from copydesk.checks.reading import Reading
from copydesk.resources import files

_AHEAD = 9
_BEHIND = 12
_CLAUSE_END = re.compile(r"[.;:!?\u2026]")


@dataclass(frozen=True, slots=True)
class Place:
    """Mark the first and the last token of a negation; *word* is the one that negates."""

    first: int
    last: int
    word: str


@dataclass(frozen=True, slots=True)
class Polarity:
    """Hold what negates in one side.

    *hard* are negations that the other side must have as well, *only* the restrictions (ne ... que). *loose*
    counts the further negative words. *soft* are French negations in a turn of phrase or a question, which
    English may say without one; *joined* counts the hard ones that go on from the one before (ne ... pas et
    ne ... pas).
    """

    hard: tuple[Place, ...]
    only: tuple[Place, ...]
    loose: int
    soft: tuple[Place, ...] = ()
    joined: int = 0


@dataclass(frozen=True, slots=True)
class WordList:
    """Hold words and stems (``fail*``) to look up in a vocabulary."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def parse(cls, *texts: str) -> WordList:
        """Read words parted by white space; a trailing star stands for any ending."""
        words = " ".join(texts).split()
        return cls(
            frozenset(word for word in words if not word.endswith("*")),
            tuple(word[:-1] for word in words if word.endswith("*")),
        )

    def has(self, word: str) -> bool:
        """Say whether *word* is one of the words, or has one of the stems."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = word in self.exact or word.startswith(self.stems)
        return known

    def meets(self, vocabulary: frozenset[str]) -> bool:
        """Say whether one of the words is in *vocabulary*."""
        if not self.exact.isdisjoint(vocabulary):
            return True
        return bool(self.stems) and any(map(self.has, vocabulary))


@dataclass(frozen=True, slots=True)
class _French:
    negators: frozenset[str]
    bare: frozenset[str]
    loose: frozenset[str]
    lexical: WordList
    prefixed: frozenset[str]
    idioms: re.Pattern[str]
    settled: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _English:
    hard: frozenset[str]
    lexical: WordList
    prefixed: frozenset[str]
    stopping: WordList
    strong: WordList
    scarcely: frozenset[str]
    phrases: re.Pattern[str]
    idioms: re.Pattern[str]


@cache
def load_negation() -> dict[str, dict[str, str]]:
    import tomllib

    text = (files("copydesk.checks") / "data" / "negation.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def french_words() -> _French:
    table = load_negation()["fr"]
    return _French(
        frozenset(table["negators"].split()),
        frozenset(table["bare"].split()),
        frozenset(table["loose"].split()),
        WordList.parse(table["lexical"]),
        frozenset(table["prefixed"].split()),
        *(
            re.compile("|".join(line for line in table[name].splitlines() if line))
            for name in ("idioms", "settled")
        ),
    )


@cache
def english_words() -> _English:
    table = load_negation()["en"]
    return _English(
        frozenset(table["hard"].split()),
        WordList.parse(table["lexical"]),
        frozenset(table["prefixed"].split()),
        WordList.parse(table["stopping"]),
        WordList.parse(table["strong"]),
        frozenset(table["scarcely"].split()),
        re.compile(rf"\b(?:{table['phrases']})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{table['idioms'].replace(chr(10), '')})", re.IGNORECASE),
    )


def read_french(reading: Reading) -> Polarity:
    """Find what negates in a French sentence, worked out on the first call."""
    known = reading.side.cache.get("polarity")
    if isinstance(known, Polarity):
        return known
    words = french_words()
    vocabulary = reading.vocabulary
    hard: list[Place] = []
    only: list[Place] = []
    soft: list[Place] = []
    if "ne" in vocabulary or "n" in vocabulary:
        for at, word in enumerate(reading.lowers):
            if word == "ne" or (word == "n" and reading.text[reading.ends[at] : reading.ends[at] + 1] == "'"):
                _read_ne(reading, at, words, hard, only, soft)
    loose = 0
    if not words.loose.isdisjoint(vocabulary):
        taken = {at for place in hard for at in (place.first, place.last)}
        loose = sum(word in words.loose and at not in taken for at, word in enumerate(reading.lowers))
    joined = sum(_goes_on(reading, one, other) for one, other in pairwise(hard))
    made = Polarity(tuple(hard), tuple(only), loose, tuple(soft), joined)
    reading.side.cache["polarity"] = made
    return made


_JOINING = frozenset("et ou ni mais".split())


def _goes_on(reading: Reading, one: Place, other: Place) -> bool:
    """Say whether a negation goes on from the one before, so that English may negate both in one."""
    lowers = reading.lowers
    if not _JOINING.isdisjoint(lowers[max(one.last, other.first - 3) : other.first]) or other.word == "ni":
        return True
    if reading.text[reading.ends[other.first - 1] : reading.starts[other.first]] == ", ":
        return True  # ne volent pas, ne mendient pas
    # ne demande pas de mot de passe, ne demande pas d'argent
    return lowers[one.first + 1 : one.last] == lowers[other.first + 1 : other.last] != []


def _read_ne(
    reading: Reading, at: int, words: _French, hard: list[Place], only: list[Place], soft: list[Place]
) -> None:
    """Find what belongs to the ``ne`` at a token; an expletive one (avant qu'il ne) belongs to nothing."""
    lowers = reading.lowers
    if lowers[at + 1 : at + 2] == ["importe"]:
        return
    before = lowers[max(0, at - 25) : at]
    until = "tant" in before or any(
        one == "sans" and other in ("que", "qu") for one, other in pairwise(before[-6:])
    )
    compared = ("que" in before[-4:] or "qu" in before[-4:]) and not _COMPARING.isdisjoint(before[-9:])
    compared = compared or "avant" in before[-14:]
    subject = before[-1:] and before[-1] in _SUBJECT_NEGATORS and _ARTICLES.isdisjoint(before[-2:-1])
    if subject and not (until or compared) and _same_clause(reading, at - 1, at):
        tail = reading.text[reading.starts[at - 1] : reading.ends[at] + 25].lower()
        if not words.settled.search(tail):
            hard.append(Place(at - 1, at, before[-1]))  # personne n'a le droit de dire ce que ...
        return
    for ahead in range(at + 1, min(len(lowers), at + _AHEAD)):
        if not _same_clause(reading, ahead - 1, ahead):
            break
        word = lowers[ahead]
        if word in ("que", "qu") and ahead > at + 1:
            if any(behind in words.negators for behind in lowers[max(0, at - 3) : at]):
                break  # jamais ils ne pourraient penser que
            tail = reading.text[reading.starts[at] : reading.ends[ahead] + 25].lower()
            if not _compares(lowers, at, ahead) and not words.settled.search(tail):
                only.append(Place(at, ahead, "que"))
            return
        if word in words.negators:
            if lowers[ahead - 1] in _ARTICLES and word in ("point", "personne", "plus"):
                continue
            if compared and (word == "jamais" or (word == "plus" and "," in _between(reading, at, ahead))):
                return
            if word in ("guère", "jamais", "rien") and lowers[ahead + 1 : ahead + 2] in (["que"], ["qu"]):
                return
            tail = reading.text[reading.starts[at] : reading.ends[ahead] + 25].lower()
            settled = words.settled.search(tail)
            if word == "plus" and _que_follows(reading, ahead):
                if not settled:
                    only.append(Place(at, ahead, "plus que"))
                return
            if not until and not settled:
                easy = words.idioms.search(tail) or _asks(reading, at, ahead)
                (soft if easy else hard).append(Place(at, ahead, word))
            return
    for behind in range(at - 1, max(-1, at - _BEHIND), -1):
        if not _same_clause(reading, behind, behind + 1):
            break
        word = lowers[behind]
        if (
            word in words.negators
            and word not in ("pas", "plus", "point", "guère")
            and not (until or compared)
        ):
            if word == "personne" and behind and lowers[behind - 1] in _ARTICLES:
                continue
            if not any(place.first == behind for place in hard):  # personne ne voit ni n'entend
                hard.append(Place(behind, at, word))
            return
    if compared or not _FEARING.isdisjoint(before[-8:]):
        return
    if lowers[at + 1 : at + 2] and lowers[at + 1] in words.bare:
        hard.append(Place(at, at + 1, "ne"))
    elif lowers[at + 1 : at + 2] and lowers[at + 1] in _HAVING and lowers[at + 2 : at + 3] in _MANAGED:
        hard.append(Place(at, at + 2, "ne"))  # n'a pu entrer


# craindre qu'il ne puisse, de peur que, éviter que, à moins que
_FEARING = frozenset(
    """craint craignent craignait craignaient craindre craignant crainte craintes peur évite évitent éviter
    évitait empêche empêchent empêcher moins""".split()
)
_HAVING = frozenset("a ont avait avaient ait aient aurait auraient ai avons avez".split())
_MANAGED = (["pu"], ["su"], ["osé"])


_SUBJECT_NEGATORS = frozenset("personne rien aucun aucune nul nulle".split())
_SUBJECTS = frozenset("il elle ils elles on nous vous ce".split())


def _asks(reading: Reading, at: int, last: int) -> bool:
    """Say whether a negation asks for assent: ne devrait-il pas ...?"""
    return "?" in reading.text and any(
        reading.lowers[ahead] in _SUBJECTS and reading.glued(ahead) for ahead in range(at + 1, last)
    )


_ARTICLES = frozenset("un une le la les ce cette chaque toute de en au à".split())


def _same_clause(reading: Reading, before: int, after: int) -> bool:
    return not _CLAUSE_END.search(reading.text, reading.ends[before], reading.starts[after])


def _que_follows(reading: Reading, at: int) -> bool:
    """Say whether ``que`` follows soon: ne plus rouler que le soir is a restriction or a comparison."""
    for ahead in range(at + 1, min(len(reading.lowers), at + 6)):
        if not _same_clause(reading, ahead - 1, ahead):
            return False
        if reading.lowers[ahead] in ("que", "qu"):
            return reading.lowers[ahead - 1] not in _JOINED_TO_QUE
    return False


# depuis que, parce que: these are no ne ... que
_JOINED_TO_QUE = frozenset(
    "depuis parce alors tandis pendant dès après avant pour sans bien afin lors".split()
)


def _between(reading: Reading, first: int, last: int) -> str:
    return reading.text[reading.ends[first] : reading.starts[last]]


_COMPARING = frozenset(
    "plus moins autre autres mieux pire aussi tant si tel telle autrement davantage avant sans".split()
)
_SAYING = frozenset(
    """pense pensent pensais pensait penser crois croit croient croyait croire dit disent dire doute
    doutent savais savait sait savent croyais voudrais voudrait veut veulent faut faudrait fallait
    importe empêche semble parce dis afin ainsi""".split()
)


def _compares(lowers: list[str], at: int, que: int) -> bool:
    """Tell ``ne ... que`` from a comparison (plus grand que ne le dit) and from a clause after a verb."""
    if any(word in _COMPARING for word in lowers[max(0, at - 6) : que]):
        return True
    return any(word in _SAYING for word in lowers[at + 1 : que])


def read_english(reading: Reading) -> Polarity:
    """Find what negates in an English sentence, worked out on the first call.

    Negative words within a turn of phrase (no later than, not only) count as loose.
    """
    known = reading.side.cache.get("polarity")
    if isinstance(known, Polarity):
        return known
    words = english_words()
    text = reading.text
    hard: list[Place] = []
    loose = 0
    if denies(reading):
        spans = [match.span() for match in words.idioms.finditer(text)]
        for at, word in enumerate(reading.lowers):
            if word in words.hard or word.endswith("n't"):
                start = reading.starts[at]
                if _is_number_sign(reading, at):
                    continue
                doubled = reading.lowers[at + 1 : at + 2]
                if any(first <= start < last for first, last in spans) or (
                    doubled and doubled[0] in words.prefixed
                ):
                    loose += 1
                else:
                    hard.append(Place(at, at, word))
    made = Polarity(tuple(hard), (), loose)
    reading.side.cache["polarity"] = made
    return made


def denies(reading: Reading) -> bool:
    """Say cheaply whether an English sentence may hold a negation at all."""
    return "'t" in reading.text or not english_words().hard.isdisjoint(reading.vocabulary)


def has_ne(reading: Reading) -> bool:
    """Say cheaply whether a French sentence may hold a negation with its verb, or a restriction."""
    return "ne" in reading.vocabulary or "n" in reading.vocabulary


def says_stop(reading: Reading) -> bool:
    """Say whether an English sentence has a word that stands for ``ne ... plus``: stop, over, now."""
    return english_words().stopping.meets(reading.vocabulary)


def _is_number_sign(reading: Reading, at: int) -> bool:
    """Say whether "No" is short for number: No. 10."""
    if reading.lowers[at] != "no":
        return False
    following = reading.words[at + 1 : at + 2]
    after = reading.text[reading.ends[at] : reading.ends[at] + 2]
    return bool(following) and following[0][0].isdigit() and (after[:1] == "." or reading.words[at] == "No")
