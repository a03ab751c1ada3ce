"""Figures that changed places: 41 des 48 that became 48 of the 41, the dead and the wounded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from copydesk.checks.reading import Reading
from copydesk.checks.tables import read_table
from copydesk.checks.values.anchors import cross_anchors
from copydesk.checks.values.value import Strength, Value, measure_of
from copydesk.resources import files

_COLUMNS = ("role", "fr", "en", "example_fr", "bad_example", "good_example")
_FRENCH_PART = re.compile(
    r" (?:des|sur(?: les| ses| ces| leurs)?|de[s ]* (?:ces|ses|leurs)|parmi les) (?:\w+ )?$"
)
_ENGLISH_PART = re.compile(r" (?:out of|of|among|in)(?: the| its| his| her| their| those| these| every)? $")
_ENGLISH_AGAINST = re.compile(r"[ ,]+(?:against|versus|vs\.?|as against|compared (?:with|to)) $")
_FRENCH_AGAINST = re.compile(r"[ ,]+contre $")
_FROM = re.compile(r"\bfrom (?:about |around |some |just |[$€£¥])?$", re.IGNORECASE)
_DE = re.compile(r"\b(?:de|d')\s?(?:quelque |environ |près de )?$", re.IGNORECASE)
_STOPS = frozenset("et ou and or but mais dont including while tandis".split())
_AHEAD, _BACK = 5, 3


@dataclass(frozen=True, slots=True)
class Role:
    """Hold one row: words of both languages that say what a number counts, and examples of a swap."""

    name: str
    french: tuple[str, ...]
    english: tuple[str, ...]
    example: str
    bad_example: str
    good_example: str
    where: str


@cache
def load_roles() -> tuple[Role, ...]:
    """Load the shipped table; raises InputError naming the row for a malformed one."""
    text = (files("copydesk.checks") / "data" / "roles.tsv").read_text(encoding="utf-8")
    return tuple(
        Role(
            row["role"],
            tuple(row["fr"].split()),
            tuple(row["en"].split()),
            row["example_fr"],
            row["bad_example"],
            row["good_example"],
            place,
        )
        for place, row in read_table(text, "roles.tsv", _COLUMNS)
    )


@cache
def _role_words(language: str) -> dict[str, str]:
    return {
        word: role.name
        for role in load_roles()
        for word in (role.french if language == "fr" else role.english)
    }


def find_swaps(
    source: Reading, target: Reading, values: Sequence[Value], matches: Sequence[Sequence[Value]]
) -> Iterator[tuple[Value, Value]]:
    """Yield the first of two values of the source that changed places, with what stands in its role.

    *matches* holds the values of the draft that equal each of the source's; only numbers with one counterpart
    each are looked at.
    """
    sure = [
        (here, found[0])
        for here, found in zip(values, matches, strict=True)
        if len(found) == 1 and here.strength >= Strength.SPELT and found[0].strength >= Strength.SPELT
    ]
    for number, (one, its) in enumerate(sure):
        for other, theirs in sure[number + 1 :]:
            if its is theirs or one.amount == other.amount:
                continue
            if _kinds_cross(one, other, its, theirs) or (
                _beside(source, one, other) and _order_crosses(source, target, (one, other), (its, theirs))
            ):
                yield one, theirs
                return
    if len(sure) > 1:
        told = _roles(source, target, sure)
        crossed = _cross_roles(sure, told)
        if crossed is None and not any(mine and mine == yours for mine, yours in told):
            # in 17 of the 18 provinces the noun of both stands behind the other
            parts = _parts(target, [there for _, there in sure])
            crossed = cross_anchors(source, target, [pair for pair in sure if id(pair[1]) not in parts])
        if crossed is not None:
            yield crossed


def _parts(target: Reading, values: Sequence[Value]) -> set[int]:
    """Give the ids of the *values* that are a part of the one behind them: 17 of the 18."""
    ordered = sorted(values, key=lambda value: value.start)
    return {
        id(one)
        for one, other in pairwise(ordered)
        if one.end <= other.start and _ENGLISH_PART.fullmatch(target.text, one.end, other.start)
    }


def _kinds_cross(one: Value, other: Value, its: Value, theirs: Value) -> bool:
    """Say whether what each number measures crossed over: 12 soldiers in 30 km, 30 soldiers in 12 km."""
    mine, yours = measure_of(one), measure_of(other)
    return (
        mine != yours
        and measure_of(its) == yours
        and measure_of(theirs) == mine
        and bool(mine)
        and bool(yours)
    )


def _beside(reading: Reading, one: Value, other: Value) -> bool:
    """Say whether two values stand next to one another in the source, or nearly."""
    return one.end <= other.start and other.first - one.last <= 5


def _order_crosses(
    source: Reading, target: Reading, mine: tuple[Value, Value], theirs: tuple[Value, Value]
) -> bool:
    """Say whether a part and its whole, a start and an end, or two sides compared changed places."""
    first, second = theirs[1], theirs[0]
    if first.end > second.start or second.first - first.last > 5:
        return False
    french = source.text[mine[0].end : mine[1].start]
    english = target.text[first.end : second.start]
    if (
        mine[0].amount < mine[1].amount
        and first.amount > second.amount
        and _plain_pair(first, second)
        and _FRENCH_PART.search(french)
        and _ENGLISH_PART.search(english)
    ):
        return True
    if _FRENCH_AGAINST.search(french) and _ENGLISH_AGAINST.search(english):
        return True
    return (
        french.strip() == "à"
        and english.strip() == "to"
        and _DE.search(source.text, max(0, mine[0].start - 14), mine[0].start) is not None
        and _FROM.search(target.text, max(0, first.start - 14), first.start) is not None
    )


def _plain_pair(one: Value, other: Value) -> bool:
    return not one.currency and one.unit is None and other.unit is None and one.kind == other.kind == "number"


def _roles(source: Reading, target: Reading, sure: Sequence[tuple[Value, Value]]) -> list[tuple[str, str]]:
    """List what each number counts, in the source and in the draft; empty where neither text says."""
    french, english = _role_words(source.side.language.code), _role_words(target.side.language.code)
    if french.keys().isdisjoint(source.vocabulary) or english.keys().isdisjoint(target.vocabulary):
        return []
    edges = sorted(here.first for here, _ in sure)
    target_edges = sorted(there.first for _, there in sure)
    return [
        (_role(source, here, french, edges), _role(target, there, english, target_edges))
        for here, there in sure
    ]


def _cross_roles(
    sure: Sequence[tuple[Value, Value]], told: Sequence[tuple[str, str]]
) -> tuple[Value, Value] | None:
    """Return two numbers that follow one another and have each other's role."""
    for (one, other), (before, after) in zip(pairwise(sure), pairwise(told), strict=False):
        (mine, its), (yours, theirs) = before, after
        if mine and yours and mine != yours and (mine, yours) == (theirs, its):
            return one[0], other[1]
    return None


def _role(reading: Reading, value: Value, words: dict[str, str], edges: Sequence[int]) -> str:
    """Return what *value* counts by the words behind it, or before it, up to the next number or "and"."""
    lowers = reading.lowers
    for at in range(value.last + 1, min(len(lowers), value.last + 1 + _AHEAD)):
        if lowers[at] in _STOPS or at in edges or reading.text[reading.starts[at] - 2] in ",;:(":
            break
        if lowers[at] in words:
            return words[lowers[at]]
    for at in range(value.first - 1, max(-1, value.first - 1 - _BACK), -1):
        if lowers[at] in _STOPS or at in edges:
            break
        if lowers[at] in words:
            return words[lowers[at]]
    return ""
