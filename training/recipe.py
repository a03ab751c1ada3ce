"""The steps of the recipe, in order."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

from training.averaging import choose
from training.card import write_card
from training.checkpoints import load_checkpoint
from training.deriving import align_parts, derive_parts
from training.export import publish, read_model
from training.filtering import filter_all
from training.measuring import evaluate_export, measure_export
from training.settings import RecipeError, Settings
from training.steps import Step, write_json
from training.tokenizing import provide_base
from training.trainer import Plan, train

_NEEDED = ("source.spm", "vocab.json", "config.json")


def train_model(settings: Settings, run: Path, stop_at: float | None, copy_to: Path | None) -> dict[str, Any]:
    """Train until `stop_at` (seconds since the epoch), or for the recipe's hours; return what was seen."""
    t = settings.train
    plan = Plan(
        base=str(settings.base), shards=str(settings.shards), out=str(run),
        stop_at=stop_at or time.time() + 3600 * t.hours, decay_seconds=60 * t.decay_minutes,
        last_seconds=60 * (t.last_minutes or t.decay_minutes), decay_power=t.decay_power,
        mix=t.mix, last_mix=t.last_mix, copy_to=str(copy_to or ""), rate=t.rate, warmup=t.warmup,
        pieces=t.pieces, rows=t.rows, smoothing=t.smoothing, guide=t.guide, clip=t.clip,
        term_weight=t.term_weight,
        processes=t.processes,
        average_every=t.average_seconds, report_every=min(60.0, 1800 * t.hours / 10),
        checkpoint_every=t.checkpoint_seconds, evaluate_every=t.evaluate_seconds,
        evaluate=[str(settings.corpus(name)) for name in t.evaluate],
        seed=t.seed, device=t.device, precision=t.precision, nice=t.nice,
    )  # fmt: skip
    final = run / "checkpoints" / "final.safetensors"
    for old in [final, *final.parent.glob("last-*.safetensors")]:
        old.unlink(missing_ok=True)
    train(plan)
    if not final.exists():
        raise RecipeError(
            "training ended early, or with a full disk; run again to go on from the newest checkpoint"
        )
    return _seen(final)


def _seen(final: Path) -> dict[str, Any]:
    _, facts = load_checkpoint(final)
    return {**facts, "hours": float(str(facts["seconds"])) / 3600}


def make_steps(settings: Settings, stop_at: float | None = None, copy_to: Path | None = None) -> list[Step]:
    """Return the steps for these settings; paths inside the work folder are fixed."""
    work, run = settings.work, settings.work / "train"
    filtered, best, export = work / "filtered", work / "best.safetensors", work / "export"
    corpora = [settings.corpus(table.file) for table in settings.data.tables]
    inputs = [path for path in corpora if path.suffix in (".tsv", ".xz")]
    inputs += [
        p.with_name(f"{p.name}.{k}") for p in corpora if p.suffix not in (".tsv", ".xz") for k in ("fr", "en")
    ]
    held = [settings.corpus(name) for name in settings.data.held_out]
    held_files = [path.with_name(f"{path.name}.{k}") for path in held for k in ("fr", "en")]
    base = [Path(settings.tokenizer.base) / name for name in _NEEDED] if settings.tokenizer.base else []
    d, t, m = settings.data, settings.train, settings.measure
    final = run / "checkpoints" / "final.safetensors"

    def filter_step() -> dict[str, Any]:
        facts = filter_all(d, filtered)
        write_json(work / "filter.json", facts)
        return facts

    def evaluate_step() -> dict[str, Any]:
        return evaluate_export(settings, best, export)

    return [
        Step("filter", (d.tables, d.held_out, d.ratio, d.seed), inputs + held_files, [filtered], filter_step),
        Step("tokenizer", (settings.tokenizer, settings.size), base, [settings.base / "source.spm"],
             lambda: provide_base(settings), ["filter"]),
        Step("align", (d.longest, d.ratio), [], [settings.shards], lambda: align_parts(settings),
             ["filter", "tokenizer"]),
        Step("annotate", settings.annotate, [], [settings.shards], lambda: derive_parts(settings), ["align"]),
        Step("train", (t.mix, t.last_mix, t.rate, t.pieces, t.seed), [], [final],
             lambda: train_model(settings, run, stop_at, copy_to), ["annotate"]),
        Step("average", (m.choose_on, m.choose_lines, m.beam), [], [best],
             lambda: choose(settings, run, best), ["train"]),
        Step("export", "int8 and float16", [], [export / "ctranslate2" / "model.bin"],
             lambda: publish(read_model(settings.base, best), settings.base, export), ["average"]),
        Step("evaluate", (m.sets, m.lines, m.beam), [], [work / "scores.json"], evaluate_step, ["export"]),
        Step("measure", (m.alignment_part, m.obedience_set, m.obedience_lines), [], [work / "measures.json"],
             lambda: measure_export(settings, best, export), ["export"]),
        Step("card", settings.card, [], [export / "README.md"], lambda: write_card(settings, run, export),
             ["evaluate", "measure"]),
    ]  # fmt: skip


def adopt_run(settings: Settings, checkpoint: Path) -> None:
    """Let the train step go on from a checkpoint of an earlier run: copy it in as the newest one."""
    _, facts = load_checkpoint(checkpoint)
    folder = settings.work / "train" / "checkpoints"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"step-{int(str(facts['pairs'])):010d}.safetensors"
    partial = target.with_name(target.name + ".part")
    shutil.copyfile(checkpoint, partial)
    partial.replace(target)


def describe(settings: Settings, steps: list[Step]) -> str:
    """Return one line a step: done, when asked, and the main facts."""
    lines = []
    for step in steps:
        marker = settings.work / "done" / f"{step.name}.json"
        if marker.exists():
            facts = json.loads(marker.read_text(encoding="utf-8"))
            lines.append(f"{step.name:10} done in {facts['seconds']} s")
        else:
            lines.append(f"{step.name:10} not done")
    return "\n".join(lines)
