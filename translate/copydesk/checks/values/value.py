"""What reading a number yields: Value, and the grammar of one language that the reader follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from copydesk.checks.reading import Reading

#: what may stand for what: a plain number, or a number in a space of its own such as ("time", 1230)
Key = float | tuple[str, float]


class Strength(IntEnum):
    """Say how much an unmatched value means.

    HINT values only ever explain a value of the other side (``both`` for ``deux``). An APPROXIMATE one
    (half, a dozen) counts where another stands in its place. A SPELT or WRITTEN (digits) one counts alone.
    """

    HINT = 0
    APPROXIMATE = 1
    SPELT = 2
    WRITTEN = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """Name a unit of measure: its dimension, and value * factor + offset in the base unit.

    *others* are further factors that the same word may mean (a US or an imperial gallon).
    """

    name: str
    dimension: str
    factor: float
    offset: float = 0.0
    others: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """Hold one value: where it stands in the reading, what it may equal, and what it counts.

    *start* and *end* are offsets in ``Reading.text``, unit and currency included; *first* and *last* the
    tokens of the number itself. *amount* is the value as written, multiplied out. *keys* holds every number
    that a right translation may show. *day* says that a month stands beside it, *month* which one.
    *parts* are the numbers of a score, a date or a stop-watch time (2:1). *negative* says that a minus
    stands before it, *relative* that it measures a change (a rise of two degrees), *bracketed* that it
    is the first in a bracket.
    """

    start: int
    end: int
    first: int
    last: int
    amount: float
    keys: frozenset[Key]
    strength: Strength
    kind: str = "number"
    unit: Unit | None = None
    currency: str = ""
    scale: float = 1.0
    day: bool = False
    month: int = 0
    parts: tuple[float, ...] = ()
    negative: bool = False
    relative: bool = False
    bracketed: bool = False


def measure_of(value: Value) -> str:
    """Name what *value* is measured in: a unit, a currency, percent; empty for a plain number."""
    if value.kind == "percent":
        return "percent"
    if value.currency:
        return value.currency
    return value.unit.name if value.unit is not None else ""


def value_at(
    reading: Reading,
    first: int,
    last: int,
    amount: float,
    strength: Strength,
    kind: str = "number",
    keys: tuple[Key, ...] = (),
    scale: float = 1.0,
) -> Value:
    """Make the value that the tokens from *first* to *last* say."""
    return Value(
        reading.starts[first],
        reading.ends[last],
        first,
        last,
        amount,
        frozenset((round(amount, 6), *keys)),
        strength,
        kind,
        scale=scale,
    )


@dataclass(frozen=True)
class Grammar:
    """Hold what one language knows about numbers; all words in lower case.

    *small* are the words below a hundred, *ordinals* the ordinal words,
    *late_ordinals* those that count only after tens (twenty-first), *multipliers* thousand and above.
    *collectives* count a set (une dizaine), *vague* are bare plurals (des milliers), *fractions* parts of
    one. *hints* are words that imply numbers. *units* and *currencies* are keyed by one to three words
    joined by a space. *decimal* and *thousands* are the marks within a number. *qualifiers* may stand
    between a number and its unit (18 derniers mois). *triggers* are all words at which a value may begin,
    *counting* those without which, and without a digit, a sentence has nothing that could differ;
    *unit_heads* are the first words of units and currencies.
    """

    language: str
    decimal: str
    thousands: str
    small: Mapping[str, int]
    hundreds: frozenset[str]
    multipliers: Mapping[str, float]
    glued_multipliers: Mapping[str, float]
    joiner: str
    ordinals: Mapping[str, int]
    late_ordinals: Mapping[str, int]
    ordinal_suffixes: frozenset[str]
    collectives: Mapping[str, float]
    vague: Mapping[str, float]
    fractions: Mapping[str, float]
    hints: Mapping[str, tuple[Key, ...]]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, Unit]
    currencies: Mapping[str, str]
    of: frozenset[str]
    range_words: frozenset[str]
    decade_words: frozenset[str]
    hours: frozenset[str]
    qualifiers: frozenset[str]
    triggers: frozenset[str] = field(init=False)
    counting: frozenset[str] = field(init=False)
    unit_heads: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "triggers",
            frozenset(
                word
                for table in (
                    self.small,
                    self.hundreds,
                    self.multipliers,
                    self.ordinals,
                    self.collectives,
                    self.vague,
                    self.fractions,
                    self.hints,
                )
                for word in table
            ),
        )
        weak = {*self.hints, "un", "une", "one"} - {"siècle", "siècles"}
        object.__setattr__(
            self, "counting", frozenset((self.triggers | {"siècle", "siècles", "percent"}) - weak)
        )
        heads = {name.split()[0] for name in (*self.units, *self.currencies)}
        object.__setattr__(self, "unit_heads", frozenset(heads))
