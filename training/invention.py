"""Invent names, handles, addresses and figures that no corpus knows, for the model to copy."""

from __future__ import annotations

import random
import unicodedata

_ONSETS = (
    "b br c ch d dj dr f g gh gr h j k kh kr l m mb n nd ng p pr q r s sh sk st t tch tr v w y z zh".split()
)
_VOWELS = "a a a a a a e e e e i i i i o o o o u u ou ai ei é é ö ü á ï".split()
_CODAS = [
    "",
    "",
    "",
    "n",
    "r",
    "s",
    "k",
    "l",
    "m",
    "v",
    "ch",
    "ng",
    "sh",
    "t",
    "z",
    "dine",
    "ov",
    "ski",
    "ić",
    "ez",
]
# Letters of other Latin alphabets, most of which the tokenizer can only spell byte by byte.
_RARE = "řłøåñğşıžőčśćńąęțșđæœßõūāēīžýůạễảộươ"
_HOSTS = (
    "journal-du-fleuve lesechosdunord infopays desk-monde agence-littoral courrier24 nouvelles-sud".split()
)
_WORDS = """
Justice Ministere Paris Info Sante Tous Pour Direct France Climat Liberte Sport Ville Police Mairie Urgence
Stop Je Suis Officiel Presse Radio Monde Afrique Europe Vote Paix Femmes Jeunes Ensemble Region Nord Soutien
""".split()
_ENDS = ["fr", "com", "org", "net", "info", "eu", "sn", "ci"]


def invent_word(source: random.Random) -> str:
    """Return one invented capitalised name of one to three syllables."""
    word = ""
    for _ in range(source.choice((1, 2, 2, 2, 3))):
        word += source.choice(_ONSETS) + source.choice(_VOWELS)
    word += source.choice(_CODAS)
    if source.random() < 0.12:
        place = source.randrange(len(word))
        word = word[:place] + source.choice(_RARE) + word[place + source.randrange(2) :]
    return word.capitalize()


def invent_name(source: random.Random, words: int) -> list[str]:
    """Return `words` invented names; now and then an acronym or a hyphenated one."""
    chance = source.random()
    if words == 1 and chance < 0.15:
        return ["".join(source.choice("ABCDEFGHILMNOPRSTUV") for _ in range(source.choice((3, 4, 4, 5))))]
    if words == 1 and chance < 0.22:
        return [f"{invent_word(source)}-{invent_word(source)}"]
    if words == 1 and chance < 0.26:
        return [f"{invent_word(source)}-{source.randint(2, 900)}"]
    return [invent_word(source) for _ in range(words)]


def invent_token(source: random.Random) -> str:
    """Return a URL, an e-mail address, a handle or a hashtag."""
    kind = source.randrange(4)
    name = strip_accents(invent_word(source).lower())
    if source.random() < 0.3:
        name += source.choice("-_.") + strip_accents(invent_word(source).lower())
    host = f"{source.choice([*_HOSTS, name])}.{source.choice(_ENDS)}"
    if kind == 0:
        tail = source.choice(
            ("", "/actu", f"/{name}", f"/2019/0{source.randint(1, 9)}/{source.randint(10, 28)}/{name}")
        )
        return source.choice(("https://www.", "http://", "www.", "https://")) + host + tail
    if kind == 1:
        tail = source.choice(("", "." + invent_word(source).lower(), str(source.randint(1, 99))))
        return f"{name}{tail}@{host}"
    if kind == 2:
        name = source.choice((name.replace(".", "_").replace("-", ""), _joined_words(source)))
        return f"@{name}{source.choice(('', '_' + invent_word(source), str(source.randint(1, 2024))))}"
    return f"#{_joined_words(source)}{source.choice(('', '', str(source.randint(2010, 2026))))}"


def _joined_words(source: random.Random) -> str:
    """Return words run together with capitals, real French ones among them, as hashtags and handles have."""
    words = [
        source.choice((invent_word(source), source.choice(_WORDS)))
        for _ in range(source.choice((1, 2, 2, 3)))
    ]
    return "".join(words)


def strip_accents(word: str) -> str:
    """Return the word without accents and cedillas."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


_MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"),
    ("octobre", "October"), ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip
_MONEY = (
    ("d'euros", "euros"), ("de dollars", "dollars"), ("de francs CFA", "CFA francs"),
    ("de livres", "pounds"), ("de roubles", "roubles"), ("de yuans", "yuan"),
)  # fmt: skip


def invent_time(source: random.Random) -> tuple[str, str]:
    """Return a time of day as French and English newsrooms write it: 20h30, 8:30 p.m."""
    hour = source.randrange(24)
    minute = source.choice((0, 0, 15, 30, 30, 45, source.randrange(1, 60)))
    half = "a.m." if hour < 12 else "p.m."
    twelve = hour % 12 or 12
    if minute == 0:
        return f"{hour}h" + source.choice(("", "00")), f"{twelve} {half}"
    return f"{hour}h{minute:02}", f"{twelve}:{minute:02} {half}"


def invent_money(source: random.Random) -> tuple[str, str]:
    """Return an amount in millions or billions."""
    amount = source.choice((source.randint(2, 950), round(source.uniform(1.1, 99.9), 1)))
    unit, many = source.choice((("million", "million"), ("milliard", "billion")))
    currency = source.choice(_MONEY)
    plural = "" if amount < 2 else "s"
    return f"{str(amount).replace('.', ',')} {unit}{plural} {currency[0]}", f"{amount} {many} {currency[1]}"


def invent_count(source: random.Random) -> tuple[str, str]:
    """Return a whole number, with thousands apart in French and a comma in English."""
    digits = source.choice((2, 3, 4, 5, 5, 6, 6, 7))
    number = source.randrange(10 ** (digits - 1), 10**digits)
    if source.random() < 0.6:
        number = round(number, -max(0, digits - 2))
    return f"{number:,}".replace(",", " "), f"{number:,}"


def invent_percentage(source: random.Random) -> tuple[str, str]:
    """Return a percentage, with a blank and a decimal comma in French."""
    share = source.choice((source.randint(2, 98), round(source.uniform(0.1, 99), 1)))
    return f"{str(share).replace('.', ',')} %", f"{share}%"


def invent_date(source: random.Random) -> tuple[str, str]:
    """Return a day and month, at times with a year."""
    day, (french, english) = source.randint(1, 28), source.choice(_MONTHS)
    year = source.choice(("", f" {source.randint(1961, 2026)}"))
    return f"{'1er' if day == 1 else day} {french}{year}", f"{day} {english}{year}"
