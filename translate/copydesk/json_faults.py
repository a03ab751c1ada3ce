"""Say in plain words what is wrong with JSON that a user gives."""

from __future__ import annotations

import re

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def describe_fault(error: Exception) -> str:
    """Say why ``json.loads`` raised *error*, without the words of the language we are written in."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    message = str(getattr(error, "msg", error))
    return "a number of too many digits" if "int_max_str_digits" in message else message


def holds_half_pair(text: str) -> bool:
    r"""Say whether *text* holds half of a surrogate pair (``"\ud800"``), which no encoding can write."""
    return not text.isascii() and _HALF_PAIR.search(text) is not None
