"""Words turned into their opposites: a rise that became a fall, a father who became a mother."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from copydesk.checks.negation import WordList, read_english, read_french
from copydesk.checks.reading import Reading, both_sides
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


class _Poles(dict[str, frozenset[int]]):
    """Map a word to the poles it belongs to: row * 2 for the first, row * 2 + 1 for the other."""

    def __init__(self, lists: list[tuple[WordList, WordList]]) -> None:
        super().__init__()
        #: the words looked up so far, and those of them that belong to a pole
        self.seen: set[str] = set()
        self.live: set[str] = set()
        self._exact: dict[str, set[int]] = {}
        self._stems: dict[str, set[int]] = {}
        for row, pair in enumerate(lists):
            for pole, words in enumerate(pair):
                for word in words.exact:
                    self._exact.setdefault(word, set()).add(row * 2 + pole)
                for stem in words.stems:
                    self._stems.setdefault(stem, set()).add(row * 2 + pole)
        self._lengths = tuple({len(stem) for stem in self._stems})

    def __missing__(self, word: str) -> frozenset[int]:
        # a word shorter than a stem is cut to itself, which is no stem of that length
        stems = {stem for length in self._lengths if (stem := word[:length]) in self._stems}
        self[word] = found = frozenset(self._exact.get(word, ())).union(
            *(self._stems[stem] for stem in stems)
        )
        return found


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
_OTHERWISE = frozenset((("d", "après"), ("de", "nouveau"), ("à", "nouveau"), ("de", "plus"), ("en", "plus")))


def _gather(reading: Reading, table: _Poles) -> dict[int, str]:
    """Map each pole that a sentence touches to a word that touches it."""
    found: dict[int, str] = {}
    vocabulary = reading.vocabulary
    for word in vocabulary - table.seen:
        table.seen.add(word)
        if table[word]:
            table.live.add(word)
    for word in vocabulary & table.live:
        for pole in table[word]:
            found[pole] = word
    return found


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
        Example(
            "Prices rose after a fall in output.", "Les prix ont augmenté après une baisse de production."
        ),
    ],
)
def check_opposite(rule: Rule, context: Context) -> Iterator[Finding]:
    """A French word has its opposite in the English, and nothing of its own meaning.

    The table pairs opposites (*augmenter, baisser*; *nord, sud*; *père, mère*) with everything in English
    that may stand for either. Sentences with a negation on either side, or with *moins*, are left alone.
    """
    for pair, source, target in both_sides(context):
        mine = _gather(source, _french())
        mine = {pole: word for pole, word in mine.items() if pole ^ 1 not in mine}
        if not mine:
            continue
        theirs = _gather(target, _core())
        turned = [pole for pole in mine if pole ^ 1 in theirs]
        if not turned or "moins" in source.vocabulary:
            continue
        excused = _gather(target, _english())
        turned = [pole for pole in turned if pole not in excused]
        denied = read_english(target)
        if read_french(source).hard or denied.hard or denied.loose:
            continue
        for pole in sorted(turned):
            at, there = source.lowers.index(mine[pole]), target.lowers.index(theirs[pole ^ 1])
            before = source.lowers[at - 1] if at else ""
            if before in _WEAKENED or (before, source.lowers[at]) in _OTHERWISE:
                continue
            yield rule.find(
                f"{shown(source.words[at])} became {shown(target.words[there])}",
                target.word_place(there),
                source_span=source.word_place(at),
                confidence=round(pair.confidence * 0.8, 2),
            )
