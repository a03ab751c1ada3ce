"""One form for one name through an article: spellings that a model varies are brought into line.

Of the renderings a glossary allows, those that are another spelling of the house form (Ecowas, ECOWAS; not
an acronym and what it stands for) give way to it where the article has both. A name that no glossary has
gets the spelling that most of its mentions have, where the source spells it one way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.variants import are_spellings, find_names, sound
from copydesk.enforce.verify import respell, verify
from copydesk.glossary.model import Kind
from copydesk.text import Span
from copydesk.translation import Status


@dataclass(frozen=True, slots=True)
class _Mention:
    """Hold a name in a candidate: its place, the words for it in the source, and their place."""

    candidate: int
    span: Span
    form: str
    source: Span


def unify_spellings(tasks: Sequence[Task], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return *candidates* (the sentences of one document) with one spelling a name."""
    result = list(candidates)
    for number, index, target in list(_find_terms(result)):
        result[number] = _put_term(tasks[number], result[number], index, target)
    changes: list[tuple[_Mention, str]] = []
    for mentions in _gather_names(tasks, result).values():
        changes += _choose(tasks, mentions)
    # from the end of each sentence, so that places before it stay as they are
    for mention, form in sorted(changes, key=lambda c: (c[0].candidate, -c[0].span.start)):
        number = mention.candidate
        result[number] = respell(tasks[number], result[number], mention.span, form, mention.source)
    return result


def _find_terms(candidates: Sequence[Candidate]) -> Iterator[tuple[int, int, str]]:
    """Yield (candidate, outcome, house form) where a term stands in another spelling than elsewhere."""
    seen: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    targets: dict[str, str] = {}
    for number, candidate in enumerate(candidates):
        for index, outcome in enumerate(candidate.outcomes):
            term = outcome.match.term
            if outcome.settled and outcome.span and term.kind in (Kind.NAME, Kind.ACRONYM):
                seen[term.id].append((number, index, outcome.span.of(candidate.text)))
                targets[term.id] = term.target
    for identifier, places in seen.items():
        target = targets[identifier]
        if len({form for _, _, form in places}) < 2:
            continue
        for number, index, form in places:
            # capitals of a headline are no other spelling
            same = form.casefold() == target.casefold() and not form.isupper()
            if form != target and (
                same or (_is_word(form) and _is_word(target) and sound(form) == sound(target))
            ):
                yield number, index, target


def _is_word(form: str) -> bool:
    return " " not in form and not form.isupper() and len(sound(form)) > 1


def _put_term(task: Task, candidate: Candidate, index: int, target: str) -> Candidate:
    outcome = candidate.outcomes[index]
    assert outcome.span is not None
    changed = candidate.substitute(outcome.span, target, outcome.match.span)
    placed = {i for i, o in enumerate(candidate.outcomes) if o.status is Status.PLACED or i == index}
    checked = verify(task, changed, frozenset(placed))
    if checked.open > candidate.open:
        return candidate
    return checked.with_strategies(
        {**{i: o.strategy for i, o in enumerate(candidate.outcomes)}, index: "unify"}
    )


def _gather_names(tasks: Sequence[Task], candidates: Sequence[Candidate]) -> dict[str, list[_Mention]]:
    """Gather the names that are no terms by the source word that they stand for."""
    found: dict[str, list[_Mention]] = defaultdict(list)
    for number, (task, candidate) in enumerate(zip(tasks, candidates, strict=True)):
        tied = {theirs: ours for ours, theirs in candidate.links.pairs()}
        taken = [outcome.span for outcome in candidate.outcomes if outcome.span]
        for form, span in find_names(candidate.text):
            ours = next((ours for theirs, ours in tied.items() if theirs.covers(span)), None)
            if ours is None or any(span.overlaps(other) for other in taken):
                continue
            word = ours.of(task.text)
            if word[:1].isupper() and not word.isupper():
                found[word].append(_Mention(number, span, form, ours))
    return found


def _choose(tasks: Sequence[Task], mentions: Sequence[_Mention]) -> Iterator[tuple[_Mention, str]]:
    """Yield the mentions to respell: those in the minority, or unlike a source that some mentions copy."""
    counts = Counter(mention.form for mention in mentions)
    if len(counts) < 2:
        return
    source = mentions[0].source.of(tasks[mentions[0].candidate].text)
    best = max(counts, key=lambda form: (counts[form], form == source))
    for mention in mentions:
        outvoted = counts[best] > counts[mention.form] or best == source
        if mention.form != best and outvoted and are_spellings(best, mention.form):
            yield mention, best
