"""What stands beside a figure in both languages: names, loan words and other figures hold it in its place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from copydesk.checks.reading import Reading
from copydesk.checks.values.value import Strength, Value, measure_of

# an anchor belongs to the nearer of two figures: at most so many tokens off, so many times nearer
_REACH, _NEARER = 5, 2.0
_SHORTEST = 3
# before a year
_IN = frozenset(
    """en depuis ici à jusqu avant après dès fin début mi année de of in since by until till before after late
    early mid year from to during""".split()
)

Anchors = Sequence[tuple[int, int]]


def cross_anchors(
    source: Reading, target: Reading, sure: Sequence[tuple[Value, Value]]
) -> tuple[Value, Value] | None:
    """Return a figure of the source and the one that stands in its place in the draft, if two changed places.

    *sure* pairs the figures of both sides that have one counterpart each. Two have changed places when a word
    that both texts share stands beside the one in the source and beside the other in the draft, and none
    stands beside the same in both.
    """
    written = [
        pair
        for pair in sure
        if pair[0].strength is Strength.WRITTEN
        and pair[0].kind != "ordinal"
        and not (pair[0].day or pair[1].day)  # a date is read whole, and may move as a whole
        and _is_single(pair, sure)
    ]
    if len(written) < 2:
        return None
    anchors = _shared_words(source, target)
    for one, other in combinations(written, 2):
        if one[0].amount == other[0].amount:
            continue
        kinds = (_kept_kind(source, target, one), _kept_kind(source, target, other))
        if kinds[0] != kinds[1]:
            continue  # the percentage is a percentage still, the year a year
        others = [(here.first, there.first) for here, there in sure if here not in (one[0], other[0])]
        if _held_crosswise(one, other, [*anchors, *others]):
            return one[0], other[1]
    return None


def _is_single(pair: tuple[Value, Value], sure: Sequence[tuple[Value, Value]]) -> bool:
    """Say whether no other figure has the same amount."""
    return sum(here.amount == pair[0].amount for here, _ in sure) == 1


def _kept_kind(source: Reading, target: Reading, pair: tuple[Value, Value]) -> str:
    """Name the unit that a figure has in both texts, or "year" where it stands after "in" or "since"."""
    here, there = pair
    if here.kind == there.kind == "year":
        before = (source.lowers[max(0, here.first - 1)], target.lowers[max(0, there.first - 1)])
        return "year" if before[0] in _IN and before[1] in _IN else ""
    measure = measure_of(here)
    return measure if measure == measure_of(there) else ""


def _shared_words(source: Reading, target: Reading) -> list[tuple[int, int]]:
    """List the places in both texts of the words that each has once."""
    shared = source.vocabulary & target.vocabulary
    return [
        (source.lowers.index(word), target.lowers.index(word))
        for word in shared
        if len(word) >= _SHORTEST
        and word[0].isalpha()
        and source.lowers.count(word) == 1
        and target.lowers.count(word) == 1
    ]


def _held_crosswise(one: tuple[Value, Value], other: tuple[Value, Value], anchors: Anchors) -> bool:
    crossed = False
    for mine, yours in anchors:
        here = _nearer(mine, one[0], other[0])
        there = _nearer(yours, one[1], other[1]) if here else 0
        if here and here == there:
            return False
        crossed = crossed or (here != 0 and there != 0)
    return crossed


def _nearer(place: int, one: Value, other: Value) -> int:
    """Return 1 or 2 for the figure to which a token belongs, 0 where it is not clear."""
    first, second = abs(place - one.first), abs(place - other.first)
    near, far = min(first, second), max(first, second)
    if near > _REACH or near * _NEARER > far:
        return 0
    return 1 if first < second else 2
