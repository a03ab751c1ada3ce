"""Align pieces with eflomal and keep both directions."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import eflomal  # type: ignore[import-untyped]

from training.shards import NO_LINK


def align_pairs(
    sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]], iterations: int | None = None
) -> tuple[list[list[int]], list[list[int]]]:
    """Return (link, back): for each target piece its source position, and for each source piece its target.

    The pairs are given without `</s>`; 255 means unaligned. Source of method: Östling and Tiedemann (2016),
    eflomal.
    """
    aligner = eflomal.Aligner(n_iterations=(iterations, 2, iterations) if iterations else None, n_samplers=1)
    with tempfile.TemporaryDirectory() as folder:
        forward, reverse = Path(folder) / "forward", Path(folder) / "reverse"
        aligner.align(
            (" ".join(map(str, ids)) + "\n" for ids in sources),
            (" ".join(map(str, ids)) + "\n" for ids in targets),
            links_filename_fwd=str(forward),
            links_filename_rev=str(reverse),
        )
        link = _read_links(forward, [len(t) for t in targets], of_target=True)
        back = _read_links(reverse, [len(s) for s in sources], of_target=False)
    return link, back


def _read_links(path: Path, lengths: list[int], of_target: bool) -> list[list[int]]:
    """Read one direction's `source-target` lines into a list of positions per piece."""
    rows: list[list[int]] = []
    with path.open(encoding="ascii") as lines:
        for line, length in zip(lines, lengths, strict=True):
            row = [NO_LINK] * length
            for item in line.split():
                source, target = item.split("-")
                here, there = (int(target), int(source)) if of_target else (int(source), int(target))
                if there < NO_LINK:
                    row[here] = there
            rows.append(row)
    return rows
