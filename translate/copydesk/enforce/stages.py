"""The steps of the chain: each proposes candidates for the sentences that still miss a term.

inline   the term is given to the model in the source, ``Idleb ⟦ Idlib ⟧`` (models trained to obey it)
span     the target words aligned to the term are replaced, and the neighbourhood is mended
insert   a term that nothing in the draft stands for goes where its neighbours in the source are
source   the term's target stands in the source instead of the French form (names, acronyms, keep)
prefix   the draft up to the term, the term and the draft's next word are forced; the model goes on

Outside the default order, for an engine that offers it:

constrained   a beam search that must say the missing terms (``copydesk.engines.constrained``)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from copydesk.align import align_words
from copydesk.decode import Decoded, copy_sentence, translate_sentences
from copydesk.enforce.alteration import Alteration, annotate_terms, substitute_terms
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.keeps import is_all_kept, list_masks, mask_source, mask_target, unmask
from copydesk.enforce.placing import Place, Placer
from copydesk.enforce.verify import stands_apart, verify
from copydesk.engines import Engine
from copydesk.engines.protocol import Hypothesis, Prepared, Result
from copydesk.glossary.model import Kind
from copydesk.guards import find_faults
from copydesk.languages import get_language
from copydesk.text import Span
from copydesk.translation import Status

# kinds that a model copies from the source when it meets them there
COPIED = (Kind.NAME, Kind.ACRONYM, Kind.KEEP)


@dataclass(frozen=True, slots=True)
class Bench:
    """Hold what every step needs."""

    engine: Engine
    placer: Placer
    beam: int
    source_language: str
    target_language: str


@dataclass(frozen=True, slots=True)
class Open:
    """Hold a sentence with terms still out of place: its task, plain draft and best candidate so far."""

    task: Task
    draft: Candidate
    best: Candidate

    def missing(self, candidate: Candidate, step: str) -> list[int]:
        """List the matches that *candidate* does not have in place and that *step* may put there."""
        return [
            i
            for i, outcome in enumerate(candidate.outcomes)
            if not outcome.settled and outcome.match.term.strategy in ("", step)
        ]


Stage = Callable[[Bench, Sequence[Open]], list[Candidate | None]]


class ConstrainedSearch(Protocol):
    """Translate sources with words that their translations must contain; None where there is no way."""

    def __call__(
        self, sources: Sequence[str], words: Sequence[Sequence[str]], *, beam: int = 4
    ) -> list[Result | None]: ...


def draft_candidates(bench: Bench, tasks: Sequence[Task]) -> list[Candidate]:
    """Translate the plain sentences and verify them; a sentence that is kept whole is copied."""
    masked = [mask_source(task) for task in tasks]
    asked = [i for i, task in enumerate(tasks) if task.wording is None and not is_all_kept(task)]
    decoded = translate_sentences(
        bench.engine,
        [masked[i].text for i in asked],
        beam=bench.beam,
        language=bench.source_language,
        target_language=bench.target_language,
    )
    answers = dict(zip(asked, decoded, strict=True))
    drafts = [
        _candidate(task, answers[i], "draft", masked[i]) if i in answers else _copy(task)
        for i, task in enumerate(tasks)
    ]
    return [verify(task, draft) for task, draft in zip(tasks, drafts, strict=True)]


def _copy(task: Task) -> Candidate:
    """Copy the sentence, with the changes of its wording and what is kept in another form."""
    copied = _candidate(task, Decoded(copy_sentence(task.text), how="copied"), "draft")
    lead = len(task.text) - len(task.text.lstrip())  # a copy has no white space around it
    changes = task.wording
    if changes is None:
        kept = (match for match in task.matches if match.automatic)
        changes = tuple((m.span, m.term.target) for m in kept if m.span.of(task.text) != m.term.target)
    for span, words in reversed(changes):
        copied = copied.substitute(span.shift(-lead), words, span)
    return copied


def try_inline(bench: Bench, sentences: Sequence[Open]) -> list[Candidate | None]:
    """Give the missing terms inline and translate again."""
    if not bench.engine.inline_terms:
        return [None] * len(sentences)
    alterations: list[Alteration | None] = []
    for one in sentences:
        matches = [one.task.matches[i] for i in one.missing(one.best, "inline")]
        asked = [(m.span, m.term.target) for m in matches if not m.automatic]
        alterations.append(annotate_terms(one.task.text, asked, list_masks(one.task)) if asked else None)
    return _translate_altered(bench, sentences, alterations, "inline")


def try_source(bench: Bench, sentences: Sequence[Open]) -> list[Candidate | None]:
    """Put the target forms of missing names and acronyms into the source and translate again.

    What is kept automatically is given as it stands: its stand-in has got lost.
    """
    alterations: list[Alteration | None] = []
    for one in sentences:
        open_ = one.missing(one.best, "source")
        matches = [one.task.matches[i] for i in open_]
        names = [(m.span, m.term.target) for m in matches if m.term.kind in COPIED and not m.automatic]
        lost = [i for i, m in zip(open_, matches, strict=True) if m.automatic]
        asked = [*names, *list_masks(one.task, leave=lost)]
        alterations.append(substitute_terms(one.task.text, asked) if names or lost else None)
    return _translate_altered(bench, sentences, alterations, "source")


def try_span(bench: Bench, sentences: Sequence[Open]) -> list[Candidate | None]:
    """Replace the aligned target words of each missing term in the best candidate."""
    changed = [_replace_spans(bench, one, "span") for one in sentences]
    return _score(bench, sentences, changed, "span")


def try_insert(bench: Bench, sentences: Sequence[Open]) -> list[Candidate | None]:
    """Replace the aligned words of each missing term, and insert the terms that nothing stands for."""
    changed = [_replace_spans(bench, one, "insert") for one in sentences]
    return _score(bench, sentences, changed, "insert")


def try_prefix(bench: Bench, sentences: Sequence[Open]) -> list[Candidate | None]:
    """Force the draft up to the first missing term, the term and the next word; let the model go on."""
    prefixes: list[str | None] = []
    for one in sentences:
        prefixes.append(_forced_prefix(bench, one))
    asked = [i for i, prefix in enumerate(prefixes) if prefix is not None]
    masked = {i: mask_source(sentences[i].task) for i in asked}
    decoded = translate_sentences(
        bench.engine,
        [masked[i].text for i in asked],
        beam=bench.beam,
        prefixes=[mask_target(sentences[i].task, prefixes[i] or "") for i in asked],
        language=bench.source_language,
        target_language=bench.target_language,
    )
    proposals: list[Candidate | None] = [None] * len(sentences)
    for i, answer in zip(asked, decoded, strict=True):
        candidate = _candidate(sentences[i].task, answer, "prefix", masked[i])
        candidate = _cut_glued(candidate, prefixes[i] or "")
        proposals[i] = _verified(sentences[i], candidate)
    return proposals


def try_constrained(bench: Bench, sentences: Sequence[Open]) -> list[Candidate | None]:
    """Search for translations that say every missing term, where the engine can."""
    search: ConstrainedSearch | None = getattr(bench.engine, "translate_constrained", None)
    if search is None:
        return [None] * len(sentences)
    masked = [mask_source(one.task) for one in sentences]
    place = bench.placer.words
    words = [
        [mask_target(one.task, place(one.task, i)) for i in one.missing(one.draft, "constrained")]
        for one in sentences
    ]
    limit = bench.engine.max_pieces
    short = [
        i
        for i, source in enumerate(masked)
        if words[i] and len(bench.engine.prepare(source.text).pieces) <= limit
    ]
    results = search([masked[i].text for i in short], [words[i] for i in short], beam=bench.beam)
    proposals: list[Candidate | None] = [None] * len(sentences)
    for i, result in zip(short, results, strict=True):
        if result is not None:
            task, faults = sentences[i].task, find_faults(result.source, result.best)
            found = Decoded(result, faults, "constrained")
            candidate = _verified(sentences[i], _candidate(task, found, "constrained", masked[i]))
            proposals[i] = None if stands_apart(candidate, bench.target_language) else candidate
    return proposals


STAGES: dict[str, Stage] = {
    "inline": try_inline,
    "span": try_span,
    "source": try_source,
    "insert": try_insert,
    "prefix": try_prefix,
    "constrained": try_constrained,
}


# steps that settle one term at a time, and are worth repeating
STEPWISE = frozenset({"prefix"})


def _candidate(
    task: Task, decoded: Decoded, strategy: str, alteration: Alteration | None = None
) -> Candidate:
    result = decoded.result
    return read_candidate(task, result.source, result.best, strategy, alteration, decoded.flags)


def read_candidate(
    task: Task,
    source: Prepared,
    hypothesis: Hypothesis,
    strategy: str,
    alteration: Alteration | None = None,
    flags: tuple[str, ...] = (),
) -> Candidate:
    """Make a candidate of what the engine gave for *task*, altered by *alteration*; it is not verified."""
    links = align_words(source, hypothesis)
    if alteration is not None and alteration.stretches:
        words = list(dict.fromkeys(alteration.back(word) for word in links.source))
        links = links.with_source(words, alteration.back)
    made = Candidate(hypothesis.text, links, hypothesis.score, strategy, hypothesis.log_probs, flags)
    return unmask(task, made) if alteration is not None else made


def _verified(one: Open, candidate: Candidate) -> Candidate:
    asked = frozenset(i for i, o in enumerate(one.draft.outcomes) if o.status is not Status.OK)
    return verify(one.task, candidate, asked)


def _translate_altered(
    bench: Bench, sentences: Sequence[Open], alterations: Sequence[Alteration | None], strategy: str
) -> list[Candidate | None]:
    """Translate altered sentences; of the beam's hypotheses take the one with most terms in place."""
    asked = [i for i, alteration in enumerate(alterations) if alteration is not None]
    decoded = translate_sentences(
        bench.engine,
        [alteration.text for alteration in alterations if alteration is not None],
        beam=bench.beam,
        alternatives=bench.beam,
        language=bench.source_language,
        target_language=bench.target_language,
    )
    proposals: list[Candidate | None] = [None] * len(sentences)
    for i, one in zip(asked, decoded, strict=True):
        source, task = one.result.source, sentences[i].task
        read = (
            read_candidate(task, source, hypothesis, strategy, alterations[i], one.flags)
            for hypothesis in one.result.hypotheses
        )
        proposals[i] = min((_verified(sentences[i], each) for each in read), key=lambda each: each.open)
    return proposals


def _replace_spans(bench: Bench, one: Open, step: str) -> Candidate | None:
    candidate = one.best
    placed = {i for i, o in enumerate(candidate.outcomes) if o.status is Status.PLACED}
    for index in one.missing(one.best, step):
        match = one.task.matches[index]
        if candidate.outcomes[index].status is Status.DOUBLED:
            candidate = _drop_double(candidate, index, bench.target_language)
        else:
            place = bench.placer.replace(one.task, candidate, index)
            if place is None and step == "insert":
                place = bench.placer.insert(one.task, candidate, index)
            if place is None:
                continue
            candidate = candidate.substitute(place.span, place.words, match.span)
        placed.add(index)
        candidate = verify(one.task, candidate, frozenset(placed))
    return candidate if candidate is not one.best else None


def _drop_double(candidate: Candidate, index: int, language: str) -> Candidate:
    """Take a second copy of a term out: "Idlib Idlib", "SOHR (SOHR)", "China, China", "Brazil and Brazil"."""
    span = candidate.outcomes[index].span
    assert span is not None
    words = re.escape(span.of(candidate.text))
    small = "|".join(map(re.escape, sorted(get_language(language).stop_words)))
    joint = rf"(?:\s*,|\s+(?:{small}))?\s+" if small else r"\s*,?\s+"
    pattern = re.compile(rf"(?<!\w){words}(?:\s*\(\s*{words}\s*\)|{joint}{words})(?!\w)")
    for found in pattern.finditer(candidate.text):
        stretch = Span(found.start(), found.end())
        if stretch.overlaps(span):
            return candidate.substitute(
                stretch, span.of(candidate.text), candidate.outcomes[index].match.span
            )
    return candidate


def _cut_glued(candidate: Candidate, prefix: str) -> Candidate:
    """Cut the letters that the model joined to the last forced word: "Aleppo" + "se"."""
    if not candidate.text.startswith(prefix):
        return candidate
    glued = re.compile(r"\w*").match(candidate.text, len(prefix))
    if glued is None or not glued[0]:
        return candidate
    return candidate.substitute(Span(glued.start(), glued.end()), "")


def _score(
    bench: Bench, sentences: Sequence[Open], changed: Sequence[Candidate | None], strategy: str
) -> list[Candidate | None]:
    """Score edited texts by forced decoding, against a source in which the asked names stand."""
    asked = [(i, candidate) for i, candidate in enumerate(changed) if candidate is not None]
    sources = []
    for i, _ in asked:
        task = sentences[i].task
        names = [(m.span, m.term.target) for m in task.matches if m.term.kind in COPIED and not m.automatic]
        sources.append(substitute_terms(task.text, [*names, *list_masks(task)]).text)
    limit = bench.engine.max_pieces
    short = [k for k, source in enumerate(sources) if len(bench.engine.prepare(source).pieces) <= limit]
    texts = [mask_target(sentences[i].task, candidate.text) for i, candidate in asked]
    scored = bench.engine.score([sources[k] for k in short], [texts[k] for k in short])
    proposals: list[Candidate | None] = list(changed)
    for k, hypothesis in zip(short, scored, strict=True):
        i, candidate = asked[k]
        proposals[i] = replace(
            candidate, strategy=strategy, score=hypothesis.score, token_scores=hypothesis.log_probs
        )
    return [
        None
        if p is None
        else replace(
            p,
            outcomes=tuple(
                replace(o, strategy=strategy)
                if o.status is Status.PLACED and not one.best.outcomes[i].settled
                else o
                for i, o in enumerate(p.outcomes)
            ),
        )
        for p, one in zip(proposals, sentences, strict=True)
    ]


def _forced_prefix(bench: Bench, one: Open) -> str | None:
    base = one.best
    for index in one.missing(base, "prefix"):
        place: Place | None = bench.placer.replace(one.task, base, index)
        if place is None:
            place = bench.placer.insert(one.task, base, index)
        if place is None:
            continue
        prefix = base.text[: place.span.start] + place.words
        if place.inserted:
            return prefix.strip()
        # the next word of the draft keeps the model from joining letters to the term
        after = re.match(r"[\s,]*[\w'-]+", base.text[place.span.end :])
        return prefix + (after[0] if after else "")
    return None
