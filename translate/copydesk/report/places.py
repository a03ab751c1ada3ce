"""Turn offsets into lines and columns, as only a printer needs them."""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\n|\r")


class Places:
    """Map offsets of one text to 1-based lines and columns; columns count code points."""

    def __init__(self, text: str) -> None:
        self._ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
        self._starts = [0, *(after for _, after in self._ends)]
        self._length = len(text)

    def of(self, offset: int) -> tuple[int, int]:
        """Give line and column of *offset*."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> tuple[int, int]:
        """Give the offsets between which line *number* stands, its end of line left out.

        Past the last line both are the end of the text.
        """
        if number > len(self._starts):
            return self._length, self._length
        end = self._ends[number - 1][0] if number <= len(self._ends) else self._length
        return self._starts[number - 1], end
