"""Find what is copied letter by letter: web addresses, e-mail addresses, handles, hashtags, code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.text import Span

# where a name with a stop in it is taken for an address without https:// or www.
_DOMAINS = "com|org|net|info|eu|int|gov|edu|tv|io|fr|be|ch|ca|uk|de|es|it|pt|ru|ua|africa|news"
_END = r"[^\s\"<>«»“”‘’`|{}\\^]"
# in order of strength: an e-mail address is no handle, a path of an address no path of its own
_SORTS = (
    ("code", r"(?<![\w`])`[^`\n]+`(?![\w`])"),
    ("url", rf"(?<!\w)(?:(?:https?|ftp)://|www\.){_END}+"),
    ("email", r"(?<![\w.+-])\w[\w.+-]*@[\w-]+(?:\.[\w-]+)+"),
    ("handle", r"(?<![\w@#/.&])@\w(?:[\w.]*\w)?"),
    ("hashtag", r"(?<![\w@#/&])#(?=\w*[^\W\d])\w+"),
    ("url", rf"(?<![\w@#/.-])(?:\w[\w-]*\.)+(?:{_DOMAINS})\b(?!\.\w)(?:[/?]{_END}*)?"),
    ("code", r"(?<![\w/.:~])~?(?:/[\w.-]+){2,}/?"),
    ("code", r"(?<![\w@#/.])(?:[A-Za-z]\w*\.)*[A-Za-z]\w*_\w*[A-Za-z0-9](?:\(\))?"),
)
_ADDRESS = re.compile("|".join(f"(?P<{sort}{i}>{pattern})" for i, (sort, pattern) in enumerate(_SORTS)))
_MARKS = re.compile(r"[@#/`_]|\.[^\W\d]")
# stops that end the sentence around an address, not the address
_STOPS = ".,;:!?…'*_~"
_PAIRS = {")": "(", "]": "["}


def find_addresses(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the stretches of *text* that are no words of the sentence, with their sort, in order.

    Sorts are ``url``, ``email``, ``handle``, ``hashtag`` and ``code`` (paths, names with underscores, what
    stands between backticks). Marks that end the sentence or close a bracket around it are left out.
    """
    if not _MARKS.search(text):
        return
    for found in _ADDRESS.finditer(text):
        sort = (found.lastgroup or "code").rstrip("0123456789")
        end = _trim(found[0]) if found[0][0] != "`" else len(found[0])
        if end > 1:
            yield Span(found.start(), found.start() + end), sort


def find_copies(text: str, words: str) -> list[Span]:
    """Find where *words* stand in *text* letter by letter, and not as a part of something longer."""
    spans = []
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not _joins(text, at - 1, at) and not _joins(text, end, end - 1):
            spans.append(Span(at, end))
            at = text.find(words, end)
        else:
            at = text.find(words, at + 1)
    return spans


def _joins(text: str, outside: int, inside: int) -> bool:
    """Say whether the character *outside* goes on with what the one *inside* belongs to."""
    if not 0 <= outside < len(text):
        return False
    beyond, edge = text[outside], text[inside]
    if beyond.isalnum() or beyond == "_":
        return edge.isalnum() or edge in "_@#/" or outside < inside
    if beyond in "@#/" and outside < inside:
        return True
    further = outside + 1 if outside > inside else outside - 1
    # a stop or a slash with a letter behind it is part of an address; at its end it ends the sentence
    return beyond in "./@-" and 0 <= further < len(text) and text[further].isalnum() and edge.isalnum()


def _trim(address: str) -> int:
    end = len(address)
    while end:
        last = address[end - 1]
        unpaired = last in _PAIRS and address.count(_PAIRS[last], 0, end) < address.count(last, 0, end)
        if last not in _STOPS and not unpaired:
            break
        end -= 1
    return end
