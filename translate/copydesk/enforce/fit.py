"""Fit a term into a target sentence; one module a language knows its grammar (``fit_en``, ...)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from copydesk.glossary.match import Match
from copydesk.text import Span

Fitter = Callable[[str, Span, Match, str, bool], tuple[Span, str]]


def fit_plainly(text: str, span: Span, match: Match, seen: str, headline: bool) -> tuple[Span, str]:
    """Put the target as the glossary has it, in a language of which nothing is known."""
    return span, match.term.target


@cache
def get_fitter(language: str) -> Fitter:
    """Return the fitter of a target language.

    It takes (text, span, match, source words, headline) and gives the stretch to replace and the words.
    """
    name = f"{__package__}.fit_{language.split('-')[0].lower()}"
    if find_spec(name):
        fitter: Fitter = import_module(name).fit_term
        return fitter
    return fit_plainly
