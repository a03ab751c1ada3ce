"""Numbers in French: quatre-vingt-dix-sept, 3,5 milliards, 20h30, le XXIe siècle, les années 80."""

from __future__ import annotations

from copydesk.checks.values.money import FRENCH_CURRENCIES
from copydesk.checks.values.units import FRENCH_UNITS
from copydesk.checks.values.value import Grammar

_MULTIPLES = {
    "doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "sextupl": 6.0, "septupl": 7.0,
    "décupl": 10.0, "centupl": 100.0,
}  # fmt: skip
_SMALL = {
    word: number
    for number, words in {
        0: "zéro",
        1: "un une",
        2: "deux",
        3: "trois",
        4: "quatre",
        5: "cinq",
        6: "six",
        7: "sept",
        8: "huit",
        9: "neuf",
        10: "dix",
        11: "onze",
        12: "douze",
        13: "treize",
        14: "quatorze",
        15: "quinze",
        16: "seize",
        20: "vingt vingts",
        30: "trente",
        40: "quarante",
        50: "cinquante",
        60: "soixante",
        70: "septante",
        80: "huitante octante",
        90: "nonante",
    }.items()
    for word in words.split()
}
_ROOTS = {
    2: "deux",
    3: "trois",
    4: "quatr",
    5: "cinqu",
    6: "six",
    7: "sept",
    8: "huit",
    9: "neuv",
    10: "dix",
    11: "onz",
    12: "douz",
    13: "treiz",
    14: "quatorz",
    15: "quinz",
    16: "seiz",
    20: "vingt",
    30: "trent",
    40: "quarant",
    50: "cinquant",
    60: "soixant",
    100: "cent",
    1000: "mill",
    1_000_000: "million",
    1_000_000_000: "milliard",
}
_AGES = {
    30: "trentenaire",
    40: "quadragénaire",
    50: "quinquagénaire",
    60: "sexagénaire",
    70: "septuagénaire",
    80: "octogénaire",
    90: "nonagénaire",
}
_ORDINALS = {f"{root}ième{end}": number for number, root in _ROOTS.items() for end in ("", "s")}
_ORDINALS |= {"unième": 1, "unièmes": 1}

FRENCH = Grammar(
    language="fr",
    decimal=",",
    thousands=". '",
    small=_SMALL,
    hundreds=frozenset(("cent", "cents")),
    multipliers={
        "mille": 1e3,
        "million": 1e6,
        "millions": 1e6,
        "milliard": 1e9,
        "milliards": 1e9,
        "billion": 1e12,
        "billions": 1e12,
        "trillion": 1e18,
        "trillions": 1e18,
    },
    glued_multipliers={"m": 1e6, "md": 1e9, "mds": 1e9, "mrd": 1e9, "k": 1e3},
    joiner="et",
    ordinals=_ORDINALS,
    late_ordinals=_ORDINALS,
    ordinal_suffixes=frozenset("er re ère e ème ième eme es èmes ers nd nde".split()),
    collectives={
        "huitaine": 8,
        "dizaine": 10,
        "douzaine": 12,
        "quinzaine": 15,
        "vingtaine": 20,
        "trentaine": 30,
        "quarantaine": 40,
        "cinquantaine": 50,
        "soixantaine": 60,
        "centaine": 100,
        "millier": 1000,
        "dizaines": 10,
        "douzaines": 12,
        "centaines": 100,
        "milliers": 1000,
    },
    vague={
        "dizaines": 10,
        "douzaines": 10,
        "centaines": 100,
        "milliers": 1e3,
        "millions": 1e6,
        "milliards": 1e9,
    },
    fractions={
        "moitié": 1 / 2,
        "demi": 1 / 2,
        "demie": 1 / 2,
        "tiers": 1 / 3,
        "quart": 1 / 4,
        "quarts": 1 / 4,
    },
    hints={
        "premier": (1.0,),
        "première": (1.0,),
        "premiers": (1.0,),
        "premières": (1.0,),
        "seul": (1.0,),
        "seule": (1.0,),
        "unique": (1.0,),
        "simple": (1.0,),
        "second": (2.0,),
        "seconde": (2.0,),
        "seconds": (2.0,),
        "secondes": (2.0,),
        "couple": (2.0,),
        "couples": (2.0,),
        "paire": (2.0,),
        "duo": (2.0,),
        "jumeaux": (2.0,),
        "jumelles": (2.0,),
        "bilatéral": (2.0,),
        "bilatérale": (2.0,),
        **{
            stem + ending: (number,)
            for stem, number in _MULTIPLES.items()
            for ending in "e es é ée és ées er ent ant a èrent ait aient era eront erait ement".split()
        },
        "tripartite": (3.0,),
        "tripartites": (3.0,),
        "bipartisme": (2.0,),
        "tridimensionnel": (3.0,),
        "tridimensionnelle": (3.0,),
        "tridimensionnels": (3.0,),
        "tridimensionnelles": (3.0,),
        "quadrupède": (4.0,),
        "quadrupèdes": (4.0,),
        "septennal": (7.0,),
        "triennale": (3.0,),
        "biennale": (2.0,),
        "centenaires": (100.0,),
        "mineur": (18.0,),
        "mineurs": (18.0,),
        "mineure": (18.0,),
        "mineures": (18.0,),
        "majeur": (18.0,),
        "nul": (0.0,),
        "nulle": (0.0,),
        "négatives": (0.0,),
        "tierce": (3.0,),
        "entièrement": (100.0,),
        "trio": (3.0,),
        "trimestre": (3.0, 4.0, ("part", 0.25)),
        "trimestres": (3.0, 4.0),
        "trimestriel": (3.0, 4.0),
        "semestre": (6.0, 2.0, ("part", 0.5)),
        "an": (12.0,),
        "année": (12.0,),
        "décennie": (10.0,),
        "décennies": (10.0,),
        "siècle": (100.0,),
        "quinzaine": (15.0, 14.0, 2.0),
        "quinquennat": (5.0,),
        "quinquennal": (5.0,),
        "quinquennale": (5.0,),
        "septennat": (7.0,),
        "biennal": (2.0,),
        "triennal": (3.0,),
        "décennal": (10.0,),
        "décennale": (10.0,),
        "centenaire": (100.0,),
        "bicentenaire": (200.0,),
        "cinquantenaire": (50.0,),
        "tricentenaire": (300.0,),
        "millénaire": (1000.0,),
        # somebody in his forties may be 43
        **{
            f"{word}{end}": tuple(float(age) for age in range(decade, decade + 10))
            for decade, word in _AGES.items()
            for end in ("", "s")
        },
        "midi": (12.0, ("time", 720.0)),
        "minuit": (0.0, 12.0, ("time", 0.0)),
        "réveillon": (31.0,),
        "saint": (31.0,),
    },
    months={
        name: number
        for number, names in enumerate(
            (
                "janvier janv",
                "février fév févr",
                "mars",
                "avril avr",
                "mai",
                "juin",
                "juillet juil",
                "août aout",
                "septembre sept.",
                "octobre oct",
                "novembre nov",
                "décembre déc",
            ),
            1,
        )
        for name in names.split()
    },
    weekdays={
        name: number
        for number, name in enumerate("lundi mardi mercredi jeudi vendredi samedi dimanche".split(), 1)
    }
    | {
        f"{name}s": n
        for n, name in enumerate("lundi mardi mercredi jeudi vendredi samedi dimanche".split(), 1)
    },
    units=FRENCH_UNITS,
    currencies=FRENCH_CURRENCIES,
    of=frozenset(("de", "d")),
    range_words=frozenset(("à", "et", "ou")),
    decade_words=frozenset(("année", "années", "annees")),
    hours=frozenset(("h", "heure", "heures", "hrs")),
    qualifiers=frozenset(
        """derniers dernières premiers premières prochains prochaines autres petits petites longs longues bons
        bonnes mêmes pleins pleines""".split()
    ),
)
