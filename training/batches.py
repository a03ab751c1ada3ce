"""Draw pairs from shards by weight and pack them into batches of one source length."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from training.shards import NO_LINK, Shard
from training.transformer import Batch

Integers = NDArray[np.int64]


def plan_pass(ranges: Sequence[tuple[int, int]], weights: Sequence[float], seed: int) -> Integers:
    """Return shuffled pair numbers of one pass; weight 2.5 visits each pair of a range two or three times."""
    chance = np.random.default_rng(seed)
    picks: list[Integers] = []
    for (start, stop), weight in zip(ranges, weights, strict=True):
        whole, size = int(weight), stop - start
        picks += [np.arange(start, stop, dtype=np.int64)] * whole
        picks.append(start + chance.permutation(size)[: round((weight - whole) * size)])
    order = np.concatenate(picks).astype(np.int64)
    chance.shuffle(order)
    return order


class Batches:
    """Endless batches for one of several processes.

    Pairs are read in pools; inside a pool they are sorted by source length, and what does not fill a batch
    waits for the next pool. `pieces` bounds the padded target pieces of a batch, `rows` its pairs. The shards
    of the mix are held in memory (about 150 bytes a pair). Target pieces linked to a source piece between
    the two `marks` (a term given inline) weigh `term_weight`.
    """

    def __init__(
        self,
        shards: Mapping[str, Shard],
        weights: Mapping[str, float],
        pieces: int,
        pad: int,
        seed: int,
        rank: int = 0,
        processes: int = 1,
        pool: int = 50_000,
        rows: int = 400,
        longest: int = 100,
        marks: tuple[int, int] | None = None,
        term_weight: float = 1.0,
    ) -> None:
        names = [name for name, weight in weights.items() if weight > 0]
        missing = [name for name in names if name not in shards]
        if missing:
            raise ValueError(f"no shard called {', '.join(missing)}; there are {', '.join(sorted(shards))}")
        self.weights = [weights[name] for name in names]
        self.pieces, self.pad, self.seed, self.rank, self.processes = pieces, pad, seed, rank, processes
        self.pool, self.rows, self.longest = pool, rows, longest
        self.marks, self.term_weight = marks, term_weight
        parts = [shards[name] for name in names]
        self.source = np.concatenate([p.source for p in parts])
        self.target = np.concatenate([p.target for p in parts])
        self.link = np.concatenate([p.link for p in parts])
        self.source_start, self.source_size = _joined([p.source_start for p in parts])
        self.target_start, self.target_size = _joined([p.target_start for p in parts])
        ends = np.cumsum([0] + [len(p) for p in parts])
        self.ranges = list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))

    def __iter__(self) -> Iterator[Batch]:
        chance = np.random.default_rng(self.seed * 1000 + self.rank)
        waiting = np.zeros(0, dtype=np.int64)
        number = 0
        while True:
            order = plan_pass(self.ranges, self.weights, self.seed + number)
            number += 1
            order = order[self.rank :: self.processes]
            fits = (self.source_size[order] <= self.longest) & (self.target_size[order] <= self.longest)
            order = order[fits]
            if not len(order):
                raise ValueError(f"no pair of the mix has at most {self.longest} pieces")
            for start in range(0, len(order), self.pool):
                full, waiting = self.pack(np.concatenate([waiting, order[start : start + self.pool]]))
                for position in chance.permutation(len(full)):
                    yield self.build(full[position])
            if not len(full) and len(waiting) < self.rows:  # a corpus too small to fill any batch
                yield from (self.build(group) for group in self._groups(waiting))

    def _groups(self, rows: Integers) -> list[Integers]:
        """Split rows into groups of one source length, each sorted by target length."""
        order = rows[np.lexsort((self.target_size[rows], self.source_size[rows]))]
        return np.split(order, np.flatnonzero(np.diff(self.source_size[order])) + 1)

    def pack(self, rows: Integers) -> tuple[list[Integers], Integers]:
        """Return full batches of rows, and the rows left over."""
        full: list[Integers] = []
        left: list[Integers] = [np.zeros(0, dtype=np.int64)]
        for group in self._groups(rows):
            lengths = self.target_size[group]
            start = 0
            while start < len(group):
                cost = lengths[start:] * np.arange(1, len(group) - start + 1)
                size = max(1, min(int(np.searchsorted(cost, self.pieces, side="right")), self.rows))
                if start + size == len(group) and cost[size - 1] < 0.6 * self.pieces and size < self.rows:
                    left.append(group[start:])
                    break
                full.append(group[start : start + size])
                start += size
        return full, np.concatenate(left)

    def build(self, rows: Integers) -> Batch:
        """Return the tensors of pairs that share one source length."""
        columns = np.arange(self.source_size[rows[0]])
        source = self.source[self.source_start[rows][:, None] + columns].astype(np.int64)
        sizes = self.target_size[rows]
        columns = np.arange(sizes.max())
        real = columns[None, :] < sizes[:, None]
        where = (self.target_start[rows][:, None] + columns[None, :])[real]
        target_out = np.full(real.shape, -1, dtype=np.int64)
        target_out[real] = self.target[where]
        target_in = np.full(real.shape, self.pad, dtype=np.int64)
        target_in[:, 1:] = np.where(real[:, 1:], target_out[:, :-1], self.pad)
        link = np.full(real.shape, -1, dtype=np.int64)
        found = self.link[where].astype(np.int64)
        link[real] = np.where((found == NO_LINK) | (found >= source.shape[1]), -1, found)
        weight = np.ones(real.shape, dtype=np.float32)
        if self.marks is not None and self.term_weight != 1.0:
            opened, closed = (np.cumsum(source == mark, axis=1) for mark in self.marks)
            asked = (opened > closed) & (source != self.marks[0])
            weight[(link >= 0) & np.take_along_axis(asked, np.maximum(link, 0), axis=1)] = self.term_weight
        return Batch(*(torch.from_numpy(a) for a in (source, target_in, target_out, link, weight)))


def _joined(starts: list[NDArray[np.int64]]) -> tuple[Integers, Integers]:
    """Return (start, size) of every pair once the shards stand one after the other."""
    begins: list[Integers] = []
    offset = 0
    for part in starts:
        begins.append(np.asarray(part[:-1]) + offset)
        offset += int(part[-1])
    sizes = np.concatenate([np.diff(part) for part in starts])
    return np.concatenate(begins).astype(np.int64), sizes.astype(np.int64)


def ahead(batches: Iterator[Batch], device: torch.device, depth: int = 6) -> Iterator[Batch]:
    """Yield batches on `device`; for a GPU a thread builds and copies them while the last one is computed."""
    if device.type == "cpu":
        yield from batches
        return
    ready: queue.Queue[Batch] = queue.Queue(depth)

    def fill() -> None:
        for batch in batches:
            parts = (batch.source, batch.target_in, batch.target_out, batch.link, batch.weight)
            ready.put(Batch(*(t.pin_memory().to(device, non_blocking=True) for t in parts)))

    threading.Thread(target=fill, daemon=True).start()
    while True:
        yield ready.get()
