"""Read the weights of a converted model (``model.bin``) as numpy arrays.

The file is CTranslate2's, binary version 6: a header (version, name and revision of the specification), the
variables (name, shape, number type, bytes), then aliases. Rows that are stored in eight or sixteen bits are
multiplied out to 32-bit floats.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.errors import ModelError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

_VERSION = 6
# number types by CTranslate2's code; 5 is bfloat16, which numpy has not
_TYPES = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}
_BFLOAT16 = 5


def read_weights(path: Path) -> dict[str, Array]:
    """Return every variable of *path* by name, weights as float32; raise ModelError for another format."""
    import numpy as np

    data = path.read_bytes()
    place = 0

    def take(code: str) -> Any:
        nonlocal place
        (value,) = struct.unpack_from(f"<{code}", data, place)
        place += struct.calcsize(code)
        return value

    def take_name() -> str:
        nonlocal place
        length = take("H")
        name = data[place : place + length - 1].decode()
        place += length
        return name

    try:
        version = take("I")
        if version != _VERSION:
            raise ValueError(f"binary version {version}")
        take_name()
        take("I")
        found: dict[str, Array] = {}
        for _ in range(take("I")):
            name = take_name()
            shape = [take("I") for _ in range(take("B"))]
            kind, size = take("B"), take("I")
            if kind == _BFLOAT16:
                halves = np.frombuffer(data, "<u2", size // 2, place).astype("<u4")
                array = (halves << 16).view("<f4")
            else:
                dtype = np.dtype(_TYPES[kind])
                array = np.frombuffer(data, dtype, size // dtype.itemsize, place)
            found[name] = array.reshape(shape)
            place += size
        for _ in range(take("I")):
            alias, name = take_name(), take_name()
            found[alias] = found[name]
            if f"{name}_scale" in found:
                found[f"{alias}_scale"] = found[f"{name}_scale"]
    except (struct.error, KeyError, ValueError, UnicodeDecodeError) as error:
        raise ModelError(
            f"has weights in a form that the critic cannot read ({error})",
            where=str(path),
            remedy="convert the model again",
        ) from None
    return {name: _as_float(name, array, found) for name, array in found.items()}


def _as_float(name: str, array: Array, found: dict[str, Array]) -> Array:
    import numpy as np

    if array.ndim == 0 or name.endswith("_scale"):
        return array
    scale = found.get(f"{name}_scale")
    floats = array.astype(np.float32)
    if scale is None:
        return floats
    return floats / (scale[:, None] if scale.ndim == 1 else scale)
