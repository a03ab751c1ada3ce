"""English inflection: number, and the indefinite article by first sound."""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet",
    "tooth": "teeth", "mouse": "mice", "goose": "geese", "crisis": "crises", "analysis": "analyses",
    "basis": "bases", "thesis": "theses", "hypothesis": "hypotheses", "emphasis": "emphases",
    "oasis": "oases", "axis": "axes", "criterion": "criteria", "phenomenon": "phenomena",
    "memorandum": "memoranda", "bacterium": "bacteria", "nucleus": "nuclei", "stimulus": "stimuli",
    "calf": "calves", "half": "halves", "knife": "knives", "leaf": "leaves", "life": "lives",
    "loaf": "loaves", "self": "selves", "shelf": "shelves", "thief": "thieves", "wife": "wives",
    "wolf": "wolves", "hero": "heroes", "echo": "echoes", "veto": "vetoes", "embargo": "embargoes",
    "potato": "potatoes", "tomato": "tomatoes", "torpedo": "torpedoes", "cargo": "cargoes",
    "gas": "gases", "bus": "buses", "quiz": "quizzes", "this": "these", "that": "those",
}  # fmt: skip
_SINGULARS = {plural: singular for singular, plural in _IRREGULAR.items()} | {"persons": "person"}
_SAME = frozenset(
    "aircraft spacecraft hovercraft series species sheep fish deer salmon headquarters crossroads barracks "
    "means news politics economics mathematics physics athletics gallows corps police information advice "
    "equipment luggage furniture evidence staff swiss chinese japanese vietnamese lebanese portuguese "
    "burmese sudanese senegalese congolese maltese nepalese taiwanese togolese beninese gabonese "
    "measles diabetes rabies".split()
)
# the plural stands on the word before these: states of emergency, attorneys general
_LINKS = frozenset("of in at for to on by with from de du against under over without".split())
_POSTPOSED = {
    "general": frozenset("attorney secretary governor solicitor surgeon director inspector".split())
}
_PERSONAL = re.compile(
    r"(?:police|gun|states?|spokes?|chair|work|fire|fisher|business|country|crafts|horse)man$"
)
# viruses, campuses; not houses, causes, excuses
_IN_US = re.compile(r"..[nprst]uses$")

_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_YOU = re.compile(
    r"(?:uni(?:[tfqsvlcp]|on)|use|usu|uto|ura|uro|ute|ukr|uga|uku|eu|ewe|ubiq|once\b|one(?:\b|-|s\b|ness))",
    re.IGNORECASE,
)
# acronyms read as words although their first letter's name begins with a vowel
_READ_AS_WORDS = frozenset(
    "NATO NASA NAFTA NORAD NASDAQ FIFA FARC FEMA FEMEN FRELIMO FRONTEX FAT MONUSCO MINUSMA MINUSCA MINURSO "
    "MERCOSUR MERS MENA MAD RENAMO RADAR RAID SADC SALT SAMU SARS SCUBA SIM SIPRI SONAR START SWAPO SWAT "
    "SWIFT LASER LIBOR LOT HAMAS HEPA UNICEF UNESCO UNIFIL UNITAID UNAMA UNITAR UNITA".split()
)
_VOWEL_NAMES = frozenset("AEFHILMNORSX")


@lru_cache(maxsize=8192)
def pluralise(phrase: str) -> str:
    """Give the plural of a noun or of a noun phrase's head, keeping case (state of war, states of war)."""
    words = phrase.split(" ")
    place = _head(words)
    words[place] = _plural_word(words[place])
    return " ".join(words)


@lru_cache(maxsize=8192)
def singularise(phrase: str) -> str:
    """Give the singular of a noun or of a noun phrase's head, keeping case; unchanged if already singular."""
    words = phrase.split(" ")
    place = _head(words)
    words[place] = _singular_word(words[place])
    return " ".join(words)


def is_plural(phrase: str) -> bool:
    """Say whether the head of a noun phrase is a plural form (``series`` and its like count as singular)."""
    words = phrase.split(" ")
    head = words[_head(words)]
    return _singular_word(head) != head


def indefinite_article(word: str, *, acronym: bool | None = None) -> str:
    """Give ``a`` or ``an`` by the first sound of what follows.

    Figures go by how they are read (an 11-year-old, a 100), acronyms by the name of their first letter
    unless they are read as a word (an SOHR, a NATO). *acronym* says whether a word in capitals is one;
    without it, capitals of two letters or more are.
    """
    found = re.match(r"[\w.]+", word.lstrip("'\"“‘([«"))
    first = found.group() if found else ""
    if not first:
        return "a"
    if first[0].isdigit():
        return _article_of_figure(first, word)
    letters = re.sub(r"[^A-Za-z]", "", first)
    capitals = sum(c.isupper() for c in letters)
    if acronym is None:
        acronym = len(letters) >= 2 and (letters.isupper() or (letters[:-1].isupper() and letters[-1] == "s"))
    lone = len(letters) == 1 and capitals == 1 and letters != "I"
    if lone or (acronym and letters.rstrip("s").upper() not in _READ_AS_WORDS):
        return "an" if letters[:1].upper() in _VOWEL_NAMES else "a"
    if _SILENT_H.match(first):
        return "an"
    if _YOU.match(first) or first.upper().startswith(("UNESCO", "UNICEF", "UNIFIL", "UNITAID")):
        return "a"
    return "an" if first[0].casefold() in "aeiouàáâäåæèéêëìíîïòóôöøœùúûü" else "a"


def forms(word: str) -> frozenset[str]:
    """Give the singular and plural forms of one word (lower case in, lower case out)."""
    if word in _LINKS or not word.isalpha():
        return frozenset((word,))
    singular = _singular_word(word)
    return frozenset((word, singular, _plural_word(singular)))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Give a key that singular and plural of a word share; different words may share it too."""
    lower = _singular_word(word.lower())
    bare = lower.rstrip("es")
    if bare.endswith("y"):
        bare = bare[:-1] + "i"
    return bare or lower


def _head(words: list[str]) -> int:
    for place, word in enumerate(words):
        if place and word.lower() in _LINKS:
            return place - 1
    if len(words) > 1 and _singular_word(words[-2].lower()) in _POSTPOSED.get(words[-1].lower(), ()):
        return len(words) - 2
    return len(words) - 1


@lru_cache(maxsize=16384)
def _plural_word(word: str) -> str:
    before, hyphen, last = word.rpartition("-")
    if hyphen:
        return f"{before}-{_plural_word(last)}" if last else word
    lower = word.lower()
    if not word or lower in _SAME or lower in _SINGULARS:
        return word
    if word.isupper() and len(word) > 1:
        return word + "s"
    if lower in _IRREGULAR:
        return _like(word, _IRREGULAR[lower])
    if _PERSONAL.search(lower) or lower.endswith("woman"):
        return word[:-3] + "men"
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word if _singular_word(word) != word else word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou" and not (word[0].isupper() and len(word) > 3):
        return word[:-1] + "ies"
    return word + "s"


@lru_cache(maxsize=16384)
def _singular_word(word: str) -> str:
    before, hyphen, last = word.rpartition("-")
    if hyphen:
        return f"{before}-{_singular_word(last)}" if last else word
    lower = word.lower()
    if lower in _SAME or lower in _IRREGULAR or len(word) < 3:
        return word
    if lower in _SINGULARS:
        return _like(word, _SINGULARS[lower])
    if word[:-1].isupper() and len(word) > 2 and word[-1] == "s":
        return word[:-1]
    if lower.endswith("men") and (_PERSONAL.search(lower[:-3] + "man") or lower.endswith("women")):
        return word[:-3] + "man"
    if lower.endswith(("ss", "us", "is")) or not lower.endswith("s") or word.isupper():
        return word
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lower.endswith(("sses", "xes", "ches", "shes", "zzes")) or _IN_US.search(lower):
        return word[:-2]
    return word[:-1]


def _like(word: str, model: str) -> str:
    return model.capitalize() if word[:1].isupper() else model


def _article_of_figure(first: str, word: str) -> str:
    figure = re.match(r"\d+(?:,\d{3})*", word.lstrip("'\"“‘([«"))
    digits = (figure.group() if figure else first).replace(",", "")
    if digits.startswith("8"):
        return "an"
    # eleven and eighteen, alone or before thousands, millions, ...
    return "an" if digits[:2] in ("11", "18") and len(digits) % 3 == 2 else "a"
