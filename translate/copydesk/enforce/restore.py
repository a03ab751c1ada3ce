"""Give a garbled name its letters back: Panettaettaet where the source has Panetta.

A model spells a rare name piece by piece and stumbles at times. The word that it made is known in neither
language and resembles a name of the source that the sentence lacks; that name is then copied, as it should
have been. Transliterations are left alone: *Tchouïkov* became *Chuikov* by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from copydesk.checks.lexicon import shipped_lexicon
from copydesk.checks.name_comparison import table_of
from copydesk.checks.name_matching import skeleton
from copydesk.checks.name_words import is_common
from copydesk.checks.reading import fold
from copydesk.checks.tables import load_words
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.variants import find_names
from copydesk.enforce.verify import respell
from copydesk.text import Span

# the word lists that tell a name from a word
LANGUAGES = ("fr", "en")
# percent of letters that a garbled name shares with the right one: with a link between the two, and without
_LINKED = 50
_LONE = 70
_LONGEST_RUN = 3
_ACRONYM = re.compile(r"(?<![\w.@#/-])[A-ZÀ-Þ]{2,7}(?![\w@/-]|\.\w)")
# of an acronym up to so long another letter may be that of a translation
_SHORT = 4
_GAP = re.compile(r" |-| (?:de|van|von|der|den|del|della|di|da|dos|al|el|bin|ben|ibn) ")
_DOUBLE = re.compile(r"(.)\1+")
# one name and this are a place and its people: Darfur, Darfuri
_PEOPLE = re.compile(r"(?:i|é)en(?:ne)?s?$|(?:ai|oi)(?:s|ses?)$|[aè]ques?$|aines?$|ains?$")
# French gives places endings of its own: Libye, Libya
_PLACE = re.compile(r"(?:[iy]?e|[iy]?a)$")
_FAMILY = re.compile(r"'?s?$|(?:n|an|ian|i|is|ese|ish|ist|ism|ia|er|ic)s?$")


def restore_names(tasks: Sequence[Task], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return *candidates* with the names and acronyms that they garble copied from the source."""
    return [
        _restore_acronym(task, _restore(task, candidate))
        for task, candidate in zip(tasks, candidates, strict=True)
    ]


def _restore_acronym(task: Task, candidate: Candidate) -> Candidate:
    """Copy an acronym of the source over one of the draft that has a letter less, more or other: AES, ES.

    Acronyms that have an English form are left to the glossary, and so are those whose letters English may
    only have put in another order.
    """
    taken = [outcome.span for outcome in candidate.outcomes if outcome.span]
    terms = [match.span for match in task.matches]
    missing = _lone_acronyms(task.text, candidate.text, terms) - _known_acronyms()
    odd = _lone_acronyms(candidate.text, task.text, taken) - _known_acronyms()
    if len(missing) != 1 or len(odd) != 1:
        return candidate
    (right,), (wrong,) = missing, odd
    if not _is_slip(right, wrong):
        return candidate
    source = Span(*next(m for m in _ACRONYM.finditer(task.text) if m[0] == right).span())
    for found in reversed([m for m in _ACRONYM.finditer(candidate.text) if m[0] == wrong]):
        candidate = respell(task, candidate, Span(*found.span()), right, source)
    return candidate


def _lone_acronyms(text: str, other: str, taken: Sequence[Span]) -> set[str]:
    """Give the acronyms of *text* that *other* has not and that no span of *taken* covers."""
    if text.isupper():
        return set()
    there = set(_ACRONYM.findall(other))
    return {
        found[0]
        for found in _ACRONYM.finditer(text)
        if found[0] not in there and not any(span.overlaps(Span(*found.span())) for span in taken)
    }


@cache
def _known_acronyms() -> frozenset[str]:
    forms = shipped_lexicon().acronyms
    return frozenset({"AM", "PM", "US", "UK", "EU", "UN", "TV", "MP", "PR", "II", "III"}).union(
        *((form.fr, form.en, *form.also) for form in forms)
    )


def _is_slip(right: str, wrong: str) -> bool:
    """Say whether *wrong* is *right* with one letter dropped, doubled or, in a longer one, changed."""
    if len(right) == len(wrong):
        differ = [one != other for one, other in zip(right, wrong, strict=True)]
        return len(right) > _SHORT and sum(differ) == 1 and not differ[0]
    short, long = sorted((right, wrong), key=len)
    if long == short + "S":  # a plural
        return False
    return len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _restore(task: Task, candidate: Candidate) -> Candidate:
    there = {form for form, _ in find_names(candidate.text)}
    missing = [span for span in _source_names(task) if span.of(task.text) not in there]
    if not missing:
        return candidate
    odd = list(_odd_words(task, candidate))
    if not odd:
        return candidate
    tied = {theirs: ours for ours, theirs in candidate.links.pairs()}
    result = candidate
    for span in reversed(odd):  # from the end, so that places before stay as they are
        source = next((ours for theirs, ours in tied.items() if theirs.overlaps(span)), None)
        right = _choose(task.text, missing, span.of(candidate.text), source)
        if right is None:
            continue
        changed = respell(task, result, span, right.of(task.text), right)
        if changed is not result:
            result = changed
            missing = [name for name in missing if not right.covers(name)]
    return result


def _source_names(task: Task) -> Iterator[Span]:
    """Yield the names of the source that English most likely writes alike and that no term covers."""
    table = table_of(shipped_lexicon())
    for form, span in find_names(task.text):
        if any(match.span.overlaps(span) for match in task.matches):
            continue
        if is_common(form.lower(), french=True) or fold(form) in table.links or _PEOPLE.search(form):
            continue
        if all(part[:1].isupper() for part in form.split("-")):
            yield span


def _odd_words(task: Task, candidate: Candidate) -> Iterator[Span]:
    """Yield the capitalised words of the draft that neither language nor the source knows."""
    table, given = table_of(shipped_lexicon()), load_words("given_names")
    there = fold(task.text)
    taken = [outcome.span for outcome in candidate.outcomes if outcome.span]
    for form, span in find_names(candidate.text):
        plain = fold(form)
        if plain in there or any(span.overlaps(other) for other in taken):
            continue
        parts = re.split(r"[-'’]", plain)
        known = all(
            is_common(part, french=False) or part in table.targets or part in given for part in parts if part
        )
        if not known:
            yield span


def _choose(text: str, missing: Sequence[Span], form: str, source: Span | None) -> Span | None:
    """Choose the missing name, or the run of them, that *form* is a garbled form of."""
    best, chosen = 0.0, None
    for run in _runs(text, missing):
        likeness = _compare(run.of(text), form)
        least = _LINKED if source is not None and source.overlaps(run) else _LONE
        if likeness >= least and likeness > best:
            best, chosen = likeness, run
    return chosen


def _runs(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield each of *spans*, and each stretch of up to three of them that stand side by side."""
    for first in range(len(spans)):
        for last in range(first, min(first + _LONGEST_RUN, len(spans))):
            if last > first and not _GAP.fullmatch(text[spans[last - 1].end : spans[last].start]):
                break
            yield Span(spans[first].start, spans[last].end)


def _compare(name: str, form: str) -> float:
    """Give the share of letters, in percent, that *form* has of *name*; 0 for a spelling of its own."""
    from rapidfuzz import fuzz

    mine, theirs = (re.sub(r"[\s'’-]", "", fold(words)) for words in (name, form))
    if mine == theirs or (mine.endswith("e") and _PLACE.sub("", mine) == _PLACE.sub("", theirs)):
        return 0.0
    low, high = sorted((mine, theirs), key=len)
    if high.startswith(low[:-1]) and _FAMILY.fullmatch(high[len(low) - 1 :].removeprefix(low[-1:])):
        return 0.0
    if skeleton(mine) == skeleton(theirs) and _DOUBLE.sub(r"\1", mine) != _DOUBLE.sub(r"\1", theirs):
        return 0.0
    return float(fuzz.ratio(mine, theirs))
