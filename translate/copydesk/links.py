"""Word links: which target words a model's attention ties to which source words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copydesk.text import Span

# A target word belongs to a source stretch when more than half of its attention falls on it
# (measured against subword spans in Dou & Neubig's manner: word-level mass loses far fewer words).
OWNED = 0.5
# Below this share of attention, the strongest word is no evidence at all.
FAINT = 0.2


@dataclass(frozen=True, slots=True)
class WordLinks:
    """Hold the words of both sides and the attention mass between them.

    *source* and *target* are word spans in order, in offsets of their own texts; ``mass[t][s]`` is the share
    of target word t's attention that falls on source word s (rows sum to at most 1). *mass* is empty when
    the engine gives no attention.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    mass: tuple[tuple[float, ...], ...]

    def masses_on(self, span: Span) -> list[float]:
        """Give, for each target word, the share of its attention on source *span*."""
        columns = [s for s, word in enumerate(self.source) if word.overlaps(span)]
        return [sum(row[s] for s in columns) for row in self.mass]

    def locate(self, span: Span, *, taken: Sequence[Span] = (), widest: int = 8) -> tuple[Span, float] | None:
        """Find the contiguous target words that translate source *span*, with their mean mass.

        Words whose mass on *span* passes one half form runs; the run with most mass wins. Without one, the
        single strongest word is taken if *span* is also the strongest claim on it. Words in *taken* are left
        alone; a run of more than *widest* words is no evidence.
        """
        if not self.mass:
            return None
        masses = [
            0.0 if any(word.overlaps(other) for other in taken) else mass
            for word, mass in zip(self.target, self.masses_on(span), strict=True)
        ]
        runs: list[tuple[int, int]] = []
        for index, mass in enumerate(masses):
            if mass > OWNED:
                if runs and runs[-1][1] == index:
                    runs[-1] = (runs[-1][0], index + 1)
                else:
                    runs.append((index, index + 1))
        runs = [run for run in runs if run[1] - run[0] <= widest]
        if runs:
            start, end = max(runs, key=lambda run: sum(masses[run[0] : run[1]]))
        else:
            if not masses:
                return None
            start = max(range(len(masses)), key=masses.__getitem__)
            end = start + 1
            row = self.mass[start]
            strongest = max(range(len(row)), key=row.__getitem__) if row else -1
            if masses[start] < FAINT or not self.source[strongest].overlaps(span):
                return None
        mean = sum(masses[start:end]) / (end - start)
        return Span(self.target[start].start, self.target[end - 1].end), mean

    def place_for(self, span: Span, *, ahead: bool = False) -> int | None:
        """Find where in the target words standing for source *span* would go.

        Behind the target word most tied to the nearest source word before it that is tied to any; else in
        front of the one most tied to the nearest after it. None when no word around it is tied to anything.
        *ahead* puts it in front of the translation of the very word before it, where there is one.
        """
        before = [s for s, word in enumerate(self.source) if word.end <= span.start]
        for s in reversed(before):
            if (t := self._most_tied(s)) is not None:
                return self.target[t].start if ahead and s == before[-1] else self.target[t].end
        for s in [s for s, word in enumerate(self.source) if word.start >= span.end]:
            if (t := self._most_tied(s)) is not None:
                return self.target[t].start
        return None

    def is_tied_before(self, span: Span) -> bool:
        """Say whether any source word before *span* is tied to a target word."""
        return any(self._most_tied(s) is not None for s, w in enumerate(self.source) if w.end <= span.start)

    def _most_tied(self, s: int) -> int | None:
        """Find the target word that *s* is tied to and that is tied to no other source word more."""
        column = [row[s] for row in self.mass]
        if not column or max(column) <= FAINT:
            return None
        t = max(range(len(column)), key=column.__getitem__)
        return t if column[t] >= max(self.mass[t]) else None

    def with_source(self, words: Sequence[Span], back: Callable[[Span], Span]) -> WordLinks:
        """Restate the links over other source *words*: *back* leads a present source span to theirs."""
        columns = [[w for w, word in enumerate(words) if word.overlaps(back(old))] for old in self.source]
        rows = []
        for row in self.mass:
            moved = [0.0] * len(words)
            for share, targets in zip(row, columns, strict=True):
                for w in targets:
                    moved[w] += share / len(targets)
            rows.append(tuple(moved))
        return WordLinks(tuple(words), self.target, tuple(rows))

    def substitute(self, old: Span, new: Span, source: Span | None) -> WordLinks:
        """Replace the target words in *old* by one word *new*, tied to *source*; later words move along."""
        shift = len(new) - len(old)
        target: list[Span] = []
        mass: list[tuple[float, ...]] = []
        pending = len(new) > 0
        row = tuple(float(source is not None and word.overlaps(source)) for word in self.source)
        total = sum(row)
        row = tuple(share / total for share in row) if total else row
        for word, shares in zip(self.target, self.mass or [()] * len(self.target), strict=True):
            if word.end <= old.start:
                target.append(word)
                mass.append(shares)
                continue
            if pending:
                target.append(new)
                mass.append(row)
                pending = False
            if word.start >= old.end:
                target.append(word.shift(shift))
                mass.append(shares)
        if pending:
            target.append(new)
            mass.append(row)
        return WordLinks(self.source, tuple(target), tuple(mass) if self.mass else ())

    def pairs(self) -> tuple[tuple[Span, Span], ...]:
        """List (source word, target word) for each target word and the source word it attends to most."""
        found = []
        for word, row in zip(self.target, self.mass, strict=False):
            if row and max(row) > FAINT:
                found.append((self.source[max(range(len(row)), key=row.__getitem__)], word))
        return tuple(found)
