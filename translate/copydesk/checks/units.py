"""Measures and amounts of money whose unit or currency is not the source's."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.numbers import words_of
from copydesk.checks.rule import Context, Example, Rule, rule
from copydesk.checks.values.compare import Kind, find_differences
from copydesk.checks.values.units import to_base
from copydesk.checks.values.value import Unit, Value
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity


def _convert(value: Value, other: Unit) -> str:
    """Give a measure in another unit, to three significant digits: ``3,980 miles``."""
    if value.unit is None:
        return ""
    amount = -value.amount if value.negative else value.amount
    offset = 0.0 if value.relative else other.offset
    converted = (to_base(amount, value.unit, relative=value.relative)[0] - offset) / other.factor
    if abs(converted) >= 1000:
        places = 2 - len(str(int(abs(converted)))) + 1
        return f"{round(converted, places):,.0f} {other.name}"
    return f"{converted:.3g} {other.name}"


@rule(
    "NUM005",
    "wrong unit or conversion",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The border is 17 miles away.", "La frontière est à 17 kilomètres."),
        Example("They lost 14.6 million acres.", "Ils ont perdu 14,6 millions d'hectares."),
        Example("It was 40 degrees Fahrenheit.", "Il faisait 40 degrés Celsius."),
        Example("A wall 3 miles long.", "Un mur long de 3 200 kilomètres."),
        Example("Monaco, 61% (+22)", "Monaco, 61 pts (+22)"),
    ],
    good=[
        Example("The border is 7.5 miles away.", "La frontière est à 12 km."),
        Example("It was 104 degrees Fahrenheit.", "Il faisait 40 degrés Celsius."),
        Example("A 50-tonne tank covered 10 kilometres.", "Un char de 50 tonnes a parcouru dix kilomètres."),
        Example("They talked for two days.", "Ils ont discuté 48 heures."),
        Example("They live thousands of miles away.", "Ils vivent à des milliers de kilomètres."),
        Example("Prices rose by 5% to 7%.", "Les prix ont augmenté de 5 à 7 %."),
    ],
)
def check_unit(rule: Rule, context: Context) -> Iterator[Finding]:
    """A measure has another unit than in the French and the figure was not, or not rightly, converted.

    A converted measure is right within five per cent and its own rounding; what nobody has counted (des
    milliers de kilomètres, thousands of miles) may change its unit. Keep the unit of the source or
    convert the figure; the message gives the converted value. A percentage where the other side has none is
    told as well.
    """
    for difference, source, target in find_differences(context, Kind.UNIT):
        here, there = difference.source, difference.target
        if here is None or there is None:
            continue
        message = f"{shown(words_of(source, here))} became {shown(words_of(target, there))}"
        if here.unit and there.unit and here.unit.dimension == there.unit.dimension:
            message += f": it is {_convert(here, there.unit)}"
        yield rule.find(
            message,
            target.place(there.start, there.end),
            source_span=source.place(here.start, here.end),
        )


@rule(
    "NUM006",
    "currency differs",
    Severity.ERROR,
    needs_source=True,
    mqm="accuracy/mistranslation",
    bad=[
        Example("The deal is worth $5 million.", "Le contrat vaut 5 millions d'euros."),
        Example("The deal is worth €5 million ($54 million).", "Le contrat vaut 5 millions d'euros."),
        Example("The bank lent 250 million.", "La banque a prêté 250 millions de dollars."),
    ],
    good=[
        Example("The deal is worth €5m.", "Le contrat vaut 5 millions d'euros."),
        Example("It cost 30 euro cents.", "Cela a coûté 30 centimes d'euro."),
        Example("The shop sold 900 books.", "La boutique a vendu 900 livres."),
        Example("He earns 900 Sudanese pounds.", "Il gagne 900 livres soudanaises."),
        Example("The deal is worth €5 million (about $5.4 million).", "Le contrat vaut 5 millions d'euros."),
    ],
)
def check_currency(rule: Rule, context: Context) -> Iterator[Finding]:
    """The same figure stands with another currency or none, or beside a conversion that cannot be right.

    Put the currency of the source back, or convert the amount. An added conversion is held against the
    highest and the lowest rate of the major currencies since 2003, so only gross errors are found. Dollars,
    pounds, francs and crowns of several countries count as one currency each.
    """
    for difference, source, target in find_differences(context, Kind.CURRENCY, Kind.RATE):
        here, there = difference.source, difference.target
        if here is None or there is None:
            continue
        place = target.place(there.start, there.end)
        if difference.kind is Kind.RATE:
            said, other = shown(words_of(target, here)), shown(words_of(target, there))
            yield rule.find(f"{other} cannot be {said}", place, source_span=source.side.span, confidence=0.9)
        else:
            yield rule.find(
                f"{shown(words_of(source, here))} became {shown(words_of(target, there))}",
                place,
                source_span=source.place(here.start, here.end),
            )
