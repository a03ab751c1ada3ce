"""A compact MarianMT: the same arithmetic as the Hugging Face class, all weights in one flat vector."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from training.projection import embed, smoothed_loss


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model; `pad` is also the first decoder input."""

    vocabulary: int
    width: int
    inner: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    pad: int


@dataclass(slots=True)
class Batch:
    """Pairs of one source length, so that no source position is padding.

    `source` [B, S], `target_in` [B, T] begin with pad, `target_out` [B, T] with -1 where padded,
    `link` [B, T] source positions, -1 for none; `weight` [B, T] float32 of the target pieces in the loss.
    """

    source: Tensor
    target_in: Tensor
    target_out: Tensor
    link: Tensor
    weight: Tensor


def layout(shape: Shape) -> list[tuple[str, tuple[int, ...]]]:
    """List names and shapes of the weights in their order in the flat vector; the embedding comes first."""
    d, f = shape.width, shape.inner

    def norm(name: str) -> list[tuple[str, tuple[int, ...]]]:
        return [(f"{name}.weight", (d,)), (f"{name}.bias", (d,))]

    def dense(name: str, rows: int, columns: int) -> list[tuple[str, tuple[int, ...]]]:
        return [(f"{name}.weight", (rows, columns)), (f"{name}.bias", (rows,))]

    names: list[tuple[str, tuple[int, ...]]] = [("embedding", (shape.vocabulary, d))]
    for side, count in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        for number in range(count):
            at = f"{side}.{number}"
            names += (
                dense(f"{at}.self.qkv", 3 * d, d) + dense(f"{at}.self.out", d, d) + norm(f"{at}.self.norm")
            )
            if side == "decoder":
                names += dense(f"{at}.cross.q", d, d) + dense(f"{at}.cross.kv", 2 * d, d)
                names += dense(f"{at}.cross.out", d, d) + norm(f"{at}.cross.norm")
            names += dense(f"{at}.inner", f, d) + dense(f"{at}.outer", d, f) + norm(f"{at}.final.norm")
    return names


def sinusoids(length: int, width: int) -> Tensor:
    """Return Marian's position table [length, width]: sines in the first half, cosines in the second."""
    position = torch.arange(length, dtype=torch.float64)[:, None]
    rate = torch.exp(torch.arange(0, width, 2, dtype=torch.float64) * (-math.log(10000.0) / width))
    return torch.cat([torch.sin(position * rate), torch.cos(position * rate)], dim=1).float()


class Marian:
    """Encoder-decoder of post-norm layers with relu and one tied embedding.

    `master` is the flat float32 vector the optimiser sees; the layers read `weights`, views of a copy in the
    compute type. `gradient` is flat float32; the embedding's part is filled by the lookups and the
    projection,
    the rest is gathered from the views after the backward pass.
    """

    def __init__(
        self, shape: Shape, dtype: torch.dtype = torch.bfloat16, device: str = "cpu", positions: int = 1024
    ) -> None:
        self.shape, self.dtype, self.device = shape, dtype, torch.device(device)
        names = layout(shape)
        self.bounds: dict[str, tuple[int, int, tuple[int, ...]]] = {}
        start = 0
        for name, size in names:
            stop = start + math.prod(size)
            self.bounds[name] = (start, stop, size)
            start = stop
        self.master = torch.zeros(start, device=self.device)
        self.gradient = torch.zeros(start, device=self.device)
        self._compute = torch.zeros(start, device=self.device, dtype=dtype)
        self._compute_gradient = torch.zeros(start, device=self.device, dtype=dtype)
        self.weights: dict[str, Tensor] = {}
        for name, (a, b, size) in self.bounds.items():
            view = self._compute[a:b].view(size)
            if name != "embedding":
                view.requires_grad_()
                view.grad = self._compute_gradient[a:b].view(size)
            self.weights[name] = view
        self.embedding_size = self.bounds["embedding"][1]
        self.sink = self.gradient[: self.embedding_size].view(shape.vocabulary, shape.width)
        table = sinusoids(positions, shape.width)
        self.positions = table.to(device=self.device, dtype=dtype)
        self.causal = torch.full((256, 256), -1e4, device=self.device, dtype=dtype).triu(1)
        self.scale = math.sqrt(shape.width)

    def view(self, name: str) -> Tensor:
        """Return the float32 master weight called `name`."""
        a, b, size = self.bounds[name]
        return self.master[a:b].view(size)

    def refresh(self) -> None:
        """Zero the pad row and copy the master weights to the compute copy; call it after every update."""
        self.view("embedding")[self.shape.pad].zero_()
        self._compute.data.copy_(self.master)

    def clear_gradient(self) -> None:
        """Zero all gradients."""
        self.gradient.zero_()
        self._compute_gradient.zero_()

    def gather_gradient(self) -> Tensor:
        """Return the flat float32 gradient after a backward pass."""
        n = self.embedding_size
        self.gradient[n:].copy_(self._compute_gradient[n:])
        return self.gradient

    def _norm(self, x: Tensor, name: str) -> Tensor:
        w = self.weights
        return F.layer_norm(x, (self.shape.width,), w[f"{name}.weight"], w[f"{name}.bias"], 1e-5)

    def _dense(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _split(self, x: Tensor, parts: int) -> tuple[Tensor, ...]:
        """Split [B, T, parts * d] into `parts` of [B, heads, T, d / heads]."""
        b, t, _ = x.shape
        heads = self.shape.heads
        return x.view(b, t, parts, heads, self.shape.width // heads).permute(2, 0, 3, 1, 4).unbind(0)

    def _attend(self, q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
        b, _, t, _ = q.shape
        if q.is_cuda:
            out = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
        else:  # on a CPU the plain products are three times as fast, backwards, at these lengths
            scores = torch.matmul(q * (q.shape[-1] ** -0.5), k.transpose(-1, -2))
            if causal:
                scores = scores + self.causal[:t, :t]
            out = torch.matmul(torch.softmax(scores, -1), v)
        return out.transpose(1, 2).reshape(b, t, self.shape.width)

    def _feed(self, x: Tensor, at: str) -> Tensor:
        inner = F.relu(self._dense(x, f"{at}.inner"))
        return self._norm(x + self._dense(inner, f"{at}.outer"), f"{at}.final.norm")

    def _begin(self, ids: Tensor) -> Tensor:
        x = embed(self.weights["embedding"], ids, self.scale, self.sink)
        return x + self.positions[: ids.shape[1]]

    def encode(self, source: Tensor) -> Tensor:
        """Return encoder states [B, S, d] of ids [B, S]."""
        x = self._begin(source)
        for number in range(self.shape.encoder_layers):
            at = f"encoder.{number}"
            q, k, v = self._split(self._dense(x, f"{at}.self.qkv"), 3)
            x = self._norm(x + self._dense(self._attend(q, k, v, False), f"{at}.self.out"), f"{at}.self.norm")
            x = self._feed(x, at)
        return x

    def decode(self, states: Tensor, target_in: Tensor) -> tuple[Tensor, Tensor]:
        """Return decoder states [B, T, d] and last-layer head 0 attention scores [B, T, S] before softmax."""
        x = self._begin(target_in)
        scores = x
        for number in range(self.shape.decoder_layers):
            at = f"decoder.{number}"
            q, k, v = self._split(self._dense(x, f"{at}.self.qkv"), 3)
            x = self._norm(x + self._dense(self._attend(q, k, v, True), f"{at}.self.out"), f"{at}.self.norm")
            (q,) = self._split(self._dense(x, f"{at}.cross.q"), 1)
            k, v = self._split(self._dense(states, f"{at}.cross.kv"), 2)
            x = self._norm(
                x + self._dense(self._attend(q, k, v, False), f"{at}.cross.out"), f"{at}.cross.norm"
            )
            if number == self.shape.decoder_layers - 1:
                scores = torch.matmul(q[:, 0], k[:, 0].transpose(1, 2)) / math.sqrt(q.shape[-1])
            x = self._feed(x, at)
        return x, scores

    def loss(self, batch: Batch, smoothing: float, guide: float) -> tuple[Tensor, dict[str, float]]:
        """Return the mean loss a target piece, and its parts as numbers (nll, guide, pieces)."""
        hidden, scores = self.decode(self.encode(batch.source), batch.target_in)
        real = batch.target_out >= 0
        targets = batch.target_out[real]
        total, nll = smoothed_loss(
            hidden[real], self.weights["embedding"], targets, smoothing, self.sink, batch.weight[real]
        )
        report = {"nll": float(nll.detach()), "pieces": float(targets.numel()), "guide": 0.0}
        if guide > 0:
            linked = batch.link >= 0
            if bool(linked.any()):
                extra = F.cross_entropy(scores[linked].float(), batch.link[linked])
                report["guide"] = float(extra.detach())
                total = total + guide * extra
        return total, report

    def logits(self, source: Tensor, target_in: Tensor) -> Tensor:
        """Return logits [B, T, V]; for tests and scoring, not for training."""
        hidden, _ = self.decode(self.encode(source), target_in)
        return F.linear(hidden, self.weights["embedding"])
