"""A beam search that must say given words: lexically constrained decoding for the reference engine.

Dynamic beam allocation (Post and Vilar 2018): hypotheses are kept in banks by how many pieces of the asked
words they have said, each bank gets its share of the beam, and only a hypothesis that has said everything
may end. After an asked word, no piece may be glued to it. transformers runs it as the loop of
``generate(custom_generate=...)``, without code from elsewhere. The search goes sentence by sentence and
computes every step anew: it is slow, and for the few sentences that nothing else settles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from copydesk.engines.ctranslate2 import decoding_limit
from copydesk.engines.pieces import join_pieces
from copydesk.engines.protocol import Hypothesis, Result
from copydesk.engines.transformers import TransformersEngine

_WORD_MARK = "\u2581"


@dataclass(frozen=True, slots=True)
class _Path:
    """Hold a hypothesis: its piece numbers, score, finished constraints, and the one under way."""

    numbers: tuple[int, ...]
    score: float = 0.0
    met: frozenset[int] = frozenset()
    under_way: tuple[int, int] | None = None  # constraint, pieces said
    just_met: bool = False

    def said(self, constraints: Sequence[Sequence[int]]) -> int:
        """Count the pieces of constraints that it has said: its bank."""
        return sum(len(constraints[i]) for i in self.met) + (self.under_way[1] if self.under_way else 0)

    def wanted(self, constraints: Sequence[Sequence[int]]) -> Iterator[int]:
        """Yield the numbers that would say more."""
        if self.under_way:
            yield constraints[self.under_way[0]][self.under_way[1]]
        for i, numbers in enumerate(constraints):
            if i not in self.met:
                yield numbers[0]

    def extend(self, number: int, log_prob: float, constraints: Sequence[Sequence[int]]) -> _Path:
        """Say one more piece; a constraint that it does not continue begins anew."""
        path = replace(
            self, numbers=(*self.numbers, number), score=self.score + log_prob, under_way=None, just_met=False
        )
        if self.under_way and constraints[self.under_way[0]][self.under_way[1]] == number:
            index, said = self.under_way[0], self.under_way[1] + 1
        else:
            fresh = [i for i, c in enumerate(constraints) if i not in self.met and c[0] == number]
            if not fresh:
                return path
            # of two that begin alike, the longer first: what is left of it may still become the other
            index, said = max(fresh, key=lambda i: len(constraints[i])), 1
        if said == len(constraints[index]):
            return replace(path, met=path.met | {index}, just_met=True)
        return replace(path, under_way=(index, said))


class ConstrainedEngine(TransformersEngine):
    """Be the reference engine that can also be told words which a translation must contain."""

    def translate_constrained(
        self, sources: Sequence[str], words: Sequence[Sequence[str]], *, beam: int = 4
    ) -> list[Result | None]:
        """Translate each of *sources* with all of its *words* in it; None where the beam finds no way.

        The beam is at least as wide as there are banks. Scores and attention come from a forced pass.
        """
        results: list[Result | None] = []
        for source, asked in zip(sources, words, strict=True):
            prepared = self._checked(self.prepare(source))
            constraints = [self._coder.cut_target(one)[0] for one in asked]
            pieces = self._search(
                [prepared], [[self._target_number(p) for p in one] for one in constraints if one], beam
            )
            if pieces is None:
                results.append(None)
                continue
            log_probs, attention = self._force([prepared], [pieces])[0]
            text, spans = join_pieces(pieces)
            score = sum(log_probs) / len(log_probs)
            hypothesis = Hypothesis(text, tuple(pieces), tuple(spans), log_probs, attention, score)
            results.append(Result(prepared, (hypothesis,)))
        return results

    def _search(self, prepared: Sequence[Any], constraints: list[list[int]], beam: int) -> list[str] | None:
        from transformers import GenerationConfig

        inputs, mask = self._source_batch(prepared)
        total = sum(map(len, constraints))
        limit = min(decoding_limit(len(prepared[0].pieces)) + total, self._max_positions - 2)
        start = int(self._model.config.decoder_start_token_id)
        config = GenerationConfig(  # type: ignore[no-untyped-call,unused-ignore]
            max_length=limit + 1,
            decoder_start_token_id=start,
            pad_token_id=self._pad,
            eos_token_id=self._end,
            suppress_tokens=[self._pad, self._target_number("<unk>")],
        )
        with self._torch.inference_mode():
            numbers = self._model.generate(
                input_ids=inputs,
                attention_mask=mask,
                generation_config=config,
                custom_generate=partial(self._decode, constraints=constraints, width=max(beam, total + 1)),
            )[0].tolist()
        return self._pieces_of(numbers[1:])[0] if numbers[-1] == self._end else None

    def _decode(
        self,
        model: Any,
        input_ids: Any,
        logits_processor: Any,
        stopping_criteria: Any,
        generation_config: Any,
        *,
        constraints: Sequence[Sequence[int]],
        width: int,
        **given: Any,
    ) -> Any:
        """Be the loop that ``generate`` runs; gives the start alone where no path both says all and ends."""
        torch = self._torch
        total = sum(map(len, constraints))
        glued = torch.tensor([self._is_glued(piece) for piece in self._target_pieces])
        states, mask = given["encoder_outputs"].last_hidden_state[:1], given["attention_mask"][:1]
        live, ended = [_Path(tuple(input_ids[0].tolist()))], list[_Path]()
        for _ in range(generation_config.max_length - 1):
            spoken = torch.tensor([path.numbers for path in live])
            logits = model(
                encoder_outputs=(states.expand(len(live), -1, -1),),
                attention_mask=mask.expand(len(live), -1),
                decoder_input_ids=spoken,
                use_cache=False,
            ).logits[:, -1]
            logits = logits_processor(spoken, logits)
            for row, path in enumerate(live):
                if path.just_met:
                    logits[row, glued] = float("-inf")
                if path.said(constraints) < total or path.under_way:
                    logits[row, self._end] = float("-inf")
            table = logits.log_softmax(-1)
            paths = self._candidates(live, table, constraints, width)
            ended += [path for path in paths if path.numbers[-1] == self._end]
            live = _allocate([p for p in paths if p.numbers[-1] != self._end], constraints, width)
            best = max((path.score / len(path.numbers) for path in ended), default=float("-inf"))
            if not live or len(ended) >= width or max(p.score / len(p.numbers) for p in live) < best:
                break
        if not ended:
            return input_ids
        return torch.tensor([max(ended, key=lambda path: path.score / len(path.numbers)).numbers])

    def _candidates(
        self, live: Sequence[_Path], table: Any, constraints: Sequence[Sequence[int]], width: int
    ) -> list[_Path]:
        """Give the best continuations of all, the best one of each, and those that say asked pieces."""
        torch = self._torch
        totals = table + torch.tensor([[path.score] for path in live])
        chosen: set[tuple[int, int]] = set()
        columns = table.shape[1]
        for place in totals.flatten().topk(min(width, totals.numel())).indices.tolist():
            chosen.add((place // columns, place % columns))
        chosen.update((row, number) for row, number in enumerate(table.argmax(-1).tolist()))
        chosen.update((row, number) for row, path in enumerate(live) for number in path.wanted(constraints))
        return [
            live[row].extend(number, float(table[row, number]), constraints)
            for row, number in sorted(chosen)
            if table[row, number] > float("-inf")
        ]

    def _is_glued(self, piece: str) -> bool:
        return piece[:1].isalnum() and not piece.startswith(_WORD_MARK)


def _allocate(paths: Sequence[_Path], constraints: Sequence[Sequence[int]], width: int) -> list[_Path]:
    """Give each bank its share of the beam; what a bank does not need goes to the fullest others."""
    total = sum(map(len, constraints))
    banks: list[list[_Path]] = [[] for _ in range(total + 1)]
    for path in sorted(paths, key=lambda path: -path.score):
        banks[path.said(constraints)].append(path)
    share, rest = divmod(width, total + 1)
    kept = [bank[: share + (rest if number == total else 0)] for number, bank in enumerate(banks)]
    spare = width - sum(map(len, kept))
    for number in range(total, -1, -1):
        more = banks[number][len(kept[number]) :][:spare]
        kept[number] = kept[number] + more
        spare -= len(more)
    return [path for bank in kept for path in bank]
