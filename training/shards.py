"""Hold tokenised sentence pairs in flat, memory-mapped arrays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NO_LINK = 255
"""Link value of a piece that is aligned with nothing."""

ARRAYS = ("source", "source_start", "target", "target_start", "link", "back")


@dataclass(frozen=True, slots=True)
class Example:
    """One pair as piece ids, each side ending in `</s>`.

    `link[t]` is the source position target piece t was aligned with, `back[s]` the reverse; 255 is none.
    """

    source: Sequence[int]
    target: Sequence[int]
    link: Sequence[int]
    back: Sequence[int]


@dataclass(frozen=True, slots=True)
class Shard:
    """A folder of pairs: flat piece ids (uint16), starts (int64, one more than pairs), links (uint8)."""

    name: str
    source: NDArray[np.uint16]
    source_start: NDArray[np.int64]
    target: NDArray[np.uint16]
    target_start: NDArray[np.int64]
    link: NDArray[np.uint8]
    back: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.source_start) - 1

    def pair(self, index: int) -> Example:
        """Return pair number `index` as views on the mapped arrays."""
        a, b = self.source_start[index], self.source_start[index + 1]
        c, d = self.target_start[index], self.target_start[index + 1]
        return Example(self.source[a:b], self.target[c:d], self.link[c:d], self.back[a:b])  # type: ignore[arg-type]


def write_shard(folder: Path, examples: Iterable[Example]) -> int:
    """Write examples to `folder`, which appears whole or not at all; return how many."""
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    source_start, target_start = [0], [0]
    with (
        (partial / "source.bin").open("wb") as source,
        (partial / "target.bin").open("wb") as target,
        (partial / "link.bin").open("wb") as link,
        (partial / "back.bin").open("wb") as back,
    ):
        for example in examples:
            source.write(np.asarray(example.source, dtype=np.uint16).tobytes())
            target.write(np.asarray(example.target, dtype=np.uint16).tobytes())
            link.write(np.asarray(example.link, dtype=np.uint8).tobytes())
            back.write(np.asarray(example.back, dtype=np.uint8).tobytes())
            source_start.append(source_start[-1] + len(example.source))
            target_start.append(target_start[-1] + len(example.target))
    np.asarray(source_start, dtype=np.int64).tofile(partial / "source_start.bin")
    np.asarray(target_start, dtype=np.int64).tofile(partial / "target_start.bin")
    (partial / "shard.json").write_text(json.dumps({"pairs": len(source_start) - 1}) + "\n")
    shutil.rmtree(folder, ignore_errors=True)
    partial.replace(folder)
    return len(source_start) - 1


def read_shard(folder: Path) -> Shard:
    """Map the shard in `folder`; raise ValueError when its arrays do not fit together."""
    kinds = {
        "source": "u2",
        "target": "u2",
        "link": "u1",
        "back": "u1",
        "source_start": "i8",
        "target_start": "i8",
    }
    arrays = {}
    for name in ARRAYS:
        path = folder / f"{name}.bin"
        if path.stat().st_size:
            arrays[name] = np.memmap(path, dtype=np.dtype(kinds[name]), mode="r")
        else:
            arrays[name] = np.zeros(0, dtype=np.dtype(kinds[name]))  # type: ignore[assignment]
    shard = Shard(folder.name, **arrays)
    if shard.source_start[-1] != len(shard.source) or shard.target_start[-1] != len(shard.target):
        raise ValueError(
            f"{folder}: the arrays do not fit together; delete the folder and run the step again"
        )
    if len(shard.link) != len(shard.target) or len(shard.back) != len(shard.source):
        raise ValueError(
            f"{folder}: links and pieces differ in number; delete the folder and run the step again"
        )
    return shard
