"""Names that the draft lost, replaced or added."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.name_comparison import Kind, Lone, compare
from copydesk.checks.reading import Reading, both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_CONFIDENCE = {Kind.WHOLE: 0.7, Kind.PART: 0.7, Kind.PEOPLE: 0.5}


def _missing(rule: Rule, context: Context, kind: Kind, message: str) -> Iterator[Finding]:
    """Report the names of the source that are lost in one way; *message* has a place for the words."""
    for pair, source, target in both_sides(context):
        for lone in compare(source, target, context.lexicon).lost:
            if lone.kind is kind and not lone.expected:
                yield rule.find(
                    message.format(shown(_words(source, lone))),
                    target.side.span,
                    source_span=source.word_place(lone.first, lone.last),
                    confidence=round(pair.confidence * _CONFIDENCE[kind], 2),
                )


def _words(reading: Reading, lone: Lone) -> str:
    return reading.text[reading.starts[lone.first] : reading.ends[lone.last]]


@rule(
    "NAM001",
    "name missing",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/omission",
    bad=[
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
        Example("Merkel rejected the charge.", "Ce reproche, Angela Merkel l'a repoussé."),
        Example("An L.A. jury decides today.", "Un jury de Los Angeles tranche aujourd'hui."),
        Example('"It will take years," she said.', "« Cela prendra des années », a ajouté Kozlova."),
        Example("Czech Radio reported it.", "Le Rozhlas (la radio publique tchèque) l'a annoncé."),
    ],
)
def check_name_missing(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name of the French has no counterpart in the English.

    A name counts as rendered when it is found as it is, in its English form (tables of places, people and
    acronyms, and the glossary), as the people of a place, by its initials, or in another transliteration.
    Titles, offices and institutions whose words are common nouns are left out, and so is a name in brackets,
    one that the source explains in brackets, and a speaker who becomes *she said*. Put the name back.
    """
    yield from _missing(rule, context, Kind.WHOLE, "{} of the source is missing")


@rule(
    "NAM002",
    "name not in source",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/addition",
    bad=[
        Example("The mayor of Oxcombe spoke to Jansen.", "Le maire a pris la parole."),
        Example("The Czech Denmark is a member.", "La Rép. tchèque est membre."),
    ],
    good=[
        Example("The Russian president met Putin's envoy.", "Le président russe a reçu l'envoyé de Poutine."),
        Example("Spanish and Welsh farmers met on Monday.", "Des agriculteurs espagnols et gallois lundi."),
        Example("The Court ruled in favour of the State.", "La Cour a donné raison à l'État."),
        Example("He arrived in Paris.", "Il est arrivé dans la capitale."),
        Example("Useful Tips for Skoda Drivers", "Conseils utiles aux automobilistes"),
        Example("Bank lending to SMEs fell.", "Les crédits aux PME ont reculé."),
    ],
)
def check_name_added(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English has a name that nothing in the French sentence accounts for.

    It may be carried over from another sentence, or something the translator knew. Check it against the
    source. A country or a people named for clarity, a name after Mr or Ms, and one in a sentence that uses
    other pronouns than the French are left alone, and so is a headline in title case.
    """
    for pair, source, target in both_sides(context):
        for lone in compare(source, target, context.lexicon).new:
            if not lone.expected:
                yield rule.find(
                    f"{shown(_words(target, lone))} is not in the source",
                    target.word_place(lone.first, lone.last),
                    source_span=source.side.span,
                    confidence=round(pair.confidence * _CONFIDENCE[lone.kind], 2),
                )


@rule(
    "NAM006",
    "name replaced",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example(
            "The envoy met Volkova in Geneva on Monday.", "L'émissaire a rencontré Pedersen à Genève lundi."
        ),
        Example("The sister of Anna Sweden spoke.", "La soeur d'Anna Kozlova a parlé."),
        Example("The sister of Peru Kozlova spoke.", "La soeur d'Anna Kozlova a parlé."),
        Example(
            "He studied physics for years at the Vienna Kowalski of Technology.",
            "Il a étudié longtemps la physique à l'Université technique de Vienne.",
        ),
    ],
    good=[
        Example("The envoy met Khrushchev in Geneva.", "L'émissaire a rencontré Khrouchtchev à Genève."),
        Example("The president of the Court met Ivonic.", "Le président de la Cour a rencontré Ivanovic."),
        Example("Two Frenchmen died in Arlington, Va.", "Deux Français sont morts à Arlington, en Virginie."),
    ],
)
def check_name_replaced(rule: Rule, context: Context) -> Iterator[Finding]:
    """A name of the French is gone and another one that the French does not have stands in the English.

    The two may be two names of one place that no table knows (Bressanone, Brixen); else the name is wrong.
    Write the name of the source.
    """
    for pair, source, target in both_sides(context):
        for here, there in compare(source, target, context.lexicon).replaced:
            yield rule.find(
                f"{shown(_words(source, here))} of the source became {shown(_words(target, there))}",
                target.word_place(there.first, there.last),
                source_span=source.word_place(here.first, here.last),
                confidence=round(pair.confidence * 0.85, 2),
            )


@rule(
    "NAM007",
    "part of a name missing",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/omission",
    bad=[
        Example("The bank took over Merrill.", "La banque a racheté Merrill Lynch."),
        Example("He ran the Shakhtar for years.", "Il a longtemps dirigé le Shakhtar Donetsk."),
    ],
    good=[
        Example("Merkel rejected the charge.", "Ce reproche, Angela Merkel l'a repoussé."),
        Example("The bank took over Merrill Lynch.", "La banque a racheté Merrill Lynch."),
    ],
)
def check_name_cut(rule: Rule, context: Context) -> Iterator[Finding]:
    """Of a name of several words some stand in the English and one does not: Merrill Lynch became Merrill.

    A given name may go where the surname stays. Write the name in full, or ignore the finding where the
    short form is the usual one.
    """
    yield from _missing(rule, context, Kind.PART, "{} of the source stands only in part")


@rule(
    "NAM008",
    "nationality missing",
    Severity.WARNING,
    needs_source=True,
    mqm="accuracy/omission",
    bad=[Example("The army opened fire.", "L'armée turque a ouvert le feu.")],
    good=[
        Example("Turkey's army opened fire.", "L'armée turque a ouvert le feu."),
        Example("The domestic market fell.", "Le marché hongrois a reculé."),
        Example("The roller coaster stopped.", "Les montagnes russes se sont arrêtées."),
        Example("Shares of RWE fell.", "Le titre du groupe allemand RWE a reculé."),
    ],
)
def check_people_missing(rule: Rule, context: Context) -> Iterator[Finding]:
    """The French says whose somebody or something is (turc, israélienne) and the English does not.

    Editors drop it where it is plain; where two countries are at issue the sentence has lost its point. The
    country, its people and its adjective all count as rendering, and so do *domestic* and *national*. The
    nationality of a firm or body that is named at once may go.
    """
    yield from _missing(rule, context, Kind.PEOPLE, "{} of the source is missing")
