"""Average the last checkpoints of a run and keep whichever scores better, the last one or the average."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch

from training.checkpoints import load_checkpoint, save_checkpoint
from training.evaluation import read_lines, score, translate
from training.export import read_model, write_ctranslate2, write_folder
from training.settings import RecipeError, Settings
from training.vocabulary import Vocabulary


def average_files(paths: list[Path], out: Path) -> None:
    """Write the mean of the weights of `paths` to `out`, with the facts of the last of them."""
    total: torch.Tensor | None = None
    facts: dict[str, object] = {}
    for path in paths:
        tensors, facts = load_checkpoint(path)
        total = tensors["master"].double() if total is None else total + tensors["master"].double()
    if total is None:
        raise RecipeError("there is no checkpoint to average")
    save_checkpoint(out, {"master": (total / len(paths)).float()}, facts)


def checkpoint_score(base: Path, checkpoint: Path, stem: Path, lines: int, beam: int) -> float:
    """Return the int8 BLEU of a checkpoint on the first `lines` lines (0: all) of `stem`.fr / .en."""
    vocabulary = Vocabulary(base)
    with tempfile.TemporaryDirectory() as folder:
        write_folder(read_model(base, checkpoint), base, Path(folder) / "hf")
        write_ctranslate2(Path(folder) / "hf", Path(folder) / "ct2")
        source = read_lines(stem.with_name(stem.name + ".fr"))[: lines or None]
        reference = read_lines(stem.with_name(stem.name + ".en"))[: lines or None]
        result = score(translate(Path(folder) / "ct2", vocabulary, source, beam), reference)
    return float(str(result["bleu"]))


def choose(settings: Settings, run: Path, best: Path) -> dict[str, object]:
    """Write the best of final and means of the last 2, 4, 6 checkpoints to `best`; return all scores."""
    folder = run / "checkpoints"
    final = folder / "final.safetensors"
    if not final.exists():
        raise RecipeError(f"the run has not ended: {final} is missing")
    late = [*sorted(folder.glob("last-*.safetensors")), final]
    stem = settings.corpus(settings.measure.choose_on)
    scores: dict[str, float] = {}
    paths: dict[str, Path] = {}
    for count in (1, 2, 4, 6):
        if count > len(late):
            break
        name = "final" if count == 1 else f"mean of the last {count}"
        paths[name] = folder / f"mean-{count}.safetensors"
        average_files(late[-count:], paths[name])
        lines, beam = settings.measure.choose_lines, settings.measure.beam
        scores[name] = checkpoint_score(settings.base, paths[name], stem, lines, beam)
    winner = max(scores, key=lambda name: scores[name])
    tensors, facts = load_checkpoint(paths[winner])
    save_checkpoint(best, tensors, facts)
    for path in paths.values():
        path.unlink()
    return {"chosen": winner, "set": settings.measure.choose_on, "bleu": scores}
