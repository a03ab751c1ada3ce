"""Lay the terms that a text brings along over those of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from copydesk.glossary.match import Match
from copydesk.glossary.targets import find_held


def lay_over(own: Sequence[Match], house: Sequence[Match]) -> list[Match]:
    """Return the matches of both in one sentence, in order, never overlapping: *own* ones win.

    A longer match of *house* stands where its target holds that of every match of *own* inside it, which
    become its nested ones. Where one gives way, the shorter ones inside it stand if they are free.
    """
    found: list[Match] = []
    covered: list[Match] = []
    for theirs in house:
        rivals = [match for match in own if match.span.overlaps(theirs.span)]
        if not rivals:
            found.append(theirs)
        elif not theirs.ambiguous and all(_holds(theirs, match) for match in rivals):
            found.append(replace(theirs, nested=(*theirs.nested, *rivals)))
            covered += rivals
        else:
            found += _free(theirs.nested, own)
    kept = [match for match in own if not any(match is other for other in covered)]
    return sorted([*found, *kept], key=lambda match: match.span)


def _holds(outer: Match, inner: Match) -> bool:
    longer = outer.span.covers(inner.span) and len(outer.span) > len(inner.span)
    return longer and find_held(outer.term.target, inner.term) is not None


def _free(nested: Sequence[Match], own: Sequence[Match]) -> Iterator[Match]:
    taken = [match.span for match in own]
    for match in sorted(nested, key=lambda match: -len(match.span)):
        if not any(match.span.overlaps(span) for span in taken):
            taken.append(match.span)
            yield match
