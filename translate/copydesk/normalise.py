"""A normalised shadow of a text, with the way back to the text as read.

Models are trained on, and terms are matched against, plain spaces and straight quotes. News copy has
narrow no-break spaces, curly apostrophes, soft hyphens and decomposed accents. The shadow holds the plain
form; every offset in it leads back to the original, so nothing has to be searched for again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.text import Span

_SPACES = "\u00a0\u2007\u2008\u2009\u200a\u202f\u2002\u2003\u2004\u2005\u2006\u3000\t\n\r\v\f\u2028\u2029\x85"
_PLAIN: dict[str, str] = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\uff02", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f\u0000", ""),
}
_TABLE = str.maketrans(_PLAIN)
# the ASCII characters that the shadow changes
_CONTROLS = re.compile("[\t\n\r\v\f\x00]")
# neither combining nor dropped: the shadow of a text of these characters alone is as long as the text
_EVEN = re.compile("[\u0001-\u00ac\u00ae-\u02ff\u2002-\u200a\u2010-\u2029\u202f-\u205e\u20a0-\u20bf\u2122]*")


@dataclass(frozen=True, slots=True)
class Shadow:
    """Pair a normalised text with the offset in the original of each of its characters.

    ``offsets`` has ``len(text) + 1`` entries, the last one the length of the original.
    """

    original: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Lead a stretch of the shadow back to the original.

        An empty stretch gives an empty span; characters dropped from the shadow (soft hyphens, ...) are
        taken along when they stand inside the stretch, not when they follow it.
        """
        if start >= end:
            return Span(self.offsets[start], self.offsets[start])
        last = self.offsets[end - 1]
        after = last + 1
        # a decomposed character covers several code points of the original
        while after < len(self.original) and unicodedata.combining(self.original[after]):
            after += 1
        return Span(self.offsets[start], after)


def normalise(text: str) -> Shadow:
    """Return the shadow of *text*: NFC, plain single-width spaces, straight quotes and hyphens.

    Runs of spaces are kept (each stays one character), so that lengths differ only where characters are
    dropped or composed.
    """
    if text.isascii() and (text.isprintable() or _CONTROLS.search(text) is None):
        return Shadow(text, text, range(len(text) + 1))
    if _EVEN.fullmatch(text):
        return Shadow(text, text.translate(_TABLE), range(len(text) + 1))
    return _normalise_slowly(text)


def _normalise_slowly(text: str) -> Shadow:
    characters: list[str] = []
    offsets: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = text[position] if end == position + 1 else unicodedata.normalize("NFC", text[position:end])
        for character in cluster:
            for plain in _PLAIN.get(character, character):
                characters.append(plain)
                offsets.append(position)
        position = end
    offsets.append(len(text))
    return Shadow(text, "".join(characters), tuple(offsets))
