"""Numbers in English: ninety-seven, 3.5 billion, 8:30 p.m., the 21st century, the 1980s."""

from __future__ import annotations

from copydesk.checks.values.money import ENGLISH_CURRENCIES
from copydesk.checks.values.units import ENGLISH_UNITS
from copydesk.checks.values.value import Grammar

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_SMALL = {word: number for number, word in enumerate(_ONES)} | {word: n for n, word in _TENS.items()}
_ORDINALS = {
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    **{f"{_ONES[number]}th": number for number in range(13, 20)},
    **{f"{word[:-1]}ieth": number for number, word in _TENS.items()},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 1_000_000,
}
#: measures that an article alone may count: a mile away, a foot wide
LONE_UNITS = frozenset(
    "foot mile yard inch kilometre kilometer metre meter ton tonne gallon litre liter acre hectare".split()
)
_MULTIPLE_VERBS = {"doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "sextupl": 6.0}
_DECADES = {f"{word[:-1]}ies": number for number, word in _TENS.items()}

ENGLISH = Grammar(
    language="en",
    decimal=".",
    thousands=", '",
    small=_SMALL,
    hundreds=frozenset(("hundred",)),
    multipliers={
        "thousand": 1e3,
        "thousands": 1e3,
        "million": 1e6,
        "millions": 1e6,
        "mln": 1e6,
        "billion": 1e9,
        "billions": 1e9,
        "bn": 1e9,
        "trillion": 1e12,
        "trillions": 1e12,
        "milliard": 1e9,
        "milliards": 1e9,
    },
    glued_multipliers={
        "m": 1e6,
        "mn": 1e6,
        "mln": 1e6,
        "bn": 1e9,
        "b": 1e9,
        "k": 1e3,
        "tn": 1e12,
        "trn": 1e12,
    },
    joiner="and",
    ordinals=_ORDINALS | {f"{word}s": number for word, number in _ORDINALS.items()},
    late_ordinals=_ORDINALS | {"first": 1, "second": 2, "third": 3},
    ordinal_suffixes=frozenset("st nd rd th".split()),
    collectives={"dozen": 12},
    vague={
        "tens": 10,
        "dozens": 10,
        "scores": 10,
        "hundreds": 100,
        "thousands": 1e3,
        "millions": 1e6,
        "billions": 1e9,
        "trillions": 1e12,
    },
    fractions={
        "half": 1 / 2,
        "halves": 1 / 2,
        "third": 1 / 3,
        "thirds": 1 / 3,
        "quarter": 1 / 4,
        "quarters": 1 / 4,
        "halfway": 1 / 2,
    },
    hints={
        "first": (1.0,),
        "once": (1.0,),
        "single": (1.0,),
        "only": (1.0,),
        "lone": (1.0,),
        "another": (1.0,),
        "second": (2.0,),
        "seconds": (2.0,),
        "both": (2.0,),
        "twice": (2.0,),
        "couple": (2.0,),
        "couples": (2.0,),
        "pair": (2.0,),
        "pairs": (2.0,),
        "duo": (2.0,),
        "twin": (2.0,),
        "twins": (2.0,),
        "either": (2.0,),
        "neither": (2.0,),
        "latter": (2.0,),
        "former": (1.0,),
        "bilateral": (2.0,),
        "dual": (2.0,),
        "biennial": (2.0,),
        "treble": (3.0,),
        "trio": (3.0,),
        "thrice": (3.0,),
        "quarterly": (3.0, 4.0),
        **{f"{word}fold": (float(number),) for word, number in _SMALL.items() if number > 1},
        "hundredfold": (100.0,),
        **{
            form: (number,)
            for stem, number in _MULTIPLE_VERBS.items()
            for form in (f"{stem}e", f"{stem}ed", f"{stem}es", f"{stem}ing")
        },
        "entirely": (100.0,),
        "fully": (100.0,),
        **dict.fromkeys(LONE_UNITS, (1.0,)),
        "underage": (18.0,),
        "scoreless": (0.0,),
        "goalless": (0.0,),
        "nil": (0.0,),
        "decade": (10.0,),
        "decades": (10.0,),
        "century": (100.0,),
        "centuries": (100.0,),
        "centenary": (100.0,),
        "bicentenary": (200.0,),
        "bicentennial": (200.0,),
        "fortnight": (14.0, 15.0, 2.0),
        "noon": (12.0, ("time", 720.0)),
        "midday": (12.0, ("time", 720.0)),
        "midnight": (0.0, 12.0, 24.0, ("time", 0.0)),
        "teens": (10.0,),
        **{name: (float(number), float(1900 + number)) for name, number in _DECADES.items()},
    },
    months={
        name: number
        for number, names in enumerate(
            (
                "january jan",
                "february feb",
                "march",
                "april apr",
                "may",
                "june",
                "july",
                "august aug",
                "september sept sep",
                "october oct",
                "november nov",
                "december dec",
            ),
            1,
        )
        for name in names.split()
    },
    weekdays={
        name: number
        for number, names in enumerate(
            "monday mondays,tuesday tuesdays,wednesday wednesdays,thursday thursdays,friday fridays,"
            "saturday saturdays,sunday sundays".split(","),
            1,
        )
        for name in names.split()
    },
    units=ENGLISH_UNITS,
    currencies=ENGLISH_CURRENCIES,
    of=frozenset(("of",)),
    range_words=frozenset(("to", "and", "or")),
    decade_words=frozenset(),
    hours=frozenset(("am", "pm")),
    qualifiers=frozenset("long full more further additional other imperial us extra solid straight".split()),
)
