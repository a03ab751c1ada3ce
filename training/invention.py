"""Invent names, handles, addresses and figures that no corpus knows, for the model to copy."""

from __future__ import annotations

import random

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
_HOSTS = (
    "journal-du-fleuve lesechosdunord infopays desk-monde agence-littoral courrier24 nouvelles-sud".split()
)
_ENDS = ["fr", "com", "org", "net", "info", "eu", "sn", "ci"]


def invent_word(source: random.Random) -> str:
    """Return one invented capitalised name of one to three syllables."""
    word = ""
    for _ in range(source.choice((1, 2, 2, 2, 3))):
        word += source.choice(_ONSETS) + source.choice(_VOWELS)
    return (word + source.choice(_CODAS)).capitalize()


def invent_name(source: random.Random, words: int) -> list[str]:
    """Return `words` invented names; now and then an acronym or a hyphenated one."""
    chance = source.random()
    if words == 1 and chance < 0.15:
        return ["".join(source.choice("ABCDEFGHILMNOPRSTUV") for _ in range(source.choice((3, 4, 4, 5))))]
    if words == 1 and chance < 0.25:
        return [f"{invent_word(source)}-{invent_word(source)}"]
    return [invent_word(source) for _ in range(words)]


def invent_token(source: random.Random) -> str:
    """Return a URL, an e-mail address, a handle or a hashtag."""
    kind = source.randrange(4)
    name = invent_word(source).lower()
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
        return f"@{name}{source.choice(('', '_' + invent_word(source), str(source.randint(1, 2024))))}"
    return (
        f"#{invent_word(source)}{source.choice(('', invent_word(source), str(source.randint(2010, 2026))))}"
    )
