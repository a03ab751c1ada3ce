"""Notice that the two columns of a glossary stand the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copydesk.glossary.model import Glossary, Kind, Term
from copydesk.glossary.targets import TargetMatcher
from copydesk.languages import get_language

_WORD = re.compile(r"[^\W\d_]+")
_EVIDENCE = {
    "fr": frozenset(
        "le la les un une des du de d l au aux et en dans pour par sur à qui ou ce cette".split()
    ),
    "en": frozenset("the a an of and in for to by on with from at or this that".split()),
}
_ACCENTS = {"fr": frozenset("éèêëàâçîïôûùœ")}


def columns_are_swapped(terms: Sequence[Term], source_language: str, target_language: str) -> bool:
    """Say whether the sources read like the target language and the targets like the source language.

    Counts, over at most 2,000 entries, stop words and accented letters of each language on each side;
    entries alike on both sides say nothing. It takes two pieces of evidence, and none to the contrary.
    """
    count = dict.fromkeys(("source as source", "source as target", "target as source", "target as target"), 0)
    for term in terms[:2000]:
        if term.kind is Kind.KEEP or term.source == term.target:
            continue
        count["source as source"] += _speaks(term.source, source_language)
        count["source as target"] += _speaks(term.source, target_language)
        count["target as source"] += _speaks(term.target, source_language)
        count["target as target"] += _speaks(term.target, target_language)
    foreign = count["target as source"] - count["source as source"]
    own = count["source as target"] - count["target as target"]
    return (
        foreign > 0
        and own >= 0
        and foreign + own >= 2
        and count["target as source"] > 3 * count["source as source"]
    )


def find_swapped_rows(terms: Sequence[Term], known: Sequence[Term]) -> list[Term]:
    """Return the rows that have a *known* target as their source and a known source as their target.

    None when they are no more than one, or no more than the rows that *known* has the same way round. Names
    alike on both sides say nothing.
    """
    sources = {form for term in known for form in term.forms}
    targets = {form for term in known for form in term.targets}
    only_sources, only_targets = sources - targets, targets - sources
    rows = [term for term in terms if term.source in only_targets or term.source in sources]
    wrong = [term for term in rows if term.source in only_targets and term.target in only_sources]
    right = sum(
        term.source in sources and term.target in targets for term in rows if term.source != term.target
    )
    return wrong if len(wrong) > 1 and len(wrong) > right else []


def describe_swapped(rows: Sequence[Term]) -> str:
    """Say what find_swapped_rows found."""
    return f"the columns look swapped in {len(rows)} rows: '{rows[0].target}' is a known source"


def count_targets_in_source(glossary: Glossary, texts: Iterable[str]) -> int:
    """Count the entries whose target stands in source *texts*, those alike in both languages apart."""
    matcher = TargetMatcher(glossary)
    found = {
        term.id for text in texts for term, _ in matcher.find_targets(text) if term.target not in term.forms
    }
    return len(found)


def _speaks(words: str, language: str) -> bool:
    known = get_language(language)
    stop_words = known.stop_words | known.articles | _EVIDENCE.get(language, frozenset())
    other = frozenset().union(*(_EVIDENCE[code] for code in _EVIDENCE if code != language))
    found = [word.lower() for word in _WORD.findall(words)]
    # a lone word may look like a function word of any language
    if len(found) > 1 and (stop_words - other).intersection(found):
        return True
    return bool(_ACCENTS.get(language, frozenset()) & set(words.lower()))
