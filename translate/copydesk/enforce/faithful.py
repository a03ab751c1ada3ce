"""Prefer the hypothesis that keeps the source's figures, negations and words.

The beam's best hypothesis is not always the faithful one. Where a judge (in practice the checker's rules)
objects to a draft, more hypotheses are asked for and the one with the fewest objections is taken: n-best
reranking by faithfulness, for the few sentences that need it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from copydesk.decode import COMFORTABLE_PIECES
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.keeps import mask_source
from copydesk.enforce.stages import read_candidate
from copydesk.enforce.verify import verify
from copydesk.engines import Engine, Result
from copydesk.guards import find_faults


class Verdict(NamedTuple):
    """Hold what speaks against a translation: *objections* that call for another, and mere *doubts*.

    Doubts count only between hypotheses: a word that is no English is no better than a French one.
    """

    objections: int
    doubts: int = 0

    @property
    def weight(self) -> int:
        """Give the sum, by which hypotheses are compared."""
        return self.objections + self.doubts


# (source sentence, its translation) -> what speaks against it
Judge = Callable[[str, str], Verdict]

WIDTH = 8  # hypotheses asked for
NARROW = 4  # the same for a lesser objection, at half the price
GRAVE = 3  # the objections that are worth more
WORST_DROP = 0.5  # a mean token log-probability this far below the draft's is too high a price


def prefer_faithful(
    engine: Engine, tasks: Sequence[Task], drafts: Sequence[Candidate], judge: Judge
) -> list[Candidate]:
    """Return *drafts* with those that *judge* objects to replaced by a hypothesis with fewer objections."""
    result = list(drafts)
    verdicts = {
        i: verdict
        for i, (task, draft) in enumerate(zip(tasks, drafts, strict=True))
        if (verdict := judge(task.text, draft.text)).objections
        and len(engine.prepare(task.text).pieces) <= COMFORTABLE_PIECES
    }
    if not verdicts:
        return result
    masked = {i: mask_source(tasks[i]) for i in verdicts}
    answers: dict[int, Result] = {}
    for width in (WIDTH, NARROW):
        asked = [i for i, verdict in verdicts.items() if (verdict.objections >= GRAVE) == (width == WIDTH)]
        if not asked:
            continue
        # the scores of all tokens of all hypotheses would double the cost; those of the chosen come below
        several = engine.translate(
            [masked[i].text for i in asked], beam=width, alternatives=width, token_scores=False
        )
        answers.update(zip(asked, several, strict=True))
    chosen = []
    for i, verdict in verdicts.items():
        task, draft, answer = tasks[i], drafts[i], answers[i]
        best, pick = (verdict.weight, draft.open), None
        for hypothesis in answer.hypotheses:
            if hypothesis.score < draft.score - WORST_DROP or find_faults(answer.source, hypothesis):
                continue
            if not masked[i].stretches and judge(task.text, hypothesis.text).weight > best[0]:
                continue  # known without the work of aligning it
            candidate = verify(task, read_candidate(task, answer.source, hypothesis, "draft", masked[i]))
            found = judge(task.text, candidate.text)
            rank = found.weight, candidate.open
            # fewer doubts alone are no reason: a rare word gives way to a wrong one
            if rank < best and found.objections < verdict.objections:
                best, pick = rank, (i, answer.source, hypothesis)
            if best == (0, 0):
                break
        if pick is not None:
            chosen.append(pick)
    if not chosen:
        return result
    scored = engine.score([masked[i].text for i, _, _ in chosen], [h.text for _, _, h in chosen])
    for (i, source, hypothesis), forced in zip(chosen, scored, strict=True):
        full = replace(hypothesis, log_probs=forced.log_probs, score=forced.score)
        result[i] = verify(tasks[i], read_candidate(tasks[i], source, full, "draft", masked[i]))
    return result
