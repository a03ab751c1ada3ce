"""Run the enforcement chain over the sentences of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copydesk.enforce.candidate import Candidate, Task, is_better
from copydesk.enforce.faithful import Judge, prefer_faithful
from copydesk.enforce.fit import get_fitter, get_speller
from copydesk.enforce.mention import spell_out_first_mentions
from copydesk.enforce.placing import Placer
from copydesk.enforce.restore import LANGUAGES, restore_names
from copydesk.enforce.stages import STAGES, STEPWISE, Bench, Open, draft_candidates
from copydesk.enforce.typeset import close_up_quotes
from copydesk.enforce.unify import unify_spellings
from copydesk.engines import Engine

# The edit comes before the second decoding. On 300 sentences that each missed a term both put every term in
# place, but with "inline" first BLEU rose less (+1.7 against +1.9), 250 terms that do not fit cost the rest
# of the sentence 0.8 BLEU against 0.2, and the whole took 1.4 times as long (benchmarks/terms.py).
DEFAULT_STAGES = ("span", "inline", "insert", "source", "prefix")

# Sentences decoded in one call: enough to fill batches, few enough to show progress and heed an interrupt.
AT_ONCE = 128


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
    placer = Placer(get_fitter(target_language), source_language, target_language)
    bench = Bench(engine, placer, beam, source_language, target_language)
    drafts: list[Candidate] = []
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        made = draft_candidates(bench, some)
        drafts += prefer_faithful(engine, some, made, judge) if judge else made
        if progress:
            progress(len(drafts), len(tasks))
    best = list(drafts)
    # what one step settles, no later one tries again
    pinned = {match.term.strategy for task in tasks for match in task.matches}
    # a step outside the given order is taken for the entries that are pinned to it
    for name in (*stages, *sorted(pinned - {"", *stages} & STAGES.keys() if stages else ())):
        waiting = [i for i in range(len(tasks)) if best[i].open or len(best[i].flags) > len(drafts[i].flags)]
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
    if stages:
        if (source_language, target_language) == LANGUAGES:
            best = restore_names(tasks, best)
        best = unify_spellings(tasks, best)
    final = spell_out_first_mentions(tasks, best, get_speller(target_language))
    if target_language == "en":
        final = [close_up_quotes(candidate) for candidate in final]
    return list(zip(drafts, final, strict=True))
