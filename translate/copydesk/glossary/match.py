"""Match a glossary against source sentences: the longest term wins, and every match carries its place."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import regex  # type: ignore[import-untyped, unused-ignore]

from copydesk.glossary.collector import collection_paused
from copydesk.glossary.index import FormIndex, Hit, load_inflection
from copydesk.glossary.model import Glossary, Kind, Term
from copydesk.glossary.tokens import Tokens, continues_word, in_capitals, tokenise
from copydesk.languages import get_language
from copydesk.text import Span

# a context pattern may look at one sentence for this long (seconds) before it is given up
CONTEXT_TIMEOUT = 0.05
# what may follow a noun behind a hyphen and leave it a word of its own: ce régime-là
_ENCLITICS = frozenset("là ci la".split())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """Hold one occurrence of a term.

    *span* is in code points of the text given, moved by *start*; *form* is the glossary's form that
    matched, *inflected* says that the text has another form of it. An *ambiguous* match names the reason
    and its *rivals* (other terms that match the same words with another target); it must not be forced.
    *automatic* says that no glossary asks for it: an address, a handle, code, which are always kept.
    *nested* are shorter terms inside the span: they match as well, and nothing is asked for them.
    """

    term: Term
    span: Span
    form: str
    inflected: bool = False
    ambiguous: bool = False
    reason: str = ""
    rivals: tuple[Term, ...] = ()
    automatic: bool = False
    nested: tuple[Match, ...] = ()


class Matcher:
    """Find the terms of a glossary in sentences of its source language.

    Compile it once a glossary. *warnings* gathers what went wrong while matching, such as a context
    pattern that took too long and was switched off.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.warnings: list[str] = []
        self._language = get_language(glossary.source_language)
        self._index = FormIndex(load_inflection(glossary.source_language))
        self._order: dict[int, int] = {}
        self._contexts: dict[str, regex.Pattern[str] | None] = {}
        with collection_paused():
            for place, term in enumerate(glossary.terms):
                self._order[id(term)] = place
                for form in dict.fromkeys(term.forms):
                    self._index.add(form, term)

    def find(
        self,
        text: str,
        *,
        start: int = 0,
        date: str | datetime.date | None = None,
        settled: Collection[str] = (),
    ) -> list[Match]:
        """Return the terms in *text* (one sentence), in order, never overlapping.

        The longest match wins, the leftmost of two as long; shorter ones inside it are its *nested*.
        *start* is added to every offset. *date* (ISO, or a date; None: today) decides between terms with
        ``since`` and ``until``. A term whose ``context`` the sentence does not match is not found, unless its
        id is among *settled* (see settle) and no other entry wants the words.
        """
        tokens = tokenise(text)
        day = str(date) if date is not None else datetime.date.today().isoformat()
        slow: set[str] = set()
        recalled: set[str] = set()
        groups: dict[tuple[int, int], list[Hit]] = {}
        for hit in self._index.hits(tokens):
            term = hit.form.term
            if (
                self._stands_free(tokens, hit)
                and (not hit.capitals or in_capitals(tokens.items, hit.first, hit.last))
                and _is_current(term, day)
            ):
                if not self._fits_context(term, tokens.shadow.text, slow):
                    if term.id not in settled:
                        continue
                    recalled.add(term.id)
                groups.setdefault((hit.first, hit.last), []).append(hit)
        found: dict[tuple[int, int], Match] = {}
        inside: list[tuple[int, int]] = []
        taken = bytearray(len(tokens.items))
        for first, last in sorted(groups, key=lambda place: (-_length(tokens, place), place)):
            if not any(taken[first:last]):
                taken[first:last] = b"\x01" * (last - first)
                found[first, last] = self._decide(tokens, groups[first, last], start, slow, recalled)
            else:
                inside.append((first, last))
        for first, last in sorted(inside):
            outer = next((place for place in found if place[0] <= first and last <= place[1]), None)
            if outer:
                inner = self._decide(tokens, groups[first, last], start, slow, recalled)
                if inner.term is not found[outer].term and not inner.ambiguous:
                    found[outer] = replace(found[outer], nested=(*found[outer].nested, inner))
        return sorted(found.values(), key=lambda match: match.span)

    def settle(self, texts: Iterable[str], *, date: str | datetime.date | None = None) -> frozenset[str]:
        """Return the ids of the acronyms whose sense *texts*, the sentences of one text, make plain.

        A word keeps its sense through a text (one sense per discourse, Gale, Church and Yarowsky 1992): FSR
        in a sentence on Darfur settles what FSR is in the next one. The context has to fit in half of the
        sentences that have the acronym; one with two targets settles nothing.
        """
        found: dict[str, Term] = {}
        fits: Counter[str] = Counter()
        stands: Counter[str] = Counter()
        for text in texts:
            words = set(_WORD.findall(text))
            if self._may_settle.isdisjoint(words):
                continue
            stands.update(words & self._may_settle)
            for match in self.find(text, date=date):
                for each in (match, *match.nested):
                    if each.term.context and each.term.kind is Kind.ACRONYM and not each.ambiguous:
                        found[each.term.id] = each.term
                        fits[each.term.id] += 1
        targets: dict[str, set[str]] = {}
        for term in found.values():
            for form in term.forms:
                targets.setdefault(form, set()).add(term.target)
        return frozenset(
            term.id
            for term in found.values()
            if all(len(targets[form]) == 1 for form in term.forms)
            and 2 * fits[term.id] >= sum(stands[form] for form in set(term.forms))
        )

    @cached_property
    def _may_settle(self) -> frozenset[str]:
        """Give the forms that settle may find."""
        terms = (term for term in self.glossary.terms if term.context and term.kind is Kind.ACRONYM)
        return frozenset(form for term in terms for form in term.forms)

    def could_match(self, text: str) -> list[tuple[Term, int]]:
        """Return the terms that the whole of *text* may stand for, whatever context and date, with ranks.

        The rank orders them: 0 as written, 1 in another case, 2 in another inflected form.
        """
        tokens = tokenise(text)
        return [
            (hit.form.term, hit.rank)
            for hit in self._index.hits(tokens)
            if hit.first == 0 and hit.last == len(tokens.items) and self._stands_free(tokens, hit)
        ]

    def _decide(
        self, tokens: Tokens, hits: Sequence[Hit], start: int, slow: set[str], recalled: set[str]
    ) -> Match:
        def strength(hit: Hit) -> tuple[bool, bool, bool, int]:
            term = hit.form.term
            return (term.context in slow, term.id in recalled, not term.context, hit.rank)

        best = min(map(strength, hits))
        rivals = sorted(
            (hit for hit in hits if strength(hit) == best), key=lambda hit: self._order[id(hit.form.term)]
        )
        chosen = rivals[0]
        term = chosen.form.term
        shadow = tokens.shadow
        span = shadow.span(tokens.items[chosen.first].start, tokens.items[chosen.last - 1].end)
        others = tuple(dict.fromkeys(hit.form.term for hit in rivals if hit.form.term.target != term.target))
        reason = ""
        if others:
            reason = _describe_rivals(chosen.form.text, (term, *others))
        elif term.context in slow:
            reason = f"the context pattern of '{term.source}' took too long"
        elif chosen.form.term.kind is Kind.ACRONYM and self._may_be_a_word(tokens, chosen):
            reason = f"'{chosen.form.text}' may be a common word among capitals"
        return Match(
            term, span.shift(start), chosen.form.text, chosen.rank == 2, bool(reason), reason, others
        )

    def _stands_free(self, tokens: Tokens, hit: Hit) -> bool:
        """Say whether the words around a hit leave it a word of its own."""
        items, text = tokens.items, tokens.shadow.text
        begin, end = items[hit.first].start, items[hit.last - 1].end
        kind = hit.form.term.kind
        # nothing inside an address is a word of the sentence; an entry may be the whole of one
        if any(a < end and begin < b and not (begin <= a and b <= end) for a, b in tokens.addresses):
            return False
        bound = kind in (Kind.NOUN, Kind.PHRASE)
        if items[hit.first].is_word and begin:
            before = text[begin - 1]
            word = items[hit.first - 2].key if hit.first > 1 and items[hit.first - 2].is_word else ""
            if before == "'" and word and self._language.elisions and word not in self._language.elisions:
                return False
            if (before == "-" and bound and word) or continues_word(before):
                return False
        if items[hit.last - 1].is_word and end < len(text):
            after = text[end]
            word = (
                items[hit.last + 1].key if hit.last + 1 < len(items) and items[hit.last + 1].is_word else ""
            )
            if bound and word and (after == "'" or (after == "-" and word not in _ENCLITICS)):
                return False
            if continues_word(after):
                return False
        return not _crosses_paragraph(tokens, hit)

    def _fits_context(self, term: Term, sentence: str, slow: set[str]) -> bool:
        if not term.context:
            return True
        if term.context not in self._contexts:
            try:
                self._contexts[term.context] = regex.compile(term.context)
            except regex.error as error:
                self._contexts[term.context] = None
                self.warnings.append(f"{term.id}: context of '{term.source}' is no pattern: {error}")
        pattern = self._contexts[term.context]
        if pattern is None:
            slow.add(term.context)
            return True
        try:
            return pattern.search(sentence, timeout=CONTEXT_TIMEOUT) is not None
        except TimeoutError:
            # never tried again: a thousand sentences would wait a thousand times
            self._contexts[term.context] = None
            slow.add(term.context)
            self.warnings.append(
                f"{term.id}: context of '{term.source}' took longer than {CONTEXT_TIMEOUT} s; switched off"
            )
            return True

    def _may_be_a_word(self, tokens: Tokens, hit: Hit) -> bool:
        words = [token for token in tokens.items[hit.first : hit.last] if token.is_word]
        stop_words = self._language.stop_words | self._language.articles
        among_capitals = in_capitals(tokens.items, hit.first, hit.last)
        return len(words) == 1 and words[0].text.lower() in stop_words and among_capitals


def _describe_rivals(form: str, terms: Sequence[Term]) -> str:
    """Say which targets a form may have, the rows they stand in, and how to tell them apart."""
    targets = " or ".join(f"'{t.target}' ({t.id})" if t.row else f"'{t.target}'" for t in terms)
    return (
        f"'{form}' may be {targets}; say in 'context' when each applies, or keep one row and list the other "
        "target as 'allowed'"
    )


def _length(tokens: Tokens, place: tuple[int, int]) -> int:
    return sum(len(token.text) for token in tokens.items[place[0] : place[1]])


def _crosses_paragraph(tokens: Tokens, hit: Hit) -> bool:
    if hit.last - hit.first < 2:
        return False
    span = tokens.shadow.span(tokens.items[hit.first].start, tokens.items[hit.last - 1].end)
    words = tokens.shadow.original[span.start : span.end]
    return words.count("\n") > 1 and regex.search(r"\n\s*\n", words) is not None


def _is_current(term: Term, day: str) -> bool:
    if term.since and day[: len(term.since)] < term.since:
        return False
    return not term.until or day[: len(term.until)] <= term.until
