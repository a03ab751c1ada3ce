"""Align the sentences of an article with those of its translation.

Sentence lengths (Gale and Church, "A program for aligning sentences in bilingual corpora", Computational
Linguistics 19, 1993) are joined by anchors: numbers, names, cognates and glossary terms that stand on both
sides. Anchors that are unique on both sides cut a long pair of articles into short stretches first, so
that the cost grows with the length of the articles and not with its square.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from copydesk.anchors import Terms, anchors_of, glossary_anchors
from copydesk.checks.reading import read
from copydesk.checks.rule import Pair, Side
from copydesk.glossary.model import Glossary
from copydesk.text import Span

# Costs were fitted on news pairs joined to articles with sentences merged, split, dropped and added.
# (sentences of the source, sentences of the draft) -> cost in nats; 1-1 is by far the most frequent
_MOVES: tuple[tuple[int, int, float], ...] = (
    (1, 1, 0.0),
    (1, 0, 5.4),
    (0, 1, 5.4),
    (1, 2, 4.5),
    (2, 1, 4.5),
    (2, 2, 13.5),
    (1, 3, 9.0),
    (3, 1, 9.0),
)
_DEEPEST = max(down for down, _, _ in _MOVES)
_KEPT_ROWS = 64
_VARIANCE = 1.9
_ANCHOR_WEIGHT = 0.7
_MOST_ANCHOR_GAIN = 19.0
_NO_ANCHOR_COST = 1.0
_PARAGRAPH_COST = 1.1
_PRIOR_LENGTH = 600
# texts are searched in full up to this many cells, in a band around the diagonal beyond
_FULL_CELLS = 40_000
_BAND = 60
_BAND_BETWEEN_CUTS = 8
_MOVED_LIKENESS = 0.5


@dataclass(slots=True)
class _Text:
    sides: Sequence[Side]
    lengths: list[int]
    anchors: list[frozenset[str]]
    opens: list[bool]  # a sentence that opens a paragraph


def align(
    source: Sequence[Side], draft: Sequence[Side], *, glossary: Glossary | None = None
) -> tuple[Pair, ...]:
    """Pair the sentences of *source* with those of *draft*, in the order of the draft.

    Sentences are paired 1-1, 1-2, 2-1, 2-2, 1-3 and 3-1; one without a counterpart is paired with None. The
    side of a merged pair reaches from its first sentence to its last. A sentence that was moved (a caption,
    a crosshead) is still paired when the anchors leave no doubt. ``Pair.confidence`` lies between 0 and 1.
    """
    if not source or not draft:
        return tuple([Pair(None, side, 0.0) for side in source] + [Pair(side, None, 0.0) for side in draft])
    terms = glossary_anchors(glossary)
    left, right = _prepare(source, terms[0]), _prepare(draft, terms[1])
    weights = _weigh(left, right)
    beads: list[tuple[int, int, int, int]] = []
    for stretch in _stretches(left, right):
        beads.extend(_search(left, right, stretch, weights))
    return _to_pairs(left, right, _rejoin_moved(beads, left, right, weights), weights)


def _prepare(sides: Sequence[Side], terms: Terms) -> _Text:
    opens = [True]
    opens.extend(after.span.start - before.span.end > 1 for before, after in pairwise(sides))
    return _Text(
        sides,
        [sum(map(len, read(side).words)) + 1 for side in sides],
        [anchors_of(side, terms) for side in sides],
        opens,
    )


def _weigh(left: _Text, right: _Text) -> dict[str, float]:
    """Weigh each anchor of both sides by how rare it is: one seen in every sentence says nothing."""
    seen = Counter(anchor for anchors in left.anchors for anchor in anchors)
    other = Counter(anchor for anchors in right.anchors for anchor in anchors)
    most = max(len(left.sides), len(right.sides)) + 1
    return {
        anchor: math.log(1 + most / max(count, other[anchor]))
        for anchor, count in seen.items()
        if other[anchor]
    }


def _stretches(left: _Text, right: _Text) -> list[tuple[int, int, int, int]]:
    """Cut both texts at places where they surely meet.

    A place is sure when the two sentences share at least two anchors that stand in no other sentence, and
    it lies on the longest chain of such places in the same order on both sides.
    """
    rows, columns = len(left.sides), len(right.sides)
    if rows * columns <= _FULL_CELLS:
        return [(0, rows, 0, columns)]
    where = _only_places(left)
    others = _only_places(right)
    shared = Counter((place, others[anchor]) for anchor, place in where.items() if anchor in others)
    points = sorted(point for point, count in shared.items() if count >= 2)
    chain = _longest_chain(points)
    cuts: list[tuple[int, int, int, int]] = []
    row = column = 0
    for at, (next_row, next_column) in enumerate(chain):
        # a lone point may be chance: its neighbours in the chain must lie about as far away on both sides
        if 0 < at < len(chain) - 1:
            rise = chain[at + 1][0] - chain[at - 1][0]
            run = chain[at + 1][1] - chain[at - 1][1]
            if max(rise, run) > 4 * min(rise, run) + 8:
                continue
        if next_row - row >= 20 and next_column - column >= 20:
            cuts.append((row, next_row, column, next_column))
            row, column = next_row, next_column
    return [*cuts, (row, rows, column, columns)]


def _only_places(text: _Text) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, anchors in enumerate(text.anchors):
        for anchor in anchors:
            places[anchor] = number if anchor not in places else -1
    return {anchor: place for anchor, place in places.items() if place >= 0}


def _longest_chain(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of *points* that rises strictly on both sides (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    # within one row the columns come falling, so that a chain takes at most one of them
    ordered = sorted(points, key=lambda point: (point[0], -point[1]))
    for number, (_, column) in enumerate(ordered):
        pile = bisect_left(ends, column)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(column)
            tops.append(number)
        else:
            ends[pile] = column
            tops[pile] = number
    chain = []
    number = tops[-1] if tops else -1
    while number >= 0:
        chain.append(ordered[number])
        number = before[number]
    return chain[::-1]


def _search(
    left: _Text, right: _Text, stretch: tuple[int, int, int, int], weights: dict[str, float]
) -> list[tuple[int, int, int, int]]:
    """Find the cheapest chain of beads through one stretch; a bead is (row, rows, column, columns)."""
    top, bottom, first, last = stretch
    rows, columns = bottom - top, last - first
    if not rows or not columns:
        return [(row, 1, first, 0) for row in range(top, bottom)] + [
            (bottom, 0, column, 1) for column in range(first, last)
        ]
    slope = columns / rows
    whole = rows == len(left.sides) or columns == len(right.sides)
    if rows * columns <= _FULL_CELLS and (whole or abs(rows - columns) > _BAND_BETWEEN_CUTS):
        band = columns + 1
    elif whole:
        band = int(slope * 3) + _BAND
    else:
        band = int(slope * 3) + _BAND_BETWEEN_CUTS + abs(rows - columns)
    # a short text with something left out must not set the ratio: lean towards equal lengths
    ratio = (_PRIOR_LENGTH + sum(right.lengths[first:last])) / (_PRIOR_LENGTH + sum(left.lengths[top:bottom]))
    ratio = min(1.6, max(0.6, ratio))
    infinite = math.inf
    best: list[dict[int, float]] = [{} for _ in range(rows + 1)]
    step: list[tuple[int, bytearray]] = []
    best[0][0] = 0.0
    gains = _Gains(left, right, weights)
    for i in range(rows + 1):
        middle = int(i * slope)
        low, high = max(0, middle - band), min(columns, middle + band)
        if i > _DEEPEST:  # no move reaches further back
            best[i - _DEEPEST - 1].clear()
        if i % _KEPT_ROWS == 0:
            gains.clear()
        step.append((low, bytearray(high - low + 1)))
        for j in range(low, high + 1):
            cheapest, chosen = (0.0, 0) if i == j == 0 else (infinite, 0)
            for number, (down, along, prior) in enumerate(_MOVES):
                if down > i or along > j:
                    continue
                so_far = best[i - down].get(j - along, infinite) + prior
                row, column = top + i - down, first + j - along
                if so_far - _ANCHOR_WEIGHT * gains.most(row, down, column, along) >= cheapest:
                    continue  # no evidence makes up for it
                cost = so_far + _bead_cost(left, right, row, down, column, along, ratio, gains)
                if cost < cheapest:
                    cheapest, chosen = cost, number
            best[i][j] = cheapest
            step[i][1][j - low] = chosen
    beads = []
    i, j = rows, columns
    while i or j:
        low, moves = step[i]
        down, along, _ = _MOVES[moves[j - low]]
        i, j = i - down, j - along
        beads.append((top + i, down, first + j, along))
    return beads[::-1]


class _Gains(dict[tuple[int, int], float]):
    """Remember the summed weight of the anchors that two sentences share."""

    def __init__(self, left: _Text, right: _Text, weights: dict[str, float]) -> None:
        super().__init__()
        self.left, self.right, self.weights = left.anchors, right.anchors, weights

    def most(self, row: int, down: int, column: int, along: int) -> float:
        """Sum the weights over a block of sentences."""
        if down == along == 1:
            return self[row, column]
        return sum(self[i, j] for i in range(row, row + down) for j in range(column, column + along))

    def __missing__(self, place: tuple[int, int]) -> float:
        shared = self.left[place[0]] & self.right[place[1]]
        gain = sum(self.weights[anchor] for anchor in shared)
        self[place] = gain
        return gain


def _bead_cost(
    left: _Text,
    right: _Text,
    row: int,
    down: int,
    column: int,
    along: int,
    ratio: float,
    gains: _Gains,
) -> float:
    if not down or not along:
        length = left.lengths[row] if down else right.lengths[column]
        return min(3.0, length / 60)
    mine = sum(left.lengths[row : row + down])
    theirs = sum(right.lengths[column : column + along])
    expected = mine * ratio
    deviation = abs(theirs - expected) / math.sqrt(_VARIANCE * (mine + theirs) / 2)
    # -log of the two-sided tail of the normal distribution, close enough for ranking
    cost = min(25.0, 0.5 * deviation * deviation + 0.4 * deviation)
    rows = [sum(gains[i, j] for j in range(column, column + along)) for i in range(row, row + down)]
    columns = rows
    if along > 1:
        columns = [sum(gains[i, j] for i in range(row, row + down)) for j in range(column, column + along)]
    gain, least = sum(rows), min(*rows, *columns)
    # each sentence that a merged pair joins brings evidence of its own
    parts = rows if down >= along else columns
    capped = sum(min(_MOST_ANCHOR_GAIN, _ANCHOR_WEIGHT * part) for part in parts)
    if not gain and min(mine, theirs) > 30:
        cost += _NO_ANCHOR_COST
    if down + along > 2 and not least:
        # every sentence of a merged pair should bring something of its own
        cost += _NO_ANCHOR_COST
    if left.opens[row] != right.opens[column]:
        cost += _PARAGRAPH_COST
    if any(left.opens[row + 1 : row + down]) or any(right.opens[column + 1 : column + along]):
        cost += _PARAGRAPH_COST
    return cost - capped


def _similarity(
    left: _Text, right: _Text, bead: tuple[int, int, int, int], weights: dict[str, float]
) -> float:
    """Compare what two stretches share with what they could share, by weight of the anchors (0 to 1)."""
    row, down, column, along = bead
    mine = frozenset().union(*left.anchors[row : row + down])
    theirs = frozenset().union(*right.anchors[column : column + along])
    shared = sum(weights[anchor] for anchor in mine & theirs)
    could = min(
        sum(weights.get(anchor, 0.0) for anchor in mine), sum(weights.get(anchor, 0.0) for anchor in theirs)
    )
    return shared / could if could else 0.0


def _rejoin_moved(
    beads: list[tuple[int, int, int, int]], left: _Text, right: _Text, weights: dict[str, float]
) -> list[tuple[int, int, int, int]]:
    """Pair a lone sentence of one side with a lone one of the other when they surely belong together."""
    lone_rows = [bead for bead in beads if bead[1] and not bead[3]]
    lone_columns = [bead for bead in beads if bead[3] and not bead[1]]
    if not lone_rows or not lone_columns or len(lone_rows) * len(lone_columns) > 250_000:
        return beads
    offers = []
    for row, down, _, _ in lone_rows:
        for _, _, column, along in lone_columns:
            shared = left.anchors[row] & right.anchors[column]
            if len(shared) < 2:
                continue
            longer, shorter = sorted((left.lengths[row], right.lengths[column]), reverse=True)
            likeness = _similarity(left, right, (row, down, column, along), weights)
            if likeness >= _MOVED_LIKENESS and longer <= 2 * shorter + 10:
                offers.append((likeness, row, column))
    taken_rows: set[int] = set()
    taken_columns: dict[int, int] = {}
    for _, row, column in sorted(offers, key=lambda offer: (-offer[0], offer[1:])):
        if row not in taken_rows and column not in taken_columns:
            taken_rows.add(row)
            taken_columns[column] = row
    rejoined = []
    for bead in beads:
        row, down, column, along = bead
        if down and not along and row in taken_rows:
            continue
        if along and not down and column in taken_columns:
            bead = (taken_columns[column], 1, column, 1)
        rejoined.append(bead)
    return rejoined


def _to_pairs(
    left: _Text, right: _Text, beads: list[tuple[int, int, int, int]], weights: dict[str, float]
) -> tuple[Pair, ...]:
    pairs = []
    for row, down, column, along in beads:
        mine = _merge(left.sides[row : row + down])
        theirs = _merge(right.sides[column : column + along])
        confidence = 0.0
        if mine and theirs:
            likeness = _similarity(left, right, (row, down, column, along), weights)
            confidence = round(0.5 + 0.5 * min(1.0, likeness), 3)
        pairs.append(Pair(theirs, mine, confidence))
    return tuple(pairs)


def _merge(sides: Sequence[Side]) -> Side | None:
    """Join neighbouring sentences to one side that reaches from the first to the last.

    The text between them cannot be seen from here; its length is kept, so that offsets stay right.
    """
    if len(sides) <= 1:
        return sides[0] if sides else None
    start = sides[0].span.start
    text = ""
    for side in sides:
        text = text.ljust(side.span.start - start) + side.text
    return Side(text, Span(start, sides[-1].span.end), sides[0].language, shelf=sides[0].shelf)
