"""Run the enforcement chain over the sentences of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copydesk.enforce.candidate import Candidate, Task, is_better
from copydesk.enforce.faithful import Judge, prefer_faithful
from copydesk.enforce.fit import get_fitter
from copydesk.enforce.mention import spell_out_first_mentions
from copydesk.enforce.stages import STAGES, STEPWISE, Bench, Open, draft_candidates
from copydesk.engines import Engine

DEFAULT_STAGES = ("inline", "span", "source", "prefix")

# A candidate with every term in place is taken at once unless its mean token log-probability lies this far
# below the plain draft's; then the later steps may still do better.
WORST_DROP = 0.7


# Sentences decoded in one call: enough to fill batches, few enough to show progress and bound memory.
AT_ONCE = 256


def enforce_terms(
    tasks: Sequence[Task],
    engine: Engine,
    *,
    beam: int = 4,
    source_language: str = "fr",
    target_language: str = "en",
    stages: Sequence[str] = DEFAULT_STAGES,
    progress: Callable[[int, int], None] | None = None,
    judge: Judge | None = None,
) -> list[tuple[Candidate, Candidate]]:
    """Translate *tasks* with their terms in place; return (plain draft, final candidate) for each.

    All drafts are decoded together, then each step sees together only the sentences that still need it.
    *progress* is called with (sentences done, sentences in all) while the drafts are made. Drafts that
    *judge* objects to give way to a more faithful hypothesis.
    """
    bench = Bench(engine, get_fitter(target_language), beam, source_language, target_language)
    drafts: list[Candidate] = []
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        made = draft_candidates(bench, some)
        drafts += prefer_faithful(engine, some, made, judge) if judge else made
        if progress:
            progress(len(drafts), len(tasks))
    best = list(drafts)
    for name in stages:
        waiting = [i for i in range(len(tasks)) if not _is_settled(drafts[i], best[i])]
        current = {i: best[i] for i in waiting}
        # A step that forces one term at a time is repeated on its own outcome, which may have lost another
        # term on the way; what is kept is the best of all rounds.
        for _ in range(max((len(tasks[i].matches) for i in waiting), default=0) + 1):
            proposals = STAGES[name](bench, [Open(tasks[i], drafts[i], current[i]) for i in waiting])
            for i, proposal in zip(waiting, proposals, strict=True):
                if proposal is not None and is_better(proposal, best[i]):
                    best[i] = proposal
                current[i] = proposal or best[i]
            waiting = [i for i in waiting if current[i].open and current[i].strategy == name]
            if name not in STEPWISE or not waiting:
                break
    final = spell_out_first_mentions(tasks, best)
    return list(zip(drafts, final, strict=True))


def _is_settled(draft: Candidate, best: Candidate) -> bool:
    return best.open == 0 and (best is draft or best.score >= draft.score - WORST_DROP)
