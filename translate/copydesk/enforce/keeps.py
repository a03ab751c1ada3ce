"""Copy what must stay letter by letter: addresses, handles, hashtags, code.

A model spells a long address anew and loses a letter on the way, and it pays for each of its pieces. So it is
given a short word that models copy in its stead, and the address goes where that word comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copydesk.enforce.alteration import Alteration, substitute_terms
from copydesk.enforce.candidate import Candidate, Task
from copydesk.glossary.addresses import find_addresses, find_copies
from copydesk.glossary.match import Match
from copydesk.glossary.model import Kind, Term
from copydesk.text import Span

# Acronyms with a figure: of eight sorts of words tried in three places of fifty sentences, the one copied
# most often (98 %; handles, letters and figures in brackets 82 to 95 %). The first the text has not is taken.
_STEMS = ("RFI", "TF", "BFM", "RTL", "XQ")


def find_keeps(
    text: str,
    matches: Sequence[Match],
    verbatim: Iterable[Span] = (),
    amounts: Iterable[tuple[Span, str]] = (),
) -> list[Match]:
    """Return automatic matches for the addresses in *text*, apart from what the glossary's *matches* cover.

    *verbatim* are stretches that markup keeps as they are, *amounts* such as are written by rule, with their
    renderings.
    """
    stretches = sorted([*((span, "verbatim") for span in verbatim), *find_addresses(text)])
    joined: list[tuple[Span, str]] = []
    for span, sort in stretches:
        if joined and joined[-1][0].overlaps(span):
            last, first_sort = joined.pop()
            span, sort = Span(last.start, max(last.end, span.end)), first_sort
        joined.append((span, sort))
    found = []
    for span, sort in joined:
        if not any(span.overlaps(match.span) for match in matches):
            words = span.of(text)
            found.append(Match(Term(f"auto:{sort}", words, words, Kind.KEEP), span, words, automatic=True))
    for span, words in amounts:
        if not any(span.overlaps(match.span) for match in (*matches, *found)):
            term = Term("auto:amount", span.of(text), words, Kind.KEEP)
            found.append(Match(term, span, span.of(text), automatic=True))
    return found


def is_all_kept(task: Task) -> bool:
    """Say whether nothing of *task* is left to translate."""
    kept = [match.span for match in task.matches if match.automatic]
    rest = substitute_terms(task.text, [(span, " ") for span in kept]).text if kept else task.text
    return not any(character.isalpha() for character in rest)


def list_masks(task: Task, *, leave: Iterable[int] = ()) -> list[tuple[Span, str]]:
    """Give the span and the short word of everything in *task* that is kept automatically.

    The matches numbered in *leave* are passed over.
    """
    left = set(leave)
    return [(span, mask) for i, span, mask in _number(task) if i not in left]


def mask_source(task: Task) -> Alteration:
    """Put the short words into the text of *task*."""
    return substitute_terms(task.text, list_masks(task))


def mask_target(task: Task, text: str) -> str:
    """Put the short words into a translation of *task*."""
    for i, _, mask in _number(task):
        for span in find_copies(text, task.matches[i].term.target)[:1]:
            text = text[: span.start] + mask + text[span.end :]
    return text


def unmask(task: Task, candidate: Candidate) -> Candidate:
    """Put what is kept where its short word came out.

    A word that came out twice, or with another figure, stands for one that did not come out; where all came
    out, it is dropped.
    """
    masks = [(task.matches[i], mask) for i, _, mask in _number(task)]
    if not masks:
        return candidate
    stem = masks[0][1].rstrip("0123456789")
    found = list(re.finditer(rf"{stem}\d+|(?<!\w){stem}(?!\w)", candidate.text))
    waiting = {mask: match for match, mask in masks}
    chosen: list[Match | None] = [waiting.pop(one[0], None) for one in found]
    for place, match in enumerate(chosen):
        if match is None and waiting:
            chosen[place] = waiting.pop(next(iter(waiting)))
    for one, match in reversed(list(zip(found, chosen, strict=True))):
        if match is not None:
            candidate = candidate.substitute(Span(*one.span()), match.term.target, match.span)
        else:
            space = candidate.text[: one.start()].endswith(" ")
            candidate = candidate.substitute(Span(one.start() - space, one.end()), "")
    return candidate


def _number(task: Task) -> list[tuple[int, Span, str]]:
    """Number what is kept: index of the match, its span, the short word."""
    kept = [(i, match.span) for i, match in enumerate(task.matches) if match.automatic]
    if not kept:
        return []
    stem = next((stem for stem in _STEMS if stem not in task.text), "Q" * 5)
    return [(i, span, f"{stem}{number}") for number, (i, span) in enumerate(kept, 1)]
