"""Lay a checkpoint's weights on the grid that int8 storage can hold exactly.

CTranslate2 stores each row of a matrix as whole numbers from -127 to 127 times one scale. A checkpoint
whose weights already have that form loses nothing when it is converted, so both engines give the same
answers. It is done once, at a model's release (see ``copydesk.engines.release``).
"""

from __future__ import annotations

import math
import shutil
from pathlib import Path
from typing import Any

from copydesk.engines.folder import open_folder


def round_folder(folder: Path, output: Path) -> int:
    """Write the checkpoint of *folder* to *output* with its matrices rounded; return how many there were.

    The weights are written in half precision. Raises ModelError for a folder that is not whole.
    """
    from safetensors.torch import load_file, save_file

    model = open_folder(folder)
    tensors = load_file(model.path / "model.safetensors")
    rounded = 0
    for name, tensor in tensors.items():
        if tensor.ndim == 2 and "embed_positions" not in name and tensor.shape[0] > 1:
            tensors[name] = round_rows(tensor.float()).half()
            rounded += 1
        elif tensor.is_floating_point():
            tensors[name] = tensor.half()
    output.mkdir(parents=True, exist_ok=True)
    for file in sorted(folder.iterdir()):
        if (
            file.is_file()
            and file.name != "model.safetensors"
            and file.resolve() != (output / file.name).resolve()
        ):
            shutil.copyfile(file, output / file.name)
    partial = output / "model.safetensors.partial"
    save_file({key: value.contiguous() for key, value in tensors.items()}, partial, metadata={"format": "pt"})
    partial.replace(output / "model.safetensors")
    return rounded


def round_rows(matrix: Any) -> Any:
    """Round every row of a float32 matrix to whole multiples of its own scale, the largest being 127.

    The scale has four significant bits, so that 127 times it still fits the eleven of half precision; the
    largest weight of a row moves by up to a thirtieth for that, every other by half a step at most.
    """
    import torch

    rows = []
    for row in matrix:
        largest = float(row.abs().max())
        if largest == 0.0:
            rows.append(row)
            continue
        scale = _four_bits(largest / 127)
        steps = torch.round(row / scale).clamp_(-127, 127)
        top = int(row.abs().argmax())
        steps[top] = math.copysign(127, float(row[top]))
        rows.append(steps * scale)
    return torch.stack(rows)


def _four_bits(value: float) -> float:
    mantissa, exponent = math.frexp(value)
    return math.ldexp(round(mantissa * 16) / 16, exponent)
