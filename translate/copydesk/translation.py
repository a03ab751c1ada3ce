"""What translating yields: Occurrence (the receipt of one term), Sentence, Translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from copydesk.text import Document, OwnTerms, Segment, Span

if TYPE_CHECKING:
    from copydesk.glossary.model import Term


class Status(StrEnum):
    """Say how a term occurrence ended; every matched occurrence has exactly one status."""

    OK = "ok"  # the model had it right
    PLACED = "placed"  # enforcement put it there
    MISSING = "missing"  # it is not in the output
    DOUBLED = "doubled"  # it is there more often than the source asks for
    AMBIGUOUS = "ambiguous"  # more than one reading; not forced


@dataclass(frozen=True, slots=True)
class Nested:
    """Say what became of a shorter term inside the words of a longer one; nothing is asked for it.

    Spans are those of an Occurrence. *target_span* is where the longer term's words hold a right form of this
    one too, None where they do not.
    """

    term: str
    source: str
    target: str
    source_span: Span
    target_span: Span | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Be the receipt of one source occurrence of a term.

    *source_span* is in code points of the source document, *target_span* of the segment's translated
    text (``Translation.text``). *strategy* names the step that settled it (``draft``, ``inline``, ``span``,
    ``insert``, ``source``, ``prefix``, ``constrained``, ``mention``, ``unify``, ``none``); *score_change* is
    the difference in mean token log-probability against the plain draft (0.0 where nothing was changed).
    *nested* are shorter terms that match inside it, *rivals* the ids of the terms that an ambiguous one may
    be instead.
    """

    term: str
    source: str
    target: str
    source_span: Span
    target_span: Span | None
    strategy: str
    status: Status
    score_change: float = 0.0
    note: str = ""
    nested: tuple[Nested, ...] = ()
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold one translated sentence.

    *source_span* is in document offsets; *target_span* in ``Translation.text``. *links* pairs source and
    target word spans (document offsets, translation offsets) that the model's attention aligns.
    *score* is the mean token log-probability; *flags* names the guards that tripped and were not cured
    (``length``, ``loop``, ``copy``, ``empty``): a person should look.
    """

    source_span: Span
    target_span: Span
    score: float
    token_scores: tuple[float, ...] = ()
    links: tuple[tuple[Span, Span], ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """Hold the translation of one segment, with a receipt for every term occurrence in it.

    *kept* are the receipts of what no glossary asks for and is copied all the same: addresses, handles,
    hashtags, code (``term`` is ``auto:url`` and the like).
    """

    segment: Segment
    text: str
    sentences: tuple[Sentence, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    kept: tuple[Occurrence, ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """List the uncured guards of all sentences, each once."""
        return tuple(dict.fromkeys(flag for sentence in self.sentences for flag in sentence.flags))


def find_absent(document: Document, translations: Iterable[Translation]) -> Iterator[tuple[OwnTerms, Term]]:
    """Yield the terms brought along that stand nowhere in the text that they are for, in order."""
    if not document.own_terms:
        return
    by_segment = {translation.segment.id: translation for translation in translations}
    for own in document.own_terms:
        seen: set[str] = set()
        for identifier in own.segments:
            translation = by_segment.get(identifier)
            for occurrence in translation.occurrences if translation else ():
                seen.add(occurrence.term)
                seen.update(inner.term for inner in occurrence.nested)
                seen.update(occurrence.rivals)
        yield from ((own, term) for term in own.terms if term.id not in seen)


def count_statuses(occurrences: Iterable[Occurrence]) -> Counter[Status]:
    """Count receipts by status."""
    return Counter(occurrence.status for occurrence in occurrences)
