"""Score a checkpoint on the first lines of a few sets and add a line to the curve file."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from training.checkpoints import load_checkpoint
from training.evaluation import read_lines, score, translate
from training.export import read_model, write_ctranslate2, write_folder
from training.vocabulary import Vocabulary


def probe(base: Path, checkpoint: Path, curve: Path, sets: list[Path], lines: int = 300) -> dict[str, object]:
    """Return and append one point: time, pairs seen and BLEU a set. `sets` are paths without .fr / .en."""
    _, facts = load_checkpoint(checkpoint)
    vocabulary = Vocabulary(base)
    point: dict[str, object] = {key: facts.get(key) for key in ("time", "pairs", "seconds")}
    with tempfile.TemporaryDirectory() as folder:
        write_folder(read_model(base, checkpoint), base, Path(folder) / "hf")
        write_ctranslate2(Path(folder) / "hf", Path(folder) / "ct2")
        for path in sets:
            source = read_lines(path.with_name(path.name + ".fr"))[:lines]
            reference = read_lines(path.with_name(path.name + ".en"))[:lines]
            began = time.time()
            output = translate(Path(folder) / "ct2", vocabulary, source)
            result = score(output, reference)
            point[path.name] = result["bleu"]
            point[path.name + ".chrf2"] = result["chrf2"]
            point[path.name + ".seconds"] = round(time.time() - began, 1)
            (curve.parent / f"sample.{path.name}.txt").write_text("\n".join(output) + "\n", encoding="utf-8")
    with curve.open("a", encoding="utf-8") as file:
        file.write(json.dumps(point) + "\n")
    return point


if __name__ == "__main__":
    os.nice(5)
    print(
        json.dumps(
            probe(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), [Path(p) for p in sys.argv[4:]])
        )
    )
