"""Write a checkpoint as a Hugging Face Marian folder and as a CTranslate2 folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import ctranslate2
import torch
from safetensors.torch import save_file

from training.checkpoints import load_checkpoint
from training.marian_weights import shape_of, to_state
from training.transformer import Marian
from training.vocabulary import Vocabulary

TOKENIZER_FILES = (
    "source.spm",
    "target.spm",
    "vocab.json",
    "tokenizer_config.json",
    "generation_config.json",
)


def read_model(base: Path, checkpoint: Path) -> Marian:
    """Return the float32 model a checkpoint holds; `base` gives its config.json."""
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    model = Marian(shape_of(config), torch.float32)
    tensors, _ = load_checkpoint(checkpoint)
    if tensors["master"].numel() != model.master.numel():
        raise ValueError(
            f"{checkpoint}: {tensors['master'].numel()} numbers, the model has {model.master.numel()}"
        )
    model.master.copy_(tensors["master"])
    model.refresh()
    return model


def write_folder(model: Marian, base: Path, folder: Path, dtype: torch.dtype = torch.float16) -> None:
    """Write config, tokenizer and safetensors of `model` into `folder` in the Hugging Face layout."""
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    config["dtype"] = str(dtype).removeprefix("torch.")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    for name in TOKENIZER_FILES:
        shutil.copyfile(base / name, folder / name)
    state = to_state(model, int(config["max_position_embeddings"]))
    stored = set(_stored_names(base))
    tensors = {name: tensor.to(dtype) for name, tensor in state.items() if not stored or name in stored}
    save_file(tensors, str(folder / "model.safetensors"), metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)


def _stored_names(base: Path) -> list[str]:
    """Return the tensor names the base model's file holds, so that the export has the same."""
    from safetensors import safe_open

    path = base / "model.safetensors"
    if not path.exists():
        return []
    with safe_open(str(path), framework="pt") as file:
        return list(file.keys())


def write_ctranslate2(folder: Path, out: Path, quantization: str = "int8_float32") -> None:
    """Convert a Hugging Face folder with CTranslate2's own converter."""
    from ctranslate2.converters import TransformersConverter

    converter = TransformersConverter(str(folder), copy_files=["source.spm", "target.spm"])
    converter.convert(str(out), quantization=quantization, force=True)


def publish(model: Marian, base: Path, out: Path) -> dict[str, object]:
    """Write both forms into `out`, checked against each other before anything there is replaced.

    Raise ValueError when CTranslate2 (float32 copy of the same weights) and this model disagree on a score
    by more
    than 0.02 a piece (0.003 is usual), as they do when the pad row is not zero.
    """
    partial = out.with_name(out.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    write_folder(model, base, partial)
    write_ctranslate2(partial, partial / "ctranslate2")
    write_folder(model, base, partial / "full", torch.float32)
    write_ctranslate2(partial / "full", partial / "check", "float32")
    difference = largest_difference(model, base, partial / "check")
    for name in ("full", "check"):
        shutil.rmtree(partial / name)
    if difference > 0.02:
        raise ValueError(
            f"CTranslate2 scores differ from the model's by {difference:.3f} a piece; nothing published"
        )
    shutil.rmtree(out, ignore_errors=True)
    partial.replace(out)
    return {"largest difference a piece": round(difference, 6)}


@torch.no_grad()
def largest_difference(model: Marian, base: Path, folder: Path) -> float:
    """Return the largest difference of log-probability a piece between a CTranslate2 folder and the model."""
    vocabulary = Vocabulary(base)
    translator = ctranslate2.Translator(str(folder), device="cpu", intra_threads=1)
    worst = 0.0
    for french, english in _CHECKS:
        source, target = vocabulary.encode(french), vocabulary.encode(english)
        scored = translator.score_batch(
            [[vocabulary.pieces[i] for i in source] + ["</s>"]], [[vocabulary.pieces[i] for i in target]]
        )[0].log_probs
        given = torch.tensor([[model.shape.pad, *target]])
        ours = model.logits(torch.tensor([[*source, vocabulary.end]]), given).float().log_softmax(-1)[0]
        wanted = [*target, vocabulary.end]
        picked = ours[torch.arange(len(wanted)), torch.tensor(wanted)].tolist()
        worst = max(worst, *(abs(a - b) for a, b in zip(scored, picked, strict=False)))
    return worst


_CHECKS = (
    ("Le président a parlé lundi.", "The president spoke on Monday."),
    ("Selon l'OSDH, onze combattants ont été tués.", "Eleven fighters were killed, according to the SOHR."),
    ("« Nous restons », dit-elle.", '"We are staying," she says.'),
)
