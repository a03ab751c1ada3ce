"""Move weights between the flat vector and the Hugging Face Marian layout."""

from __future__ import annotations

import torch
from torch import Tensor

from training.transformer import Marian, Shape, sinusoids


def shape_of(config: dict[str, object]) -> Shape:
    """Read the sizes from a Marian config.json; raise ValueError on a form this recipe does not train."""
    wanted = {"activation_function": "relu", "scale_embedding": True, "static_position_embeddings": True}
    for key, value in wanted.items():
        if config.get(key) != value:
            raise ValueError(f"config.json: {key} must be {value!r}, is {config.get(key)!r}")
    number = {key: int(value) for key, value in config.items() if isinstance(value, int)}
    return Shape(
        vocabulary=number["vocab_size"],
        width=number["d_model"],
        inner=number["encoder_ffn_dim"],
        heads=number["encoder_attention_heads"],
        encoder_layers=number["encoder_layers"],
        decoder_layers=number["decoder_layers"],
        pad=number["pad_token_id"],
    )


def _names(shape: Shape) -> list[tuple[str, list[str]]]:
    """Pair each flat name with the Hugging Face names whose rows it stacks (without `.weight` / `.bias`)."""
    pairs: list[tuple[str, list[str]]] = []
    for side, count in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        for number in range(count):
            at, there = f"{side}.{number}", f"model.{side}.layers.{number}"
            pairs.append((f"{at}.self.qkv", [f"{there}.self_attn.{p}_proj" for p in "qkv"]))
            pairs.append((f"{at}.self.out", [f"{there}.self_attn.out_proj"]))
            pairs.append((f"{at}.self.norm", [f"{there}.self_attn_layer_norm"]))
            if side == "decoder":
                pairs.append((f"{at}.cross.q", [f"{there}.encoder_attn.q_proj"]))
                pairs.append((f"{at}.cross.kv", [f"{there}.encoder_attn.{p}_proj" for p in "kv"]))
                pairs.append((f"{at}.cross.out", [f"{there}.encoder_attn.out_proj"]))
                pairs.append((f"{at}.cross.norm", [f"{there}.encoder_attn_layer_norm"]))
            pairs.append((f"{at}.inner", [f"{there}.fc1"]))
            pairs.append((f"{at}.outer", [f"{there}.fc2"]))
            pairs.append((f"{at}.final.norm", [f"{there}.final_layer_norm"]))
    return pairs


def load_state(model: Marian, state: dict[str, Tensor]) -> None:
    """Fill the master weights from a Hugging Face state; raise ValueError when logits have a bias."""
    bias = state.get("final_logits_bias")
    if bias is not None and bool(bias.abs().max() > 0):
        raise ValueError("final_logits_bias is not zero; this recipe cannot continue from it")
    embedding = state.get("model.shared.weight")
    if embedding is None:
        embedding = next(
            state[k] for k in ("model.encoder.embed_tokens.weight", "lm_head.weight") if k in state
        )
    model.view("embedding").copy_(embedding)
    for flat, names in _names(model.shape):
        for end in ("weight", "bias"):
            model.view(f"{flat}.{end}").copy_(torch.cat([state[f"{name}.{end}"].float() for name in names]))
    model.refresh()


def to_state(model: Marian, positions: int = 1024) -> dict[str, Tensor]:
    """Return the weights as a Hugging Face state dictionary (float32, one copy of the embedding)."""
    state = {"model.shared.weight": model.view("embedding").detach().cpu().clone()}
    for flat, names in _names(model.shape):
        for end in ("weight", "bias"):
            rows = model.view(f"{flat}.{end}").detach().cpu().chunk(len(names))
            state.update({f"{name}.{end}": row.clone() for name, row in zip(names, rows, strict=True)})
    table = sinusoids(positions, model.shape.width)
    for side in ("encoder", "decoder"):
        state[f"model.{side}.embed_positions.weight"] = table.clone()
    state["final_logits_bias"] = torch.zeros(1, model.shape.vocabulary)
    return state


def initialise(model: Marian, seed: int) -> None:
    """Fill the master weights at random: Glorot uniform matrices, unit norms, embedding of std d^-1/2."""
    generator = torch.Generator().manual_seed(seed)
    for name, (_, _, size) in model.bounds.items():
        view = model.view(name)
        if name == "embedding":
            values = torch.randn(size, generator=generator) * model.shape.width**-0.5
        elif len(size) == 2:
            inputs, outputs = size[1], size[0] if size[0] != 3 * size[1] else size[1]
            values = (torch.rand(size, generator=generator) * 2 - 1) * (6.0 / (inputs + outputs)) ** 0.5
        else:
            values = torch.full(size, 1.0 if "norm.weight" in name else 0.0)
        view.copy_(values)
    model.refresh()
