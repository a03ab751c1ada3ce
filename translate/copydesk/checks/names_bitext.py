"""Names that the draft lost, replaced or added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.name_matching import Name, NameTable, alike, names_of
from copydesk.checks.reading import Reading, both_sides, fold
from copydesk.checks.rule import Context, Example, Pair, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_tables: dict[int, tuple[Lexicon, NameTable]] = {}


def _table(lexicon: Lexicon) -> NameTable:
    known = _tables.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        if len(_tables) > 8:
            _tables.clear()
        known = _tables[id(lexicon)] = (lexicon, NameTable.build(lexicon))
    return known[1]


def _folded(reading: Reading) -> frozenset[str]:
    known = reading.side.cache.get("folded")
    if not isinstance(known, frozenset):
        known = frozenset(fold(word) for word in reading.vocabulary)
        if "U." in reading.text:
            known |= {"us", "un", "uk"}
        reading.side.cache["folded"] = known
    return known


def _capitals(reading: Reading) -> list[str]:
    return [fold(word) for word in reading.words if word[0].isupper() and len(word) > 2]


def _rendered(name: Name, english: frozenset[str], capitals: list[str], table: NameTable) -> bool:
    """Say whether the draft has anything that may stand for *name*."""
    if not english.isdisjoint(name.words) or "".join(name.words) in english:
        return True
    for word in name.words:
        linked = table.links.get(word)
        if linked is not None and not linked.isdisjoint(english):
            return True
    return any(alike(word, capital) for word in name.words if len(word) > 2 for capital in capitals)


def _founded(name: Name, french: frozenset[str], capitals: list[str], linked: frozenset[str]) -> bool:
    """Say whether the source has anything that an English *name* may stand for."""
    if not french.isdisjoint(name.words) or not linked.isdisjoint(name.words):
        return True
    return any(alike(capital, word) for word in name.strong for capital in capitals)


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Hold the names of the source without counterpart, those of the draft, and the names half replaced."""

    lost: tuple[Name, ...] = ()
    new: tuple[Name, ...] = ()
    replaced: tuple[tuple[Name, Name], ...] = ()


def _compare(pair: Pair, source: Reading, target: Reading, lexicon: Lexicon) -> NameComparison:
    """Compare the names of both sides, once for both rules."""
    known = target.side.cache.get("name comparison")
    if isinstance(known, tuple) and known[0] is pair.source:
        return known[1]  # type: ignore[no-any-return]
    mine, theirs = names_of(source), names_of(target)
    made = NameComparison()
    table = _table(lexicon)
    if mine or theirs or not table.peoples.isdisjoint(_folded(source)):
        french, english = _folded(source), _folded(target)
        capitals = _capitals(target) if mine else []
        lost = [name for name in mine if not _rendered(name, english, capitals, table)]
        lost += _lost_surnames(mine, lost, english, capitals, table)
        lost += _lost_peoples(source, english, _capitals(target), table)
        links = table.links
        linked = frozenset().union(*(links[word] for word in french if word in links))
        stems = [word for word in french if len(word) > 3]
        unknown = [name for name in theirs if french.isdisjoint(name.words)]
        new = [name for name in unknown if not _founded(name, french, stems, linked)]
        replaced = list(_half_replaced(mine, theirs, french, english, table)) if mine and theirs else []
        made = NameComparison(tuple(lost), tuple(new), tuple(replaced))
    target.side.cache["name comparison"] = (pair.source, made)
    return made


def _lost_surnames(
    mine: tuple[Name, ...],
    lost: list[Name],
    english: frozenset[str],
    capitals: list[str],
    table: NameTable,
) -> list[Name]:
    """Find people whose given name was kept and whose surname is gone."""
    found = []
    for name in mine:
        if len(name.words) != 2 or len(name.strong) != 2 or name in lost:
            continue
        surname = name.words[1]
        if surname in english or not table.links.get(surname, frozenset()).isdisjoint(english):
            continue
        if name.words[0] in english and not any(alike(surname, capital) for capital in capitals):
            found.append(name)
    return found


def _lost_peoples(
    source: Reading, english: frozenset[str], capitals: list[str], table: NameTable
) -> Iterator[Name]:
    """Find the peoples and their adjectives (turc, israélien) that the draft says nothing of."""
    if table.peoples.isdisjoint(_folded(source)):
        return
    for at, word in enumerate(source.words):
        if not word[0].islower():
            continue
        plain = fold(word)
        if plain not in table.peoples or not table.links[plain].isdisjoint(english):
            continue
        if not any(alike(plain, capital) for capital in capitals):
            yield Name(at, at, (plain,), (plain,))


def _half_replaced(
    mine: tuple[Name, ...],
    theirs: tuple[Name, ...],
    french: frozenset[str],
    english: frozenset[str],
    table: NameTable,
) -> Iterator[tuple[Name, Name]]:
    """Find names of which one word was kept and another exchanged: Anna Kozlova became Anna Sweden."""
    for there in theirs:
        kept = french.intersection(there.words)
        if not kept or len(there.strong) < 2:
            continue
        odd = [word for word in there.strong if word not in french]
        if not odd:
            continue
        for here in mine:
            if kept.isdisjoint(here.words):
                continue
            gone = [word for word in here.strong if word not in english]
            gone = [word for word in gone if table.links.get(word, frozenset()).isdisjoint(english)]
            if gone and not any(alike(one, other) for one in gone for other in there.words):
                words = here.words
                if not any(alike(one, other) for one in odd for other in words):
                    yield here, there
                    break


# an editor names these for clarity: the president is the French president
_CLARIFYING = frozenset(
    """france french paris europe european american us kremlin islamic muslim english british britain german
    moscow washington london western westerners elysee brussels""".split()
)


def _words(reading: Reading, name: Name) -> str:
    return reading.text[reading.starts[name.first] : reading.ends[name.last]]


@rule(
    "NAM001",
    "name missing or replaced",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example(
            "The envoy met Volkova in Geneva on Monday.", "L'émissaire a rencontré Pedersen à Genève lundi."
        ),
        Example(
            "Talks between both sides were held in the capital.",
            "Des pourparlers entre les deux camps se sont tenus à Ouagadougou.",
        ),
    ],
    good=[
        Example("The envoy met Khrushchev in Aleppo.", "L'émissaire a rencontré Khrouchtchev à Alep."),
        Example("German troops left for Greece.", "Des soldats allemands sont partis en Grèce."),
        Example("The SOHR and the UN met Mohammadi.", "L'OSDH et l'ONU ont rencontré Narges Mohammadi."),
        Example("The ministry of defence met the council.", "Le ministère de la Défense a réuni le Conseil."),
    ],
)
def check_name_missing(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name of the French has no counterpart in the English, or another name stands in its place.

    A name counts as rendered when any of its words is found: as it is, in its English form (tables of
    places, people and acronyms, and the glossary), as the people of a place, or in another transliteration.
    Titles, offices and institutions whose words are common nouns are left out. Put the name back.
    """
    for pair, source, target in both_sides(context):
        names = _compare(pair, source, target, context.lexicon)
        for here, there in names.replaced:
            yield rule.find(
                f"{shown(_words(source, here))} of the source became {shown(_words(target, there))}",
                target.word_place(there.first, there.last),
                source_span=source.word_place(here.first, here.last),
                confidence=round(pair.confidence * 0.85, 2),
            )
        lost, new = names.lost, names.new
        for number, name in enumerate(lost):
            origin = source.word_place(name.first, name.last)
            if number < len(new):
                there = new[number]
                yield rule.find(
                    f"{shown(_words(source, name))} of the source became {shown(_words(target, there))}",
                    target.word_place(there.first, there.last),
                    source_span=origin,
                    confidence=round(pair.confidence * 0.85, 2),
                )
            else:
                yield rule.find(
                    f"{shown(_words(source, name))} of the source is missing",
                    target.side.span,
                    source_span=origin,
                    confidence=round(pair.confidence * 0.7, 2),
                )


@rule(
    "NAM002",
    "name not in source",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/addition",
    bad=[Example("The mayor of Rotterdam spoke to Jansen.", "Le maire a pris la parole.")],
    good=[
        Example("The Russian president met Putin's envoy.", "Le président russe a reçu l'envoyé de Poutine."),
        Example("Spanish and Welsh farmers met on Monday.", "Des agriculteurs espagnols et gallois lundi."),
        Example("The Court ruled in favour of the State.", "La Cour a donné raison à l'État."),
    ],
)
def check_name_added(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English has a name that nothing in the French sentence accounts for.

    It may be a replaced name (then NAM001 shows both), a name carried over from another sentence, or
    something the translator knew. Check it against the source.
    """
    for pair, source, target in both_sides(context):
        names = _compare(pair, source, target, context.lexicon)
        lost, new = names.lost, names.new
        for name in new[len(lost) :]:
            if _CLARIFYING.issuperset(name.strong):
                continue  # a place or people that an editor names for clarity
            yield rule.find(
                f"{shown(_words(target, name))} is not in the source",
                target.word_place(name.first, name.last),
                source_span=source.side.span,
                confidence=round(pair.confidence * 0.7, 2),
            )
