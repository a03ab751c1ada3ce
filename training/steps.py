"""Run steps in order; one that is done, with the inputs it was done with, is not done again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.settings import RecipeError


@dataclass(frozen=True, slots=True)
class Step:
    """A named piece of work: `knows` are the settings it depends on, `reads` its files, `writes` its results.

    `action` returns facts that are kept in the done-marker.
    """

    name: str
    knows: object
    reads: list[Path]
    writes: list[Path]
    action: Callable[[], dict[str, Any]]
    after: list[str] = field(default_factory=list)


def write_json(path: Path, value: object) -> None:
    """Write JSON to `path`, which appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)


def digest(step: Step, markers: Path) -> str:
    """Return a digest of a step's settings, input files and the steps it comes after."""
    total = hashlib.sha256(repr(step.knows).encode())
    for path in step.reads:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            if not file.is_file():
                raise RecipeError(f"step {step.name}: {file} is missing")
            total.update(file.name.encode())
            with file.open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
    for name in step.after:
        marker = markers / f"{name}.json"
        total.update(json.loads(marker.read_text(encoding="utf-8"))["digest"].encode())
    return total.hexdigest()


def is_done(step: Step, markers: Path) -> bool:
    """Say whether the step's marker matches its inputs and its results are there."""
    try:
        marker = json.loads((markers / f"{step.name}.json").read_text(encoding="utf-8"))
        return marker.get("digest") == digest(step, markers) and all(path.exists() for path in step.writes)
    except (OSError, ValueError, KeyError):
        return False


def run_steps(
    steps: list[Step], markers: Path, last: str = "", first: str = "", say: Callable[[str], None] = print
) -> None:
    """Run what is not done, from step `first` to step `last`; raise RecipeError naming the step at fault.

    Steps before `first` are taken as they lie there, even if their inputs have changed since.
    """
    markers.mkdir(parents=True, exist_ok=True)
    names = [step.name for step in steps]
    for name in (first, last):
        if name and name not in names:
            raise RecipeError(f"there is no step {name!r}; the steps are {', '.join(names)}")
    for step in steps[names.index(first) if first else 0 :]:
        if is_done(step, markers):
            say(f"{step.name}: done before")
        else:
            began = time.time()
            say(f"{step.name}: begins")
            try:
                mark = digest(step, markers)
                facts = step.action()
            except OSError as error:
                place = f" at {error.filename}" if error.filename else ""
                raise RecipeError(f"step {step.name}: {error.strerror or error}{place}") from error
            except ValueError as error:
                raise RecipeError(f"step {step.name}: {error}") from error
            seconds = round(time.time() - began, 1)
            write_json(markers / f"{step.name}.json", {"digest": mark, "seconds": seconds, "facts": facts})
            say(f"{step.name}: done in {seconds} s")
        if step.name == last:
            return


def accept(steps: list[Step], markers: Path, name: str) -> None:
    """Mark a step done with the results that lie there, as when shards were made on another machine."""
    for step in steps:
        if step.name != name:
            continue
        missing = [path for path in step.writes if not path.exists()]
        if missing:
            raise RecipeError(f"step {name} has left nothing to accept: {missing[0]} is missing")
        write_json(
            markers / f"{name}.json",
            {"digest": digest(step, markers), "seconds": 0.0, "facts": {"accepted": True}},
        )
        return
    raise RecipeError(f"there is no step {name!r}; the steps are {', '.join(step.name for step in steps)}")


def forget(steps: list[Step], markers: Path, first: str) -> None:
    """Remove the markers of the step named `first` and of all that come after it."""
    names = [step.name for step in steps]
    if first not in names:
        raise RecipeError(f"there is no step {first!r}; the steps are {', '.join(names)}")
    for name in names[names.index(first) :]:
        (markers / f"{name}.json").unlink(missing_ok=True)
