"""Words turned into their opposites: a rise that became a fall, a father who became a mother."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from copydesk.checks.negation import WordList, read_english, read_french
from copydesk.checks.reading import both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.tables import read_table
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.resources import files

_COLUMNS = ("fr", "en", "fr_other", "en_other", "example_fr", "bad_example", "good_example")


@dataclass(frozen=True, slots=True)
class Opposites:
    """Hold one row: the French words of one pole and of the other, the English ones, and the examples.

    *core* are the English words that set the row off, *english* all those that excuse it.
    """

    french: tuple[WordList, WordList]
    core: tuple[WordList, WordList]
    english: tuple[WordList, WordList]
    example: str
    bad_example: str
    good_example: str
    where: str


@cache
def load_opposites() -> tuple[Opposites, ...]:
    """Load the shipped table; raises InputError naming the row for a malformed one."""
    text = (files("copydesk.checks") / "data" / "opposites.tsv").read_text(encoding="utf-8")
    return tuple(
        Opposites(
            (WordList.parse(row["fr"]), WordList.parse(row["fr_other"])),
            (
                WordList.parse(row["en"].partition("/")[0]),
                WordList.parse(row["en_other"].partition("/")[0]),
            ),
            (
                WordList.parse(row["en"].replace("/", " ")),
                WordList.parse(row["en_other"].replace("/", " ")),
            ),
            row["example_fr"],
            row["bad_example"],
            row["good_example"],
            place,
        )
        for place, row in read_table(text, "opposites.tsv", _COLUMNS)
    )


class _Poles:
    """Know the poles that a word belongs to: row * 2 for the first, row * 2 + 1 for the other."""

    def __init__(self, lists: list[tuple[WordList, WordList]]) -> None:
        #: the words looked up so far, and the poles of those that belong to one
        self._seen: set[str] = set()
        self._live: dict[str, frozenset[int]] = {}
        self._exact: dict[str, set[int]] = {}
        stems: dict[str, set[int]] = {}
        for row, pair in enumerate(lists):
            for pole, words in enumerate(pair):
                for word in words.exact:
                    self._exact.setdefault(word, set()).add(row * 2 + pole)
                for stem in words.stems:
                    stems.setdefault(stem, set()).add(row * 2 + pole)
        self._head = min(map(len, stems), default=0)
        #: the stems by their first letters, for one call a word
        self._stems: dict[str, tuple[str, ...]] = {}
        for stem in stems:
            head = stem[: self._head]
            self._stems[head] = (*self._stems.get(head, ()), stem)
        self._of_stem = stems

    def touched(self, vocabulary: frozenset[str]) -> dict[int, str]:
        """Map each pole that a sentence touches to a word that touches it."""
        unseen = vocabulary - self._seen
        if unseen:
            if len(self._seen) > _MOST_WORDS:
                self._seen.clear()
            self._seen |= unseen
            self._live.update((word, poles) for word in unseen if (poles := self._look_up(word)))
        found: dict[int, str] = {}
        for word in sorted(vocabulary & self._live.keys()):
            for pole in self._live[word]:
                found[pole] = word
        return found

    def _look_up(self, word: str) -> frozenset[int]:
        poles = frozenset(self._exact.get(word, ()))
        stems = self._stems.get(word[: self._head])
        if stems is None or not word.startswith(stems):
            return poles
        return poles.union(*(self._of_stem[stem] for stem in stems if word.startswith(stem)))


_MOST_WORDS = 200_000


@cache
def _french() -> _Poles:
    return _Poles([row.french for row in load_opposites()])


@cache
def _core() -> _Poles:
    return _Poles([row.core for row in load_opposites()])


@cache
def _english() -> _Poles:
    return _Poles([row.english for row in load_opposites()])


# peu coûteux is cheap
_WEAKENED = frozenset("peu sans pas aucun aucune ni".split())
# d'après is according to, de nouveau again, ne ... plus no more
_OTHERWISE = frozenset(
    (
        ("d", "après"),
        ("de", "nouveau"),
        ("à", "nouveau"),
        ("de", "plus"),
        ("en", "plus"),
        ("de", "même"),
        ("quand", "même"),
    )
)
# un grand nombre is many; plus faible is lower, fewer; plus tard que is as early as
_TURNED = frozenset(
    (
        ("grand", "nombre"),
        ("grande", "partie"),
        ("plus", "faible"),
        ("plus", "faibles"),
        ("plus", "réduit"),
        ("plus", "réduite"),
        ("plus", "bas"),
        ("plus", "rare"),
        ("plus", "rares"),
        ("plus", "petit"),
        ("plus", "petits"),
        ("tard", "que"),
    )
)
# least safe is dangerous
_LESSENED = frozenset("less least".split())


@rule(
    "NEG004",
    "turned into the opposite",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("Oil prices fell on Monday.", "Les prix du pétrole ont augmenté lundi."),
        Example("Her mother was released.", "Son père a été libéré."),
    ],
    good=[
        Example("Oil prices rose on Monday.", "Les prix du pétrole ont augmenté lundi."),
        Example("Prices did not fall.", "Les prix n'ont pas augmenté."),
        Example("Remember to lock the door.", "N'oubliez pas de fermer la porte à clé."),
        Example(
            "Prices rose after a fall in output.", "Les prix ont augmenté après une baisse de production."
        ),
        Example("Many tiny schools closed.", "Un grand nombre d'écoles minuscules ont fermé."),
        Example("She sat in the least safe seat.", "Elle était sur le siège le plus dangereux."),
        Example("It did so as early as Monday.", "C'est arrivé pas plus tard que lundi."),
    ],
)
def check_opposite(rule: Rule, context: Context) -> Iterator[Finding]:
    """A French word has its opposite in the English, and nothing of its own meaning.

    The table pairs opposites (*augmenter, baisser*; *nord, sud*; *père, mère*) with everything in English
    that may stand for either. Sentences with a negation on either side, or with *moins*, are left alone.
    """
    for pair, source, target in both_sides(context):
        mine = _french().touched(source.vocabulary)
        mine = {pole: word for pole, word in mine.items() if pole ^ 1 not in mine}
        if not mine:
            continue
        theirs = _core().touched(target.vocabulary)
        # a word that the French has too (air) turns nothing
        turned = [pole for pole in mine if theirs.get(pole ^ 1, "") not in source.vocabulary | {""}]
        if not turned or "moins" in source.vocabulary or not _LESSENED.isdisjoint(target.vocabulary):
            continue
        excused = _english().touched(target.vocabulary)
        turned = [pole for pole in turned if pole not in excused]
        denied = read_english(target)
        denying = read_french(source)
        if denying.hard or denying.soft or denied.hard or denied.loose:
            continue
        for pole in sorted(turned):
            at, there = source.lowers.index(mine[pole]), target.lowers.index(theirs[pole ^ 1])
            before = source.lowers[at - 1] if at else ""
            after = source.lowers[at + 1] if at + 1 < len(source.lowers) else ""
            word = source.lowers[at]
            if before in _WEAKENED or (before, word) in _OTHERWISE or (word, after) in _TURNED:
                continue
            yield rule.find(
                f"{shown(source.words[at])} became {shown(target.words[there])}",
                target.word_place(there),
                source_span=source.word_place(at),
                confidence=round(pair.confidence * 0.8, 2),
            )
