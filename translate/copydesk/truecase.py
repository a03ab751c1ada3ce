"""Read what was typed without accents or in capitals throughout: tres loin, L'ARMEE REPREND ALEP."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from copydesk.resources import files

# a word in small letters, and no part of an address; what stands between term marks is not French
_WORD = re.compile(r"\u27e6[^\u27e7]*\u27e7|(?<![\w@/._#])[a-z]{3,}(?![\w@/_]|\.\w)")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"\A\W{0,3}[A-ZÀ-Þ]{5,}(?![\w@/_+-]|\.\w)")
_ACCENTED = re.compile("[à-öø-ÿœÀ-ÖØ-ÞŒ]")
_PREPOSITION = re.compile(r"(?<!\w)a(?= [^\W\d_a-zà-ÿ])")


def restore_accents(text: str, language: str) -> str:
    """Put accents on the words of *text* that are none without them; the length stays the same.

    A text with any accent is returned as it is, and so is one in a *language* without a list. Only words in
    small letters are looked at: a capital may be that of a foreign name.
    """
    if _ACCENTED.search(text):
        return text
    known = _load(language)
    return _WORD.sub(lambda found: known.get(found[0], found[0]), text) if known else text


def truecase(text: str, language: str) -> str:
    """Give a *text* in capitals the case and the accents of running text; the length stays the same.

    The first letter keeps its capital. In French, words that the lists do not know are taken for names and
    keep theirs, and known acronyms stay as they are.
    """
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if language == "fr":
        bare = not _ACCENTED.search(low)
        low = _ANY_WORD.sub(_name_or_word, restore_accents(low, language))
        if bare:  # A stands for à as well
            low = _PREPOSITION.sub("à", low)
    first = low[:1].upper()
    return (first if len(first) == 1 else text[:1]) + low[1:]


def lower_labels(text: str, language: str) -> str:
    """Write the first word of *text* small where it is a common one in capitals: REPORTAGE. Au Mali.

    Its first letter keeps its capital; names and acronyms stay; the length stays the same.
    """
    if language != "fr" or not _LABEL.search(text) or text.isupper():
        return text
    return _ANY_WORD.sub(lambda found: _lower_label(found[0]), text, count=1)


def _lower_label(word: str) -> str:
    from copydesk.checks.name_words import is_common
    from copydesk.checks.tables import load_words

    low = restore_accents(word.lower(), "fr")
    common = len(low) == len(word) and is_common(low, french=True)
    known = common and word not in _acronyms() and low not in load_words("french_words_named")
    return word[0] + low[1:] if known else word


def _name_or_word(found: re.Match[str]) -> str:
    from copydesk.checks.name_words import is_common
    from copydesk.checks.tables import load_words

    word = found[0]
    if word.upper() in _acronyms():
        return word.upper()
    known = len(word) < 3 or is_common(word, french=True) or word in load_words("french_function_words")
    title = word if known or word in load_words("french_words_named") else word[:1].upper() + word[1:]
    return title if len(title) == len(word) else word


@cache
def _acronyms() -> frozenset[str]:
    from copydesk.checks.tables import load_forms

    return frozenset(form.fr for form in load_forms("acronyms") if form.fr.isupper())


@cache
def _load(language: str) -> dict[str, str]:
    resource = files("copydesk.languages") / f"accents_{language}.txt"
    if not resource.is_file():
        return {}
    lines = resource.read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    return {_bare(word): word for word in words}


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
