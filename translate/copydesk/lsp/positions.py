r"""Turn offsets into the positions of the language server protocol, and back.

A position is a 0-based line and a column in code units of the encoding that client and server agreed on:
UTF-16 unless the client offers another. Lines end at ``\n``, ``\r\n`` and ``\r`` alone, as in editors.
"""

from __future__ import annotations

from copydesk.report.places import Places


def _units_utf8(character: str) -> int:
    code = ord(character)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4


def _units_utf16(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _units_utf32(character: str) -> int:
    return 1


_UNITS = {"utf-8": _units_utf8, "utf-16": _units_utf16, "utf-32": _units_utf32}


class Positions:
    """Map offsets of one text, in code points, to positions in ``utf-8``, ``utf-16`` or ``utf-32``."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self._text = text
        self._places = Places(text)
        self._units = _UNITS[encoding]

    def position_of(self, offset: int) -> tuple[int, int]:
        """Give the line and the column in code units, both from 0, of *offset*."""
        line, column = self._places.of(offset)
        before = self._text[offset - column + 1 : offset]
        return line - 1, len(before) if before.isascii() else sum(map(self._units, before))

    def offset_of(self, line: int, column: int) -> int:
        """Give the offset of a position.

        A column past the end of the line is its end, a line past the end is that of the text, and the middle
        of a character is its beginning.
        """
        start, end = self._places.line(line + 1)
        units = 0
        for offset in range(start, end):
            units += self._units(self._text[offset])
            if units > column:
                return offset
        return end
