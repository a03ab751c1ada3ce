"""Find a glossary's English side in a text: right renderings, forbidden ones, and the form to write."""

from __future__ import annotations

from functools import lru_cache

from copydesk.glossary.collector import collection_paused
from copydesk.glossary.index import FormIndex, Hit, load_inflection
from copydesk.glossary.model import Case, Glossary, Kind, Term, guess_kind
from copydesk.glossary.tokens import Tokens, continues_word, in_capitals, tokenise
from copydesk.text import Span


@lru_cache(maxsize=4096)
def _renderings(term: Term, language: str) -> FormIndex:
    index = FormIndex(load_inflection(language), title_case=True)
    for form in dict.fromkeys((*term.targets, term.first_mention)):
        if form:
            index.add(form, term, *_nature(term, form))
    return index


def find_targets(text: str, term: Term, *, language: str = "en") -> list[Span]:
    """Return the places of all right renderings of *term* in *text*, in order, never overlapping.

    Right are the preferred target, the allowed ones and the first-mention form, in the singular and
    plural (nouns, phrases, acronyms), Title Case and CAPITALS; the spans leave out a possessive ending
    and the other parts of a hyphenated compound (pro-SOHR, Idlib-based). The longest rendering wins.
    """
    tokens = tokenise(text)
    hits = [hit for hit in _renderings(term, language).hits(tokens) if _stands_free(tokens, hit)]
    return [_span(tokens, hit) for hit in _longest(hits)]


def find_held(words: str, term: Term) -> Span | None:
    """Find a right rendering of *term* in *words*, the rendering of a longer term; None where it has none."""
    return next(iter(find_targets(words, term)), None)


class TargetMatcher:
    """Find all renderings of a whole glossary in texts of its target language; compile it once."""

    def __init__(self, glossary: Glossary) -> None:
        inflection = load_inflection(glossary.target_language)
        self.glossary = glossary
        self._right = FormIndex(inflection, title_case=True)
        self._wrong = FormIndex(inflection, title_case=True)
        with collection_paused():
            for term in glossary.terms:
                for form in dict.fromkeys((*term.targets, term.first_mention)):
                    if form:
                        self._right.add(form, term, *_nature(term, form))
                for form in dict.fromkeys(term.forbidden):
                    self._wrong.add(form, term, *_nature(term, form))

    def find_targets(self, text: str) -> list[tuple[Term, Span]]:
        """Return every right rendering of every term, in order of place; those of two terms may overlap."""
        tokens = tokenise(text)
        by_term: dict[int, list[Hit]] = {}
        for hit in self._right.hits(tokens):
            if _stands_free(tokens, hit):
                by_term.setdefault(id(hit.form.term), []).append(hit)
        found = [(hit.form.term, _span(tokens, hit)) for hits in by_term.values() for hit in _longest(hits)]
        return sorted(found, key=lambda pair: pair[1])

    def find_forbidden(self, text: str) -> list[tuple[Term, Span]]:
        """Return every wrong rendering with the term it belongs to, in order, never overlapping.

        A wrong rendering that is part of a right one (of any term) is not reported.
        """
        tokens = tokenise(text)
        wrong = [hit for hit in self._wrong.hits(tokens) if _stands_free(tokens, hit)]
        if not wrong:
            return []
        right = [hit for hit in self._right.hits(tokens) if _stands_free(tokens, hit)]
        wrong = [hit for hit in wrong if not any(r.first <= hit.first and hit.last <= r.last for r in right)]
        return [(hit.form.term, _span(tokens, hit)) for hit in _longest(wrong)]


_matchers: dict[int, TargetMatcher] = {}


def find_forbidden(text: str, glossary: Glossary) -> list[tuple[Term, Span]]:
    """Return the wrong renderings in *text*; the glossary is compiled on first use and kept."""
    matcher = _matchers.get(id(glossary))
    if matcher is None or matcher.glossary is not glossary:
        if len(_matchers) >= 8:
            _matchers.clear()
        matcher = _matchers[id(glossary)] = TargetMatcher(glossary)
    return matcher.find_forbidden(text)


def _nature(term: Term, form: str) -> tuple[Kind, Case]:
    """Say what one rendering is: an acronym's expansion inflects and takes Title Case, the acronym not."""
    if term.kind is Kind.KEEP:
        return term.kind, term.case
    kind = guess_kind(form)
    if term.kind in (Kind.NOUN, Kind.PHRASE):
        return term.kind, Case.EXACT if kind is Kind.ACRONYM else term.case
    if kind in (Kind.ACRONYM, Kind.NAME):
        return kind, term.case
    return Kind.PHRASE, term.case if form != form.lower() else Case.FOLLOW


def _stands_free(tokens: Tokens, hit: Hit) -> bool:
    items, text = tokens.items, tokens.shadow.text
    begin, end = items[hit.first].start, items[hit.last - 1].end
    if any(a < end and begin < b and not (begin <= a and b <= end) for a, b in tokens.addresses):
        return False
    if end < len(text) and continues_word(text[end]):
        return False
    return _keeps_capitals(tokens, hit)


def _keeps_capitals(tokens: Tokens, hit: Hit) -> bool:
    """Say whether the case is one the house form may have: capitals are added in headlines, never lost.

    "euro" is not the "Euro" of a house that writes it so; nor is "NATO" its "Nato", except among capitals.
    """
    if hit.capitals and hit.form.term.kind is Kind.ACRONYM:
        return in_capitals(tokens.items, hit.first, hit.last)
    seen = tokens.items[hit.first : hit.last]
    return all(
        there.isupper() or not ours.isupper()
        for word, token in zip(hit.form.words, seen, strict=True)
        for ours, there in zip(word, token.text, strict=False)
    )


def _longest(hits: list[Hit]) -> list[Hit]:
    chosen: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first, hit.rank)):
        places = range(hit.first, hit.last)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.first)


def _span(tokens: Tokens, hit: Hit) -> Span:
    return tokens.shadow.span(tokens.items[hit.first].start, tokens.items[hit.last - 1].end)
