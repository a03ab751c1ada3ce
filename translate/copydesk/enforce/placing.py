"""Find where a missing term belongs in a translation: over the words aligned to it, or between words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.fit import Fitter
from copydesk.enforce.lead import find_lead, precedes_its_noun
from copydesk.glossary.match import Match
from copydesk.glossary.model import Kind
from copydesk.languages import get_language
from copydesk.links import FAINT
from copydesk.text import Span

# How many words more than the term has the words it replaces may be.
_SLACK = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a stretch of a translation and what is to stand there.

    *inserted* says that nothing of the term stood there before.
    """

    span: Span
    words: str
    inserted: bool = False


@dataclass(frozen=True, slots=True)
class Placer:
    """Find places in the target language with its *fit*, for sources of *source_language*."""

    fit: Fitter
    source_language: str
    target_language: str

    def replace(self, task: Task, candidate: Candidate, index: int) -> Place | None:
        """Find the words that translate the match *index*; None when alignment shows none."""
        match = task.matches[index]
        widest = len(match.term.target.split()) + _SLACK
        found = candidate.links.locate(match.span, taken=_settled(candidate, index), widest=widest)
        span = found[0] if found else None
        if span is None or all(self._is_small(word) for word in span.of(candidate.text).split()):
            # attention that falls on "of" or "the" alone says that the model left the term out, or as it was
            span = _find_leftover(task, candidate, index)
        if span is None:
            return None
        stretch, words = self.fit(candidate.text, span, match, task.text, task.headline)
        return Place(stretch, _set_apart(candidate.text, stretch, words))

    def insert(self, task: Task, candidate: Candidate, index: int) -> Place | None:
        """Find the gap where the match *index* belongs, with the small words that it needs there.

        It stands behind the translation of the words before it, else in front of what follows. None when
        alignment ties nothing around it.
        """
        match = task.matches[index]
        ahead = precedes_its_noun(task.text, match, self.source_language, self.target_language)
        gap = candidate.links.place_for(match.span, ahead=ahead)
        if gap is None:
            return None
        gap = _clear_of(_settled(candidate, index), gap)
        # not in front of a term that stands before this one in the source: it would be lost again
        earlier = [o.span.end for o in candidate.outcomes if o.span and o.match.span < match.span]
        if earlier and candidate.links.is_tied_before(match.span):
            gap = max(gap, *earlier)
        text = candidate.text
        before = text[:gap].rstrip()
        lead = find_lead(
            task.text, match, _untied(candidate, match.span.start), self.source_language, self.target_language
        )
        if lead and before.lower().endswith(f" {lead.split()[0]}"):
            lead = ""  # a word for it stands there already
        joint = ", " if _continues_list(task, candidate, match, len(before)) else " " if before else ""
        joint += f"{lead} " if lead else ""
        at = len(before) + len(joint)
        rest = text[gap:]
        span, words = self.fit(before + joint + rest, Span(at, at), match, task.text, task.headline)
        start = min(span.start, len(before))
        words = (before + joint)[start : span.start] + words
        end = gap + span.end - at
        if text[end : end + 1] in tuple("\"'“‘«([$€£"):
            words += " "
        words = _set_apart(text, Span(start, end), words)
        if not before and self._is_small(rest.partition(" ")[0]):
            # the sentence begins anew: "The" behind the term is "the"
            words += text[end].lower()
            end += 1
        return Place(Span(start, end), words, inserted=True)

    def words(self, task: Task, index: int) -> str:
        """Give the words for the match *index* as they stand inside a sentence, in the source's number."""
        match = task.matches[index]
        return self.fit("x ", Span(2, 2), match, task.text, task.headline)[1]

    def _is_small(self, word: str) -> bool:
        language = get_language(self.target_language)
        small = word.lower() in language.stop_words | language.articles
        return word != "I" and (small or word.startswith(("'", "’")))


def _set_apart(text: str, span: Span, words: str) -> str:
    """Keep *words* in the place of *span* from growing together with what stands around."""
    if words[:1].isalnum() and text[: span.start][-1:].isalnum():
        words = f" {words}"
    return f"{words} " if words[-1:].isalnum() and text[span.end : span.end + 1].isalnum() else words


def _settled(candidate: Candidate, index: int) -> list[Span]:
    return [o.span for i, o in enumerate(candidate.outcomes) if o.span and i != index]


def _find_leftover(task: Task, candidate: Candidate, index: int) -> Span | None:
    """Find a source form of a name or acronym that stands untranslated in the translation."""
    match = task.matches[index]
    if match.term.kind not in (Kind.NAME, Kind.ACRONYM):
        return None
    forms = sorted({*match.term.forms, *match.term.forbidden}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")
    taken = _settled(candidate, index)
    where = match.span.start / max(1, len(task.text))
    found = [Span(*one.span()) for one in pattern.finditer(candidate.text)]
    free = [span for span in found if not any(span.overlaps(other) for other in taken)]
    return min(free, key=lambda span: abs(span.start / len(candidate.text) - where), default=None)


def _clear_of(spans: Sequence[Span], gap: int) -> int:
    """Move a gap inside one of *spans* behind it."""
    return max([gap, *(span.end for span in spans if span.start < gap < span.end)])


def _untied(candidate: Candidate, end: int) -> int:
    """Find where the source words right before *end* begin that nothing in the translation stands for."""
    links = candidate.links
    start = end
    for s in reversed([s for s, word in enumerate(links.source) if word.end <= end]):
        if max((row[s] for row in links.mass), default=0.0) > FAINT:
            break
        start = links.source[s].start
    return start


def _continues_list(task: Task, candidate: Candidate, match: Match, at: int) -> bool:
    """Say whether a term right before *at* is followed in the source by a comma and *match*."""
    for outcome in candidate.outcomes:
        if outcome.span and outcome.span.end == at and outcome.match.span < match.span:
            return task.text[outcome.match.span.end : match.span.start].lstrip().startswith(",")
    return False
