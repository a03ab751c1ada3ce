"""Compare the model's guided attention head with word alignments of held-out text."""

from __future__ import annotations

from pathlib import Path

import torch

from training.aligning import align_pairs
from training.shards import NO_LINK
from training.transformer import Marian
from training.vocabulary import Vocabulary


@torch.no_grad()
def head_links(model: Marian, source: list[int], target: list[int]) -> list[int]:
    """Return for each target piece the source piece last-layer head 0 attends to most, bar `</s>`."""
    end = torch.tensor([[*source, 0]])
    given = torch.tensor([[model.shape.pad, *target]])
    _, scores = model.decode(model.encode(end), given)
    best: list[int] = scores[0, : len(target), : len(source)].argmax(-1).tolist()
    return best


def measure_alignment(
    model: Marian, base: Path, french: list[str], english: list[str], more: tuple[list[str], list[str]]
) -> dict[str, object]:
    """Return alignment error of head 0 against eflomal, in per cent, on subword links.

    Sure links are those both eflomal directions give, possible ones those either gives (Och and Ney, 2003).
    The head
    gives one link a target piece that has a possible one. `more` is text that steadies eflomal.
    """
    vocabulary = Vocabulary(base)
    sources = [vocabulary.encode(line) for line in french + more[0]]
    targets = [vocabulary.encode(line) for line in english + more[1]]
    link, back = align_pairs(sources, targets)
    hits_sure = hits_possible = given = sure = 0
    for n in range(len(french)):
        forward = {(s, t) for t, s in enumerate(link[n]) if s != NO_LINK}
        reverse = {(s, t) for s, t in enumerate(back[n]) if t != NO_LINK}
        both, either = forward & reverse, forward | reverse
        aligned = {t for _, t in either}
        ours = {(s, t) for t, s in enumerate(head_links(model, sources[n], targets[n])) if t in aligned}
        hits_sure += len(ours & both)
        hits_possible += len(ours & either)
        given += len(ours)
        sure += len(both)
    error = 1 - (hits_sure + hits_possible) / max(1, given + sure)
    return {
        "sentences": len(french), "alignment error": round(100 * error, 2),
        "precision": round(100 * hits_possible / max(1, given), 2),
        "recall of sure links": round(100 * hits_sure / max(1, sure), 2),
    }  # fmt: skip
