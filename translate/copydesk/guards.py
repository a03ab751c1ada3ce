"""Guards on a decode: signs that the model has lost itself, found without knowing either language.

length  far more or far fewer pieces than the source has
loop    a word, phrase or letter group over and over
copy    the source handed back untranslated
empty   nothing for something

The bounds are set so that human translations of news almost never trip them (``benchmarks/guards.py``
measures that).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from copydesk.engines.protocol import Hypothesis, Prepared
from copydesk.normalise import normalise

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
# the same one to six characters, five times or more (dots, dashes and digits may be meant)
_CHARACTER_LOOP = re.compile(r"([^\W\d_]{1,6}?)\1{4,}")
_MARK_LOOP = re.compile(r"([^\w\s]{1,3}?)(?:\s?\1){7,}")
# the terms' own brackets must never reach a reader
_BRACKETS = re.compile("[\u27e6\u27e7]")


def find_faults(source: Prepared, hypothesis: Hypothesis) -> tuple[str, ...]:
    """Name the guards that *hypothesis* trips as a translation of *source*, in fixed order."""
    original, text = normalise(source.text).text, normalise(hypothesis.text).text
    has_words = any(character.isalnum() for character in original)
    if has_words and not any(character.isalnum() for character in text):
        return ("empty",)
    faults = []
    if _wrong_length(len(source.pieces), len(hypothesis.pieces)) or not hypothesis.finished:
        faults.append("length")
    if _loops(original, text):
        faults.append("loop")
    if _BRACKETS.search(text) or _is_copy(original, text):
        faults.append("copy")
    return tuple(faults)


def _wrong_length(source: int, target: int) -> bool:
    return target > 2 * source + 8 or target < 0.45 * source - 3


def _loops(source: str, text: str) -> bool:
    for pattern in (_CHARACTER_LOOP, _MARK_LOOP):
        found = pattern.search(text)
        if found and found[0] not in source and not pattern.search(source):
            return True
    given, words = _tokens(source), _tokens(text)
    for size, times in ((1, 3), (2, 3), (3, 2), (4, 2), (5, 2), (6, 2), (7, 2), (8, 2)):
        if _repeats(words, size, times) and not _repeats(given, size, times):
            return True
    # the same phrase scattered about: count what the source does not repeat as often
    given, words = _words(source), _words(text)
    common = Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))
    most = max(common.values(), default=0)
    if most >= 3:
        allowed = max(Counter(tuple(given[i : i + 4]) for i in range(len(given) - 3)).values(), default=1)
        return most >= allowed + 2
    return False


def _repeats(words: Sequence[str], size: int, times: int) -> bool:
    """Say whether some *size* words stand *times* times in a row."""
    run = 0
    for i in range(size, len(words)):
        run = run + 1 if words[i] == words[i - size] else 0
        if run >= size * (times - 1) and any(word.isalpha() for word in words[i - size + 1 : i + 1]):
            return True
    return False


def _is_copy(source: str, text: str) -> bool:
    """Say whether most words of the source came back in their order, names and figures aside."""
    given = _WORD.findall(source)
    # names and figures are rightly copied, and so are cries; where nothing else stands, a copy is right
    words = [word for word in given if not word.isdigit()]
    if not all(word.isupper() for word in words):
        words = [word for i, word in enumerate(given) if word.isalpha() and (i == 0 or word[0].islower())]
    plain = [word.casefold() for word in words]
    if len(set(plain)) < 4:
        return False
    blocks = SequenceMatcher(None, plain, _words(text), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= 0.7 * len(plain)


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
