"""Repetition: a word written twice, a phrase or sentence caught in a loop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from operator import eq

from copydesk.checks.rule import Context, Example, Rule, Side, rule
from copydesk.checks.wording import shown
from copydesk.findings import Finding, Severity

_DOUBLED = re.compile(r"(?<![\w'\u2019-])([^\W\d_]+)([ \t\u00a0]+)\1(?![\w'\u2019-])", re.IGNORECASE)
# doubled on purpose: had had, that that, emphasis, sounds, greetings
_ALLOWED = frozenset(
    "had that so no yes now well hey hear bye ha hah aha oh ah tut knock night blah long "
    "really never again more too round go big old please wait help come her".split()
)
_BEFORE_IN = ("sworn ", "checked ", "check ", "logged ", "log ", "moved ", "sets ", "set ", "live ", "lived ")
# doubled by a verb with its particle and the next phrase ("the house they live in in summer")
_UNSURE = frozenset("in on up out over is do you it as by very far many much all there who".split())


@rule(
    "REP001",
    "doubled word",
    Severity.WARNING,
    mqm="accuracy/addition",
    languages=("",),
    source_languages=("",),
    yields_to=("REP002",),
    bad=[Example("The army entered the the town at dawn.")],
    good=[
        Example("He had had enough, and said that that was that."),
        Example("They sailed from Bora Bora to Pago Pago."),
    ],
)
def check_doubled_word(rule: Rule, context: Context) -> Iterator[Finding]:
    """A word stands twice in a row. Names (Bora Bora) and words that English doubles are left alone."""
    for side in context.sentences:
        lower = side.lower_tokens
        if not any(map(eq, lower, islice(lower, 1, None))):
            continue
        text = side.text
        for match in _DOUBLED.finditer(text):
            word = match[1]
            if word.lower() in _ALLOWED or (word[0].isupper() and match[0][-len(word)].isupper()):
                continue
            if len(word) == 1 and word not in "aA":
                continue
            if _source_doubles(context, side) or word.isupper() != match[0][-len(word) :].isupper():
                continue
            if word.lower() == "in" and text[max(0, match.start() - 10) : match.start()].endswith(_BEFORE_IN):
                continue
            span = side.place(*match.span())
            unsure = word.lower() in _UNSURE
            yield rule.find(
                f"{shown(match[0])}: the word is written twice",
                span,
                replacement=word,
                safe=not unsure,
                severity=Severity.NOTE if unsure else None,
            )


def _source_doubles(context: Context, side: Side) -> bool:
    source = context.source_side(side)
    if source is None:
        return False
    return any(match[1].lower() not in ("nous", "vous") for match in _DOUBLED.finditer(source.text))


@rule(
    "REP002",
    "looped text",
    Severity.ERROR,
    whole=True,
    mqm="accuracy/addition",
    languages=("",),
    source_languages=("",),
    bad=[
        Example("The president said that the president said that the president said that the talks failed."),
        Example("They were killed in the town. They were killed in the town."),
    ],
    good=[
        Example("Run, run, run, he shouted."),
        Example("They were killed in the town. They were buried in the town."),
    ],
)
def check_loop(rule: Rule, context: Context) -> Iterator[Finding]:
    """A phrase stands three times in a row, or a whole sentence twice: the translator was caught in a loop.

    Where the source repeats itself as well, nothing is said.
    """
    previous = ""
    previous_side: Side | None = None
    for side in context.sentences:
        yield from _find_loops(rule, context, side)
        words = " ".join(side.text.split()) if len(context.sentences) > 1 else ""
        if (
            previous_side is not None
            and words == previous
            and len(side.tokens) >= 5
            and "\n" not in context.draft.text[previous_side.span.end : side.span.start]
        ):
            yield rule.find(
                f"the sentence {shown(words)} is written twice",
                side.span,
                edits=(),
            )
        previous, previous_side = words, side


def _find_loops(rule: Rule, context: Context, side: Side) -> Iterator[Finding]:
    lower = side.lower_tokens
    if len(lower) < 6 or len(lower) - len(side.lower_words) < 3:
        return
    found = _longest_loop(lower)
    if found is None:
        return
    tokens = side.words
    first, size, times = found
    source = context.source_side(side)
    if source is not None and _longest_loop(source.lower_tokens):
        return
    span = side.locate(tokens[first].start, tokens[first + size * times - 1].end)
    phrase = " ".join(token.text for token in tokens[first : first + size])
    yield rule.find(f"{shown(phrase)} is written {times} times in a row", span)


def _longest_loop(words: list[str]) -> tuple[int, int, int] | None:
    """Find a run of *size* words that stands *times* times in a row: three times, or twice from six words on.

    A single word counts from four times on, two words from three.
    """
    best: tuple[int, int, int] | None = None
    # every loop writes at least two pairs of neighbours again
    if len(words) - 1 - len(set(pairwise(words))) < 2:
        return None
    for size in range(1, min(40, len(words) // 2) + 1):
        need = 4 if size == 1 else 3 if size < 6 else 2
        run = 0
        for at in range(size, len(words)):
            run = run + 1 if words[at] == words[at - size] else 0
            times = run // size + 1
            if times >= need and (best is None or size * times > best[1] * best[2]):
                best = (at - run - size + 1, size, times)
    return best
