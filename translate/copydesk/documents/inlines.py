"""Carry inline markup (emphasis, links, code) from a source segment over to its translation.

Markup goes where the model's attention says its words went: an inline wraps the stretch of target words
that are linked to its source words. Three promises hold for every input: each inline comes out exactly
once, inlines stay properly nested, and none begins or ends inside a word.

Readers keep two rules that make this simple: inlines come in document order, outer before inner, and an
inline without words or with untranslatable words (code) is a leaf.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum

import regex  # type: ignore[import-untyped, unused-ignore]

from copydesk.text import Inline, Span
from copydesk.translation import Translation

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}"
# a word for the purpose of markup; scripts without spaces have words of one character
_WORD = regex.compile(
    rf"[{_UNSPACED}]|(?![{_UNSPACED}])\w(?:(?![{_UNSPACED}])[\w\p{{M}}])*+"
    rf"(?:['’.,\-\u2010\u2011](?![{_UNSPACED}])\w(?:(?![{_UNSPACED}])[\w\p{{M}}])*+)*+"
)
_SIGNS = "€$£"
_PUNCTUATION = regex.compile(r"[^\w\s]*")
_QUOTES = frozenset("\"'«»“”‘’„‹›")
_VERBATIM_KINDS = frozenset(("code", "kbd", "samp", "var", "tt"))
# a linked word wins, a word linked elsewhere costs, an unlinked one hardly counts
_HIT, _MISS, _UNLINKED = 1.0, -0.6, -0.01


class Mark(Enum):
    """Name a step in writing text with inlines: words, an opening, a closing, an inline without words."""

    WORDS = "words"
    OPEN = "open"
    CLOSE = "close"
    ATOM = "atom"


def is_verbatim(inline: Inline) -> bool:
    """Say whether the words inside *inline* pass through untranslated (code, ``translate="no"``)."""
    translate = dict(inline.attributes).get("translate", "").strip().lower()
    return translate == "no" or (inline.kind in _VERBATIM_KINDS and translate != "yes")


def project(
    source: str, start: int, inlines: Sequence[Inline], translation: Translation
) -> tuple[str, tuple[Inline, ...]]:
    """Place *inlines* on the text of *translation*; one comes out for each, in the same order.

    *source* is the segment's text and *start* its offset in the document, in which the spans of *inlines*
    are given. Returns the target text and the inlines with offsets in it; the text differs from that of the
    translation only where the words of a verbatim inline were put back.
    """
    text = translation.text
    if not inlines:
        return text, ()
    own = [_within(inline.span, start, len(source)) for inline in inlines]
    if text == source:
        return text, tuple(replace(inline, span=span) for inline, span in zip(inlines, own, strict=True))
    verbatim = [is_verbatim(inline) for inline in inlines]
    spans = _Projection(source, start, own, verbatim, translation).place()
    placed = [replace(inline, span=span) for inline, span in zip(inlines, spans, strict=True)]
    if not any(verbatim):
        return text, tuple(placed)
    return _put_back(text, placed, {k: own[k].of(source) for k, kept in enumerate(verbatim) if kept})


def marks(text: str, inlines: Sequence[Inline]) -> Iterator[tuple[Mark, int, str]]:
    """Yield the steps that write *text* with its *inlines*: the mark, the inline's index, the words.

    The index is -1 for words. Every opening has its closing, properly nested.
    """
    order = sorted(
        range(len(inlines)),
        key=lambda k: (inlines[k].span.start, bool(len(inlines[k].span)), -inlines[k].span.end, k),
    )
    still_open: list[tuple[int, int]] = []  # end, index
    position = 0

    def words(end: int) -> Iterator[tuple[Mark, int, str]]:
        nonlocal position
        if end > position:
            yield Mark.WORDS, -1, text[position:end]
            position = end

    for k in order:
        span = inlines[k].span
        while still_open and still_open[-1][0] <= span.start:
            end, inner = still_open.pop()
            yield from words(end)
            yield Mark.CLOSE, inner, ""
        yield from words(span.start)
        if span:
            yield Mark.OPEN, k, ""
            still_open.append((min(span.end, still_open[-1][0]) if still_open else span.end, k))
        else:
            yield Mark.ATOM, k, ""
    while still_open:
        end, inner = still_open.pop()
        yield from words(end)
        yield Mark.CLOSE, inner, ""
    yield from words(len(text))


def word_spans(text: str) -> list[Span]:
    """List the words of *text* in order; a compound with hyphens or apostrophes is one word."""
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def _within(span: Span, start: int, length: int) -> Span:
    begin = min(max(span.start - start, 0), length)
    return Span(begin, min(max(span.end - start, begin), length))


def _put_back(text: str, placed: Sequence[Inline], kept: dict[int, str]) -> tuple[str, tuple[Inline, ...]]:
    """Write the words of verbatim inlines anew, moving every inline along."""
    pieces: list[str] = []
    length = 0
    spans: dict[int, Span] = {}
    starts: dict[int, int] = {}
    inside = -1  # the verbatim inline whose target words are being dropped

    def add(words: str) -> None:
        nonlocal length
        pieces.append(words)
        length += len(words)

    for mark, k, words in marks(text, placed):
        if mark is Mark.WORDS:
            if inside < 0:
                glued = (
                    pieces and not words[0].isspace() and words[0].isalnum() and pieces[-1] in kept.values()
                )
                add(f" {words}" if glued else words)
        elif mark is Mark.CLOSE:
            spans[k] = Span(starts[k], length)
            inside = -1 if inside == k else inside
        else:
            own = kept.get(k, "")
            if mark is Mark.ATOM and own and pieces and pieces[-1] and not pieces[-1][-1].isspace():
                add(" ")
            starts[k] = length
            if own:
                add(own)
            if mark is Mark.ATOM:
                spans[k] = Span(starts[k], length)
            elif own:
                inside = k
    moved = tuple(replace(inline, span=spans[k]) for k, inline in enumerate(placed))
    return "".join(pieces), moved


class _Room:
    """Keep what is taken of the place in which sibling inlines are put: a stretch of the target text."""

    def __init__(self, span: Span, words: range) -> None:
        self.span = span
        self.words = words
        self.taken: set[int] = set()
        self._starts: list[int] = []
        self._ends: list[int] = []

    def is_free(self, word: int) -> bool:
        return word in self.words and word not in self.taken

    def add(self, span: Span, words: range) -> None:
        """Give *span* with *words* away; spans never overlap, so both ends sort alike."""
        at = bisect_left(self._starts, span.start)
        self._starts.insert(at, span.start)
        self._ends.insert(at, span.end)
        self.taken.update(words)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Say how far ``start..end`` may grow to both sides."""
        before = bisect_right(self._ends, start) - 1
        after = bisect_left(self._starts, end)
        floor = self._ends[before] if before >= 0 else self.span.start
        return floor, self._starts[after] if after < len(self._starts) else self.span.end

    def step_aside(self, at: int) -> Span:
        """Give an empty span at *at*, or beside the sibling that stands there."""
        at = min(max(at, self.span.start), self.span.end)
        sibling = bisect_left(self._starts, at) - 1
        if sibling >= 0 and at < self._ends[sibling]:
            start, end = self._starts[sibling], self._ends[sibling]
            at = start if at - start <= end - at else end
        return Span(at, at)


class _Projection:
    """Place the inlines of one segment; all spans are relative to the segment and to the target text."""

    def __init__(
        self,
        source: str,
        start: int,
        inlines: Sequence[Span],
        verbatim: Sequence[bool],
        translation: Translation,
    ) -> None:
        self.source = source
        self.text = translation.text
        self.inlines = inlines
        self.verbatim = verbatim
        self.source_words = word_spans(source)
        self.source_starts = [word.start for word in self.source_words]
        self.words = word_spans(self.text)
        self.word_starts = [word.start for word in self.words]
        self.word_ends = [word.end for word in self.words]
        # source word -> target words, through the links of every sentence
        self.links: list[set[int]] = [set() for _ in self.source_words]
        self.linked: set[int] = set()
        for sentence in translation.sentences:
            for from_span, to_span in sentence.links:
                targets = self._target_words(to_span)
                for word in self._source_words(_within(from_span, start, len(source))):
                    self.links[word].update(targets)
                    self.linked.update(targets)
        self.sentences = [
            (
                self._source_words(_within(s.source_span, start, len(source))),
                self._target_words(s.target_span),
            )
            for s in translation.sentences
        ]
        self.own = [self._source_words(span) for span in inlines]
        self.spans: list[Span] = [Span(0, 0)] * len(inlines)

    def place(self) -> list[Span]:
        parents = self._parents()
        rooms: dict[int, _Room] = {}
        # inlines without words go last, so that they can step out of the way of the others
        for k in sorted(range(len(self.inlines)), key=lambda k: (not self.own[k], k)):
            parent = parents[k]
            if parent not in rooms:
                span = self.spans[parent] if parent >= 0 else Span(0, len(self.text))
                rooms[parent] = _Room(span, self._target_words(span))
            around = self.own[parent] if parent >= 0 else range(len(self.source_words))
            self.spans[k] = self._place_one(k, around, rooms[parent])
            if self.spans[k]:
                rooms[parent].add(self.spans[k], self._target_words(self.spans[k]))
        return self.spans

    def _parents(self) -> list[int]:
        parents: list[int] = []
        still_open: list[int] = []
        for k, span in enumerate(self.inlines):
            while still_open and self.inlines[still_open[-1]].end < max(span.end, span.start + 1):
                still_open.pop()
            parents.append(still_open[-1] if still_open else -1)
            if span and not self.verbatim[k]:
                still_open.append(k)
        return parents

    def _source_words(self, span: Span) -> range:
        first = bisect_right(self.source_starts, span.start) - 1
        if first < 0 or self.source_words[first].end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self.source_starts, span.end)))

    def _target_words(self, span: Span) -> range:
        first = bisect_right(self.word_ends, span.start)
        return range(first, max(first, bisect_left(self.word_starts, span.end)))

    def _place_one(self, k: int, around: range, room: _Room) -> Span:
        own = self.own[k]
        if not own or len(room.taken) >= len(room.words):
            return room.step_aside(self._gap(k, around, room))
        if own == around and not room.taken:
            chosen: tuple[int, int] | None = (room.words[0], room.words[-1])
        else:
            chosen = self._best_run(self._hits(own), room)
        if chosen is None and self.verbatim[k]:
            chosen = self._same_words(self.inlines[k].of(self.source), room)
            if chosen is None:
                return room.step_aside(self._gap(k, around, room))
        if chosen is None:
            chosen = self._interpolate(own, around, room)
        return self._with_punctuation(k, chosen, room)

    def _hits(self, own: range) -> set[int]:
        hits: set[int] = set()
        for word in own:
            hits |= self.links[word]
        for source_words, target_words in self.sentences:
            if source_words and own.start <= source_words.start and source_words.stop <= own.stop:
                hits.update(target_words)
        return hits

    def _best_run(self, hits: set[int], room: _Room) -> tuple[int, int] | None:
        """Find the contiguous run of free words with most linked and fewest foreign words (Kadane)."""
        hits = {word for word in hits if room.is_free(word)}
        if not hits:
            return None
        best: tuple[float, int, int] | None = None
        total, first = 0.0, -1
        for word in range(min(hits), max(hits) + 1):
            if total <= 0 or word in room.taken:
                total, first = 0.0, -1
            if word in hits:
                total += _HIT
                first = word if first < 0 else first
                if best is None or total > best[0]:
                    best = (total, first, word)
            elif first >= 0:
                total += _MISS if word in self.linked else _UNLINKED
        return best[1:] if best else None

    def _same_words(self, words: str, room: _Room) -> tuple[int, int] | None:
        """Find *words* as they are among the free words: models copy code."""
        at = self.text.find(words, room.span.start, room.span.end) if words else -1
        while at >= 0:
            found = self._target_words(Span(at, at + len(words)))
            if found and all(room.is_free(word) for word in found):
                return found[0], found[-1]
            at = self.text.find(words, at + 1, room.span.end)
        return None

    @staticmethod
    def _interpolate(own: range, around: range, room: _Room) -> tuple[int, int]:
        """Without links, take the free words at the same share of the way through the surroundings."""
        share = len(room.words) / max(len(around), 1)
        aim = room.words[min(int((own.start - around.start) * share), len(room.words) - 1)]
        first = next(
            word
            for distance in range(len(room.words))
            for word in (aim - distance, aim + distance)
            if room.is_free(word)
        )
        last = first
        while last - first + 1 < round(len(own) * share) and room.is_free(last + 1):
            last += 1
        return first, last

    def _with_punctuation(self, k: int, chosen: tuple[int, int], room: _Room) -> Span:
        """Widen a run of words over the marks that stand inside the inline in the source."""
        start, end = self.words[chosen[0]].start, self.words[chosen[1]].end
        floor, ceiling = room.around(start, end)
        span, own = self.inlines[k], self.own[k]
        head = self.source[span.start : max(self.source_words[own[0]].start, span.start)]
        tail = self.source[min(self.source_words[own[-1]].end, span.end) : span.end]
        at = start
        for character in reversed(head):
            left = self.text[at - 1] if at > floor else "a"
            if not character.isspace() and not left.isalnum() and not left.isspace():
                at = start = at - 1
            elif character.isspace() and left.isspace():
                at -= 1
            elif not character.isspace():
                break
        if start > floor and self.text[start - 1] in _SIGNS and self.text[start].isdigit():
            start -= 1  # what stood behind the amount in the source goes with it
        run = _PUNCTUATION.match(self.text, end, ceiling)
        after = run.group() if run else ""
        wanted = min(len("".join(tail.split())), len(after))
        if wanted and _QUOTES & set(tail):
            # English often moves a comma or a stop inside the closing quotation mark
            wanted = max([wanted, *(index + 1 for index, mark in enumerate(after) if mark in _QUOTES)])
        return Span(start, end + wanted)

    def _gap(self, k: int, around: range, room: _Room) -> int:
        """Find the place between words for an inline that wraps none."""
        own = self.own[k]
        at = bisect_left(self.source_starts, self.inlines[k].start)
        before = range(around.start, own.start if own else at)
        after = range(own.stop if own else at, around.stop)
        if not before:
            return room.span.start
        if not after or not room.words:
            return room.span.end
        for word in after[:3]:
            if found := [target for target in self.links[word] if target in room.words]:
                return self.words[min(found)].start
        for word in reversed(before[-3:]):
            if found := [target for target in self.links[word] if target in room.words]:
                return self.words[max(found)].end
        share = len(before) * len(room.words) // len(around)
        return self.words[room.words[min(share, len(room.words) - 1)]].start
