"""Find the words of a sentence that may be terms: acronyms, names, and rarer nouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from copydesk.glossary.index import load_inflection
from copydesk.glossary.model import Kind
from copydesk.glossary.tokens import Token, Tokens, fold, tokenise
from copydesk.languages import get_language
from copydesk.text import Span

# lower-case words that may stand inside a name: Quai d'Orsay, Ministry of Defence
_INSIDE_NAMES = {
    "fr": frozenset("de du des d la le les l à aux".split()),
    "en": frozenset("of the for de la al".split()),
}
_SENTENCE_STARTS = frozenset('.!?…«»"“”:–—(')
_LONGEST_NAME = 8  # words


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one candidate in one sentence: its *key* (what counts as the same term), words and place."""

    key: str
    kind: Kind
    span: Span


@dataclass(slots=True)
class Extractor:
    """Find candidates in the sentences of one language.

    Call ``study`` with all sentences first: it learns which words are written with a capital inside a
    sentence, so that the first word of a sentence is not taken for a name, and how often words occur.
    """

    language: str
    _capitals: Counter[str] = field(default_factory=Counter)
    _lower: Counter[str] = field(default_factory=Counter)
    _sentences: int = 0

    def study(self, sentences: Iterable[str]) -> None:
        """Count the words of *sentences*."""
        for sentence in sentences:
            self._sentences += 1
            items = tokenise(sentence).items
            for place, token in enumerate(items):
                if not token.text[0].isalpha():
                    continue
                if token.text[0].isupper():
                    if not _opens(items, place):
                        self._capitals[token.text] += 1
                else:
                    self._lower[token.text] += 1

    def find(self, sentence: str) -> Iterator[Found]:
        """Yield the candidates of one sentence; names in the sentence may overlap with their parts."""
        tokens = tokenise(sentence)
        items = tokens.items
        taken: set[int] = set()
        for first, last in self._names(items):
            taken.update(range(first, last))
            words = "".join(token.text for token in items[first:last])
            single = last - first == 1
            acronym = single and len(words) > 1 and words.isupper()
            yield _found(tokens, first, last, words, Kind.ACRONYM if acronym else Kind.NAME)
        inflection = load_inflection(self.language)
        rare = max(3, self._sentences // 500)
        stop_words = get_language(self.language).stop_words
        for place, token in enumerate(items):
            word = token.text
            if (
                place in taken
                or not token.is_word
                or len(word) < 4
                or not word.isalpha()
                or not word.islower()
            ):
                continue
            if self._lower[word] <= rare and word not in stop_words:
                key = inflection.stem(word) if inflection else word
                yield _found(tokens, place, place + 1, f"~{key}", Kind.NOUN)

    def _names(self, items: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield runs of capitalised words, with the small words between them."""
        links = _INSIDE_NAMES.get(self.language, frozenset())
        place = 0
        while place < len(items):
            if not self._is_capitalised(items, place):
                place += 1
                continue
            last = step = place + 1
            words = 1
            while step < len(items) and words < _LONGEST_NAME:
                token = items[step]
                if self._is_capitalised(items, step):
                    last = step + 1
                    words += 1
                elif token.text not in " '-" and token.key not in links:
                    break
                elif token.text == "-" and items[step - 1].text == " ":
                    break  # a dash between two names
                step += 1
            yield place, last
            place = last

    def _is_capitalised(self, items: Sequence[Token], place: int) -> bool:
        word = items[place].text
        if not word[0].isupper() or (
            place + 1 < len(items) and items[place + 1].text == "'" and len(word) < 3
        ):
            return False
        if word.lower() in get_language(self.language).stop_words and not (word.isupper() and len(word) > 1):
            return False
        if not _opens(items, place):
            return True
        if self._capitals[word] > 0 or (word.isupper() and len(word) > 1):
            return True
        beside = "".join(token.text for token in items[place + 1 : place + 3])
        return not self._lower[word.lower()] and beside[:1] in (" ", "-") and beside[1:2].isupper()


def _opens(items: Sequence[Token], place: int) -> bool:
    """Say whether a word is the first of a sentence, past an opening mark or an elided article."""
    before = place - 1
    while before >= 0 and (
        items[before].text in " '" or (len(items[before].text) == 1 and items[before].is_word)
    ):
        before -= 1
    return before < 0 or items[before].text in _SENTENCE_STARTS


def _found(tokens: Tokens, first: int, last: int, key: str, kind: Kind) -> Found:
    span = tokens.shadow.span(tokens.items[first].start, tokens.items[last - 1].end)
    return Found(key if key.startswith("~") else fold(key) if kind is Kind.NAME else key, kind, span)
