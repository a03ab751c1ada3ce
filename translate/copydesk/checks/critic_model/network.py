"""A forced pass that gives the whole distribution at each place of a draft, and the attention.

CTranslate2 scores given words but does not say what it would have preferred to them, and transformers takes
seconds to load; so the small arithmetic of a MarianMT model is done here, in numpy, from the converted
weights. The formulas are those of Vaswani et al. 2017 with Marian's choices: normalisation after each block,
sinusoidal positions as stored, a zero vector before the first word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.checks.critic_model.weights import read_weights
from copydesk.engines.pieces import END, UNKNOWN, read_vocabulary
from copydesk.errors import ModelError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

_EPSILON = 1e-5
# rows of logits made at once: the softmax over the vocabulary should stay in the processor's cache
_ROWS = 64
_BATCH_PIECES = 1024


@dataclass(frozen=True, slots=True)
class Forced:
    """Hold what the model says at each piece of a target, ``</s>`` after the last included.

    *log_probs* are of the given pieces, *best* of the pieces that it likes best there (*choices*, vocabulary
    numbers), *entropy* of its distribution in nats. *attention* has a row for each of these places and a
    column for each source piece and ``</s>``.
    """

    log_probs: Array
    best: Array
    choices: Array
    entropy: Array
    attention: Array


class Network:
    """Hold a converted MarianMT model, ready for forced passes.

    *head* is the (layer, head) of the cross-attention that aligns words. Raises ModelError for weights of
    another architecture.
    """

    def __init__(self, folder: Path, *, head: tuple[int, int] = (-1, 0)) -> None:
        import numpy as np

        self._np = np
        self._weights = read_weights(folder / "model.bin")
        shared = folder / "shared_vocabulary.json"
        of_source, of_target = (
            shared if shared.is_file() else folder / f"{side}_vocabulary.json"
            for side in ("source", "target")
        )
        self.target_pieces = read_vocabulary(of_target)
        source = read_vocabulary(of_source)
        self._source = {piece: number for number, piece in enumerate(source)}
        self._target = {piece: number for number, piece in enumerate(self.target_pieces)}
        self._head = head
        self._refuse_others(folder)
        self._activate = self._activation(folder)
        self._positions = self._weights["decoder/position_encodings/encodings"]
        self._heads = int(self._scalar("decoder/num_heads", 8))
        self._layers = {
            side: sum(
                1
                for name in self._weights
                if name.startswith(f"{side}/layer_") and name.endswith("ffn/linear_0/weight")
            )
            for side in ("encoder", "decoder")
        }
        self._projection = np.ascontiguousarray(self._weights["decoder/projection/weight"].T)
        self._bias = self._weights.get("decoder/projection/bias")

    @property
    def max_pieces(self) -> int:
        """Give the longest text, in pieces, that the positions reach."""
        return len(self._positions) - 1

    def force(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[Forced]:
        """Force *targets* (pieces without ``</s>``) after *sources*, in batches of like length."""
        found: list[Forced | None] = [None] * len(sources)
        for group in _batches([(len(s) + 1, len(t) + 1) for s, t in zip(sources, targets, strict=True)]):
            results = self._force_batch([sources[i] for i in group], [targets[i] for i in group])
            for index, result in zip(group, results, strict=True):
                found[index] = result
        return [result for result in found if result is not None]

    def score(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        windows: Sequence[tuple[int, int]],
    ) -> list[float]:
        """Give the sum of the log-probabilities of *targets* (``</s>`` counted) within their *windows*.

        A window is a half-open stretch of places. Equal sources in a batch are read once.
        """
        np = self._np
        found = [0.0] * len(sources)
        for group in _batches([(len(s) + 1, len(t) + 1) for s, t in zip(sources, targets, strict=True)]):
            listed: dict[tuple[str, ...], int] = {}
            owners = [listed.setdefault(tuple(sources[i]), len(listed)) for i in group]
            source, source_lengths = self._numbers(list(listed), self._source)
            memory, mask = self._encode(source, source_lengths)
            target, lengths = self._numbers([targets[i] for i in group], self._target)
            stops = [min(windows[i][1], length) for i, length in zip(group, lengths, strict=True)]
            # nothing after the last place that is wanted changes it
            width = max(stops, default=0)
            places = np.arange(width)[None, :]
            starts = np.array([windows[i][0] for i in group])[:, None]
            keep = (places >= starts) & (places < np.array(stops)[:, None])
            hidden, _ = self._decode(target[:, :width], memory, mask, owners)
            log_probs = self._predict(hidden[keep], target[:, :width][keep], choose=False)[0]
            row = np.nonzero(keep)[0]
            sums = np.bincount(row, weights=log_probs, minlength=len(group))
            for index, value in zip(group, sums, strict=True):
                found[index] = float(value)
        return found

    def _force_batch(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> Iterator[Forced]:
        np = self._np
        source, source_lengths = self._numbers(sources, self._source)
        target, target_lengths = self._numbers(targets, self._target)
        memory, mask = self._encode(source, source_lengths)
        hidden, attention = self._decode(target, memory, mask)
        keep = np.arange(target.shape[1])[None, :] < np.array(target_lengths)[:, None]
        log_probs, best, choices, entropy = self._predict(hidden[keep], target[keep])
        start = 0
        for row, length in enumerate(target_lengths):
            cut = slice(start, start + length)
            start += length
            yield Forced(
                log_probs[cut],
                best[cut],
                choices[cut],
                entropy[cut],
                attention[row, :length, : source_lengths[row]],
            )

    def _numbers(self, rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> tuple[Array, list[int]]:
        unknown, last = numbers[UNKNOWN], numbers[END]
        listed = [[*(numbers.get(piece, unknown) for piece in row), last] for row in rows]
        lengths = [len(row) for row in listed]
        width = max(lengths)
        return self._np.array([row + [last] * (width - len(row)) for row in listed]), lengths

    def _encode(self, numbers: Array, lengths: Sequence[int]) -> tuple[Array, Array]:
        np = self._np
        x = self._embed("encoder/embeddings_0/weight", "encoder/scale_embeddings", numbers)
        x = x + self._positions[: x.shape[1]]
        outside = np.arange(numbers.shape[1])[None, :] >= np.array(lengths)[:, None]
        mask = np.where(outside, np.float32(-1e9), np.float32(0))[:, None, None, :]
        for layer in range(self._layers["encoder"]):
            block = f"encoder/layer_{layer}"
            mixed, _ = self._attend_self(f"{block}/self_attention", x, mask)
            x = self._normalise(f"{block}/self_attention", x + mixed)
            x = self._feed(f"{block}/ffn", x)
        return x, mask

    def _decode(
        self, numbers: Array, memory: Array, mask: Array, owners: Sequence[int] | None = None
    ) -> tuple[Array, Array]:
        np = self._np
        if owners is not None:
            mask = mask[owners]
        x = self._embed("decoder/embeddings/weight", "decoder/scale_embeddings", numbers)
        # each place sees the pieces before it; nothing stands before the first
        x = np.concatenate([np.zeros_like(x[:, :1]), x[:, :-1]], axis=1)
        x = x + self._positions[: x.shape[1]]
        width = x.shape[1]
        ahead = np.triu(np.full((width, width), np.float32(-1e9)), 1)[None, None]
        wanted = self._head[0] % self._layers["decoder"]
        attention = memory
        for layer in range(self._layers["decoder"]):
            block = f"decoder/layer_{layer}"
            mixed, _ = self._attend_self(f"{block}/self_attention", x, ahead)
            x = self._normalise(f"{block}/self_attention", x + mixed)
            mixed, shares = self._attend_source(f"{block}/attention", x, memory, mask, owners)
            x = self._normalise(f"{block}/attention", x + mixed)
            x = self._feed(f"{block}/ffn", x)
            if layer == wanted:
                attention = shares[:, self._head[1]]
        return x, attention

    def _predict(
        self, hidden: Array, target: Array, *, choose: bool = True
    ) -> tuple[Array, Array, Array, Array]:
        np = self._np
        count = len(hidden)
        log_probs, best, entropy = (np.empty(count, np.float32) for _ in range(3))
        choices = np.empty(count, np.int64)
        for start in range(0, count, _ROWS):
            cut = slice(start, start + _ROWS)
            logits = hidden[cut] @ self._projection
            if self._bias is not None:
                logits += self._bias
            rows = np.arange(len(logits))
            top = logits.argmax(axis=1)
            logits -= logits[rows, top][:, None]
            given = logits[rows, target[cut]]
            shares = np.exp(logits)
            total = shares.sum(axis=1)
            log_total = np.log(total)
            log_probs[cut] = given - log_total
            if not choose:
                continue
            choices[cut] = top
            best[cut] = -log_total
            entropy[cut] = log_total - np.einsum("ij,ij->i", shares, logits) / total
        return log_probs, best, choices, entropy

    def _embed(self, name: str, scale: str, numbers: Array) -> Array:
        vectors: Array = self._weights[name][numbers] * self._np.float32(self._scalar(scale, 1.0))
        return vectors

    def _linear(self, name: str, x: Array) -> Array:
        result: Array = x @ self._weights[f"{name}/weight"].T
        bias = self._weights.get(f"{name}/bias")
        return result if bias is None else result + bias

    def _normalise(self, name: str, x: Array) -> Array:
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / self._np.sqrt((x * x).mean(axis=-1, keepdims=True) + _EPSILON)
        result: Array = (
            x * self._weights[f"{name}/layer_norm/gamma"] + self._weights[f"{name}/layer_norm/beta"]
        )
        return result

    def _feed(self, name: str, x: Array) -> Array:
        inner = self._activate(self._linear(f"{name}/linear_0", x))
        return self._normalise(name, x + self._linear(f"{name}/linear_1", inner))

    def _attend_self(self, name: str, x: Array, mask: Array) -> tuple[Array, Array]:
        queries, keys, values = self._np.split(self._linear(f"{name}/linear_0", x), 3, axis=-1)
        mixed, shares = self._mix(queries, keys, values, mask)
        return self._linear(f"{name}/linear_1", mixed), shares

    def _attend_source(
        self, name: str, x: Array, memory: Array, mask: Array, owners: Sequence[int] | None
    ) -> tuple[Array, Array]:
        queries = self._linear(f"{name}/linear_0", x)
        read = self._linear(f"{name}/linear_1", memory)
        keys, values = self._np.split(read if owners is None else read[owners], 2, axis=-1)
        mixed, shares = self._mix(queries, keys, values, mask)
        return self._linear(f"{name}/linear_2", mixed), shares

    def _mix(self, queries: Array, keys: Array, values: Array, mask: Array) -> tuple[Array, Array]:
        np = self._np
        q, k, v = (self._part(array) for array in (queries, keys, values))
        scores = q @ k.transpose(0, 1, 3, 2) / np.float32(q.shape[-1] ** 0.5) + mask
        scores -= scores.max(axis=-1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=-1, keepdims=True)
        mixed = (shares @ v).transpose(0, 2, 1, 3)
        return mixed.reshape(queries.shape), shares

    def _part(self, array: Array) -> Array:
        rows, width, size = array.shape
        return array.reshape(rows, width, self._heads, size // self._heads).transpose(0, 2, 1, 3)

    def _scalar(self, name: str, default: float) -> float:
        return float(self._weights[name]) if name in self._weights else default

    def _refuse_others(self, folder: Path) -> None:
        """Refuse what these formulas do not describe."""
        odd = [
            name
            for name in (
                "decoder/pre_norm",
                "encoder/pre_norm",
                "decoder/alibi",
                "decoder/multi_query_attention",
            )
            if self._scalar(name, 0.0)
        ]
        odd += [name for name in self._weights if "layernorm_embedding" in name or "relative" in name]
        if not self._scalar("decoder/start_from_zero_embedding", 0.0):
            odd.append("decoder/start_from_zero_embedding")
        if odd:
            raise _unsuitable(folder, odd[0])

    def _activation(self, folder: Path) -> Callable[[Array], Array]:
        np = self._np
        kind = int(self._scalar("decoder/activation", 0))
        if kind == 0:
            return lambda x: np.maximum(x, 0)
        if kind == 2:
            return lambda x: x / (1 + np.exp(-x))
        raise _unsuitable(folder, f"activation {kind}")


def read_head(folder: Path) -> tuple[int, int]:
    """Read which head of a converted model aligns words; Marian's guided one where nothing says it."""
    try:
        head = json.loads((folder / "copydesk.json").read_text(encoding="utf-8")).get("head")
    except (OSError, ValueError):
        head = None
    return (int(head[0]), int(head[1])) if isinstance(head, list) and len(head) == 2 else (-1, 0)


def _unsuitable(folder: Path, what: str) -> ModelError:
    return ModelError(
        f"cannot be a critic: it is no plain MarianMT model ({what})",
        where=str(folder),
        remedy="give another --model, or leave out --critic",
    )


def _batches(lengths: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Put texts of like length together, so many that the padded pieces stay under a limit."""
    order = sorted(range(len(lengths)), key=lambda i: max(lengths[i]))
    batch: list[int] = []
    for index in order:
        widest = max(lengths[index])
        if batch and widest * (len(batch) + 1) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
