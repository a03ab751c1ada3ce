"""Names that the draft lost, replaced or added."""

from __future__ import annotations

from collections.abc import Iterator

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
        known = reading.side.cache["folded"] = frozenset(fold(word) for word in reading.vocabulary)
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


def _compare(pair: Pair, source: Reading, target: Reading, lexicon: Lexicon) -> tuple[list[Name], list[Name]]:
    """Return the names of the source without counterpart and those of the draft, once for both rules."""
    known = target.side.cache.get("name comparison")
    if isinstance(known, tuple) and known[0] is pair.source:
        return known[1]  # type: ignore[no-any-return]
    mine, theirs = names_of(source), names_of(target)
    lost: list[Name] = []
    new: list[Name] = []
    if mine or theirs:
        table = _table(lexicon)
        french, english = _folded(source), _folded(target)
        if mine:
            capitals = _capitals(target)
            lost = [name for name in mine if not _rendered(name, english, capitals, table)]
        if theirs:
            unknown = [name for name in theirs if french.isdisjoint(name.words)]
            if unknown:
                links = table.links
                linked = frozenset().union(*(links[word] for word in french if word in links))
                stems = [word for word in french if len(word) > 3]
                new = [name for name in unknown if not _founded(name, french, stems, linked)]
    target.side.cache["name comparison"] = (pair.source, (lost, new))
    return lost, new


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
        lost, new = _compare(pair, source, target, context.lexicon)
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
        lost, new = _compare(pair, source, target, context.lexicon)
        known = _table(context.lexicon).english if len(new) > len(lost) else frozenset()
        for name in new[len(lost) :]:
            if known.issuperset(name.strong):
                continue  # a place or people that an editor names for clarity
            yield rule.find(
                f"{shown(_words(target, name))} is not in the source",
                target.word_place(name.first, name.last),
                source_span=source.side.span,
                confidence=round(pair.confidence * 0.7, 2),
            )
