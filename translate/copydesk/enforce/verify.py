"""The one verifier: count, place by alignment, no doubled neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copydesk.enforce.candidate import Candidate, Outcome, Task
from copydesk.glossary.addresses import find_copies
from copydesk.glossary.match import Match
from copydesk.glossary.model import Kind
from copydesk.glossary.targets import find_targets
from copydesk.languages import get_language
from copydesk.links import OWNED
from copydesk.segment import split_sentences
from copydesk.text import Span
from copydesk.translation import Status

# kinds of which an extra copy in the target is always a fault; a noun may well stand for another word too
_COUNTED = (Kind.NAME, Kind.ACRONYM, Kind.KEEP)


def verify(task: Task, candidate: Candidate, placed: frozenset[int] = frozenset()) -> Candidate:
    """Give *candidate* one outcome for each match of *task*.

    Each match claims at most one stretch of the target, and no stretch is claimed twice: the best-aligned
    claim goes first, then the one whose relative place in the sentence is nearest. *placed* holds the
    indices of the matches that enforcement asked for (``placed``, not ``ok``, when they are there).
    """
    renderings = {_key(match): _renderings(task, candidate.text, match) for match in task.matches}
    claims = _assign(task, candidate, renderings)
    extras = {
        term: [span for span in spans if not any(span.overlaps(claimed) for claimed in claims.values())]
        for term, spans in renderings.items()
    }
    outcomes = []
    for index, match in enumerate(task.matches):
        span = claims.get(index)
        if match.ambiguous:
            outcomes.append(Outcome(match, span, Status.AMBIGUOUS))
        elif span is None:
            outcomes.append(Outcome(match, None, Status.MISSING))
        elif _is_doubled(candidate, match, span, extras[_key(match)]):
            outcomes.append(Outcome(match, span, Status.DOUBLED, candidate.strategy))
        elif index in placed:
            outcomes.append(Outcome(match, span, Status.PLACED, candidate.strategy))
        else:
            outcomes.append(Outcome(match, span, Status.OK, "draft"))
    return replace(candidate, outcomes=tuple(outcomes))


def respell(task: Task, candidate: Candidate, span: Span, words: str, source: Span) -> Candidate:
    """Put *words* over a name that no term asks for; what steps have placed keeps its receipt.

    *candidate* itself comes back where a term would lose its place.
    """
    changed = candidate.substitute(span, words, source)
    placed = frozenset(i for i, o in enumerate(changed.outcomes) if o.status is Status.PLACED)
    strategies = {i: o.strategy for i, o in enumerate(changed.outcomes)}
    checked = verify(task, changed, placed)
    return checked.with_strategies(strategies) if checked.open <= candidate.open else candidate


def stands_apart(candidate: Candidate, language: str) -> bool:
    """Say whether a placed term makes a sentence of its own behind others ("... last night. Umbrella.").

    A search that must say a word which fits nowhere puts it there; *language* is the candidate's.
    """
    for outcome in candidate.outcomes:
        span = outcome.span
        if span is None or outcome.status is not Status.PLACED or not span.start:
            continue
        # a sentence begins with a capital, also where the model left it out
        text = (
            candidate.text[: span.start]
            + candidate.text[span.start].upper()
            + candidate.text[span.start + 1 :]
        )
        for sentence in split_sentences(text, get_language(language)):
            if sentence.start and sentence.covers(span):
                rest = text[sentence.start : span.start] + text[span.end : sentence.end]
                if not any(character.isalnum() for character in rest):
                    return True
    return False


def _key(match: Match) -> str:
    # automatic matches have no entry of their own: their words tell them apart
    return match.term.target if match.automatic else match.term.id


def _renderings(task: Task, text: str, match: Match) -> list[Span]:
    """Find all right renderings, also the short one inside a spelt-out one ("Full Name (ACR)").

    What is kept and has letters joined to it (`x`s) may have the same ones in *text*.
    """
    term = match.term
    if match.automatic:
        before, after = _joined_letters(task.text, match.span)
        copies = find_copies(text, term.target)
        if before or after:
            whole = find_copies(text, before + term.target + after)
            copies += [Span(one.start + len(before), one.end - len(after)) for one in whole]
        return sorted(set(copies))
    spans = find_targets(text, term)
    if term.allowed or term.first_mention:
        spans += find_targets(text, replace(term, allowed=(), first_mention=""))
    return sorted(set(spans))


def _joined_letters(text: str, span: Span) -> tuple[str, str]:
    before = re.search(r"\w*\Z", text[: span.start])
    after = re.match(r"\w*", text[span.end :])
    return before[0] if before else "", after[0] if after else ""


def _assign(task: Task, candidate: Candidate, renderings: dict[str, list[Span]]) -> dict[int, Span]:
    links = candidate.links
    offers: list[tuple[float, float, int, Span]] = []
    for index, match in enumerate(task.matches):
        masses = links.masses_on(match.span) if links.mass else []
        where = match.span.start / max(1, len(task.text))
        for span in renderings[_key(match)]:
            inside = [m for m, word in zip(masses, links.target, strict=False) if word.overlaps(span)]
            mass = max(inside, default=0.0)
            drift = abs(span.start / max(1, len(candidate.text)) - where)
            # a longer rendering is the better evidence: "UN Security Council" before "UN"
            offers.append((-round(mass, 1) - len(span) / 1000, drift, index, span))
    claims: dict[int, Span] = {}
    for _, _, index, span in sorted(offers):
        if index not in claims and not any(span.overlaps(other) for other in claims.values()):
            claims[index] = span
    for index, match in enumerate(task.matches):
        if index not in claims:
            _make_room(index, match, task, renderings, claims)
    return claims


def _make_room(
    index: int, match: Match, task: Task, renderings: dict[str, list[Span]], claims: dict[int, Span]
) -> None:
    """Give a match a place by moving others: "World Food Programme (WFP)" serves the name and its acronym."""
    for span in renderings[_key(match)]:
        moved: dict[int, Span] = {}
        for other in [i for i, claim in claims.items() if claim.overlaps(span)]:
            rest = [claim for i, claim in claims.items() if i != other] + [span, *moved.values()]
            for instead in renderings[_key(task.matches[other])]:
                if not any(instead.overlaps(claim) for claim in rest):
                    moved[other] = instead
                    break
            else:
                break
        else:
            claims.update(moved)
            claims[index] = span
            return


def _is_doubled(candidate: Candidate, match: Match, span: Span, extra: Sequence[Span]) -> bool:
    text = candidate.text
    masses = candidate.links.masses_on(match.span) if candidate.links.mass else []
    for other in extra:
        first, second = sorted((span, other))
        between = text[first.end : second.start]
        if len(between) <= 3 and not any(character.isalnum() for character in between):
            # "United Nations (UN)" is an expansion, "UN (UN)" a doubling
            spelt_out = between.strip() == "(" and first.of(text) != second.of(text)
            if not spelt_out:
                return True
        elif match.term.kind in _COUNTED:
            inside = [
                mass
                for mass, word in zip(masses, candidate.links.target, strict=False)
                if word.overlaps(other)
            ]
            if not masses or max(inside, default=0.0) > OWNED:
                return True
    return False
