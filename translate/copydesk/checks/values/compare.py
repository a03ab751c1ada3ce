"""Compare the values of two sides: what is missing, what was added, what was changed into what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from copydesk.checks.reading import read
from copydesk.checks.rule import Pair, Side
from copydesk.checks.values.scan import read_values
from copydesk.checks.values.units import differ, to_base
from copydesk.checks.values.value import Strength, Unit, Value

_TOLERANCE = 0.05
_TIME_TOLERANCE = 0.09
_MAGNITUDES = (1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9)


class Kind(StrEnum):
    """Name what happened to a value on its way into the draft."""

    MISSING = "missing"
    ADDED = "added"
    CHANGED = "changed"
    MAGNITUDE = "magnitude"
    UNIT = "unit"
    CURRENCY = "currency"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Difference:
    """Say what differs; *source* is None for an added value, *target* for a missing one."""

    kind: Kind
    source: Value | None
    target: Value | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold the values of both sides and their differences."""

    source: tuple[Value, ...]
    target: tuple[Value, ...]
    differences: tuple[Difference, ...]


def values_of(side: Side) -> tuple[Value, ...]:
    """Return the values of a side, read on the first call."""
    known = side.cache.get("values")
    if known is None:
        known = side.cache["values"] = read_values(read(side))
    return known  # type: ignore[return-value]


def compare_values(pair: Pair) -> Comparison:
    """Compare both sides of *pair*, once however many rules ask."""
    if pair.source is None or pair.target is None:
        return Comparison((), (), ())
    known = pair.target.cache.get("comparison")
    if isinstance(known, tuple) and known[0] is pair.source:
        return known[1]  # type: ignore[no-any-return]
    source, target = values_of(pair.source), values_of(pair.target)
    made = Comparison(source, target, tuple(_differences(source, target)) if source or target else ())
    pair.target.cache["comparison"] = (pair.source, made)
    return made


def _differences(source: Sequence[Value], target: Sequence[Value]) -> list[Difference]:
    matches = [[there for there in target if _may_equal(here, there)] for here in source]
    matched = {id(there) for found in matches for there in found}
    missing = [here for here, found in zip(source, matches, strict=True) if not found]
    added = [there for there in target if id(there) not in matched]
    differences = []
    for here, found in zip(source, matches, strict=True):
        differences.extend(_unlike_measures(here, found, added))
    _accept_conversions(missing, added, source, target)
    if missing and added:
        _accept_ellipsis(missing, added, source, target)
        differences.extend(_changed(missing, added))
    differences.extend(Difference(Kind.MISSING, here, None) for here in missing if here.strength)
    differences.extend(Difference(Kind.ADDED, None, there) for there in added if there.strength)
    return differences


def _may_equal(here: Value, there: Value) -> bool:
    """Say whether two values may stand for each other; two times of day only by hour and minute."""
    shared = here.keys & there.keys
    if not shared:
        return False
    timed = [value for value in (here, there) if value.kind == "time"]
    if len(timed) == 2:
        return any(isinstance(key, tuple) for key in shared)
    if timed and timed[0].amount != int(timed[0].amount) and timed[0].amount not in shared:
        # the three of 3h30 is not the one of three soldiers
        return (there if here is timed[0] else here).strength is Strength.WRITTEN
    return True


def _unlike_measures(here: Value, found: Sequence[Value], added: Sequence[Value]) -> list[Difference]:
    """Report the same number with another unit or currency: 12 km and 12 miles, 5 euros and 5 dollars."""
    if here.unit is not None and here.strength:
        rivals = [there for there in found if there.unit is not None and there.amount == here.amount]
        if (
            rivals
            and len(rivals) == len(found)
            and all(_other_unit(here.unit, there.unit) for there in rivals if there.unit)
            and not any(_converts(here, there) for there in added)
        ):
            return [Difference(Kind.UNIT, here, rivals[0])]
    if here.currency:
        rivals = [there for there in found if there.currency and there.amount == here.amount]
        if rivals and len(rivals) == len(found) and all(there.currency != here.currency for there in rivals):
            return [Difference(Kind.CURRENCY, here, rivals[0])]
    return []


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
    for mine in to_base(here.amount, here.unit):
        for theirs in to_base(there.amount, there.unit):
            slack = max(share * abs(mine), share * abs(theirs))
            if here.unit.dimension == "temperature":
                slack = 1.5
            for value in (here, there):
                step = _half_unit(value.amount) * (value.unit.factor if value.unit else 1.0)
                # a rounded 1,000 must not excuse anything: at most a tenth, for small numbers a third
                slack = max(slack, min(step, (0.35 if value.amount < 10 else 0.12) * abs(mine)))
            if abs(mine - theirs) <= slack:
                return True
    return False


def _accept_conversions(
    missing: list[Value], added: list[Value], source: Sequence[Value], target: Sequence[Value]
) -> None:
    """Take out the measures that were converted rightly, and those added in brackets beside the original."""
    for here in list(missing):
        if any(here.unit is not there.unit and _converts(here, there) for there in target) or any(
            _same_money(here, there) for there in target
        ):
            missing.remove(here)
    for there in list(added):
        if any(here.unit is not there.unit and _converts(here, there) for here in (*source, *target)) or any(
            _same_money(here, there) for here in source
        ):
            added.remove(there)


def _same_money(here: Value, there: Value) -> bool:
    """Say whether one amount is the other in cents: 0,87 dollar and 87 cents."""
    if "cent" not in (here.currency, there.currency) or here.currency == there.currency:
        return False
    return round(here.amount * 100, 4) == there.amount or round(there.amount * 100, 4) == here.amount


def _accept_ellipsis(
    missing: list[Value], added: list[Value], source: Sequence[Value], target: Sequence[Value]
) -> None:
    """Take out a multiplier that one side leaves to be understood: 82 milliards, dont dix."""
    for here in list(missing):
        for there in list(added):
            scales = {value.scale for value in (source if here.scale == 1 else target)} - {1.0}
            less, more = sorted((here, there), key=lambda value: value.amount)
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
