"""Numbers of the source that are missing, changed or of another magnitude, and numbers it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.reading import Reading, both_sides
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.values import Value, compare_values
from copydesk.checks.values.compare import Kind
from copydesk.checks.values.value import Strength
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity


def words_of(reading: Reading, value: Value) -> str:
    """Return the words of a value as they stand in the text."""
    return reading.text[value.start : value.end]


def stands_alone(value: Value) -> bool:
    """Say whether a value without counterpart is worth a finding: digits, or a spelt number from three."""
    if value.strength is Strength.WRITTEN:
        return True
    return value.strength is Strength.SPELT and value.amount >= 3 and value.kind != "ordinal"


@rule(
    "NUM001",
    "number lost or changed",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The raid killed 14 fighters.", "Le raid a tué 11 combattants."),
        Example("He was elected in 1992.", "Il a été élu en 1982."),
        Example("The fire destroyed homes overnight.", "L'incendie a détruit 43 maisons dans la nuit."),
        Example("Sixty-two delegates voted.", "Soixante-douze délégués ont voté."),
    ],
    good=[
        Example(
            "Some 900,000 people fled in the 1980s.", "Quelque 900 000 personnes ont fui dans les années 80."
        ),
        Example(
            "At 8:30 p.m. the two leaders met for half an hour.",
            "À 20h30, les deux dirigeants se sont vus une demi-heure.",
        ),
        Example("It lies 7.5 miles from the border.", "Il se trouve à 12 km de la frontière."),
        Example("Ninety-seven percent voted in the 21st century.", "97 % ont voté au XXIe siècle."),
        Example("Two and a half million francs.", "Deux millions et demi de francs."),
    ],
)
def check_number_lost(rule: Rule, context: Context) -> Iterator[Finding]:
    """A number of the French has no equal in the English sentence, or another number stands in its place.

    Numbers are compared by value, in digits or words: *900 000* is *900,000*, *quatre-vingt-dix-sept* is
    *97*, *20h30* is *8:30 p.m.*, *les années 80* are *the 1980s*, *une dizaine* is *about ten*, and a measure
    that was converted rightly is equal too. A changed number is one finding that shows both values.
    Look the number up in the French and correct the English; ignore the finding if it was left out on
    purpose.
    """
    for pair, source, target in both_sides(context):
        for difference in compare_values(pair).differences:
            here, there = difference.source, difference.target
            if here is None:
                continue
            origin = source.place(here.start, here.end)
            if difference.kind is Kind.CHANGED and there is not None:
                yield rule.find(
                    f"{shown(words_of(source, here))} in the source became {shown(words_of(target, there))}",
                    target.place(there.start, there.end),
                    source_span=origin,
                    confidence=0.95 if here.strength == there.strength else 0.8,
                )
            elif difference.kind is Kind.MISSING and stands_alone(here):
                yield rule.find(
                    f"{shown(words_of(source, here))} of the source is missing",
                    target.side.span,
                    source_span=origin,
                    confidence=0.9 if here.strength is Strength.WRITTEN else 0.7,
                )


@rule(
    "NUM002",
    "number not in source",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/addition",
    bad=[
        Example("The army said 25 soldiers had been wounded.", "L'armée fait état de soldats blessés."),
        Example("Seven people died there.", "Des gens y sont morts."),
    ],
    good=[
        Example("Both soldiers were wounded twice.", "Les deux soldats ont été blessés deux fois."),
        Example(
            "About 20 people and dozens of cars.", "Une vingtaine de personnes et des dizaines de voitures."
        ),
        Example("A tank 30 metres (100 feet) away.", "Un char à 30 mètres."),
    ],
)
def check_number_added(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English gives a number that the French sentence does not have, in digits or words.

    A conversion in brackets beside the original measure is accepted. Take the number out, or make sure
    that it is a deliberate addition.
    """
    for pair, _, target in both_sides(context):
        for difference in compare_values(pair).differences:
            there = difference.target
            if difference.kind is Kind.ADDED and there is not None and stands_alone(there):
                yield rule.find(
                    f"{shown(words_of(target, there))} is not in the source",
                    target.place(there.start, there.end),
                    source_span=pair.source.span if pair.source else None,
                    confidence=0.9 if there.strength is Strength.WRITTEN else 0.7,
                )


@rule(
    "NUM003",
    "wrong magnitude",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The plan costs 3 million euros.", "Le plan coûte 3 milliards d'euros."),
        Example("A deficit of 2 billion dollars.", "Un déficit de 2 billions de dollars."),
    ],
    good=[
        Example("The plan costs 3 billion euros.", "Le plan coûte 3 milliards d'euros."),
        Example(
            "Of the 82 billion promised, only 10 billion came.", "Sur 82 milliards promis, dix sont venus."
        ),
    ],
)
def check_magnitude(rule: Rule, context: Context) -> Iterator[Finding]:
    """The figures agree but the multiplier does not: *milliard* is a billion, *billion* a trillion.

    A French *milliard* is a thousand million, an English *billion*; a French *billion* is a million
    million, an English *trillion*. Correct the word after the figure.
    """
    for pair, source, target in both_sides(context):
        for difference in compare_values(pair).differences:
            here, there = difference.source, difference.target
            if difference.kind is Kind.MAGNITUDE and here is not None and there is not None:
                yield rule.find(
                    f"{shown(words_of(source, here))} became {shown(words_of(target, there))}: "
                    f"{_spell_magnitude(here.amount)} is meant",
                    target.place(there.start, there.end),
                    source_span=source.place(here.start, here.end),
                )


def _spell_magnitude(amount: float) -> str:
    for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand")):
        if amount >= scale:
            return f"{amount / scale:,.12g} {name}"
    return f"{amount:,.12g}"
