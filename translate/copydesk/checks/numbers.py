"""Numbers of the source that are missing, changed or of another magnitude, and numbers it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.reading import Reading
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.values import Value
from copydesk.checks.values.compare import Kind, find_differences
from copydesk.checks.values.value import Strength
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity


def words_of(reading: Reading, value: Value) -> str:
    """Return the words of a value as they stand in the text."""
    return reading.text[value.start : value.end]


# English news is about nine tenths as long as its French; far from that, whole clauses were cut or added
_CUT, _WIDENED = 0.75, 1.2


def _weight(reading: Reading, other: Reading, value: Value, *, lost: bool) -> Severity:
    """Say how grave a number of *reading* without counterpart in *other* is.

    It is a warning where it went, or came, with a clause or a bracket, and where English news leaves it out,
    or adds it, more freely: "les trois pays" may be "each country", "en 2016" is clear from the day.
    """
    share = len(other.text) / max(len(reading.text), 1)
    aside = reading.text.rfind("(", 0, value.start) > reading.text.rfind(")", 0, value.start)
    free = value.strength is not Strength.WRITTEN or value.kind == "year" or aside
    return Severity.WARNING if free or share < (_CUT if lost else 1 / _WIDENED) else Severity.ERROR


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
        Example("He taught in the 1980s.", "Il a enseigné dans les années 1990."),
        Example("The fire destroyed homes overnight.", "L'incendie a détruit 43 maisons dans la nuit."),
        Example("Sixty-two delegates voted.", "Soixante-douze délégués ont voté."),
        Example("Only 48 of the 41 passengers survived.", "Seuls 41 des 48 passagers ont survécu."),
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
        Example("Of the 48 passengers, 41 survived.", "Seuls 41 des 48 passagers ont survécu."),
        Example("Cuts of 40 to 45% by 2020.", "Des baisses de 40 à 45 pourcent d'ici à 2020."),
        Example("Prices have risen sixfold.", "Les prix ont été multipliés par six."),
        Example(
            "It was made on next to nothing by four in the afternoon.", "Fait avec trois fois rien à 16h."
        ),
        Example(
            "At least two degrees of warming near Trois-Rivières.",
            "Au moins deux degrés près de Trois-Rivières.",
        ),
        Example("They are in 17 of the 18 provinces.", "Ils sont dans 17 provinces sur 18."),
    ],
)
def check_number_lost(rule: Rule, context: Context) -> Iterator[Finding]:
    """A number of the French has no equal in the English sentence, or another number stands in its place.

    Numbers are compared by value, in digits or words: *900 000* is *900,000*, *quatre-vingt-dix-sept* is
    *97*, *les années 80* are *the 1980s*, *une dizaine* is *about ten*, and a measure that was converted
    rightly is equal too. A changed number is one finding that shows both values; two figures that changed
    places (*48 of the 41*) are one as well. A missing number is a warning where English leaves it out more
    freely: a number in words, a year, one in brackets or in a clause that is gone. Look the number up in the
    French and correct the English; ignore the finding if it was left out on purpose.
    """
    for difference, source, target in find_differences(context, Kind.CHANGED, Kind.MISSING, Kind.SWAPPED):
        here, there = difference.source, difference.target
        if here is None:
            continue
        origin = source.place(here.start, here.end)
        if there is None:
            if stands_alone(here):
                yield rule.find(
                    f"{shown(words_of(source, here))} of the source is missing",
                    target.side.span,
                    source_span=origin,
                    confidence=0.9 if here.strength is Strength.WRITTEN else 0.7,
                    severity=_weight(source, target, here, lost=True),
                )
        elif difference.kind is Kind.SWAPPED:
            yield rule.find(
                f"{shown(words_of(target, there))} stands where the source has "
                f"{shown(words_of(source, here))}: two figures have changed places",
                target.place(there.start, there.end),
                source_span=origin,
                confidence=0.9,
            )
        else:
            yield rule.find(
                f"{shown(words_of(source, here))} in the source became {shown(words_of(target, there))}",
                target.place(there.start, there.end),
                source_span=origin,
                confidence=0.95 if here.strength == there.strength else 0.8,
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

    A conversion in brackets beside the original measure is accepted. A number in words, a year, one in
    brackets or in a sentence much longer than the French is a warning. Take the number out, or make sure that
    it is a deliberate addition.
    """
    for difference, source, target in find_differences(context, Kind.ADDED):
        there = difference.target
        if there is not None and stands_alone(there):
            yield rule.find(
                f"{shown(words_of(target, there))} is not in the source",
                target.place(there.start, there.end),
                source_span=source.side.span,
                confidence=0.9 if there.strength is Strength.WRITTEN else 0.7,
                severity=_weight(target, source, there, lost=False),
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
    for difference, source, target in find_differences(context, Kind.MAGNITUDE):
        here, there = difference.source, difference.target
        if here is not None and there is not None:
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
