"""See an aligned pair as words, change it, and turn it back into pieces with links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from training.shards import NO_LINK, Example
from training.vocabulary import Vocabulary

NONE = -1
_SOURCE_CORE = re.compile(
    r"^([(«\"\[]*(?:(?:[ldnsjcmt]|qu|jusqu|lorsqu|puisqu)')?)(.+?)([.,;:!?)\]\"»…]*)$", re.I
)
_TARGET_CORE = re.compile(r"^([(\"\[]*)(.+?)((?:'s|s')?[.,;:!?)\]\"…]*)$", re.I)


@dataclass(slots=True)
class WordPair:
    """Blank-separated words of both sides; `link[j]` is the source word of target word j, or -1.

    `firm` marks the target words whose link both alignment directions agree on.
    """

    source: list[str]
    target: list[str]
    link: list[int]
    firm: list[bool]


def read_words(example: Example, vocabulary: Vocabulary) -> WordPair | None:
    """Return the words of a tokenised pair, or None when it holds byte pieces or unknown ones."""
    source, target = list(example.source[:-1]), list(example.target[:-1])
    bad = vocabulary.is_byte
    unknown = vocabulary.unknown
    if any(bad[i] or i == unknown for i in source) or any(bad[i] or i == unknown for i in target):
        return None
    source_groups, target_groups = vocabulary.words(source), vocabulary.words(target)
    owner = [n for n, group in enumerate(source_groups) for _ in group]
    links: list[int] = []
    firm: list[bool] = []
    at = 0
    for group in target_groups:
        votes: dict[int, int] = {}
        agreed: set[int] = set()
        for position in range(at, at + len(group)):
            there = int(example.link[position])
            if there == NO_LINK or there >= len(owner):
                continue
            word = owner[there]
            both = int(example.back[there]) == position
            votes[word] = votes.get(word, 0) + (3 if both else 1)
            if both:
                agreed.add(word)
        best = max(votes, key=lambda w: votes[w]) if votes else NONE
        links.append(best)
        firm.append(best in agreed)
        at += len(group)
    spell = vocabulary.spell
    return WordPair([spell(g) for g in source_groups], [spell(g) for g in target_groups], links, firm)


def write_words(pair: WordPair, vocabulary: Vocabulary) -> Example:
    """Return the pair as pieces; inside a linked word pair, piece k is linked to piece k (or the last)."""
    encode = vocabulary.encode_word
    source: list[int] = []
    starts: list[int] = []
    sizes: list[int] = []
    for word in pair.source:
        ids = encode(word)
        starts.append(len(source))
        sizes.append(len(ids))
        source += ids
    target: list[int] = []
    link: list[int] = []
    for word, there in zip(pair.target, pair.link, strict=True):
        ids = encode(word)
        target += ids
        if there == NONE or not sizes[there]:
            link += [NO_LINK] * len(ids)
        else:
            step = [min(starts[there] + min(k, sizes[there] - 1), NO_LINK) for k in range(len(ids))]
            link += step
    link.append(len(source) if len(source) < NO_LINK else NO_LINK)
    source.append(vocabulary.end)
    target.append(vocabulary.end)
    return Example(source, target, link, [NO_LINK] * len(source))


def source_core(word: str) -> tuple[str, str, str]:
    """Split a French word into opening (quote, elision), core and closing punctuation."""
    match = _SOURCE_CORE.match(word)
    return (match[1], match[2], match[3]) if match else ("", word, "")


def target_core(word: str) -> tuple[str, str, str]:
    """Split an English word into opening, core and closing (possessive, punctuation)."""
    match = _TARGET_CORE.match(word)
    return (match[1], match[2], match[3]) if match else ("", word, "")
