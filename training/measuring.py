"""Score the exported model in full: sets, int8 against float32, speed, alignment, obedience, robustness."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import torch

from training.alignment_error import measure_alignment
from training.evaluation import plain_text, read_lines, score, translate
from training.export import read_model, write_ctranslate2, write_folder
from training.obedience import measure_obedience
from training.robust import measure_robustness
from training.settings import Settings
from training.steps import write_json
from training.vocabulary import Vocabulary


def evaluate_export(settings: Settings, best: Path, export: Path) -> dict[str, object]:
    """Score every set with the exported int8 model, one also with float32; write scores.json."""
    vocabulary = Vocabulary(settings.base)
    measure = settings.measure
    report: dict[str, object] = {"beam": measure.beam, "compute": "CTranslate2 int8", "sets": {}}
    sets: dict[str, dict[str, object]] = {}
    for name in measure.sets:
        stem = settings.corpus(name)
        source = read_lines(stem.with_name(stem.name + ".fr"))[: measure.lines or None]
        reference = read_lines(stem.with_name(stem.name + ".en"))[: measure.lines or None]
        output = translate(export / "ctranslate2", vocabulary, source, measure.beam)
        sets[stem.name] = score(output, reference)
        outputs = settings.work / "outputs"
        outputs.mkdir(exist_ok=True)
        (outputs / f"{stem.name}.en").write_text("\n".join(output) + "\n", encoding="utf-8")
    report["sets"] = sets
    stem = settings.corpus(measure.choose_on)
    with tempfile.TemporaryDirectory() as folder:
        write_folder(read_model(settings.base, best), settings.base, Path(folder) / "hf", torch.float32)
        write_ctranslate2(Path(folder) / "hf", Path(folder) / "full", "float32")
        source = read_lines(stem.with_name(stem.name + ".fr"))[: measure.lines or None]
        reference = read_lines(stem.with_name(stem.name + ".en"))[: measure.lines or None]
        full = score(translate(Path(folder) / "full", vocabulary, source, measure.beam), reference)
    report["float32"] = {stem.name: full["bleu"]}
    report["int8 loses"] = round(float(str(full["bleu"])) - float(str(sets[stem.name]["bleu"])), 2)
    report["speed"] = _speed(settings, export, vocabulary)
    write_json(settings.work / "scores.json", report)
    return {"int8 loses": report["int8 loses"], **{name: facts["bleu"] for name, facts in sets.items()}}


def _speed(settings: Settings, export: Path, vocabulary: Vocabulary) -> dict[str, object]:
    """Return source words a CPU second of the exported model, and its ratio to the base model's."""
    stem = settings.corpus(settings.measure.choose_on)
    source = read_lines(stem.with_name(stem.name + ".fr"))[: min(300, settings.measure.lines or 300)]
    words = sum(len(line.split()) for line in source)
    with tempfile.TemporaryDirectory() as folder:
        models = {"exported": export / "ctranslate2"}
        base = Path(settings.tokenizer.base)
        if settings.tokenizer.base and (base / "model.safetensors").exists():
            models["reference"] = Path(folder) / "reference"
            write_ctranslate2(base, models["reference"])
        best: dict[str, float] = {}
        for _ in range(3):
            for name, model in models.items():
                began = time.process_time()
                translate(model, vocabulary, source, settings.measure.beam)
                best[name] = min(best.get(name, 1e9), time.process_time() - began)
    facts: dict[str, object] = {f"{name} source words a second": round(words / t) for name, t in best.items()}
    if "reference" in best:
        facts["ratio"] = round(best["reference"] / best["exported"], 2)
    return facts


def measure_export(settings: Settings, best: Path, export: Path) -> dict[str, object]:
    """Measure alignment error, obedience and robustness; write measures.json."""
    vocabulary = Vocabulary(settings.base)
    measure = settings.measure
    report: dict[str, object] = {}
    more: tuple[list[str], list[str]] = ([], [])
    if measure.alignment_part:
        path = settings.work / "filtered" / f"{measure.alignment_part}.tsv"
        rows = [line.split("\t") for line in read_lines(path)[:20_000]]
        more = ([row[0] for row in rows], [row[1] for row in rows])
    stem = settings.corpus(measure.choose_on)
    french = [plain_text(line) for line in read_lines(stem.with_name(stem.name + ".fr"))][:500]
    english = [plain_text(line) for line in read_lines(stem.with_name(stem.name + ".en"))][:500]
    model = read_model(settings.base, best)
    report["alignment"] = {"set": stem.name, **measure_alignment(model, settings.base, french, english, more)}
    if measure.obedience_set:
        report["obedience"] = measure_obedience(
            export / "ctranslate2", vocabulary, settings.corpus(measure.obedience_set),
            measure.obedience_lines,
            more, measure.beam,
        )  # fmt: skip
    report["robustness"] = measure_robustness(export / "ctranslate2", vocabulary, measure.beam)
    write_json(settings.work / "measures.json", report)
    return {"alignment error": report["alignment"]["alignment error"]}  # type: ignore[index]
