"""What the flow may ask of a language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Hold what is known of one language; an empty field means: not known.

    *code* is an ISO 639 code. *abbreviations* end in a full stop that ends no sentence (with the stop,
    matched with case). *elisions* are the forms before an apostrophe (``l``, ``d``, ``qu``, ...).
    *articles* and *stop_words* are lower case. *titles* are written before a name. *clause_marks* are the
    marks at which an over-long sentence may be cut, best first.

    Three fields refine *abbreviations* (their forms stand there as well): a title in *titles* never ends a
    sentence; *number_abbreviations* abbreviate only before a number (``p. 12``, ``No. 5``);
    *closing_abbreviations* end a sentence as soon as a capital follows (``etc.``, ``p.m.``). With
    *ordinal_stops* a number with a full stop is an ordinal (``am 3. Mai``).
    """

    code: str
    name: str = ""
    abbreviations: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    quote_pairs: tuple[tuple[str, str], ...] = (("\u201c", "\u201d"), ("\u00ab", "\u00bb"))
    clause_marks: tuple[str, ...] = (";", ":", " \u2013 ", " \u2014 ", ",")
    sentence_marks: str = ".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964"
    right_to_left: bool = False
    number_abbreviations: frozenset[str] = frozenset()
    closing_abbreviations: frozenset[str] = frozenset()
    ordinal_stops: bool = False


@cache
def get_language(code: str) -> Language:
    """Return the language of *code* (``fr``, ``pt-BR``); an unknown one knows nothing but its code."""
    base = code.replace("_", "-").split("-")[0].lower()
    name = f"copydesk.languages.{base}"
    if base.isascii() and base.isalpha() and base != "language" and find_spec(name):
        language: Language = import_module(name).LANGUAGE
        return language
    return Language(base)
