"""Compare the values of two sides: what is missing, what was added, what was changed into what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from copydesk.checks.reading import Reading, both_sides, read
from copydesk.checks.rule import Context, Pair, Side
from copydesk.checks.values.money import SHARED, may_be_worth, same_in_cents
from copydesk.checks.values.scan import counts, read_values
from copydesk.checks.values.swaps import find_swaps
from copydesk.checks.values.units import differ, to_base
from copydesk.checks.values.value import Strength, Unit, Value

_TOLERANCE = 0.05
_TIME_TOLERANCE = 0.09
# pounds are left out: livres are books too
_MAJOR = frozenset(("euro", "dollar"))
_MONEY = re.compile(
    r"[€$£]|\b(?:EUR|USD|GBP)\b|euro|dollar|pound|sterling|buck|cent\b|cents\b", re.IGNORECASE
)
# a share may be told in words
_PERCENT_WORDS = frozenset(
    "cent cents centaine pourcentage pourcentages percentage percentages per point points part parts".split()
)
_MAGNITUDES = (1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9)


class Kind(StrEnum):
    """Name what happened to a value on its way into the draft."""

    MISSING = "missing"
    ADDED = "added"
    CHANGED = "changed"
    MAGNITUDE = "magnitude"
    UNIT = "unit"
    CURRENCY = "currency"
    RATE = "rate"
    DAY = "day"
    TIME = "time"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Difference:
    """Say what differs; *source* is None for an added value, *target* for a missing one.

    Of a RATE both are values of one text: an amount, and in brackets the same in another currency. A SWAPPED
    difference names the first of two values that changed places.
    """

    kind: Kind
    source: Value | None
    target: Value | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold the values of both sides and their differences; all empty where neither side counts anything."""

    source: tuple[Value, ...]
    target: tuple[Value, ...]
    differences: tuple[Difference, ...]


_NOTHING = Comparison((), (), ())


def values_of(side: Side) -> tuple[Value, ...]:
    """Return the values of a side, read on the first call."""
    known = side.cache.get("values")
    if known is None:
        known = side.cache["values"] = read_values(read(side))
    return known  # type: ignore[return-value]


def compare_values(pair: Pair) -> Comparison:
    """Compare both sides of *pair*, once however many rules ask."""
    if pair.source is None or pair.target is None:
        return _NOTHING
    known = pair.target.cache.get("comparison")
    if isinstance(known, tuple) and known[0] is pair.source:
        return known[1]  # type: ignore[no-any-return]
    readings = (read(pair.source), read(pair.target))
    if counts(readings[0]) or counts(readings[1]):
        source, target = values_of(pair.source), values_of(pair.target)
        made = Comparison(source, target, tuple(_differences(readings, source, target)))
    else:
        made = _NOTHING
    pair.target.cache["comparison"] = (pair.source, made)
    return made


_Found = tuple[Difference, Reading, Reading]
_latest: list[tuple[Context, list[_Found]]] = []


def find_differences(context: Context, *kinds: Kind) -> list[_Found]:
    """List the differences of some *kinds* over all pairs of *context*, with the readings of both sides.

    Rules run one after the other over one context, so the list of the latest context is kept.
    """
    if not _latest or _latest[0][0] is not context:
        found = [
            (difference, source, target)
            for pair, source, target in both_sides(context)
            for difference in compare_values(pair).differences
        ]
        _latest[:] = [(context, found)]
    everything = _latest[0][1]
    return [found for found in everything if found[0].kind in kinds] if everything else everything


def _differences(
    readings: tuple[Reading, Reading], source: Sequence[Value], target: Sequence[Value]
) -> list[Difference]:
    matches = [[there for there in target if may_equal(here, there)] for here in source]
    matched = {id(there) for found in matches for there in found}
    missing = [here for here, found in zip(source, matches, strict=True) if not found]
    added = [there for there in target if id(there) not in matched]
    differences: list[Difference] = []
    for here, found in zip(source, matches, strict=True):
        if found and (here.unit is not None or here.currency):
            differences.extend(_unlike_measures(here, found, added))
    if any(value.kind == "percent" for value in (*source, *target)):
        differences.extend(_find_lost_percent(readings, source, target, matches))
    if any(value.currency in _MAJOR for value in source):
        differences.extend(_find_lost_currency(readings[1], source, target, matches))
    if not differences and len(source) > 1:
        for here, there in find_swaps(readings[0], readings[1], source, matches):
            differences.append(Difference(Kind.SWAPPED, here, there))
    if missing or added:
        differences.extend(_accept_conversions(missing, added, source, target))
        if missing and added:
            _accept_ellipsis(missing, added, source, target)
            differences.extend(_changed(missing, added))
        differences.extend(Difference(Kind.MISSING, here, None) for here in missing if here.strength)
        differences.extend(Difference(Kind.ADDED, None, there) for there in added if there.strength)
    return differences


def may_equal(here: Value, there: Value) -> bool:
    """Say whether two values may stand for each other; two times of day only by hour and minute."""
    if here.keys.isdisjoint(there.keys):
        return False
    if here.parts and there.parts and len(here.parts) == len(there.parts) and here.kind != "time":
        return sorted(here.parts) == sorted(there.parts)  # a score of 1:0 is not one of 1:6
    if (here.parts and there.kind == "article") or (there.parts and here.kind == "article"):
        return False
    if here.month and there.month and here.month != there.month:
        return False
    shared = here.keys & there.keys
    if here.kind == there.kind and here.kind in ("percent", "decade"):
        # the rounded parts are for shares: 0.63 % is not 0.93 %; the century of the 80s is that of the 90s
        return any(not isinstance(key, tuple) for key in shared)
    if here.kind != "time" and there.kind != "time":
        return True
    if here.kind == there.kind:
        return any(isinstance(key, tuple) for key in shared) and here.parts[2:] == there.parts[2:]
    timed, other = (here, there) if here.kind == "time" else (there, here)
    if timed.amount != int(timed.amount) and timed.amount not in shared:
        # the three of 3h30 is not the one of three soldiers
        return other.strength is Strength.WRITTEN
    return True


def _unlike_measures(here: Value, found: Sequence[Value], added: Sequence[Value]) -> list[Difference]:
    """Report the same number with another unit or currency: 12 km and 12 miles, 5 euros and 5 dollars."""
    uncounted = here.strength is Strength.APPROXIMATE and here.scale > 1
    if here.unit is not None and here.strength and not uncounted:
        rivals = [there for there in found if there.unit is not None and there.amount == here.amount]
        if (
            rivals
            and len(rivals) == len(found)
            and all(_other_unit(here.unit, there.unit) for there in rivals if there.unit)
            and not any(_converts(here, there) for there in added)
        ):
            return [Difference(Kind.UNIT, here, rivals[0])]
    if here.currency:
        rivals = [there for there in found if there.currency and here.amount in there.keys]
        if rivals and len(rivals) == len(found) and all(there.currency != here.currency for there in rivals):
            return [Difference(Kind.CURRENCY, here, rivals[0])]
    if here.unit is not None and here.unit.dimension == "temperature" and len(found) == 1:
        there = found[0]
        if (
            there.unit is not None
            and here.negative != there.negative
            and there.unit.dimension == "temperature"
        ):
            return [Difference(Kind.CHANGED, here, there)]
    return []


def _find_lost_percent(
    readings: tuple[Reading, Reading],
    source: Sequence[Value],
    target: Sequence[Value],
    matches: Sequence[Sequence[Value]],
) -> Iterator[Difference]:
    """Find figures that are a share on one side alone (84 pts, 84%), the other having no share at all."""
    shares = [any(value.kind == "percent" for value in side) for side in (source, target)]
    if all(shares) or not _PERCENT_WORDS.isdisjoint(readings[shares.index(False)].vocabulary):
        return
    for here, found in zip(source, matches, strict=True):
        if len(found) == 1 and here.kind != found[0].kind and "percent" in (here.kind, found[0].kind):
            there = found[0]
            if here.amount == there.amount and here.strength is there.strength is Strength.WRITTEN:
                yield Difference(Kind.UNIT, here, there)


def _find_lost_currency(
    reading: Reading, source: Sequence[Value], target: Sequence[Value], matches: Sequence[Sequence[Value]]
) -> Iterator[Difference]:
    """Find amounts that have become plain numbers in a text without a currency: 250 M$, 250 million."""
    if any(value.currency for value in target) or _MONEY.search(reading.text):
        return
    for here, found in zip(source, matches, strict=True):
        if here.currency in _MAJOR and here.strength is Strength.WRITTEN and len(found) == 1:
            there = found[0]
            plain = there.strength is Strength.WRITTEN and there.unit is None and there.kind != "percent"
            if plain and here.amount == there.amount:
                yield Difference(Kind.CURRENCY, here, there)


def _other_unit(one: Unit, other: Unit) -> bool:
    if one.dimension != other.dimension:
        return "time" not in (one.dimension, other.dimension)
    return differ(one, other)


def _half_unit(amount: float) -> float:
    """Return half a unit of the last significant place of a number: 0.5 for 12, 0.05 for 7.5, 5 for 120."""
    if not amount:
        return 0.5
    digits = f"{amount:.6f}".rstrip("0")
    if not digits.endswith("."):
        return 0.5 * 10.0 ** -len(digits.rpartition(".")[2])
    whole = digits.rstrip(".")
    return 0.5 * 10.0 ** (len(whole) - len(whole.rstrip("0")))


def _converts(here: Value, there: Value) -> bool:
    """Say whether two measures are equal within rounding."""
    if here.unit is None or there.unit is None or here.unit.dimension != there.unit.dimension:
        return False
    share = _TIME_TOLERANCE if here.unit.dimension == "time" else _TOLERANCE
    relative = here.relative or there.relative
    for mine in _in_base(here, relative):
        for theirs in _in_base(there, relative):
            slack = max(share * abs(mine), share * abs(theirs))
            if here.unit.dimension == "temperature":
                slack = 0.8 if relative else 1.5
            for value in (here, there):
                step = _half_unit(value.amount) * (value.unit.factor if value.unit else 1.0)
                # a rounded 1,000 must not excuse anything: at most a tenth, for small numbers a third
                slack = max(slack, min(step, (0.35 if value.amount < 10 else 0.12) * abs(mine)))
            if abs(mine - theirs) <= slack:
                return True
    return False


def _in_base(value: Value, relative: bool) -> tuple[float, ...]:
    if value.unit is None:
        return ()
    amount = -value.amount if value.negative and value.unit.dimension == "temperature" else value.amount
    return to_base(amount, value.unit, relative=relative)


def _accept_conversions(
    missing: list[Value], added: list[Value], source: Sequence[Value], target: Sequence[Value]
) -> list[Difference]:
    """Take out the measures that were converted rightly, and those added in brackets beside the original.

    Returns the amounts in brackets that cannot be what stands before them.
    """
    wrong: list[Difference] = []
    for here in list(missing):
        if any(here.unit is not there.unit and _converts(here, there) for there in target) or any(
            _same_money(here, there) for there in target
        ):
            missing.remove(here)
        elif here.bracketed and _beside(here, source) and not _rivals(here, added):
            missing.remove(here)  # for French readers, or for those of a third country
    for there in list(added):
        if any(here.unit is not there.unit and _converts(here, there) for here in (*source, *target)) or any(
            _same_money(here, there) for here in source
        ):
            added.remove(there)
            continue
        original = _beside(there, target) if there.bracketed else None
        if original is None or _rivals(there, missing):
            continue
        if may_be_worth(original.amount, original.currency, there.amount, there.currency) is not False:
            added.remove(there)
        else:
            added.remove(there)
            wrong.append(Difference(Kind.RATE, original, there))
    return wrong


def _beside(value: Value, values: Sequence[Value]) -> Value | None:
    """Return the amount in another currency that stands before the amount *value*."""
    if not value.currency:
        return None
    before = [other for other in values if other.start < value.start and other.currency]
    if before and (before[-1].currency != value.currency or value.currency in SHARED):
        return before[-1]
    return None


def _rivals(value: Value, values: Sequence[Value]) -> bool:
    """Say whether the other text has an amount in the same currency that may stand for *value*."""
    return any(other.currency == value.currency for other in values)


def _same_money(here: Value, there: Value) -> bool:
    """Say whether one amount is the other in cents."""
    return same_in_cents(here.amount, here.currency, there.amount, there.currency)


def _accept_ellipsis(
    missing: list[Value], added: list[Value], source: Sequence[Value], target: Sequence[Value]
) -> None:
    """Take out a multiplier that one side leaves to be understood: 82 milliards, dont dix."""
    for here in list(missing):
        for there in list(added):
            less, more = sorted((here, there), key=lambda value: value.amount)
            scales = {value.scale for value in (source if less is here else target)} - {1.0}
            if less.scale == 1 and any(less.amount * scale == more.amount for scale in scales):
                missing.remove(here)
                added.remove(there)
                break


def _changed(missing: list[Value], added: list[Value]) -> list[Difference]:
    """Pair what is missing with what was put in its place, likeliest first, and take both out."""
    offers = []
    for here in missing:
        for there in added:
            if not _comparable(here, there):
                continue
            offers.append((_unlikeness(here, there, missing, added), here.start, there.start, here, there))
    offers.sort(key=lambda offer: offer[:3])
    differences = []
    for _, _, _, here, there in offers:
        if here in missing and there in added:
            missing.remove(here)
            added.remove(there)
            differences.append(Difference(_kind_of_change(here, there), here, there))
    return differences


def _comparable(here: Value, there: Value) -> bool:
    """Say whether one value may stand in the place of the other."""
    if here.kind == there.kind == "fraction" or (_is_vague(here) and _is_vague(there)):
        return True
    if here.kind == "vague" and there.kind != "vague":
        return there.kind == "collective"
    least, most = sorted((here.strength, there.strength))
    if least < Strength.APPROXIMATE or most < Strength.SPELT:
        return False
    return here.kind == there.kind or "ordinal" not in (here.kind, there.kind)


def _is_vague(value: Value) -> bool:
    """Say whether nobody has counted: des milliards, several hundred."""
    return any(isinstance(key, tuple) and key[0] == "vague" for key in value.keys)


def _unlikeness(here: Value, there: Value, missing: list[Value], added: list[Value]) -> float:
    cost = abs(missing.index(here) / len(missing) - added.index(there) / len(added))
    if here.kind != there.kind:
        cost += 2
    if here.unit is not None and there.unit is not None and here.unit.dimension == there.unit.dimension:
        cost -= 1
    if here.currency and there.currency:
        cost -= 1
    if here.strength != there.strength:
        cost += 0.5
    return cost


def _kind_of_change(here: Value, there: Value) -> Kind:
    if here.amount and there.amount and max(here.scale, there.scale) >= 1e6:
        ratio = there.amount / here.amount
        if any(abs(ratio / magnitude - 1) < 1e-6 for magnitude in _MAGNITUDES):
            return Kind.MAGNITUDE
    if here.kind == there.kind == "time":
        return Kind.TIME
    one, other = here.unit, there.unit
    if (
        one is not None
        and other is not None
        and one.dimension == other.dimension != "time"
        and differ(one, other)
    ):
        return Kind.UNIT
    if here.day and there.day:
        return Kind.DAY
    return Kind.CHANGED
