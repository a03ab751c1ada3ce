"""Prefer the hypothesis that keeps the source's figures and negations.

The beam's best hypothesis is not always the faithful one. Where a judge (in practice the checker's error
rules) objects to a draft, more hypotheses are asked for and the one with the fewest objections is taken:
n-best reranking by faithfulness, for the few sentences that need it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copydesk.decode import COMFORTABLE_PIECES
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.keeps import mask_source
from copydesk.enforce.stages import read_candidate
from copydesk.enforce.verify import verify
from copydesk.engines import Engine
from copydesk.guards import find_faults

# (source sentence, its translation) -> number of objections
Judge = Callable[[str, str], int]

WIDTH = 8  # hypotheses asked for
WORST_DROP = 0.5  # a mean token log-probability this far below the draft's is too high a price


def prefer_faithful(
    engine: Engine, tasks: Sequence[Task], drafts: Sequence[Candidate], judge: Judge
) -> list[Candidate]:
    """Return *drafts* with those that *judge* objects to replaced by a hypothesis with fewer objections."""
    result = list(drafts)
    asked = [
        i
        for i, (task, draft) in enumerate(zip(tasks, drafts, strict=True))
        if judge(task.text, draft.text) and len(engine.prepare(task.text).pieces) <= COMFORTABLE_PIECES
    ]
    if not asked:
        return result
    masked = [mask_source(tasks[i]) for i in asked]
    answers = engine.translate([one.text for one in masked], beam=WIDTH, alternatives=WIDTH)
    for i, answer, alteration in zip(asked, answers, masked, strict=True):
        task, draft = tasks[i], drafts[i]
        best = judge(task.text, draft.text), draft.open
        for hypothesis in answer.hypotheses:
            if hypothesis.score < draft.score - WORST_DROP or find_faults(answer.source, hypothesis):
                continue
            candidate = verify(task, read_candidate(task, answer.source, hypothesis, "draft", alteration))
            rank = judge(task.text, candidate.text), candidate.open
            if rank < best:
                best, result[i] = rank, candidate
    return result
