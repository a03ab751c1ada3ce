"""French and English inflection, as the glossary needs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.glossary import inflect_en, inflect_fr
from copydesk.glossary.inflect_en import indefinite_article, is_plural, pluralise, singularise

FRENCH = {
    "régime": "régimes",
    "journal": "journaux",
    "général": "généraux générale générales",
    "bureau": "bureaux",
    "travail": "travaux",
    "feu": "feux",
    "pneu": "pneus",
    "vitrail": "vitraux",
    "festival": "festivals",
    "pays": "",
    "prix": "",
    "combattant": "combattants combattante combattantes",
    "président": "présidents présidente présidentes",
    "syrien": "syriens syrienne syriennes",
    "européen": "européens européenne européennes",
    "français": "française françaises",
    "directeur": "directeurs directrice directrices",
    "chercheur": "chercheurs chercheuse chercheuses",
    "religieux": "religieuse religieuses",
    "policier": "policiers policière policières",
    "actif": "actifs active actives",
    "député": "députés députée députées",
    "officiel": "officiels officielle officielles",
    "blanc": "blancs blanche blanches",
    "turc": "turcs turque turques",
    "grec": "grecs grecque grecques",
    "public": "publics publique publiques",
    "nouveau": "nouveaux nouvelle nouvelles",
    "maître": "maîtres maîtresse maîtresses",
    "sapeur": "sapeurs sapeuse sapeuses",
    "monsieur": "messieurs",
    "œil": "yeux",
    "à": "",
    "de": "",
}


@pytest.mark.parametrize("word", FRENCH)
def test_french_forms(word: str) -> None:
    assert inflect_fr.forms(word) == {word, *FRENCH[word].split()}


@pytest.mark.parametrize("word", FRENCH)
def test_all_french_forms_share_a_key(word: str) -> None:
    assert {inflect_fr.stem(form) for form in inflect_fr.forms(word)} == {inflect_fr.stem(word)}


@given(
    st.text("abcdeéèfghiïlmnoôpqrstuvxzœ", min_size=1, max_size=8),
    st.sampled_from(
        "al ail au eau eu teur eur eux ier ien éen if el ais ois ain ant ent and ard é s x z ment ion".split()
    ),
)
def test_the_forms_of_any_word_share_a_key(beginning: str, ending: str) -> None:
    word = beginning + ending
    assert {inflect_fr.stem(form) for form in inflect_fr.forms(word)} == {inflect_fr.stem(word)}


@pytest.mark.parametrize(
    "pair",
    ["port porte", "point pointe", "parti partie", "capital capitale", "marin marine", "traité traitée",
     "médecin médecine", "moral morale", "gouvernement gouvernemente", "accord accorde", "fin fine"],
)  # fmt: skip
def test_another_word_is_no_feminine(pair: str) -> None:
    masculine, another = pair.split()
    assert another not in inflect_fr.forms(masculine)


ENGLISH = [
    "fighter fighters", "gunman gunmen", "policeman policemen", "spokeswoman spokeswomen", "human humans",
    "German Germans", "child children", "country countries", "ally allies", "day days", "church churches",
    "boss bosses", "tax taxes", "house houses", "bus buses", "crisis crises", "hero heroes", "NGO NGOs",
    "MP MPs", "Kennedy Kennedys", "runner-up runner-ups", "cease-fire cease-fires", "knife knives",
    "state~of~emergency states~of~emergency", "attorney~general attorneys~general", "car~bomb car~bombs",
    "Leader~of~the~House Leaders~of~the~House", "head~of~state heads~of~state", "virus viruses",
]  # fmt: skip


@pytest.mark.parametrize("pair", ENGLISH)
def test_english_number(pair: str) -> None:
    singular, plural = (words.replace("~", " ") for words in pair.split())
    assert pluralise(singular) == plural
    assert singularise(plural) == singular
    assert is_plural(plural)
    assert not is_plural(singular)


@pytest.mark.parametrize("word", ["series", "aircraft", "headquarters", "police", "news", "Chinese"])
def test_words_without_a_plural_stay(word: str) -> None:
    assert pluralise(word) == singularise(word) == word
    assert not is_plural(word)


@given(st.text("abcdefghijklmnoprstuvwxyz", min_size=3, max_size=10))
def test_making_a_plural_twice_changes_nothing_more(word: str) -> None:
    assert {word, pluralise(word)} <= inflect_en.forms(word) | {word}
    assert inflect_en.stem(pluralise(word)) == inflect_en.stem(word)


ARTICLES = {
    "a": "fighter UN UNHCR NATO NATO-led UNESCO UNICEF UK US university European unit union unique "
    "Ukrainian one-off once use useful user utopia uranium house hospital historic 1 7 10 12 100 1,100 1,800 "
    "110 G7 BBC WHO DRC ceasefire Ugandan eulogy ewe FIFA MINUSMA U-turn",
    "an": "SOHR NGO MP MSF FBI IMF ICC IAEA EU AU ECOWAS Idlib attack hour honest heir honour umbrella "
    "unidentified uninformed unimportant understanding 8 11 18 80 800 11,000 18,000 8,500 11-year-old "
    "M23 F-16 X-ray RPG LGBT SMS HIV old Élysée Œdipe NGOs MPs",
}  # fmt: skip


@pytest.mark.parametrize(
    ("article", "word"),
    [(article, word) for article, words in ARTICLES.items() for word in words.split()],
)
def test_indefinite_article(article: str, word: str) -> None:
    assert indefinite_article(word) == article


def test_indefinite_article_looks_past_quotation_marks_and_headline_capitals() -> None:
    assert indefinite_article("“armed” group") == "an"
    assert indefinite_article("HOSPITAL", acronym=False) == "a"
    assert indefinite_article("") == "a"
