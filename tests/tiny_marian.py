"""A tiny MarianMT model, made in seconds: overfitted to made-up news sentences, aligned or not.

It lets the chain be tested on a model that knows nothing of terms: with *guided* attention (the first head
of the last layer learns the alignment, as Marian's own guided alignment does), or without, where attention
is no use.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

# (French, English) word by word; an English word belongs to the French word in the same place
SUBJECTS = [
    ("le ministre", "the minister"), ("un soldat", "a soldier"), ("onze combattants", "eleven fighters"),
    ("l' OSDH", "the OSDH"), ("la police", "the police"), ("une avocate", "a lawyer"),
    ("les rebelles", "the rebels"), ("deux enfants", "two children"), ("notre correspondant", "our reporter"),
]  # fmt: skip
VERBS = [
    ("attend", "awaits"), ("quitte", "leaves"), ("dénonce", "denounces"), ("voit", "sees"),
    ("refuse", "refuses"), ("accepte", "accepts"),
]  # fmt: skip
OBJECTS = [
    ("la trêve", "the truce"), ("un accord", "a deal"), ("le bilan", "the toll"),
    ("la mission", "the mission"), ("une enquête", "an inquiry"), ("les combats", "the fighting"),
]  # fmt: skip
PLACES = [
    ("à Idleb", "in Idleb"), ("à Alep", "in Alep"), ("près de Damas", "close to Damas"),
    ("à Bamako", "in Bamako"), ("", ""),
]  # fmt: skip
DAYS = [("lundi", "Monday"), ("hier", "yesterday"), ("vendredi", "Friday"), ("", "")]

WIDTH, HEADS, LAYERS, PIECES, POSITIONS = 64, 4, 2, 240, 128


@dataclass(frozen=True)
class Pair:
    """Hold a sentence as lists of words that correspond place by place."""

    source: tuple[str, ...]
    target: tuple[str, ...]


def make_pairs(count: int = 400, seed: int = 1) -> list[Pair]:
    """Make *count* different sentences, the same on every run."""
    everything = list(product(SUBJECTS, VERBS, OBJECTS, PLACES, DAYS))
    pairs = []
    for parts in random.Random(seed).sample(everything, count):
        sides = (" ".join(part[side] for part in parts if part[side]).split() for side in (0, 1))
        source, target = (tuple(words) for words in sides)
        pairs.append(Pair((*source, "."), (*target, ".")))
    return pairs


def as_text(words: tuple[str, ...]) -> str:
    """Join words as a newspaper writes them."""
    return " ".join(words).replace("' ", "'").replace(" .", ".")


def build_tiny_marian(folder: Path, *, guided: bool, steps: int = 200) -> Path:
    """Train a model on all made-up sentences and write it to *folder* in Hugging Face form."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    pairs = make_pairs()
    lines = [as_text(words) for pair in pairs for words in (pair.source, pair.target)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_prefix=str(folder / "joint"), vocab_size=PIECES, minloglevel=2,
        hard_vocab_limit=False, bos_id=-1, pad_id=-1, eos_id=1, unk_id=0, character_coverage=1.0,
    )  # fmt: skip
    (folder / "joint.vocab").unlink()
    data = (folder / "joint.model").read_bytes()
    (folder / "joint.model").unlink()
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(data)
    coder = sentencepiece.SentencePieceProcessor(model_proto=data)
    pieces = [coder.id_to_piece(i) for i in range(coder.get_piece_size())]
    ordered = ["</s>", "<unk>", *(p for p in pieces if p not in ("</s>", "<unk>")), "<pad>"]
    numbers = {piece: number for number, piece in enumerate(ordered)}
    end, pad = 0, len(ordered) - 1
    config = MarianConfig(
        vocab_size=len(ordered), d_model=WIDTH, encoder_layers=LAYERS, decoder_layers=LAYERS,
        encoder_attention_heads=HEADS, decoder_attention_heads=HEADS, encoder_ffn_dim=2 * WIDTH,
        decoder_ffn_dim=2 * WIDTH, max_position_embeddings=POSITIONS, pad_token_id=pad, eos_token_id=end,
        bos_token_id=None, decoder_start_token_id=pad, forced_eos_token_id=end, activation_function="swish",
        static_position_embeddings=True, scale_embedding=True, dropout=0.0, attention_dropout=0.0,
        activation_dropout=0.0, tie_word_embeddings=True, attn_implementation="eager",
    )  # fmt: skip
    model = MarianMTModel(config)
    model.train()

    def encode(words: tuple[str, ...]) -> tuple[list[int], list[int]]:
        """Give the pieces of a sentence and for each the number of its word."""
        found: list[int] = []
        owners: list[int] = []
        text = ""
        for number in range(len(words)):
            text = as_text(words[: number + 1])
            now = [numbers[piece] for piece in coder.encode(text, out_type=str)]
            if now[: len(found)] != found:  # a piece reaches over two words: give it to the later one
                same = next(i for i, (a, b) in enumerate(zip(found, now, strict=False)) if a != b)
                owners = owners[:same]
            owners += [number] * (len(now) - len(owners))
            found = now
        return [*found, end], [*owners, len(words)]

    rows = [(encode(pair.source), encode(pair.target)) for pair in pairs]
    optimiser = torch.optim.Adam(model.parameters(), lr=4e-3, betas=(0.9, 0.98))
    draw = random.Random(2)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 4e-3 * min(1, (step + 1) / 20) * (1 - step / steps)
        batch = draw.sample(rows, 32)
        inputs, mask = _padded([source for (source, _), _ in batch], pad, torch)
        labels, here = _padded([target for _, (target, _) in batch], pad, torch)
        output = model(
            input_ids=inputs, attention_mask=mask, labels=labels.masked_fill(here == 0, -100),
            output_attentions=guided,
        )  # fmt: skip
        loss = output.loss
        if guided:
            attention = output.cross_attentions[-1][:, 0]
            wanted = torch.zeros_like(attention)
            for i, ((_, source), (_, target)) in enumerate(batch):
                for t, word in enumerate(target):
                    columns = [s for s, other in enumerate(source) if other == word]
                    wanted[i, t, columns] = 1 / len(columns)
            loss = loss - 0.5 * (wanted * (attention + 1e-9).log()).sum(-1)[here == 1].mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            model.model.shared.weight[pad].zero_()
    model.eval()
    torch.set_num_threads(threads)
    model.save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps(numbers, ensure_ascii=False), encoding="utf-8")
    facts = {"source_lang": "fr", "target_lang": "en", "model_max_length": POSITIONS}
    (folder / "tokenizer_config.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


def _padded(rows: list[list[int]], pad: int, torch: Any) -> tuple[Any, Any]:
    width = max(len(row) for row in rows)
    return (
        torch.tensor([row + [pad] * (width - len(row)) for row in rows]),
        torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows]),
    )
