"""Units of measure in French and English, keyed by the words that name them.

Conversion factors are those of the International System of Units and of the international yard and pound.
"""

from __future__ import annotations

from copydesk.checks.values.value import Unit

_METRE = Unit("metres", "length", 1.0)
_KILOMETRE = Unit("kilometres", "length", 1000.0)
_MILE = Unit("miles", "length", 1609.344, others=(1852.0,))
_NAUTICAL_MILE = Unit("nautical miles", "length", 1852.0)
_CENTIMETRE = Unit("centimetres", "length", 0.01)
_MILLIMETRE = Unit("millimetres", "length", 0.001)
_FOOT = Unit("feet", "length", 0.3048)
_INCH = Unit("inches", "length", 0.0254)
_YARD = Unit("yards", "length", 0.9144)
_GRAM = Unit("grams", "mass", 0.001)
_MILLIGRAM = Unit("milligrams", "mass", 1e-6)
_KILO = Unit("kilograms", "mass", 1.0)
_TONNE = Unit("tonnes", "mass", 1000.0)
_TON = Unit("tons", "mass", 1000.0, others=(907.185, 1016.047))
_POUND = Unit("pounds", "mass", 0.45359237)
_OUNCE = Unit("ounces", "mass", 0.028349523, others=(0.0311035,))
_STONE = Unit("stone", "mass", 6.35029318)
_LITRE = Unit("litres", "volume", 1.0)
_MILLILITRE = Unit("millilitres", "volume", 0.001)
_CENTILITRE = Unit("centilitres", "volume", 0.01)
_HECTOLITRE = Unit("hectolitres", "volume", 100.0)
_CUBIC_METRE = Unit("cubic metres", "volume", 1000.0)
_CUBIC_KILOMETRE = Unit("cubic kilometres", "volume", 1e12)
_CUBIC_FOOT = Unit("cubic feet", "volume", 28.316846592)
_GALLON = Unit("gallons", "volume", 3.785411784, others=(4.54609,))
_PINT = Unit("pints", "volume", 0.473176473, others=(0.56826125,))
_BARREL = Unit("barrels", "volume", 158.987294928)
_HECTARE = Unit("hectares", "area", 10_000.0)
_ACRE = Unit("acres", "area", 4046.8564224)
_SQUARE_METRE = Unit("square metres", "area", 1.0)
_SQUARE_KILOMETRE = Unit("square kilometres", "area", 1e6)
_SQUARE_MILE = Unit("square miles", "area", 2_589_988.110336)
_SQUARE_FOOT = Unit("square feet", "area", 0.09290304)
_KILOMETRE_HOUR = Unit("kilometres per hour", "speed", 1.0)
_MILE_HOUR = Unit("miles per hour", "speed", 1.609344)
_KNOT = Unit("knots", "speed", 1.852)
_METRE_SECOND = Unit("metres per second", "speed", 3.6)
_FOOT_SECOND = Unit("feet per second", "speed", 1.09728)
_CELSIUS = Unit("degrees Celsius", "temperature", 1.0)
_FAHRENHEIT = Unit("degrees Fahrenheit", "temperature", 5 / 9, -160 / 9)
_DEGREE = Unit("degrees", "temperature", 1.0, others=(0.0,))
_SECOND = Unit("seconds", "time", 1.0)
_MINUTE = Unit("minutes", "time", 60.0)
_HOUR = Unit("hours", "time", 3600.0)
_DAY = Unit("days", "time", 86_400.0)
_WEEK = Unit("weeks", "time", 604_800.0)
_MONTH = Unit("months", "time", 2_629_800.0)
_YEAR = Unit("years", "time", 31_557_600.0)
_DECADE = Unit("decades", "time", 315_576_000.0)
_CENTURY = Unit("centuries", "time", 3_155_760_000.0)
_MILLENNIUM = Unit("millennia", "time", 31_557_600_000.0)
_MEGAWATT = Unit("megawatts", "power", 1.0)
_KILOWATT = Unit("kilowatts", "power", 0.001)
_GIGAWATT = Unit("gigawatts", "power", 1000.0)


def _spell(*rows: tuple[Unit, str]) -> dict[str, Unit]:
    return {words.replace("_", " "): unit for unit, forms in rows for words in forms.split()}


FRENCH_UNITS = _spell(
    (_METRE, "mètre mètres metre metres m"),
    (_KILOMETRE, "kilomètre kilomètres kilométre kilométres kilometre kilometres km kms"),
    (_MILE, "mille_terrestre mille_américain mile miles milles"),
    (_NAUTICAL_MILE, "mille_marin milles_marins mille_nautique milles_nautiques"),
    (_CENTIMETRE, "centimètre centimètres cm cms"),
    (_MILLIMETRE, "millimètre millimètres mm"),
    (_FOOT, "pied pieds"),
    (_INCH, "pouce pouces"),
    (_YARD, "yard yards verge verges"),
    (_GRAM, "gramme grammes g"),
    (_MILLIGRAM, "milligramme milligrammes mg"),
    (_KILO, "kilogramme kilogrammes kilo kilos kg"),
    (_TONNE, "tonne tonnes"),
    (_POUND, "livre_de_poids lb lbs"),
    (_OUNCE, "once onces"),
    (_LITRE, "litre litres l"),
    (_MILLILITRE, "millilitre millilitres ml"),
    (_CENTILITRE, "centilitre centilitres cl"),
    (_HECTOLITRE, "hectolitre hectolitres hl"),
    (_CUBIC_METRE, "mètre_cube mètres_cubes m_3 m³"),
    (_CUBIC_KILOMETRE, "kilomètre_cube kilomètres_cubes km_3 km³"),
    (_CUBIC_FOOT, "pied_cube pieds_cubes"),
    (_GALLON, "gallon gallons"),
    (_PINT, "pinte pintes"),
    (_BARREL, "baril barils"),
    (_HECTARE, "hectare hectares ha"),
    (_ACRE, "acre acres"),
    (_SQUARE_METRE, "mètre_carré mètres_carrés m_2 m²"),
    (_SQUARE_KILOMETRE, "kilomètre_carré kilomètres_carrés km_carrés km_2 km²"),
    (_SQUARE_MILE, "mile_carré miles_carrés milles_carrés"),
    (_SQUARE_FOOT, "pied_carré pieds_carrés"),
    (_KILOMETRE_HOUR, "kilomètres_par_heure kilomètres_heure kilomètre_heure"),
    (_KILOMETRE_HOUR, "kilomètres_à_l_heure km_h kmh km_heure km_à_l_heure"),
    (_MILE_HOUR, "miles_par_heure milles_par_heure miles_heure miles_à_l_heure milles_à_l_heure mph"),
    (_KNOT, "nœud nœuds noeud noeuds"),
    (_METRE_SECOND, "mètres_par_seconde mètres_seconde mètres_à_la_seconde m_s"),
    (_FOOT_SECOND, "pieds_par_seconde"),
    (_CELSIUS, "degré_celsius degrés_celsius degrés_c degré degrés"),
    (_FAHRENHEIT, "degré_fahrenheit degrés_fahrenheit degrés_f"),
    (_SECOND, "seconde secondes sec s"),
    (_MINUTE, "minute minutes min mn"),
    (_HOUR, "heure heures"),
    (_DAY, "jour jours journée journées"),
    (_WEEK, "semaine semaines"),
    (_MONTH, "mois"),
    (_YEAR, "an ans année années"),
    (_DECADE, "décennie décennies"),
    (_CENTURY, "siècle siècles"),
    (_MILLENNIUM, "millénaire millénaires"),
    (_MEGAWATT, "mégawatt mégawatts mw"),
    (_KILOWATT, "kilowatt kilowatts kw"),
    (_GIGAWATT, "gigawatt gigawatts gw"),
)

ENGLISH_UNITS = _spell(
    (_METRE, "metre metres meter meters m"),
    (_KILOMETRE, "kilometre kilometres kilometer kilometers km kms"),
    (_MILE, "mile miles mi"),
    (_NAUTICAL_MILE, "nautical_mile nautical_miles"),
    (_CENTIMETRE, "centimetre centimetres centimeter centimeters cm"),
    (_MILLIMETRE, "millimetre millimetres millimeter millimeters mm"),
    (_FOOT, "foot feet ft"),
    (_INCH, "inch inches"),
    (_YARD, "yard yards"),
    (_GRAM, "gram grams gramme grammes g"),
    (_MILLIGRAM, "milligram milligrams mg"),
    (_KILO, "kilogram kilograms kilogramme kilogrammes kilo kilos kg"),
    (_TONNE, "tonne tonnes metric_ton metric_tons"),
    (_TON, "ton tons short_ton short_tons long_ton long_tons"),
    (_POUND, "lb lbs pound pounds"),
    (_OUNCE, "ounce ounces oz"),
    (_STONE, "stone stones"),
    (_LITRE, "litre litres liter liters l"),
    (_MILLILITRE, "millilitre millilitres milliliter milliliters ml"),
    (_CENTILITRE, "centilitre centilitres centiliter centiliters cl"),
    (_HECTOLITRE, "hectolitre hectolitres hectoliter hectoliters"),
    (_CUBIC_METRE, "cubic_metre cubic_metres cubic_meter cubic_meters m_3 m³"),
    (_CUBIC_KILOMETRE, "cubic_kilometre cubic_kilometres cubic_kilometer cubic_kilometers"),
    (_CUBIC_FOOT, "cubic_foot cubic_feet"),
    (_GALLON, "gallon gallons"),
    (_PINT, "pint pints"),
    (_BARREL, "barrel barrels"),
    (_HECTARE, "hectare hectares ha"),
    (_ACRE, "acre acres"),
    (_SQUARE_METRE, "metres_squared meters_squared metre_squared meter_squared"),
    (_SQUARE_FOOT, "feet_squared foot_squared sqft"),
    (_SQUARE_KILOMETRE, "kilometres_squared kilometers_squared"),
    (_SQUARE_MILE, "miles_squared"),
    (_SQUARE_METRE, "square_metre square_metres square_meter square_meters sq_m sqm m_2 m²"),
    (
        _SQUARE_KILOMETRE,
        "square_kilometre square_kilometres square_kilometer square_kilometers sq_km km_2 km²",
    ),
    (_SQUARE_MILE, "square_mile square_miles sq_mi sq_miles"),
    (_SQUARE_FOOT, "square_foot square_feet sq_ft"),
    (_KILOMETRE_HOUR, "kilometres_per_hour kilometres_an_hour kilometres_hour km_h kmh kph km_per_hour"),
    (_KILOMETRE_HOUR, "kilometers_per_hour kilometers_an_hour"),
    (_MILE_HOUR, "miles_per_hour miles_an_hour miles_hour mph"),
    (_KNOT, "knot knots"),
    (_METRE_SECOND, "metres_per_second meters_per_second metres_a_second meters_a_second m_s"),
    (_FOOT_SECOND, "feet_per_second feet_a_second"),
    (_CELSIUS, "degree_celsius degrees_celsius degrees_centigrade degrees_c celsius"),
    (_FAHRENHEIT, "degree_fahrenheit degrees_fahrenheit degrees_f fahrenheit"),
    (_DEGREE, "degree degrees"),
    (_SECOND, "second seconds sec secs"),
    (_MINUTE, "minute minutes min mins"),
    (_HOUR, "hour hours hr hrs"),
    (_DAY, "day days"),
    (_WEEK, "week weeks"),
    (_MONTH, "month months"),
    (_YEAR, "year years"),
    (_DECADE, "decade decades"),
    (_CENTURY, "century centuries"),
    (_MILLENNIUM, "millennium millennia millenniums"),
    (_MEGAWATT, "megawatt megawatts mw"),
    (_KILOWATT, "kilowatt kilowatts kw"),
    (_GIGAWATT, "gigawatt gigawatts gw"),
)

CELSIUS, FAHRENHEIT, FOOT, INCH, POUND = _CELSIUS, _FAHRENHEIT, _FOOT, _INCH, _POUND
HOUR, MINUTE = _HOUR, _MINUTE


def to_base(amount: float, unit: Unit, *, relative: bool = False) -> tuple[float, ...]:
    """Convert *amount* of *unit* to the base unit of its dimension, once for every meaning of the word.

    A *relative* amount is a change (two degrees more), for which the zero of the scale does not count.
    """
    if unit is _DEGREE:
        return (amount, amount * 5 / 9 if relative else (amount - 32) * 5 / 9)
    return (
        amount * unit.factor + (0.0 if relative else unit.offset),
        *(amount * factor for factor in unit.others),
    )


def differ(one: Unit, other: Unit) -> bool:
    """Say whether two units of one dimension are surely not the same (tons and tonnes may be)."""
    if one.name == other.name or "degrees" in (one.name, other.name):
        return False
    return not {one.factor, *one.others} & {other.factor, *other.others} or one.offset != other.offset
