"""Sentences left out or added, and lengths that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log, sqrt

from copydesk.checks.reading import Reading, fold, read
from copydesk.checks.rule import Context, Example, Rule, Side, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Span

# the characters of an English sentence for those of its French source, by least squares on edited news
_START, _SLOPE = 2.5, 0.88
# how far the logarithm of the ratio may be off, in a sentence of 100 characters; longer ones vary less
_SHORTEST, _LONGEST = 0.48, 0.7
# and how far where the draft has words of the end of the source, so that it was cut nowhere but within
_SHORTEST_WHOLE = 0.57
_END = 0.3
# words of both languages that begin alike are mostly one word: gouvernement, government
_STEM = 5
# an aside of the source that explains a name to the French
_BRACKET = re.compile(r"\s*\([^()]*\)")
_LEAST_CHARACTERS = 30
_LEAST_WORDS = 4
# beyond this share of lone sentences the two texts do not belong together, which is said elsewhere
_MOST_ALONE = 0.5


def _is_alone(side: Side | None) -> bool:
    return side is not None and len(read(side).words) >= _LEAST_WORDS


def _comparable(context: Context) -> bool:
    """Say whether the texts are translations of each other at all."""
    if context.excerpt or len(context.pairs) < 2:
        return False
    alone = sum(pair.source is None or pair.target is None for pair in context.pairs)
    return alone <= _MOST_ALONE * len(context.pairs)


_ARTICLE = (
    "Le président a reçu la délégation lundi à Genève. La réunion a duré six heures, selon trois diplomates. "
    "Aucun accord n'a été signé, a précisé le porte-parole. Les discussions reprendront jeudi à Vienne."
)
_WHOLE = (
    "The president received the delegation in Geneva on Monday. The meeting lasted six hours, according to "
    "three diplomats. No agreement was signed, the spokesman said. Talks will resume in Vienna on Thursday."
)
_CUT = (
    "The president received the delegation in Geneva on Monday. "
    "No agreement was signed, the spokesman said. Talks will resume in Vienna on Thursday."
)


@rule(
    "OMI001",
    "sentence missing",
    Severity.ERROR,
    whole=True,
    needs_source=True,
    mqm="accuracy/omission",
    languages=("",),
    source_languages=("",),
    bad=[Example(_CUT, _ARTICLE)],
    good=[Example(_WHOLE, _ARTICLE)],
)
def check_sentence_missing(rule: Rule, context: Context) -> Iterator[Finding]:
    """A sentence of the source has no counterpart in the draft.

    The texts are aligned first, so that merged, split and moved sentences are no findings. The place shown
    is where the sentence should stand. Translate it, or ignore the finding if the desk cut it.
    """
    if not _comparable(context):
        return
    end = 0
    for pair in context.pairs:
        if pair.target is not None:
            end = pair.target.span.end
        elif _is_alone(pair.source) and pair.source is not None:
            yield rule.find(
                f"missing here: {shown(pair.source.text)}",
                Span(end, end),
                source_span=pair.source.span,
                confidence=0.8,
            )


@rule(
    "OMI002",
    "sentence added",
    Severity.ERROR,
    whole=True,
    needs_source=True,
    mqm="accuracy/addition",
    languages=("",),
    source_languages=("",),
    bad=[
        Example(
            _WHOLE.replace(
                "No agreement", "Hundreds of farmers blocked both motorways with tractors. No agreement"
            ),
            _ARTICLE,
        )
    ],
    good=[Example(_WHOLE, _ARTICLE)],
)
def check_sentence_added(rule: Rule, context: Context) -> Iterator[Finding]:
    """A sentence of the draft has no counterpart in the source.

    Machine translation invents sentences; desks add background. Check where the sentence comes from.
    """
    if not _comparable(context):
        return
    for pair in context.pairs:
        if pair.source is None and pair.target is not None and _is_alone(pair.target):
            yield rule.find(f"not in the source: {shown(pair.target.text)}", pair.target.span, confidence=0.8)


def _reaches_end(source: Reading, target: Reading) -> bool:
    """Say whether one of the last words of the source stands in the draft, a figure or spelt alike."""
    known = {fold(word)[:_STEM] for word in target.vocabulary if len(word) >= _STEM}
    first = int(len(source.lowers) * (1 - _END))
    return any(
        word in target.vocabulary if word[0].isdecimal() else fold(word)[:_STEM] in known
        for word in source.lowers[first:]
        if word[0].isdecimal() or len(word) >= _STEM
    )


@rule(
    "OMI003",
    "length does not fit",
    Severity.NOTE,
    whole=True,
    needs_source=True,
    mqm="accuracy/omission",
    bad=[
        Example(
            "The minister resigned.",
            "Le ministre, mis en cause depuis des semaines dans une affaire de marchés publics truqués, "
            "a fini par présenter sa démission au chef de l'État.",
        )
    ],
    good=[
        Example(
            "The minister resigned on Monday over a rigged contract.",
            "Le ministre a démissionné lundi à cause d'un marché truqué.",
        ),
        Example(
            "Czech Radio has a new director.",
            "Le Český rozhlas (la radio publique tchèque, fondée en 1923) a un nouveau directeur.",
        ),
    ],
)
def check_length(rule: Rule, context: Context) -> Iterator[Finding]:
    """The English is much shorter or longer than French of this length usually makes.

    An English sentence has about nine tenths of the characters of the French, and the longer it is the less
    it strays from that (after Gale and Church). Much less hints at words left out, all the more where no word
    of the end of the French is found in the English; much more at words added or repeated. A bracket that
    only the French has does not count.
    """
    for pair in context.pairs:
        if pair.source is None or pair.target is None:
            continue
        said = pair.source.text
        if "(" in said and "(" not in pair.target.text:
            said = _BRACKET.sub("", said)
        mine, theirs = len(said), len(pair.target.text)
        expected = _START + _SLOPE * mine
        if expected < _LEAST_CHARACTERS and theirs < _LEAST_CHARACTERS:
            continue
        off = log(expected / max(1, theirs)) * sqrt(expected / 100)
        if -_LONGEST <= off <= _SHORTEST:
            continue
        if 0 < off <= _SHORTEST_WHOLE and _reaches_end(read(pair.source), read(pair.target)):
            continue
        word = "shorter" if off > 0 else "longer"
        yield rule.find(
            f"{theirs} characters for {len(pair.source.text)} of the source: much {word} than usual, "
            f"words may have been {'left out' if off > 0 else 'added'}",
            pair.target.span,
            source_span=pair.source.span,
            confidence=0.5,
        )
