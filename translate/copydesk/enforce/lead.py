"""Find the small words that a term needs before it where the translation has none for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from copydesk.glossary.match import Match

Lead = Callable[[str, Match, int], str]
Order = Callable[[str, Match], bool]


def find_lead(source: str, match: Match, start: int, source_language: str, target_language: str) -> str:
    """Give the target language's words for the small source words between *start* and *match*.

    A module a language pair knows them (``lead_fr_en``, ...); without one, none are given.
    """
    pair = _load(source_language, target_language)
    lead: Lead | None = getattr(pair, "give_lead", None)
    return lead(source, match, start) if lead else ""


def precedes_its_noun(source: str, match: Match, source_language: str, target_language: str) -> bool:
    """Say whether *match* follows the word it describes in *source* and goes before it in the target."""
    order: Order | None = getattr(_load(source_language, target_language), "describes_word_before", None)
    return bool(order and order(source, match))


@cache
def _load(source_language: str, target_language: str) -> Any:
    source, target = (code.split("-")[0].lower() for code in (source_language, target_language))
    name = f"{__package__}.lead_{source}_{target}"
    return import_module(name) if source.isalpha() and target.isalpha() and find_spec(name) else None
