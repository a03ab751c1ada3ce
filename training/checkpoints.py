"""Save and load weights with optimiser state, so that a cut-short file is never taken for a good one."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor


def save_checkpoint(path: Path, tensors: dict[str, Tensor], facts: dict[str, object]) -> None:
    """Write tensors and facts to `path`, which appears whole or not at all; raise OSError when it cannot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    kept = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    try:
        save_file(kept, str(partial), metadata={"facts": json.dumps(facts)})
    except SafetensorError as error:  # the library's own name for a full disk
        partial.unlink(missing_ok=True)
        raise OSError(None, str(error), str(path)) from error
    partial.replace(path)


def load_checkpoint(path: Path) -> tuple[dict[str, Tensor], dict[str, object]]:
    """Read a checkpoint; raise ValueError when it is cut short, not one of ours, or not finite."""
    try:
        with safe_open(str(path), framework="pt") as file:
            facts = json.loads((file.metadata() or {})["facts"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, KeyError, ValueError, OSError) as error:
        raise ValueError(f"{path.name}: not a whole checkpoint ({error})") from error
    if any(not bool(torch.isfinite(tensor).all()) for tensor in tensors.values()):
        raise ValueError(f"{path.name}: holds numbers that are not finite")
    return tensors, facts


def latest_checkpoint(folder: Path) -> tuple[Path, dict[str, Tensor], dict[str, object]] | None:
    """Return the newest whole step-*.safetensors of `folder`, skipping broken ones; None if there is none.

    Those of the last stretch are called last-*, so a run that goes on does so from where that began: a model
    that has seen the last mix at a rate near zero has little left to learn with.
    """
    for path in sorted(folder.glob("step-*.safetensors"), reverse=True):
        try:
            return path, *load_checkpoint(path)
        except ValueError as error:
            print(f"skipped {error}", flush=True)
    return None


def prune(folder: Path, kind: str, keep: int) -> None:
    """Delete all but the `keep` newest `kind`-*.safetensors of `folder`."""
    for path in sorted(folder.glob(f"{kind}-*.safetensors"), reverse=True)[keep:]:
        path.unlink(missing_ok=True)
