"""Provide the tokenizer and the model's shape: from a base folder, or trained here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import sentencepiece as spm

from training.settings import RecipeError, Settings
from training.steps import write_json
from training.vocabulary import CLOSE, OPEN

_SPECIAL = {"</s>": "eos_token", "<unk>": "unk_token", "<pad>": "pad_token"}


def provide_base(settings: Settings) -> dict[str, object]:
    """Fill the base folder with source.spm, target.spm, vocab.json and the configs; return what was done."""
    out = settings.base
    out.mkdir(parents=True, exist_ok=True)
    if settings.tokenizer.base:
        return _reuse(settings, Path(settings.tokenizer.base), out)
    return _train(settings, out)


def _reuse(settings: Settings, base: Path, out: Path) -> dict[str, object]:
    weights = settings.tokenizer.continue_weights
    names = [
        "source.spm",
        "target.spm",
        "vocab.json",
        "config.json",
        "generation_config.json",
        "tokenizer_config.json",
    ]
    if weights:
        names.append("model.safetensors")
    for name in names:
        if not (base / name).is_file():
            raise RecipeError(f"{base} has no {name}; it cannot be the base of a training run")
        shutil.copyfile(base / name, out / name)
    if not weights:
        vocabulary = json.loads((out / "vocab.json").read_text(encoding="utf-8"))
        _write_configs(settings, out, len(vocabulary))
        (out / "model.safetensors").unlink(missing_ok=True)
    return {"reused": base.name, "weights": weights}


def _sentences(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield from line.rstrip("\n").split("\t")


def _train(settings: Settings, out: Path) -> dict[str, object]:
    """Train one unigram model for both languages: byte fallback, split digits, ⟦ and ⟧ whole."""
    prefix = out / "joint"
    spm.SentencePieceTrainer.train(
        sentence_iterator=_sentences(settings.work / "filtered"),
        model_prefix=str(prefix),
        model_type="unigram",
        vocab_size=settings.tokenizer.pieces,
        character_coverage=0.9998,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=[OPEN, CLOSE],
        unk_id=0, bos_id=1, eos_id=2, pad_id=-1,
        input_sentence_size=400_000,
        shuffle_input_sentence=True,
        hard_vocab_limit=False,
        minloglevel=2,
    )  # fmt: skip
    processor = spm.SentencePieceProcessor(model_file=f"{prefix}.model")
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    order = ["</s>", "<unk>"] + [p for p in pieces if p not in ("<unk>", "<s>", "</s>")] + ["<pad>"]
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(f"{prefix}.model", out / name)
    Path(f"{prefix}.model").unlink()
    Path(f"{prefix}.vocab").unlink()
    write_json(out / "vocab.json", {piece: number for number, piece in enumerate(order)})
    _write_configs(settings, out, len(order))
    return {"trained": len(order)}


def _write_configs(settings: Settings, out: Path, count: int) -> None:
    size, pad = settings.size, count - 1
    shared = {"decoder_start_token_id": pad, "eos_token_id": 0, "forced_eos_token_id": 0, "pad_token_id": pad}
    config: dict[str, object] = {
        "model_type": "marian", "architectures": ["MarianMTModel"], "is_encoder_decoder": True,
        "vocab_size": count, "decoder_vocab_size": count, "d_model": size.width,
        "encoder_ffn_dim": size.inner, "decoder_ffn_dim": size.inner,
        "encoder_attention_heads": size.heads, "decoder_attention_heads": size.heads,
        "encoder_layers": size.encoder_layers, "decoder_layers": size.decoder_layers,
        "activation_function": "relu", "scale_embedding": True, "static_position_embeddings": True,
        "share_encoder_decoder_embeddings": True, "tie_word_embeddings": True,
        "max_position_embeddings": 1024, "dropout": 0.0, "attention_dropout": 0.0, "activation_dropout": 0.0,
        "bos_token_id": None, "init_std": 0.02, "use_cache": True, "dtype": "float16", **shared,
    }  # fmt: skip
    write_json(out / "config.json", config)
    write_json(
        out / "generation_config.json",
        {"max_length": 256, "num_beams": 4, "bad_words_ids": [[pad]], **shared},
    )
    write_json(
        out / "tokenizer_config.json",
        {
            "tokenizer_class": "MarianTokenizer", "model_max_length": 512, "separate_vocabs": False,
            "source_lang": "fr", "target_lang": "en", "sp_model_kwargs": {},
            **{key: piece for piece, key in _SPECIAL.items()},
        },
    )  # fmt: skip


def base_config(folder: Path) -> dict[str, object]:
    """Return the base folder's config.json."""
    config: dict[str, object] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return config
