"""The two paths through copydesk, short enough to read in one go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from copydesk import __version__
from copydesk.decode import has_words
from copydesk.detect import guess_between
from copydesk.documents.inlines import is_verbatim
from copydesk.enforce import DEFAULT_STAGES, Candidate, Judge, Outcome, Task, enforce_terms
from copydesk.enforce.byline import word_byline
from copydesk.enforce.figures import find_amounts, word_figures
from copydesk.enforce.keeps import find_keeps
from copydesk.engines import Engine
from copydesk.errors import InputError
from copydesk.glossary.layers import lay_over
from copydesk.glossary.match import Match, Matcher
from copydesk.glossary.model import Glossary, Term
from copydesk.glossary.targets import find_held
from copydesk.languages import get_language
from copydesk.segment import split_sentences
from copydesk.text import Document, OwnTerms, Role, Segment, Span
from copydesk.translation import (
    Nested,
    Occurrence,
    Sentence,
    Status,
    Translation,
    count_statuses,
    find_absent,
)

# called with (sentences done, sentences in all)
Progress = Callable[[int, int], None]

# parts of a page in which an acronym is not spelt out
_SHORT_FORMS = (Role.HEADLINE, Role.CROSSHEAD, Role.CAPTION, Role.BYLINE)


@dataclass(frozen=True, slots=True)
class TranslatedDocument:
    """Hold a document with one translation a segment, in order, and how it was made."""

    document: Document
    translations: tuple[Translation, ...]
    signature: str

    @property
    def occurrences(self) -> list[Occurrence]:
        """List the receipts of all segments in reading order."""
        return [o for translation in self.translations for o in translation.occurrences]

    @property
    def kept(self) -> list[Occurrence]:
        """List the receipts of addresses, handles, hashtags and code, which no glossary asks for."""
        return [o for translation in self.translations for o in translation.kept]

    @property
    def absent(self) -> list[tuple[OwnTerms, Term]]:
        """List the terms that a part of the document brings along and that do not stand in it."""
        return list(find_absent(self.document, self.translations)) if self.document.own_terms else []

    @property
    def statuses(self) -> Counter[Status]:
        """Count the receipts by status."""
        return count_statuses(self.occurrences)


def translate_document(
    document: Document,
    engine: Engine,
    matcher: Matcher | None = None,
    *,
    source_language: str = "fr",
    target_language: str = "en",
    beam: int = 4,
    date: str | None = None,
    keep_furniture: bool = False,
    progress: Progress | None = None,
    judge: Judge | None = None,
    constrained: bool = False,
) -> TranslatedDocument:
    """Translate *document*: split into sentences, match terms, translate and enforce, join again.

    A paragraph that is in the target language already stays as it is; raises InputError when all the text
    is. Furniture is left untranslated and stands in the result only with *keep_furniture*. One translation
    comes out for each remaining segment; blank segments give blank translations. Where *judge* objects to
    a sentence (see ``copydesk.review``), the most faithful of several hypotheses is taken. *constrained* lets
    a constrained beam place what nothing else does, where the engine has one.
    """
    segments = [s for s in document.segments if keep_furniture or s.role is not Role.FURNITURE]
    languages = (source_language, target_language)
    if guess_between(document.text, languages) == target_language:
        raise InputError(
            f"looks {get_language(target_language).name}, not {get_language(source_language).name}",
            where=document.name,
            remedy="give the source text, or its language with --from",
        )
    kept = {s.id for s in segments if guess_between(document.words_of(s), languages) == target_language}
    settled: frozenset[str] = frozenset()
    if matcher and document.is_one_text:
        settled = matcher.settle(_sentences(document, source_language), date=date)
    find = _finder(document, matcher, (source_language, target_language), date, settled)
    work = [
        (segment, task)
        for segment in segments
        if segment.id not in kept and segment.role is not Role.FURNITURE
        for task in _tasks(document, segment, languages, find)
    ]
    enforced = enforce_terms(
        [task for _, task in work],
        engine,
        beam=beam,
        source_language=source_language,
        target_language=target_language,
        stages=(*DEFAULT_STAGES, "constrained") if constrained else DEFAULT_STAGES,
        progress=progress,
        judge=judge,
    )
    finished = zip(work, enforced, strict=True)
    sentences: dict[str, list[tuple[Task, Candidate, Candidate]]] = {
        identifier: [(task, draft, final) for (_, task), (draft, final) in group]
        for identifier, group in groupby(finished, key=lambda item: item[0][0].id)
    }
    translations = tuple(
        _join(segment, sentences[segment.id])
        if segment.id in sentences
        else Translation(segment, document.words_of(segment))
        for segment in segments
    )
    glossary = (matcher.glossary.signature if matcher else "none") + _sign_own_terms(document.own_terms)
    signature = "|".join(
        (
            f"copydesk:{__version__}",
            f"model:{engine.model_signature}",
            f"engine:{engine.name}",
            f"beam:{beam}" + ("+review" if judge else ""),
            f"glossary:{glossary}",
        )
    )
    return TranslatedDocument(document, translations, signature)


def _sign_own_terms(own_terms: Sequence[OwnTerms]) -> str:
    """Give ``+rows@DIGEST`` for the signature, six hex digits over all terms brought along; "" for none."""
    if not any(own.terms for own in own_terms):
        return ""
    summary = hashlib.sha256(repr([own.terms for own in own_terms]).encode())
    return f"+rows@{summary.hexdigest()[:6]}"


def _why_missing(outcome: Outcome) -> str:
    pinned = outcome.match.term.strategy
    return f"no step but '{pinned}' may place it" if pinned and outcome.status is Status.MISSING else ""


def _settle_nested(match: Match, span: Span | None, task: Task, text: str, start: int) -> Iterator[Nested]:
    """Say of each shorter term in *match* whether its target stands in the words at *span*, its rendering."""
    for inner in match.nested:
        held = find_held(span.of(text), inner.term) if span else None
        yield Nested(
            inner.term.id,
            inner.span.of(task.text),
            inner.term.target,
            inner.span.shift(task.start),
            held.shift(start + span.start) if held and span else None,
        )


def _finder(
    document: Document,
    matcher: Matcher | None,
    languages: tuple[str, str],
    date: str | None,
    settled: frozenset[str],
) -> Callable[[Segment, str], list[Match]]:
    """Return a function that finds the terms in a sentence of a segment: its own and the house's.

    *settled* are the house's entries whose sense the document has made plain.
    """
    owners = {identifier: own for own in document.own_terms for identifier in own.segments if own.terms}

    @lru_cache(maxsize=1)  # the segments of a part stand together
    def compile_own(own: OwnTerms) -> Matcher:
        return Matcher(Glossary(own.place, *languages, own.terms))

    def find(segment: Segment, sentence: str) -> list[Match]:
        house = matcher.find(sentence, date=date, settled=settled) if matcher else []
        own = owners.get(segment.id)
        return lay_over(compile_own(own).find(sentence, date=date), house) if own else house

    return find


def _sentences(document: Document, language: str) -> Iterator[str]:
    """Give the sentences of the document that are no furniture."""
    for segment in document.segments:
        if segment.role is not Role.FURNITURE:
            for span in split_sentences(document.words_of(segment), get_language(language)):
                yield span.of(document.words_of(segment))


def _tasks(
    document: Document,
    segment: Segment,
    languages: tuple[str, str],
    find: Callable[[Segment, str], list[Match]],
) -> Iterator[Task]:
    words = document.words_of(segment)
    wording = word_byline(words, *languages) if segment.role is Role.BYLINE else None
    if wording is not None:
        yield Task(words, segment.span.start, (), headline=True, wording=wording)
        return
    spans = split_sentences(words, get_language(languages[0]), start=segment.span.start)
    marked = [inline.span for inline in segment.inlines if is_verbatim(inline)]
    for span in spans:
        text = span.of(document.text)
        verbatim = list(_within(marked, span, text))
        matches = find(segment, text)
        # what markup keeps as it is holds no terms
        matches = [m for m in matches if not any(m.span.overlaps(other) for other in verbatim)]
        if not (matches or verbatim or has_words(text)):
            wording = word_figures(text, *languages)
            if wording is not None:
                yield Task(text, span.start, (), wording=wording)
                continue
        kept = find_keeps(text, matches, verbatim, find_amounts(text, *languages))
        tasks = sorted([*matches, *kept], key=lambda match: match.span)
        yield Task(text, span.start, tuple(tasks), segment.role in _SHORT_FORMS)


def _within(spans: Sequence[Span], sentence: Span, text: str) -> Iterator[Span]:
    """Give the parts of *spans* that lie in *sentence*, without white space around, in its offsets."""
    for span in spans:
        if span.overlaps(sentence):
            start, end = max(span.start - sentence.start, 0), min(span.end - sentence.start, len(sentence))
            words = text[start:end]
            if words.strip():
                yield Span(end - len(words.lstrip()), start + len(words.rstrip()))


def _join(segment: Segment, sentences: Sequence[tuple[Task, Candidate, Candidate]]) -> Translation:
    """Join the sentences of a segment, moving every offset to the document's and the joined text's."""
    text = ""
    parts: list[Sentence] = []
    receipts: list[Occurrence] = []
    kept: list[Occurrence] = []
    for task, draft, final in sentences:
        if text and final.text:
            text += " "
        start = len(text)
        text += final.text
        parts.append(
            Sentence(
                Span(task.start, task.start + len(task.text)),
                Span(start, len(text)),
                final.score,
                final.token_scores,
                tuple((a.shift(task.start), b.shift(start)) for a, b in final.links.pairs()),
                final.flags,
            )
        )
        for outcome in final.outcomes:
            match = outcome.match
            untouched = final.text == draft.text
            (kept if match.automatic else receipts).append(
                Occurrence(
                    match.term.id,
                    match.span.of(task.text),
                    outcome.span.of(final.text) if outcome.span else match.term.target,
                    match.span.shift(task.start),
                    outcome.span.shift(start) if outcome.span else None,
                    outcome.strategy,
                    outcome.status,
                    0.0 if untouched else round(final.score - draft.score, 4),
                    match.reason or _why_missing(outcome),
                    tuple(_settle_nested(match, outcome.span, task, final.text, start)),
                    tuple(rival.id for rival in match.rivals),
                )
            )
    return Translation(segment, text, tuple(parts), tuple(receipts), tuple(kept))
