"""What every bitext check reads of one side: plain text and words, worked out once a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from copydesk.checks.rule import Context, Pair, Side
from copydesk.text import Span

# one character for one character, so that offsets stay what they are
_PLAIN = {
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
    **dict.fromkeys("\t\n\r", " "),
    # \x91 to \x94 are quotes of Windows-1252 that were read as Latin-1
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\uff07\x91\x92", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\uff02\u00ab\u00bb\x93\x94", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
}
_SPECIAL = frozenset(_PLAIN)
_ANY_SPECIAL = re.compile(f"[{''.join(sorted(_SPECIAL))}]")
# characters that the shadow drops or composes: rare, and worth the slower way
_UNEVEN = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\x00\u0300-\u036f]")

_DIGIT = re.compile(r"\d")
_NUMBER = r"\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*"
_WORD = r"[^\W\d_]+"
_TOKENS = {
    "en": re.compile(rf"{_NUMBER}|{_WORD}(?:'t\b)?"),
    "": re.compile(rf"{_NUMBER}|{_WORD}"),
}


class Reading:
    """Hold the plain text of one side and its tokens.

    *text* has plain spaces, straight apostrophes and straight quotes. Tokens are numbers with their
    thousands (``900 000``) and runs of letters: hyphens and apostrophes part words, except that an English
    ``n't`` stays with its verb. ``words[i]`` stands at ``starts[i]:ends[i]`` of *text*; ``lowers`` are the
    same in lower case and ``vocabulary`` is their set. *digits* says whether a digit stands in the text. The
    offsets are worked out when first asked for.
    """

    __slots__ = ("_ends", "_starts", "digits", "lowers", "side", "text", "uneven", "vocabulary", "words")

    def __init__(self, side: Side) -> None:
        self.side = side
        self.uneven = not side.text.isascii() and _UNEVEN.search(side.text) is not None
        self.text = _plain(side.shadow.text if self.uneven else side.text)
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        self.digits = _DIGIT.search(self.text) is not None
        language = side.language.code
        if self.digits or (language == "en" and "'t" in self.text) or len(side.shadow.text) != len(self.text):
            self.words = (_TOKENS.get(language) or _TOKENS[""]).findall(self.text)
            # one call for all words: no word holds a line end
            self.lowers = "\n".join(self.words).lower().split("\n") if self.words else []
            self.vocabulary = frozenset(self.lowers)
        else:
            # without digits these are the words of the side
            self.words, self.lowers, self.vocabulary = side.tokens, side.lower_tokens, side.lower_words

    @property
    def starts(self) -> list[int]:
        """Give the offset in *text* at which each token starts."""
        if self._starts is None:
            self._starts, self._ends = _offsets(self.text, self.words)
        return self._starts

    @property
    def ends(self) -> list[int]:
        """Give the offset in *text* behind each token."""
        if self._starts is None:
            self._starts, self._ends = _offsets(self.text, self.words)
        return self._ends

    def place(self, start: int, end: int) -> Span:
        """Turn offsets within *text* into a span of the whole document."""
        if self.uneven:
            span = self.side.shadow.span(start, end)
            return self.side.place(span.start, span.end)
        return self.side.place(start, end)

    def word_place(self, first: int, last: int | None = None) -> Span:
        """Give the span in the document of the tokens from *first* to *last*, the latter included."""
        return self.place(self.starts[first], self.ends[first if last is None else last])

    def glued(self, index: int, mark: str = "-") -> bool:
        """Say whether only *mark* stands between this token and the one before it."""
        return index > 0 and self.text[self.ends[index - 1] : self.starts[index]] == mark


def _plain(text: str) -> str:
    if _ANY_SPECIAL.search(text) is None:
        return text
    for character in _SPECIAL.intersection(text):
        text = text.replace(character, _PLAIN[character])
    return text


def _offsets(text: str, words: list[str]) -> tuple[list[int], list[int]]:
    """Give start and end of each token; faster than asking a match for them."""
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for word in words:
        at = text.find(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)
    return starts, ends


def read(side: Side) -> Reading:
    """Return the reading of *side*, worked out on the first call."""
    known = side.cache.get("reading")
    if isinstance(known, Reading):
        return known
    made = Reading(side)
    side.cache["reading"] = made
    return made


_Read = tuple[Pair, Reading, Reading]
_latest: list[tuple[Context, list[_Read]]] = []


def both_sides(context: Context) -> list[_Read]:
    """List the pairs that have both sides, with the readings of the source and of the draft.

    Rules run one after the other over one context, so the list of the latest context is kept.
    """
    if _latest and _latest[0][0] is context:
        return _latest[0][1]
    made = [
        (pair, read(pair.source), read(pair.target))
        for pair in context.pairs
        if pair.source is not None and pair.target is not None
    ]
    _latest[:] = [(context, made)]
    return made


def walk_pairs(context: Context) -> Iterator[_Read]:
    """Yield what ``both_sides`` lists one by one and keep none of it: for rules on whole drafts."""
    for pair in context.pairs:
        if pair.source is not None and pair.target is not None:
            yield pair, read(pair.source), read(pair.target)


_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


@lru_cache(65536)
def _fold_other(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.lower().translate(_LIGATURES))
    return "".join(character for character in folded if not unicodedata.combining(character))


def fold(word: str) -> str:
    """Return *word* in lower case without accents and ligatures: ``Œuvré`` is ``oeuvre``."""
    return word.lower() if word.isascii() else _fold_other(word)
