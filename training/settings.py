"""Read a recipe's TOML file; every key is known, every path is resolved."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints


class RecipeError(Exception):
    """A fault the reader of the message can act on; shown as one line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A corpus: French TAB English (TAB label) a line, plain or .xz; or the stem of a .fr and an .en file.

    A name that begins with `recipe:` is relative to the recipe file, others to the data root.
    `parts` maps labels to part names; without it all lines belong to `part`. `share` keeps that much of a
    part.
    `last_step_only` lets a development set through the held-out filter, for the last mix alone.
    """

    file: str
    part: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    share: dict[str, float] = field(default_factory=dict)
    last_step_only: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """Where corpora lie (relative to `root`) and what keeps a pair out."""

    root: str = "."
    tables: tuple[Table, ...] = ()
    held_out: tuple[str, ...] = ()
    longest: int = 92
    ratio: float = 3.0
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Reuse the tokenizer of the folder `base`, or train a unigram of `pieces` pieces.

    With `continue_weights` the base's architecture and weights are taken too.
    """

    base: str = ""
    continue_weights: bool = True
    pieces: int = 12_000


@dataclass(frozen=True, slots=True)
class Size:
    """The architecture when no base folder gives one."""

    width: int = 256
    inner: int = 1024
    heads: int = 4
    encoder_layers: int = 4
    decoder_layers: int = 2


@dataclass(frozen=True, slots=True)
class Annotate:
    """How many pairs of each part are annotated with terms, and how many disturbed, per shard."""

    terms: dict[str, int] = field(default_factory=dict)
    variants: dict[str, int] = field(default_factory=dict)
    seed: int = 3


@dataclass(frozen=True, slots=True)
class Train:
    """The training run. Times in hours, minutes and seconds as named; `pieces` is target pieces an update.

    `last_minutes` is how long the last mix is trained on; 0 means as long as the rate decays. `term_weight`
    is what a target piece of a term given inline weighs in the loss.
    """

    hours: float = 2.0
    decay_minutes: float = 27.0
    decay_power: float = 0.5
    last_minutes: float = 0.0
    rate: float = 1e-3
    warmup: int = 150
    pieces: int = 3000
    rows: int = 400
    smoothing: float = 0.1
    guide: float = 0.15
    term_weight: float = 1.0
    clip: float = 1.0
    processes: int = 1
    device: str = "cpu"
    precision: str = "bfloat16"
    average_seconds: float = 8.0
    checkpoint_seconds: float = 480.0
    evaluate_seconds: float = 1080.0
    evaluate: tuple[str, ...] = ()
    nice: int = 0
    seed: int = 1
    earlier_pairs: int = 0
    mix: dict[str, float] = field(default_factory=dict)
    last_mix: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured at the end. `choose_on` picks between last checkpoint and average."""

    sets: tuple[str, ...] = ()
    choose_on: str = ""
    lines: int = 0
    choose_lines: int = 0
    alignment_part: str = ""
    obedience_set: str = ""
    obedience_lines: int = 500
    beam: int = 4


@dataclass(frozen=True, slots=True)
class Card:
    """Words of the model card that no file can know."""

    name: str = "copydesk-fr-en"
    machine: str = ""
    notes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole recipe."""

    work: Path
    data: Data
    tokenizer: Tokenizer
    size: Size
    annotate: Annotate
    train: Train
    measure: Measure
    card: Card

    def corpus(self, name: str) -> Path:
        """Return the path of a corpus file named in the recipe."""
        return Path(self.data.root) / name

    @property
    def shards(self) -> Path:
        """The folder of tokenised parts."""
        return self.work / "shards"

    @property
    def base(self) -> Path:
        """The folder with tokenizer, config.json and perhaps weights to start from."""
        return self.work / "base"


_SECTIONS: dict[str, type] = {
    "data": Data, "tokenizer": Tokenizer, "size": Size, "annotate": Annotate,
    "train": Train, "measure": Measure, "card": Card,
}  # fmt: skip


def read_settings(
    path: Path, data: Path | None = None, base: Path | None = None, work: Path | None = None
) -> Settings:
    """Read a recipe; `data`, `base`, `work` replace the file's own. Raise RecipeError naming the key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RecipeError(f"{path}: no such file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: {error}") from error
    folder = path.resolve().parent
    chosen_work = work or folder / str(raw.pop("work", "run"))
    raw.pop("work", None)
    unknown = set(raw) - set(_SECTIONS)
    if unknown:
        raise RecipeError(_unknown(path, sorted(unknown)[0], list(_SECTIONS)))
    sections = {
        name: _section(kind, raw.get(name, {}), f"{path}: [{name}]") for name, kind in _SECTIONS.items()
    }
    root = data or folder / sections["data"].root
    tables = tuple(_beside(table, folder) for table in sections["data"].tables)
    sections["data"] = dataclasses.replace(sections["data"], tables=tables)
    sections["data"] = dataclasses.replace(sections["data"], root=str(root.resolve()))
    if base is not None:
        sections["tokenizer"] = dataclasses.replace(sections["tokenizer"], base=str(base.resolve()))
    elif sections["tokenizer"].base:
        found = (folder / sections["tokenizer"].base).resolve()
        sections["tokenizer"] = dataclasses.replace(sections["tokenizer"], base=str(found))
    return Settings(work=chosen_work.resolve(), **sections)


def _beside(table: Table, folder: Path) -> Table:
    """Resolve a `recipe:` name against the recipe's folder."""
    if not table.file.startswith("recipe:"):
        return table
    return dataclasses.replace(table, file=str((folder / table.file.removeprefix("recipe:")).resolve()))


def _section(kind: type, values: Any, where: str) -> Any:
    if not isinstance(values, dict):
        raise RecipeError(f"{where} is not a table")
    hints = get_type_hints(kind)
    for key, value in values.items():
        if key not in hints:
            raise RecipeError(_unknown(where, key, list(hints)))
        values[key] = _value(hints[key], value, f"{where} {key}")
    try:
        return kind(**values)
    except TypeError as error:
        raise RecipeError(f"{where}: {error}") from error


def _value(hint: Any, value: Any, where: str) -> Any:
    if hint == tuple[Table, ...]:
        return tuple(_section(Table, dict(item), f"{where}, table {n + 1}:") for n, item in enumerate(value))
    if hint == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise RecipeError(f"{where} must be a list of strings")
        return tuple(value)
    plain = {"float": (int, float), "int": (int,), "str": (str,), "bool": (bool,)}.get(
        getattr(hint, "__name__", "")
    )
    if plain and (not isinstance(value, plain) or (isinstance(value, bool) and bool not in plain)):
        raise RecipeError(f"{where} must be {hint.__name__}, is {value!r}")
    if plain is None and not isinstance(value, dict):
        raise RecipeError(f"{where} must be a table")
    return value


def _unknown(where: object, key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
    return f"{where} has no key {key!r}{hint}"
