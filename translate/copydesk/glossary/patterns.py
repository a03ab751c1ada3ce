"""Recognise context patterns that backtrack without end, by their shape: a repeat within a repeat."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ATOM = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_REPEAT = re.compile(r"(?P<sign>[*+?]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})(?P<mode>[?+]?)")
_OPENING = re.compile(r"\((?:\?(?:P?<\w+>|[a-zA-Z-]*:|<?[=!]|>))?")


@dataclass(frozen=True, slots=True)
class _Part:
    """Hold one part of a pattern: what it matches, whether it must be there, whether it runs on."""

    atom: str
    needed: bool
    endless: bool


def find_nested_repeat(pattern: str) -> str:
    """Return the first group that repeats without end what itself does, such as ``(a+)+``, "" for none.

    A group whose repeats are parted by something else, such as ``(?:[a-z]+ )*``, can be read in one way
    only and is left alone.
    """
    return _Scan(pattern).run()


class _Scan:
    """Read a pattern from left to right, group by group."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.found = ""

    def run(self) -> str:
        while self.at < len(self.pattern) and not self.found:
            self._alternatives()
            self.at += 1  # a closing bracket too many
        return self.found

    def _alternatives(self) -> list[list[_Part]]:
        """Read up to the closing bracket of the group."""
        choices: list[list[_Part]] = [[]]
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                choices.append([])
            else:
                choices[-1] += self._part()
        return choices

    def _part(self) -> list[_Part]:
        start = self.at
        inner: list[list[_Part]] | None = None
        if opening := _OPENING.match(self.pattern, start):
            self.at = opening.end()
            inner = self._alternatives()
            self.at += 1
            if opening[0] == "(?>":
                inner = None  # gives nothing back
        else:
            atom = _ATOM.match(self.pattern, start)
            self.at = atom.end() if atom else start + 1
        words = self.pattern[start : self.at]
        repeat = _REPEAT.match(self.pattern, self.at)
        if repeat is None:
            if inner is not None and len(inner) == 1:
                return inner[0]
            return [_Part(words, needed=True, endless=False)]
        self.at = repeat.end()
        sign, possessive = repeat["sign"], repeat["mode"] == "+"
        endless = sign in "*+" or bool(repeat["comma"] and not repeat["most"])
        needed = sign == "+" or bool(repeat["least"] and int(repeat["least"]))
        if endless and not possessive and inner and any(map(_runs_on, inner)):
            self.found = self.found or self.pattern[start : self.at]
        return [_Part(words, needed, endless and not possessive)]


def _runs_on(parts: list[_Part]) -> bool:
    """Say whether *parts*, repeated, can share the same letters out in many ways."""
    endless = {part.atom for part in parts if part.endless}
    if not endless:
        return False
    needed = {part.atom for part in parts if part.needed}
    return "." in endless or (needed <= endless and len(needed) < 2)
