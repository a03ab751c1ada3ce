"""The two ends of the network that touch the tied embedding: lookup, and projection with its loss.

Both write the embedding's gradient straight into a float32 `sink` [V, d], so the 12,000-row matrix is neither
summed in bfloat16 nor allocated a second time.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

CHUNK = {"cpu": 1024, "cuda": 8192}
"""Rows of logits that are held at once, by kind of device."""


_KEPT: dict[tuple[str, torch.dtype, int], tuple[Tensor, Tensor]] = {}


def _buffers(rows: int, vocabulary: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Return two scratch matrices of `rows` rows or more; fresh pages cost as much as the products."""
    key = (str(like.device), like.dtype, vocabulary)
    kept = _KEPT.get(key)
    if kept is None or kept[0].shape[0] < rows:
        kept = (like.new_empty(rows, vocabulary), like.new_empty(rows, vocabulary))
        _KEPT[key] = kept
    return kept


class _Embed(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, ids: Tensor, scale: float, sink: Tensor, anchor: Tensor) -> Tensor:
        ctx.save_for_backward(ids)
        ctx.scale, ctx.sink = scale, sink
        return table[ids] * scale

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, None, None, None, None]:
        (ids,) = ctx.saved_tensors
        rows = gradients[0].reshape(-1, gradients[0].shape[-1]).float().mul_(ctx.scale)
        ctx.sink.index_add_(0, ids.reshape(-1), rows)
        return None, None, None, None, None


class _SmoothedLoss(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        hidden: Tensor,
        table: Tensor,
        targets: Tensor,
        smoothing: float,
        sink: Tensor,
        weights: Tensor,
    ) -> tuple[Tensor, Tensor]:
        count, vocabulary = targets.numel(), table.shape[0]
        keep = 1.0 - smoothing
        total = torch.zeros((), device=hidden.device)
        nll = torch.zeros((), device=hidden.device)
        gradient = torch.empty_like(hidden)
        mean_row = table.float().mean(0)
        uniform = (weights @ hidden.float()).mul_(smoothing / vocabulary / count)
        chunk = CHUNK.get(hidden.device.type, 1024)
        buffers = _buffers(chunk, vocabulary, hidden)
        for start in range(0, count, chunk):
            part, wanted = hidden[start : start + chunk], targets[start : start + chunk]
            weight = weights[start : start + chunk]
            rows = torch.arange(part.shape[0], device=part.device)
            logits = torch.mm(part, table.t(), out=buffers[0][: part.shape[0]])
            chosen = logits[rows, wanted].float()
            probability = torch.softmax(logits, -1, out=buffers[1][: part.shape[0]])
            picked = probability[rows, wanted].float()
            log_sum = chosen - picked.clamp_min(1e-30).log()
            nll += (log_sum - chosen).sum()
            average = part.float() @ mean_row
            total += weight @ (log_sum - keep * chosen - smoothing * average)
            probability[rows, wanted] = (picked - keep).to(probability.dtype)
            torch.mm(probability, table, out=gradient[start : start + chunk])
            sink.add_(probability.t() @ (part * weight[:, None].to(part.dtype)), alpha=1.0 / count)
        sink -= uniform
        gradient = (gradient.float() - smoothing * mean_row).mul_(weights[:, None] / count).to(hidden.dtype)
        ctx.save_for_backward(gradient)
        return total / count, nll / count

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None, None, None, None]:
        (gradient,) = ctx.saved_tensors
        return gradient, None, None, None, None, None


def embed(table: Tensor, ids: Tensor, scale: float, sink: Tensor) -> Tensor:
    """Return table rows [..., d] times `scale`; their gradient is added to `sink`."""
    anchor = torch.zeros((), device=table.device, requires_grad=torch.is_grad_enabled())
    out: Tensor = _Embed.apply(table, ids, scale, sink, anchor)  # type: ignore[no-untyped-call]
    return out


def smoothed_loss(
    hidden: Tensor, table: Tensor, targets: Tensor, smoothing: float, sink: Tensor, weights: Tensor
) -> tuple[Tensor, Tensor]:
    """Return label-smoothed cross-entropy and plain cross-entropy a piece, for hidden [N, d] and targets [N].

    `weights` [N] float32 multiply the smoothed losses, whose sum is divided by N; the plain one has none.
    The gradient is made in the forward pass, chunk by chunk, and the logits are never kept; the incoming
    gradient is taken as one, so this loss may only be added to others, not scaled.
    """
    out: tuple[Tensor, Tensor] = _SmoothedLoss.apply(hidden, table, targets, smoothing, sink, weights)  # type: ignore[no-untyped-call]
    return out
