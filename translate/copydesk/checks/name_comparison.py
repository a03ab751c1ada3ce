"""Which names of a sentence its translation lost, replaced or added.

Nearly every row is settled by sets of words: each capitalised word stands on the other side as it is or in a
form that the tables know. Only what is left is looked for by its spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.name_circumstances import (
    dotted_acronyms,
    has_speaking_pronoun,
    is_glossed,
    is_singular,
    is_speaker,
    is_spelt_short,
)
from copydesk.checks.name_matching import NameTable, alike, load_offices, resembling, same_spelling
from copydesk.checks.name_words import Name, is_acronym, is_common, names_of, strong_words
from copydesk.checks.reading import Reading, fold
from copydesk.checks.tables import load_words

_HONOURS = frozenset("mr mrs ms miss dr".split())
_SAYING = frozenset(
    "said says adds added told explains explained writes wrote believes argues claims insists".split()
)
# an editor puts the name where the French has a pronoun
_FRENCH_PRONOUNS = frozenset(
    "il elle ils elles lui celui celle ceux celles dernier son sa ses leur leurs".split()
)
_ENGLISH_PRONOUNS = frozenset(
    "he she it they him her them his its their himself herself those one whose".split()
)
# what stands for one's own people: the domestic market is the Hungarian one
_OWN = frozenset(
    "domestic national nationals nationwide federal country home local state states government".split()
)
_OF_PEOPLE = ("an", "ans", "ish", "ese", "ch", "i", "is", "ic", "ek")
# beyond so many letters a common noun with a capital is told by its spelling (Superintendant)
_LONG = 6


class Kind(Enum):
    """Say how much of a name has no counterpart."""

    WHOLE = "whole"
    PART = "part"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Lone:
    """Hold a name of one side without counterpart on the other.

    *words* are those that have none. An *expected* one is what an editor adds or drops freely: a place or a
    people known from the tables, a name after Mr or Ms, an aside in brackets.
    """

    kind: Kind
    first: int
    last: int
    words: tuple[str, ...]
    expected: bool = False


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Hold the lone names of the source and of the draft, and the pairs of which one replaced the other."""

    lost: tuple[Lone, ...] = ()
    new: tuple[Lone, ...] = ()
    replaced: tuple[tuple[Lone, Lone], ...] = ()


_NOTHING = NameComparison()
_tables: dict[int, tuple[Lexicon, NameTable]] = {}


def table_of(lexicon: Lexicon) -> NameTable:
    """Return the name table of *lexicon*, built on the first call."""
    known = _tables.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        if len(_tables) > 8:
            _tables.clear()
        known = _tables[id(lexicon)] = (lexicon, NameTable.build(lexicon))
    return known[1]


def compare(source: Reading, target: Reading, lexicon: Lexicon) -> NameComparison:
    """Compare the names of both sides, once for all rules."""
    known = target.side.cache.get("name comparison")
    if isinstance(known, tuple) and known[0] is source:
        return known[1]  # type: ignore[no-any-return]
    made = _compare(source, target, table_of(lexicon))
    target.side.cache["name comparison"] = (source, made)
    return made


def _folded(reading: Reading) -> frozenset[str]:
    if reading.text.isascii():
        known = reading.vocabulary
    else:
        known = frozenset([word if word.isascii() else fold(word) for word in reading.vocabulary])
    return known | dotted_acronyms(reading) if "." in reading.text[:-1] else known


def _compare(source: Reading, target: Reading, table: NameTable) -> NameComparison:
    french, english = _folded(source), _folded(target)
    links = table.links
    gone = {word for word in strong_words(source) - english if not _is_linked(word, links, english)}
    odd = strong_words(target) - french
    peoples = [word for word in table.peoples & french if links[word].isdisjoint(english)]
    if odd:
        odd -= frozenset().union(*(links[word] for word in french & links.keys()))
    if not (gone or odd or peoples):
        return _NOTHING
    view = _View(source, target, french, english, table)
    gone = {word for word in gone if not view.is_rendered(word)}
    odd = frozenset(word for word in odd if not view.is_founded(word))
    lost = [*view.lost_names(gone), *view.lost_peoples(peoples)]
    new = list(view.new_names(odd))
    if not lost and not new:
        return _NOTHING
    return _pair(lost, new, view)


def _is_linked(word: str, links: dict[str, frozenset[str]], english: frozenset[str]) -> bool:
    linked = links.get(word)
    return linked is not None and not linked.isdisjoint(english)


class _View:
    """Look for the names of one side on the other by their spelling."""

    def __init__(
        self,
        source: Reading,
        target: Reading,
        french: frozenset[str],
        english: frozenset[str],
        table: NameTable,
    ) -> None:
        self.source, self.target, self.table = source, target, table
        self.french, self.english = french, english
        capitals = {fold(word) for word in target.words if word[0].isupper() and len(word) > 2}
        # a capital that the source has as well stands for that word already
        self._free = capitals - french
        self._taken = capitals & french
        self._stems = [word for word in french if len(word) > 3]
        self._squeezed = {"fr": _squeeze(source), "en": _squeeze(target)}
        #: given names that went where the surname stayed
        self.given: list[Lone] = []

    def is_rendered(self, word: str) -> bool:
        """Say whether a name of the source stands in the draft in another spelling, or as a common word."""
        return (
            _holds(self._squeezed["en"], word)
            or any(alike(word, other) for other in self._free)
            or any(resembling(word, other) for other in self._taken)
            or (len(word) > _LONG and any(self._is_noun_for(word, other) for other in self.english))
        )

    @staticmethod
    def _is_noun_for(name: str, word: str) -> bool:
        return name[:3] == word[:3] and resembling(name, word) and is_common(word, french=False)

    def is_founded(self, word: str) -> bool:
        """Say whether a name of the draft stands in the source in another spelling, or as a common word."""
        return _holds(self._squeezed["fr"], word) or any(alike(other, word) for other in self._stems)

    def lost_names(self, gone: Iterable[str]) -> Iterator[Lone]:
        """List the names of which words are *gone*; a given name may go where the surname is kept."""
        absent = frozenset(gone)
        if not absent:
            return
        for name in names_of(self.source):
            words = tuple(word for word in name.strong if word in absent)
            if not words or "".join(name.words) in self.english:
                continue
            kept = any(
                word in self.english or _is_linked(word, self.table.links, self.english)
                for word in name.words
                if word not in absent
            ) or len(words) < len(name.strong)
            lone = Lone(Kind.PART if kept else Kind.WHOLE, name.first, name.last, words)
            if kept and _is_given(words, name, absent):
                self.given.append(lone)
            elif not is_spelt_short(name.words, self.target):
                yield replace(lone, expected=self._is_aside(name) or (not kept and self._is_resumed(name)))

    def _is_aside(self, name: Name) -> bool:
        """Say whether the source itself shows that the name may go: in brackets, foreign, or explained."""
        return (
            _in_brackets(self.source, name.first)
            or self._is_foreign_phrase(name)
            or self._is_idiom(name.last)
            or is_glossed(self.source, name.last, self.target)
        )

    def _is_resumed(self, name: Name) -> bool:
        """Say whether the name takes up somebody who has one elsewhere: a speaker, or ``l'Allemande``."""
        if is_speaker(self.source, name) and has_speaking_pronoun(self.target):
            return True
        return self.table.peoples.issuperset(name.strong) and is_singular(self.source, name)

    def _is_foreign_phrase(self, name: Name) -> bool:
        """Say whether a word of a third language follows: ``Pražská integrovaná doprava``."""
        after = name.last + 1
        if after >= len(self.source.words):
            return False
        word = self.source.lowers[after]
        return (
            len(word) > 4
            and self.source.words[after] == word
            and not word.isascii()
            and not is_common(word, french=True)
            and fold(word) not in self.english
        )

    def lost_peoples(self, peoples: Iterable[str]) -> Iterator[Lone]:
        """List the peoples and their adjectives (turc, israélien) that the draft says nothing of."""
        absent = {word for word in peoples if not self.is_rendered(word)}
        if not absent:
            return
        for at, word in enumerate(self.source.words):
            plain = fold(word)
            if plain in absent and word[0].islower():
                aside = (
                    _in_brackets(self.source, at)
                    or not _OWN.isdisjoint(self.english)
                    or self._has_new_acronym
                    or self._is_told_apart(at)
                )
                yield Lone(Kind.PEOPLE, at, at, (plain,), aside)
                absent.discard(plain)

    def _is_idiom(self, at: int) -> bool:
        """Say whether a noun of the source makes a set phrase of a people or place: ``cochon d'Inde``."""
        lowers = self.source.lowers
        head = at - 2 if at > 1 and lowers[at - 1] in ("d", "de") else at - 1
        return head >= 0 and f"{fold(lowers[head])}-{fold(lowers[at])}" in load_words("name_idioms")

    @cached_property
    def _has_new_acronym(self) -> bool:
        """Say whether the draft has one acronym more, which may hold a nationality: PSOE, RAF."""
        mine, theirs = (
            sum(len(word) > 2 and is_acronym(word) for word in side.words)
            for side in (self.source, self.target)
        )
        return theirs > mine

    def _is_told_apart(self, at: int) -> bool:
        """Say whether the sentence does without a nationality: its bearer named, half of a word, an idiom."""
        lowers = self.source.lowers
        if at + 1 < len(lowers):
            following = fold(lowers[at + 1])
            capital = self.source.words[at + 1][0].isupper() and following in self.english
            if capital and following not in load_words("given_names"):
                return True
        if self._is_idiom(at):
            return True
        return self.source.glued(at) and fold(lowers[at - 1]) in self.english

    def new_names(self, odd: frozenset[str]) -> Iterator[Lone]:
        """List the names of the draft whose words nothing in the source accounts for."""
        if not odd:
            return
        for name in names_of(self.target):
            words = tuple(word for word in name.strong if word in odd)
            if not words:
                continue
            kept = len(words) < len(name.strong) or not self.french.isdisjoint(name.words)
            if kept and _is_given(words, name, odd):
                continue
            free = (
                (self.table.targets.issuperset(words) and not (kept and self._is_wedged(name, words)))
                or self._is_attributed(name)
                or _in_brackets(self.target, name.first)
                # a sentence that begins otherwise, or says otherwise who is who, is rendered freely
                or (not kept and (self._opens_anew(name, odd) or self._pronouns_resolved != 0))
                or is_spelt_short(name.words, self.source)
            )
            yield Lone(Kind.PART if kept else Kind.WHOLE, name.first, name.last, words, free)

    def _is_wedged(self, name: Name, words: tuple[str, ...]) -> bool:
        """Say whether a country stands behind a kept word of a name: Czech Denmark, not German Minister."""
        at = name.words.index(words[0])
        return at > 0 and len(words) == 1 and not words[0].endswith(_OF_PEOPLE)

    def _opens_anew(self, name: Name, odd: frozenset[str]) -> bool:
        return name.opens and name.words[0] in odd

    def _is_attributed(self, name: Name) -> bool:
        """Say whether the name is that of a speaker: ``Ms Walsh``, ``said Laepple``, ``Burda says``."""
        lowers = self.target.lowers
        before = lowers[name.first - 1] if name.first else ""
        after = lowers[name.last + 1] if name.last + 1 < len(lowers) else ""
        return before in _HONOURS or before in _SAYING or after in _SAYING

    @cached_property
    def _pronouns_resolved(self) -> int:
        """Count how many more pronouns of the third person the source has."""
        mine = sum(word in _FRENCH_PRONOUNS for word in self.source.lowers)
        return mine - sum(word in _ENGLISH_PRONOUNS for word in self.target.lowers)

    def has_same_surname(self, here: Lone, there: Lone) -> bool:
        """Say whether two names that differ in a part end alike: Petr Vaněk, Brazil Vaněk."""
        if there.kind is not Kind.PART:
            return False
        mine, theirs = fold(self.source.lowers[here.last]), fold(self.target.lowers[there.last])
        return theirs not in there.words and resembling(mine, theirs)

    def lost_office(self) -> Lone | None:
        """Find an institution, office or region of the source that no word of the draft renders."""
        offices = load_offices()
        if offices.keys().isdisjoint(self.french):
            return None
        for at, word in enumerate(self.source.lowers):
            plain = fold(word)
            targets = offices.get(plain)
            if targets is None or plain in self.english or not targets.isdisjoint(self.english):
                continue
            heads = tuple(target[:5] for target in targets)
            if not any(other.startswith(heads) for other in self.english):
                return Lone(Kind.WHOLE, at, at, (plain,))
        return None


def _squeeze(reading: Reading) -> str:
    text = "".join(reading.lowers)
    return text if text.isascii() else fold(text)


def _holds(squeezed: str, word: str) -> bool:
    """Say whether *word* stands in a text without its blanks: smartphones in smart phone."""
    return len(word) > 4 and (word in squeezed or word[:-1] in squeezed)


def _is_given(words: tuple[str, ...], name: Name, absent: frozenset[str]) -> bool:
    return name.words[-1] not in absent and load_words("given_names").issuperset(words)


def _in_brackets(reading: Reading, at: int) -> bool:
    start = reading.starts[at]
    opened = reading.text.rfind("(", 0, start)
    return opened >= 0 and reading.text.rfind(")", 0, start) < opened


def _pair(lost: list[Lone], new: list[Lone], view: _View) -> NameComparison:
    """Match what is lost with what is new, in order, those first that share a kept word."""
    pairs: list[tuple[Lone, Lone]] = []
    for here in list(lost):
        for there in list(new):
            if any(same_spelling(one, other) for one in here.words for other in there.words):
                lost.remove(here)
                new.remove(there)
                break
    for here in view.given:
        same = [other for other in new if view.has_same_surname(here, other)]
        if same:
            pairs.append((here, same[0]))
            new.remove(same[0])
    for here in sorted(lost, key=lambda lone: lone.kind is Kind.PEOPLE):
        if not new:
            break
        there = next((other for other in new if other.kind is here.kind), new[0])
        pairs.append((here, there))
        new.remove(there)
        lost.remove(here)
    doubtful = next((lone for lone in new if lone.kind is Kind.PART or not lone.expected), None)
    if doubtful is not None and not lost and (office := view.lost_office()) is not None:
        pairs.append((office, doubtful))
        new.remove(doubtful)
    return NameComparison(tuple(lost), tuple(new), tuple(pairs))
