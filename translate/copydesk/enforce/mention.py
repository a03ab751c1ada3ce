"""The document's rules: a first mention is spelt out once, later ones are short."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.fit import Speller
from copydesk.enforce.verify import verify
from copydesk.text import Span
from copydesk.translation import Status


def spell_out_first_mentions(
    tasks: Sequence[Task], candidates: Sequence[Candidate], spell_out: Speller
) -> list[Candidate]:
    """Put ``first_mention`` at the first mention of each term in the document's body.

    Headlines keep the short form, and so do compounds (pro-SOHR). A mention that the text itself spells out,
    in the source or in the translation ("Full Name (ACR)"), counts as the first and is left as it is.
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
            text = result[number].text
            if "-" in (text[outcome.span.start - 1 : outcome.span.start], text[outcome.span.end :][:1]):
                continue
            seen.add(term.id)
            if _is_in_brackets(task.text, match.span) or _is_spelt_out(
                text, outcome.span, term.first_mention
            ):
                continue
            result[number] = _expand(task, result[number], index, spell_out)
    return result


def _is_spelt_out(text: str, span: Span, first_mention: str) -> bool:
    name, _, _ = first_mention.partition(" (")
    if name.lower() in text[max(0, span.start - len(name) - 8) : span.end].lower():
        return True
    return _is_in_brackets(text, span)


def _is_in_brackets(text: str, span: Span) -> bool:
    # an acronym in brackets stands behind whatever it stands for
    return text[: span.start].endswith("(") and text[span.end :].startswith(")")


def _expand(task: Task, candidate: Candidate, index: int, spell_out: Speller) -> Candidate:
    outcome = candidate.outcomes[index]
    assert outcome.span is not None
    span, words = spell_out(candidate.text, outcome.span, outcome.match.term.first_mention)
    changed = candidate.substitute(span, words, outcome.match.span)
    placed = frozenset(i for i, o in enumerate(candidate.outcomes) if o.status is Status.PLACED or i == index)
    strategies = {i: o.strategy for i, o in enumerate(candidate.outcomes)}
    checked = verify(task, changed, placed)
    if checked.open > candidate.open:
        return candidate
    return checked.with_strategies({**strategies, index: "mention"})
