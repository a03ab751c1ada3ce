"""Fit a term into a target sentence; one module a language knows its grammar (``fit_en``, ...)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from copydesk.glossary.match import Match
from copydesk.text import Span

Fitter = Callable[[str, Span, Match, str, bool], tuple[Span, str]]
Speller = Callable[[str, Span, str], tuple[Span, str]]


def fit_plainly(text: str, span: Span, match: Match, source: str, headline: bool) -> tuple[Span, str]:
    """Put the target as the glossary has it, in a language of which nothing is known."""
    return span, match.term.target


def spell_out_plainly(text: str, span: Span, words: str) -> tuple[Span, str]:
    """Put the spelt-out name as the glossary has it, in a language of which nothing is known."""
    return span, words


def get_fitter(language: str) -> Fitter:
    """Return the fitter of a target language.

    It takes (text, span, match, source sentence, headline) and gives the stretch to replace and the words.
    """
    fitter: Fitter = getattr(_load(language), "fit_term", fit_plainly)
    return fitter


def get_speller(language: str) -> Speller:
    """Return what puts a spelt-out name into a sentence of *language*: (text, span, words) to the same."""
    speller: Speller = getattr(_load(language), "spell_out", spell_out_plainly)
    return speller


@cache
def _load(language: str) -> Any:
    name = f"{__package__}.fit_{language.split('-')[0].lower()}"
    return import_module(name) if find_spec(name) else None
