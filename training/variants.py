"""Make disturbed copies for robustness: capitals, lost accents, no full stop, joined, copied tokens."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable
from pathlib import Path

from training.invention import (
    invent_count,
    invent_date,
    invent_money,
    invent_name,
    invent_percentage,
    invent_time,
    invent_token,
    strip_accents,
)
from training.wordpairs import NONE, WordPair, source_core, target_core

KINDS = ("capitals", "accents", "curly", "unstopped", "token", "framed", "named", "joined")
SHARES = (15, 17, 4, 9, 11, 22, 18, 11)
FRAMES = Path(__file__).parent / "frames.tsv"
"""French TAB English lines of our own, with places of the same kinds in the same order on either side.

{} an address, a handle or a hashtag, {n} a name, {t} a time, {m} an amount of money, {c} a count, {p} a
percentage, {d} a date.
"""
PLACE = re.compile(r"\{[a-z]?\}")
VALUES: dict[str, Callable[[random.Random], tuple[str, str]]] = {
    "{t}": invent_time,
    "{m}": invent_money,
    "{c}": invent_count,
    "{p}": invent_percentage,
    "{d}": invent_date,
}
_CURLY = str.maketrans({"'": "’"})


def vary(pair: WordPair, other: WordPair | None, kind: str, source: random.Random) -> WordPair | None:
    """Return a disturbed copy of one `kind`, or None when the pair does not lend itself to it."""
    if kind == "capitals":
        if not 3 <= len(pair.source) <= 22:
            return None
        french = [strip_accents(w) for w in pair.source] if source.random() < 0.4 else pair.source
        return _unstop(
            WordPair([w.upper() for w in french], [w.upper() for w in pair.target], pair.link, pair.firm)
        )
    if kind == "accents":
        words = [strip_accents(w) for w in pair.source]
        return WordPair(words, pair.target, pair.link, pair.firm) if words != pair.source else None
    if kind == "curly":
        words = [w.translate(_CURLY) for w in pair.source]
        return WordPair(words, pair.target, pair.link, pair.firm) if words != pair.source else None
    if kind == "unstopped":
        return _unstop(pair)
    if kind == "token":
        return _insert(pair, [invent_token(source)], source)
    if kind == "framed":
        return _frame(source)
    if kind == "named":
        return _rename(pair, source)
    if kind == "joined" and other is not None:
        shift = len(pair.source)
        moved = [there + shift if there != NONE else NONE for there in other.link]
        return WordPair(
            pair.source + other.source, pair.target + other.target, pair.link + moved, pair.firm + other.firm
        )
    return None


def _unstop(pair: WordPair) -> WordPair | None:
    """Drop the full stop on both sides."""
    if (
        not pair.source[-1].endswith(".")
        or not pair.target[-1].endswith(".")
        or pair.target[-1].endswith("...")
    ):
        return None
    source, target = pair.source[-1][:-1], pair.target[-1][:-1]
    if not source or not target:
        return None
    return WordPair([*pair.source[:-1], source], [*pair.target[:-1], target], pair.link, pair.firm)


def _insert(pair: WordPair, words: list[str], source: random.Random) -> WordPair | None:
    """Put words to be copied at the end of both sides, with or without brackets."""
    if not pair.source or not pair.target:
        return None
    form = source.randrange(3)
    words = [f"({words[0]})"] if form == 0 else words
    start = len(pair.source)
    french, english = list(pair.source), list(pair.target)
    link = list(pair.link)
    if form == 2:
        french, english = [*words, *french], [*words, *english]
        link = [0] + [there + 1 if there != NONE else NONE for there in link]
    else:
        french, english = french + words, english + words
        link = [*link, start]
    return WordPair(french, english, link, [False] * len(english))


@functools.cache
def _frames() -> list[tuple[list[str], list[str]]]:
    lines = FRAMES.read_text(encoding="utf-8").splitlines()
    return [(french.split(), english.split()) for french, english in (line.split("\t") for line in lines)]


def _fill(kind: str, source: random.Random) -> tuple[list[str], list[str]]:
    """Return the French and the English words for a place of one kind."""
    if kind in VALUES:
        french, english = VALUES[kind](source)
        return french.split(), english.split()
    words = invent_name(source, 1) if kind == "{n}" else [invent_token(source)]
    return words, words


def _frame(source: random.Random) -> WordPair:
    """Return a frame with its places filled; only the words of the places are linked."""
    french, english = source.choice(_frames())
    fillings = [_fill(found[0], source) for word in french if (found := PLACE.search(word))]
    words, starts = _written(french, [filling[0] for filling in fillings])
    target, ends = _written(english, [filling[1] for filling in fillings])
    link = [NONE] * len(target)
    for (of, to), start, end in zip(fillings, starts, ends, strict=True):
        for n in range(len(to)):
            last = n == len(to) - 1
            link[end + n] = start + (len(of) - 1 if last else min(n, len(of) - 1))
    return WordPair(words, target, link, [False] * len(target))


def _written(frame: list[str], fillings: list[list[str]]) -> tuple[list[str], list[int]]:
    """Return the words of a frame with its places filled in order, and where each filling begins."""
    words: list[str] = []
    starts: list[int] = []
    for word in frame:
        place = PLACE.search(word)
        if place is None:
            words.append(word)
            continue
        filling = list(fillings[len(starts)])
        starts.append(len(words))
        filling[0] = word[: place.start()] + filling[0]
        closing = word[place.end() :]
        # an abbreviation's stop is the sentence's too
        filling[-1] += closing.removeprefix(".") if filling[-1].endswith(".") else closing
        words += filling
    return words, starts


def _rename(pair: WordPair, source: random.Random) -> WordPair | None:
    """Replace a name that is the same on both sides by an invented one."""
    places = []
    for position, there in enumerate(pair.link):
        if there == NONE or pair.link.count(there) != 1:
            continue
        english, french = target_core(pair.target[position])[1], source_core(pair.source[there])[1]
        if english == french and english[0].isupper() and english.isalpha() and len(english) > 2:
            places.append(position)
    if not places:
        return None
    french_words, english_words = list(pair.source), list(pair.target)
    for position in source.sample(places, min(len(places), source.choice((1, 1, 2)))):
        there = pair.link[position]
        name = invent_name(source, 1)[0]
        before, _, after = source_core(french_words[there])
        french_words[there] = before + name + after
        before, _, after = target_core(english_words[position])
        english_words[position] = before + name + after
    return WordPair(french_words, english_words, pair.link, pair.firm)
