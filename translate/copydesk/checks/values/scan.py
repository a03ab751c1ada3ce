"""Read the values of a sentence: numbers in digits and words with what they count.

The reader walks once over the tokens of a ``Reading`` and stops only at digits and at words that the
grammar of the language names. A value carries every number that a right translation may show as a key.
"""

from __future__ import annotations

import re
from dataclasses import replace

from copydesk.checks.reading import Reading
from copydesk.checks.values.digits import read_digits
from copydesk.checks.values.english import ENGLISH
from copydesk.checks.values.french import FRENCH
from copydesk.checks.values.neighbours import join_neighbours
from copydesk.checks.values.spelt import read_loose, read_words
from copydesk.checks.values.surroundings import attach, roman
from copydesk.checks.values.value import Grammar, Key, Strength, Value, value_at

GRAMMARS = {"fr": FRENCH, "en": ENGLISH}
_FEW = {"deux": 2, "trois": 3, "quatre": 4, "two": 2, "three": 3, "four": 4}
# turns of phrase whose numbers count nothing
_IDLE = re.compile(
    r"trois fois rien|trois bouts de ficelle|(?:des|les) quatre fers|les cent pas|trois-huit\b"
    r"|par quatre chemins|son trente[ -]et[ -]un|à quatre épingles|sept fois (?:sa|leur|la) langue"
    r"|(?:mes|tes|ses|nos|vos|leurs) vingt ans"
)
_NAMED = re.compile(r"[A-Z]\w+-(?:[A-Z]\w+-)*(?!Deux|Trois|Quatre|Cinq|Six|Sept|Huit|Neuf)[A-ZÉ]\w+")
_THE_STATES = re.compile(r"[lL]es Vingt-(?:Sept|Huit|Cinq)\b")
_IDLE_WORDS = frozenset("rien ficelle fers pas huit chemins trente épingles langue feux quatre ans".split())
_ROMAN = re.compile(r"([IVX]{2,}|[IVX]+(?=[eèt]))(?:e|er|re|ère|ème|ième|th|st|nd|rd)?$")


class _Known(dict[str, bool]):
    """Remember for each token whether a value may begin at it."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__()
        self._triggers = grammar.triggers

    def __missing__(self, word: str) -> bool:
        if len(self) > _MOST_TOKENS:
            self.clear()
        known = self[word] = (
            word[0].isdecimal()
            or word.lower() in self._triggers
            or (word[0] in "IVXivx" and _ROMAN.match(word) is not None)
        )
        return known


_MOST_TOKENS = 200_000
_known = {code: _Known(grammar) for code, grammar in GRAMMARS.items()}


def counts(reading: Reading) -> bool:
    """Say whether anything in a side counts: a digit or a word for a number, not just hints and articles."""
    grammar = GRAMMARS.get(reading.side.language.code)
    return grammar is not None and (reading.digits or not grammar.counting.isdisjoint(reading.vocabulary))


def read_values(reading: Reading) -> tuple[Value, ...]:
    """Return the values of one side in order; a language without a grammar has none."""
    grammar = GRAMMARS.get(reading.side.language.code)
    if grammar is None:
        return ()
    known = _known[grammar.language]
    hits = [number for number, word in enumerate(reading.words) if known[word]]
    if not hits:
        return ()
    values: list[Value] = []
    done = -1
    for hit in hits:
        if reading.starts[hit] < done:
            continue
        value = _read_at(reading, grammar, hit)
        if value is not None:
            value = attach(reading, grammar, value)
            if value.strength is Strength.SPELT and _counts_nothing(reading, value):
                value = replace(value, strength=Strength.HINT)
            while values and values[-1].last >= value.first:
                values.pop()  # trois, now part of trois quarts
            values.append(value)
            done = max(value.end, reading.ends[value.last])
    return tuple(join_neighbours(reading, grammar, values)) if len(values) > 1 else tuple(values)


def _counts_nothing(reading: Reading, value: Value) -> bool:
    """Say whether a number in words is part of a name (Trois-Rivières, les Vingt-Sept) or turn of phrase."""
    if _NAMED.match(reading.text, value.start) or _THE_STATES.match(reading.text, max(0, value.start - 4)):
        return True
    if reading.side.language.code != "fr" or not reading.vocabulary & _IDLE_WORDS:
        return False
    return any(found.start() <= value.start < found.end() for found in _IDLE.finditer(reading.text.lower()))


def _read_at(reading: Reading, grammar: Grammar, at: int) -> Value | None:
    word = reading.lowers[at]
    if word[0].isdecimal():
        return read_digits(reading, grammar, at)
    if word in grammar.small or word in grammar.hundreds or word in grammar.multipliers:
        value = read_words(reading, grammar, at)
        if value is not None:
            return value
    if word in grammar.ordinals:
        number = float(grammar.ordinals[word])
        # huitièmes de finale are the last sixteen
        keys: tuple[Key, ...] = ()
        if word in ("huitième", "huitièmes", "seizième", "seizièmes"):
            keys = (number * 2,)
        before = reading.lowers[at - 1] if at else ""
        if number >= 5 and before in ("un", "a", "one", *_FEW):
            # un dixième, two fifths, one in ten
            keys = (*keys, ("part", round(_FEW.get(before, 1) / number, 2)))
        return value_at(reading, at, at, number, Strength.SPELT, "ordinal", keys)
    numeral = _ROMAN.match(reading.words[at])
    if numeral:
        century = reading.lowers[at + 1 : at + 2] in (["siècle"], ["siècles"])
        strength = Strength.SPELT if century else Strength.HINT
        return value_at(reading, at, at, float(roman(numeral[1])), strength, "ordinal")
    return read_loose(reading, grammar, at)
