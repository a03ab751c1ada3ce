"""Capitals: a sentence that begins small, a text that has lost its capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.checks.rule import Context, Example, Rule, Side, rule
from copydesk.checks.tables import load_words
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity
from copydesk.text import Role, Span

_START = re.compile(r"[\s\"'‘“«(\[]*([a-z]\w*)")
_ENDED = re.compile(r"[.!?][\"'’”)\]]*\s*\Z")
# names that begin small: iPhone, eBay, al-Assad, de Gaulle, van Gogh
_SMALL = frozenset("al el de da di du des van von der den ter bin ibn ben abu d l le la e i x".split())
_FEWEST_WORDS = 6
# the lists of English words hold no shorter ones
_SHORTEST_NAME = 5
_KNOWN = ("english_common", "english_words", "english_small_words")


@rule(
    "CAP001",
    "sentence begins small",
    Severity.NOTE,
    whole=True,
    mqm="linguistic conventions/spelling",
    yields_to=("BOI001", "UNT002", "CAP002"),
    bad=[Example("the talks failed on Thursday, officials said.", "Les pourparlers ont échoué jeudi.")],
    good=[
        Example("iPhone sales fell on Thursday, the company said.", "Les ventes d'iPhone ont baissé jeudi."),
        Example(
            "al-Shabaab fighters attacked the town at dawn.", "Les chebab ont attaqué la ville à l'aube."
        ),
    ],
)
def check_small_start(rule: Rule, context: Context) -> Iterator[Finding]:
    """A sentence begins with a small letter where a capital is due.

    Looked at are paragraphs that end like a sentence. A sentence out of a longer text counts only where its
    source begins with a capital.
    """
    text = context.draft.text
    if context.excerpt:
        source = context.source
        if source is None or not source.text.lstrip(" \t\n\"'«“‘(")[:1].isupper():
            return
    for segment in context.draft.segments:
        if segment.role not in (Role.PARAGRAPH, Role.STANDFIRST, Role.QUOTE):
            continue
        found = _START.match(text, segment.span.start, segment.span.end)
        if found is None or not _ENDED.search(context.draft.words_of(segment)):
            continue
        word = found[1]
        if (
            word in _SMALL
            or not word.islower()
            or text[found.end() : found.end() + 1] in ("-", ".", "@", "'")
        ):
            continue
        start = found.start(1)
        yield rule.find(
            f"the sentence begins small: write {shown(word[0].upper() + word[1:])}",
            Span(start, start + len(word)),
            replacement=word[0].upper() + word[1:],
            safe=word.isascii(),
        )


@rule(
    "CAP002",
    "capitals lost",
    Severity.NOTE,
    mqm="linguistic conventions/spelling",
    yields_to=("UNT002",),
    bad=[
        Example(
            "the french president met his syrian counterpart in paris on monday.",
            "Le président français Jean Morel a rencontré son homologue syrien à Paris lundi.",
        ),
    ],
    good=[
        Example(
            "The French president met his Syrian counterpart in Paris on Monday.",
            "Le président français Jean Morel a rencontré son homologue syrien à Paris lundi.",
        ),
        Example("He left the room and did not come back.", "Il a quitté la pièce et n'est pas revenu."),
    ],
)
def check_lost_capitals(rule: Rule, context: Context) -> Iterator[Finding]:
    """A sentence has no capital at all although its source has names, or it names a day or a month itself."""
    for side in context.sentences:
        if not side.text.islower() or len(side.tokens) < _FEWEST_WORDS:
            continue
        if _names_in(context.source_side(side)) >= 2 or _calendar_words(side):
            yield rule.find("the sentence has no capitals", side.span)


def _names_in(side: Side | None) -> int:
    """Count the words with a capital after the first."""
    return sum(word.text[0].isupper() for word in side.words[1:]) if side is not None else 0


def _calendar_words(side: Side) -> bool:
    language = side.language
    return any(name.lower() in side.vocabulary for name in (*language.weekdays, *language.months[:2]))


@rule(
    "CAP003",
    "name begins small",
    Severity.WARNING,
    needs_source=True,
    mqm="linguistic conventions/spelling",
    yields_to=("CAP", "UNT", "NAM", "ENC"),
    bad=[Example("The delegation flew to brasilia.", "La délégation s'est envolée pour Brasilia.")],
    good=[
        Example("The delegation flew to Brasilia.", "La délégation s'est envolée pour Brasilia."),
        Example("The state will pay.", "L'État paiera."),
        Example("The nation votes.", "La Nation vote."),
    ],
)
def check_small_name(rule: Rule, context: Context) -> Iterator[Finding]:
    """A word that the source writes with a capital, spelt alike, and that English does not know begins small.

    It is a name that has lost its capital.
    """
    for pair in context.pairs:
        if pair.source is None or pair.target is None:
            continue
        shared = pair.source.lower_words & pair.target.vocabulary
        names = {word for word in shared - pair.source.vocabulary if len(word) >= _SHORTEST_NAME}
        for known in _KNOWN:
            # with several sets at once, difference() walks through all of each
            names = names.difference(load_words(known))
        if not names:
            continue
        for word in pair.target.words:
            if word.text in names and word.text.islower():
                right = word.text[0].upper() + word.text[1:]
                yield rule.find(
                    f"{shown(word.text)} is a name: write {shown(right)}",
                    pair.target.locate(word.start, word.end),
                    replacement=right,
                    confidence=0.8,
                )
