"""The document's rules: a first mention is spelt out once, later ones are short."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.verify import verify
from copydesk.text import Span
from copydesk.translation import Status


def spell_out_first_mentions(tasks: Sequence[Task], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Put ``first_mention`` at the first mention of each term in the document's body.

    Headlines keep the short form. A mention that the text itself spells out ("Full Name (ACR)") counts as
    the first and is left as it is.
    """
    seen: set[str] = set()
    result = list(candidates)
    for number, task in enumerate(tasks):
        if task.headline:
            continue
        for index, match in enumerate(task.matches):
            term = match.term
            outcome = result[number].outcomes[index]
            if not term.first_mention or term.id in seen:
                continue
            if outcome.span is None or outcome.status not in (Status.OK, Status.PLACED):
                continue
            seen.add(term.id)
            text = result[number].text
            if _is_spelt_out(text, outcome.span, term.first_mention):
                continue
            words = term.first_mention
            possessive = outcome.span.of(text).endswith(("'s", "’s"))
            result[number] = _expand(task, result[number], index, words + ("'s" if possessive else ""))
    return result


def _is_spelt_out(text: str, span: Span, first_mention: str) -> bool:
    name, _, _ = first_mention.partition(" (")
    if name.lower() in text[max(0, span.start - len(name) - 8) : span.end].lower():
        return True
    # an acronym in brackets stands behind whatever it stands for
    return text[: span.start].endswith("(") and text[span.end :].startswith(")")


def _expand(task: Task, candidate: Candidate, index: int, words: str) -> Candidate:
    outcome = candidate.outcomes[index]
    assert outcome.span is not None
    start = outcome.span.start
    if words.lower().startswith("the ") and candidate.text[:start].lower().endswith("the "):
        start -= 4
    changed = candidate.substitute(Span(start, outcome.span.end), words, outcome.match.span)
    placed = frozenset(i for i, o in enumerate(candidate.outcomes) if o.status is Status.PLACED or i == index)
    strategies = {i: o.strategy for i, o in enumerate(candidate.outcomes)}
    checked = verify(task, changed, placed)
    if checked.open > candidate.open:
        return candidate
    return checked.with_strategies({**strategies, index: "mention"})
