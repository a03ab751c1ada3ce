"""Reading of numbers, measures, times and dates, and their comparison across the two languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.checks.reading import fold, read
from copydesk.checks.rule import Pair, Side
from copydesk.checks.values import compare_values, read_values
from copydesk.checks.values.compare import Kind
from copydesk.checks.values.digits import parse_digits
from copydesk.checks.values.scan import GRAMMARS
from copydesk.languages import get_language
from copydesk.text import Span


def side(text: str, language: str) -> Side:
    return Side(text, Span(0, len(text)), get_language(language))


def amounts(text: str, language: str) -> list[float]:
    return [value.amount for value in read_values(read(side(text, language))) if value.strength > 0]


def differences(french: str, english: str) -> list[tuple[Kind, str, str]]:
    pair = Pair(side(english, "en"), side(french, "fr"))
    return [
        (
            difference.kind,
            french[difference.source.start : difference.source.end] if difference.source else "",
            english[difference.target.start : difference.target.end] if difference.target else "",
        )
        for difference in compare_values(pair).differences
        if max(v.strength for v in (difference.source, difference.target) if v) > 1
    ]


FRENCH_NUMBERS = {
    "vingt et un": 21,
    "soixante et onze": 71,
    "soixante-dix-sept": 77,
    "quatre-vingts": 80,
    "quatre-vingt-un": 81,
    "quatre-vingt-dix-neuf": 99,
    "cent un": 101,
    "deux cents": 200,
    "trois cent quarante-cinq": 345,
    "mille neuf cent quatre-vingt-quatre": 1984,
    "deux cent cinquante mille": 250_000,
    "deux millions trois cent mille": 2_300_000,
    "trois milliards": 3e9,
    "un million et demi": 1.5e6,
    "vingt-cinquième": 25,
    "900 000": 900_000,
    "3,5 millions": 3.5e6,
    "2 millions 300 000": 2_300_000,
    "1 234 567,89": 1_234_567.89,
    "deux ans et demi": 2.5,
    "9 s 58": 9.58,
}
ENGLISH_NUMBERS = {
    "twenty-one": 21,
    "two hundred and fifty": 250,
    "two hundred and fifty thousand": 250_000,
    "one thousand nine hundred eighty-four": 1984,
    "three and a half million": 3.5e6,
    "a million and a half": 1.5e6,
    "twenty-first": 21,
    "900,000": 900_000,
    "3.5 million": 3.5e6,
    "1,234,567.89": 1_234_567.89,
    "$90m": 90e6,
    "£5bn": 5e9,
    "two and a half years": 2.5,
    "four dozen": 48,
}


@pytest.mark.parametrize(("words", "amount"), FRENCH_NUMBERS.items())
def test_french_number_is_read(words: str, amount: float) -> None:
    assert amounts(words, "fr") == [pytest.approx(amount)]
    assert amounts(f"Il y en a {words}, dit-on.", "fr") == [pytest.approx(amount)]


@pytest.mark.parametrize(("words", "amount"), ENGLISH_NUMBERS.items())
def test_english_number_is_read(words: str, amount: float) -> None:
    assert amounts(words, "en") == [pytest.approx(amount)]
    assert amounts(f"There were {words}, they say.", "en") == [pytest.approx(amount)]


EQUAL = [
    ("Il commence à 20h30.", "It starts at 20.30pm."),
    ("L'avion a atterri à 17h40.", "The plane landed at 17.40 pm."),
    ("Ils sont arrivés vers 15 heures 30.", "They arrived around 1530 hours."),
    ("Jusqu'à neuf heures moins vingt.", "Until 8:40."),
    ("Cinq heures moins dix du matin.", "Ten to five in the morning."),
    ("Cinq heures moins le quart.", "A quarter to five."),
    ("Cinq heures et quart.", "A quarter past five."),
    ("Il est cinq heures moins vingt-cinq.", "It is 4:35."),
    ("Il a perdu 50 milles soldats.", "It lost 50 thousand soldiers."),
    ("Seuls sept milles suivent un traitement.", "Only 7,000 are treated."),
    ("Le navire était à 50 milles de la côte.", "The ship was 50 miles off the coast."),
    ("Venus des quatre coins du monde.", "From around the world."),
    ("Un onze fonctionnel.", "A working team."),
    ("Un 4x4 blanc.", "A white SUV."),
    ("Les prix ont augmenté de 3 % en un an.", "Prices rose by 3 percent in the last 12 months."),
    ("Quelques douzaines de kilo-octets.", "A few dozen kilobytes."),
    ("Des douzaines de morts.", "Dozens dead."),
    ("Durant la 1ère guerre mondiale.", "During World War I."),
    ("Au 20ème siècle.", "In the XXth century."),
    ("Les élèves de 4e et 8e année.", "The fourth- and eighth-graders."),
    ("Un ou deux points d'écart.", "A one- or two-point spread."),
    ("Il a été condamné à deux ans et demi.", "He was sentenced to 30 months."),
    ("Il y a dix-huit mois.", "A year and a half ago."),
    ("Un an et demi.", "18 months."),
    ("Six mois.", "Half a year."),
    ("Une quinzaine de jours.", "Two weeks."),
    ("Quinze jours.", "A fortnight."),
    ("Huit jours plus tard.", "A week later."),
    ("Il y a deux siècles.", "200 years ago."),
    ("Un demi-siècle.", "50 years."),
    ("Une décennie.", "Ten years."),
    ("Un trimestre.", "Three months."),
    ("Au premier semestre.", "In the first six months."),
    ("Au premier trimestre.", "In the first three months."),
    ("Deux décennies.", "Twenty years."),
    ("Sur 24 heures.", "Over a day."),
    ("Dans les 48 heures.", "Within two days."),
    ("Vingt-quatre heures sur vingt-quatre.", "Around the clock."),
    ("Il avait 2 heures et demie.", "It lasted 150 minutes."),
    ("1,5 million de personnes.", "One and a half million people."),
    ("Un couple sur deux.", "Half of all couples."),
    ("Une personne sur trois.", "A third of the people."),
    ("Trois personnes sur quatre.", "75 percent of the people."),
    ("Il a gagné 2 à 1.", "He won 2-1."),
    ("729.000,00 dollars", "$729,000"),
    ("Cent mille euros.", "EUR 100k."),
    ("Un milliard et demi.", "1.5 billion."),
    ("Une dizaine de jours.", "Ten or so days."),
    ("La moitié.", "50 percent."),
    ("Quelque 900 000 personnes", "Some 900,000 people"),
    ("Les années 80 et 90", "The 1980s and 1990s"),
    ("Les années quatre-vingt", "The eighties"),
    ("Au XXIe siècle", "In the twenty-first century"),
    ("Entre 1997-98", "Between 1997-1998"),
    ("De 2 à 3 millions d'euros", "Two to three million euros"),
    ("Entre 16 et 20 heures", "Between 4 and 8 p.m."),
    ("À 20h30", "At 8:30 p.m."),
    ("À 20 h 30", "At 20:30"),
    ("À 8 heures du soir", "At 8 p.m."),
    ("Vers 14H00 GMT", "At around 1400 GMT"),
    ("À minuit", "At midnight"),
    ("Une dizaine de morts", "About ten dead"),
    ("Une douzaine de chars", "A dozen tanks"),
    ("Des dizaines de milliers de personnes", "Tens of thousands of people"),
    ("Plusieurs centaines de soldats", "Several hundred soldiers"),
    ("La moitié des votants", "50% of voters"),
    ("Un tiers des députés", "One third of MPs"),
    ("Les trois quarts", "75 percent"),
    ("Les deux soldats", "Both soldiers"),
    ("Deux fois par an", "Twice a year"),
    ("Le 1er mars 2020", "March 1, 2020"),
    ("Mai 68", "May 1968"),
    ("Il a 58 ans", "He is fifty-eight"),
    ("À 12 km de là", "7.5 miles away"),
    ("À 100 kilomètres à l'heure", "At 62 miles per hour"),
    ("Il fait 40 degrés", "It is 104 degrees Fahrenheit"),
    ("2 000 hectares", "4,942 acres"),
    ("Un homme de 80 kilos", "A man of 176 lbs"),
    ("Vingt ans plus tard", "Two decades later"),
    ("Quinze jours plus tard", "Two weeks later"),
    ("Pendant 48 heures", "For two days"),
    ("Dix-huit mois", "A year and a half"),
    ("Pendant 90 minutes", "For an hour and a half"),
    ("0,87 dollar", "87 cents"),
    ("Il a reçu 82 milliards, dont dix en 2020", "He got 82 billion, 10 billion of it in 2020"),
    ("24 heures sur 24", "Around the clock"),
    ("Les huitièmes de finale", "The last 16"),
    ("2,2 millions de km carrés", "2.2 million km2"),
    ("Du million promis", "Of the million promised"),
    ("Cinquante pour cent", "50%"),
    ("Il a doublé en 2019", "It doubled in 2019"),
    ("Le sextuple champion", "The six-time champion"),
    ("Le 18e siècle", "The 1700s"),
    ("Une heure et demie", "90 minutes"),
    ("Un char à 30 mètres", "A tank 30 metres (100 feet) away"),
    ("Elle a 20 % des voix", "She has 20 percent of the vote"),
    ("La A320 et le Su-24", "The A320 and the Su-24"),
    ("Le score est de 2 à 1", "The score is 2-1"),
]


@pytest.mark.parametrize(("french", "english"), EQUAL)
def test_right_rendering_has_no_difference(french: str, english: str) -> None:
    assert differences(french, english) == []


DIFFERENT = [
    ("Il y a 11 morts", "There are 14 dead", Kind.CHANGED, "11", "14"),
    ("Il y a onze morts", "There are fourteen dead", Kind.CHANGED, "onze", "fourteen"),
    ("Il y a 11 morts", "There are dead", Kind.MISSING, "11", ""),
    ("Il y a des morts", "There are 14 dead", Kind.ADDED, "", "14"),
    ("3 milliards d'euros", "3 million euros", Kind.MAGNITUDE, "3 milliards d'euros", "3 million euros"),
    ("À 17 kilomètres", "17 miles away", Kind.UNIT, "17 kilomètres", "17 miles"),
    ("À 100 km", "At 100 miles", Kind.UNIT, "100 km", "100 miles"),
    ("Un mur de 3 200 kilomètres", "A wall of 3 miles", Kind.UNIT, "3 200 kilomètres", "3 miles"),
    ("Pour 5 millions d'euros", "For $5 million", Kind.CURRENCY, "5 millions d'euros", "$5 million"),
    ("Le 15 mars", "On March 14", Kind.DAY, "15", "14"),
    ("En 1982", "In 1992", Kind.CHANGED, "1982", "1992"),
    ("À 20h30", "At 8:45 p.m.", Kind.CHANGED, "20h30", "8:45"),
    ("Des millions de morts", "Billions of dead", Kind.MAGNITUDE, "millions", "Billions"),
    ("Un tiers des voix", "Half of the vote", Kind.CHANGED, "Un tiers", "Half"),
    ("Il a deux fils", "He has three sons", Kind.CHANGED, "deux", "three"),
    ("Le quatrième tour", "The fifth round", Kind.CHANGED, "quatrième", "fifth"),
    ("0,5 %", "5%", Kind.CHANGED, "0,5 %", "5%"),
]


@pytest.mark.parametrize(("french", "english", "kind", "here", "there"), DIFFERENT)
def test_wrong_rendering_is_one_difference(
    french: str, english: str, kind: Kind, here: str, there: str
) -> None:
    pair = Pair(side(english, "en"), side(french, "fr"))
    (found,) = compare_values(pair).differences
    assert found.kind is kind
    assert (french[found.source.start : found.source.end] if found.source else "") == here
    assert (english[found.target.start : found.target.end] if found.target else "") == there


@pytest.mark.parametrize(
    ("token", "language", "meanings"),
    [
        ("3,500", "en", (3500.0,)),
        ("3,500", "fr", (3.5, 3500.0)),
        ("3.500", "fr", (3500.0,)),
        ("3.500", "en", (3.5, 3500.0)),
        ("1.234.567", "fr", (1234567.0,)),
        ("1,234.5", "en", (1234.5,)),
        ("20:30", "en", (20.0, 30.0)),
        ("11.09.2001", "fr", (11.0, 9.0, 2001.0)),
        ("900 000", "fr", (900000.0,)),
    ],
)
def test_digits_are_read_as_the_language_writes_them(
    token: str, language: str, meanings: tuple[float, ...]
) -> None:
    assert parse_digits(token, GRAMMARS[language]) == meanings


def test_no_break_spaces_and_soft_hyphens_keep_offsets() -> None:
    french = "Près de 900\u202f000 ci\u00advils et 12\u00a0000 blessés"
    pair = Pair(side("Nearly 900,000 civilians and 13,000 wounded", "en"), side(french, "fr"))
    (found,) = compare_values(pair).differences
    assert found.source is not None
    assert pair.source is not None
    span = read(pair.source).place(found.source.start, found.source.end)
    assert span.of(french) == "12\u00a0000"


def test_article_counts_nothing() -> None:
    assert differences("Un soldat est mort", "A soldier died") == []
    assert differences("L'un des deux", "One of the two") == []


def test_language_without_a_grammar_has_no_values() -> None:
    assert read_values(read(side("12 Soldaten", "de"))) == ()


@given(st.text(alphabet="0123456789 .,:'-/%$€hmkdeuxtroisvingtcentmillionstwohundredand \u202f", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for language in ("fr", "en"):
        one = side(text, language)
        for value in read_values(read(one)):
            assert 0 <= value.start < value.end <= len(read(one).text)
    compare_values(Pair(side(text, "en"), side(text[::-1], "fr")))


@given(st.integers(0, 10**12))
def test_an_integer_equals_itself_in_both_formats(number: int) -> None:
    english = f"about {number:,} people"
    french = f"environ {number:,} personnes".replace(",", "\u202f")
    assert differences(french, english) == []


@given(st.text(max_size=20))
def test_fold_drops_case_and_accents(word: str) -> None:
    assert fold(word) == fold(word.lower())
