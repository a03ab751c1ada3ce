"""A MarianMT checkpoint small enough to make in a second: random weights, but whole and real."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

SENTENCES = [
    "Le ministre a rencontré son homologue à Damas lundi 14 mars.",
    "Selon l'ONU, 3 200 personnes ont fui la province depuis janvier 2020.",
    "Les combats ont repris au nord d'Alep ; onze combattants ont été tués.",
    "The president will meet the opposition leader in Geneva on Tuesday.",
    "El Gobierno de Madrid anunció el lunes un plan de 12,5 millones.",
    "Der Bundestag hat am Freitag in Berlin zugestimmt.",
]


def make_random_marian(
    folder: Path,
    *,
    seed: int = 0,
    pad_norm: float = 0.0,
    start_token: str = "<pad>",
    languages: tuple[str, ...] = (),
    **config: Any,
) -> Path:
    """Write a checkpoint of 96 dimensions and two layers a side to *folder* and return it.

    *pad_norm* is the norm of its ``<pad>`` embedding, *start_token* what its decoder starts from,
    *languages* the target languages it has tokens for.
    """
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 4),
        model_writer=model,
        vocab_size=420,
        byte_fallback=True,
        hard_vocab_limit=False,
        character_coverage=1.0,
        bos_id=-1,
        pad_id=-1,
        eos_id=0,
        unk_id=1,
        minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = ["</s>", "<unk>"]
    pieces += [p for p in map(processor.id_to_piece, range(processor.get_piece_size())) if p not in pieces]
    pieces += [*(f">>{language}<<" for language in languages), "<pad>"]
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(model.getvalue())
    numbers = {piece: number for number, piece in enumerate(pieces)}
    (folder / "vocab.json").write_text(json.dumps(numbers), encoding="utf-8")
    target = "mul" if languages else "en"
    settings = {"source_lang": "fr", "target_lang": target, "tokenizer_class": "MarianTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    torch.manual_seed(seed)
    network = MarianMTModel(
        MarianConfig(
            vocab_size=len(pieces),
            decoder_vocab_size=len(pieces),
            d_model=96,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=128,
            decoder_ffn_dim=128,
            max_position_embeddings=128,
            activation_function="relu",
            scale_embedding=True,
            init_std=0.08,
            pad_token_id=numbers["<pad>"],
            eos_token_id=0,
            forced_eos_token_id=0,
            decoder_start_token_id=numbers[start_token],
            **config,
        )
    )
    with torch.no_grad():
        row = network.get_decoder().embed_tokens.weight[numbers["<pad>"]]
        row.copy_(torch.ones_like(row) * pad_norm / row.numel() ** 0.5)
    network.save_pretrained(folder)
    return folder
