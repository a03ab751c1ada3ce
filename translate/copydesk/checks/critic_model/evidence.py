"""What the model says for and against a draft: one row of measures a pair, and the places they point at.

Besides the plain forced pass these are asked: how likely each word is with an empty source (a word that is no
likelier with the source than without it translates nothing of it); how much likelier the rest becomes
without a word, with the model's choice in its place, or with that choice before it; and whether hiding a
word of the source does the draft any harm (if not, the draft does not say it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from copydesk.align import split_words
from copydesk.text import Span

if TYPE_CHECKING:
    import numpy as np

    from copydesk.checks.critic_model.network import Forced, Network
    from copydesk.engines.protocol import Prepared
    from copydesk.languages import Language

    Array = np.ndarray[Any, np.dtype[Any]]

#: the measures, in the order of a row
MEASURES = tuple(
    "loss gap first second third first_content second_content first_piece second_piece over_four over_six "
    "over_eight end_gap length_ratio length_misfit seen seen_second seen_third cover cover_second "
    "cover_third unseen dim words word_ratio attention with_source support support_second support_third "
    "unsupported_gap delete delete_second change change_second insert insert_second hide hide_second "
    "unsupported_change unsupported_delete".split()
)
_PLACES = 3  # places of a draft at which edits are tried
_HIDDEN = 3  # words of a source that are hidden
_REACH = 12  # pieces after an edit that are scored again
#: stands for an empty source
EMPTY = "."


@dataclass(frozen=True, slots=True)
class Cut:
    """Hold a pair as the model reads it: *target* pieces with their places in *text*."""

    source: Prepared
    text: str
    target: tuple[str, ...]
    places: tuple[Span, ...]


@dataclass(slots=True)
class Evidence:
    """Hold the measures of one pair and where they come from.

    *changed*, *added* are spans of the draft (the word that the model would most like to change, and to go
    without), *gap* the word before which it would put something, *hidden* the span of the source word whose
    loss would harm least. *start_of* these words are their first places in pieces, for alternatives.
    """

    row: list[float]
    changed: Span | None = None
    added: Span | None = None
    gap: Span | None = None
    hidden: Span | None = None
    changed_source: Span | None = None


@dataclass(frozen=True, slots=True)
class _Trial:
    pair: int
    what: str
    at: int
    before: float


@dataclass(slots=True)
class _Words:
    """Hold the words of a pair: the pieces of each, and for each target piece its attention *mass* on them.

    *owners* says which source word each source piece belongs to. *gaps* is how much likelier the model's own
    choices were over a word's pieces, *first_gaps* the same at its first piece alone.
    """

    target: Sequence[Span]
    source: Sequence[Span]
    pieces_of: list[list[int]]
    owners: list[int]
    mass: Array
    content: list[bool]
    source_content: list[bool]
    gaps: list[float]
    first_gaps: list[float]


def gather(
    network: Network, cuts: Sequence[Cut], languages: tuple[Language, Language], empty: Prepared
) -> list[Evidence]:
    """Measure *cuts*; *languages* are those of source and target, *empty* the source that says nothing."""
    import numpy as np

    forced = network.force([cut.source.pieces for cut in cuts], [cut.target for cut in cuts])
    words = [_words(cut, said, languages) for cut, said in zip(cuts, forced, strict=True)]
    alone = network.force([empty.pieces] * len(cuts), [cut.target for cut in cuts])
    trials: list[_Trial] = []
    sources: list[Sequence[str]] = []
    targets: list[Sequence[str]] = []
    windows: list[tuple[int, int]] = []
    for number, (cut, said, its) in enumerate(zip(cuts, forced, words, strict=True)):
        for trial, source, target, window in _trials(number, cut, said, its, network.target_pieces):
            trials.append(trial)
            sources.append(source)
            targets.append(target)
            windows.append(window)
    gains: list[dict[str, list[tuple[float, int]]]] = [{} for _ in cuts]
    for trial, after in zip(trials, network.score(sources, targets, windows), strict=True):
        gains[trial.pair].setdefault(trial.what, []).append((after - trial.before, trial.at))
    found = []
    for cut, said, its, bare, gain in zip(cuts, forced, words, alone, gains, strict=True):
        support = said.log_probs - bare.log_probs
        by_word = [float(support[pieces].sum()) if pieces else 0.0 for pieces in its.pieces_of]
        found.append(_summarise(cut, said, its, gain, by_word, float(np.mean(support))))
    return found


def _words(cut: Cut, said: Forced, languages: tuple[Language, Language]) -> _Words:
    import numpy as np

    source, target = split_words(cut.source.text), split_words(cut.text)
    source_owners, owners = _owners(cut.source.spans, source), _owners(cut.places, target)
    pieces_of: list[list[int]] = [[] for _ in target]
    for piece, word in enumerate(owners):
        if word >= 0:
            pieces_of[word].append(piece)
    mass = np.zeros((len(said.log_probs), len(source)), np.float32)
    for column, word in enumerate(source_owners):
        if word >= 0:
            mass[:, word] += said.attention[:, column]
    gap = said.best - said.log_probs
    gaps = [float(gap[pieces].sum()) if pieces else 0.0 for pieces in pieces_of]
    first = [float(gap[pieces[0]]) if pieces else 0.0 for pieces in pieces_of]
    return _Words(
        target,
        source,
        pieces_of,
        source_owners,
        mass,
        [_is_content(span.of(cut.text), languages[1]) for span in target],
        [_is_content(span.of(cut.source.text), languages[0]) for span in source],
        gaps,
        first,
    )


def _trials(
    number: int, cut: Cut, said: Forced, its: _Words, vocabulary: Sequence[str]
) -> Iterator[tuple[_Trial, Sequence[str], Sequence[str], tuple[int, int]]]:
    """List the edits to try on one pair: the trial, its source and target pieces, and the places to score."""
    log_probs = said.log_probs
    everything = float(log_probs.sum())
    seen = its.mass[:-1].max(axis=0) if len(its.mass) > 1 and its.source else []
    inner = [word for word, content in enumerate(its.source_content) if content]
    for word in sorted(inner, key=lambda word: seen[word] if len(seen) else 0.0)[:_HIDDEN]:
        kept = [piece for piece, owner in zip(cut.source.pieces, its.owners, strict=True) if owner != word]
        if kept:
            yield _Trial(number, "hide", word, everything), kept, cut.target, (0, len(cut.target) + 1)
    there = [word for word, pieces in enumerate(its.pieces_of) if pieces]
    for word in sorted(there, key=lambda word: -its.first_gaps[word])[:_PLACES]:
        start, stop = its.pieces_of[word][0], its.pieces_of[word][-1] + 1
        head, tail, rest = cut.target[:start], cut.target[start:], cut.target[stop:]
        reach = float(log_probs[start : stop + _REACH].sum())
        yield (
            _Trial(number, "delete", word, reach),
            cut.source.pieces,
            (*head, *rest),
            (start, start + _REACH),
        )
        choice = vocabulary[int(said.choices[start])]
        if choice == "</s>":
            continue
        window = (start, start + 1 + _REACH)
        yield _Trial(number, "change", word, reach), cut.source.pieces, (*head, choice, *rest), window
        before = float(log_probs[start : start + _REACH].sum())
        yield _Trial(number, "insert", word, before), cut.source.pieces, (*head, choice, *tail), window


def _summarise(
    cut: Cut,
    said: Forced,
    its: _Words,
    gain: dict[str, list[tuple[float, int]]],
    support: Sequence[float],
    with_source: float,
) -> Evidence:
    import numpy as np

    gaps = np.array(its.gaps or [0.0])
    content = np.array(its.content or [False])
    gap = said.best - said.log_probs
    count = max(1, len(its.target))
    first, second, third = _largest(gaps, 3)
    pieces = _largest(its.first_gaps, 2)
    of_content = _largest(gaps[content], 2)
    listed = np.array(its.source_content or [False])
    rows = its.mass[:-1] if len(its.mass) > 1 else its.mass
    seen = rows.max(axis=0)[listed] if its.source else np.zeros(0)
    covered = rows.sum(axis=0)[listed] if its.source else np.zeros(0)
    shares = [float(its.mass[p].mean(axis=0).max()) if p and its.source else 1.0 for p in its.pieces_of]
    shares = [share for share, wanted in zip(shares, its.content, strict=True) if wanted] or [1.0]
    supported = sorted(s for s, wanted in zip(support, its.content, strict=True) if wanted) or [0.0]
    lengths = len(cut.text) + 5, len(cut.source.text) + 5
    best = {what: _best(gain.get(what, []), 0.0) for what in ("delete", "change", "insert", "hide")}
    lone_change = [(g - 2 * max(0.0, support[at]), at) for g, at in gain.get("change", [])]
    lone_delete = [(g, at) for g, at in gain.get("delete", []) if support[at] < 1]
    lone_gaps = [g for g, s, p in zip(its.gaps, support, its.pieces_of, strict=True) if p and s < 0.5]
    row = [
        float(-said.log_probs.mean()), float(gap.mean()), first, second, third, *of_content, *pieces,
        float((gaps > 4).sum()) / count**0.5, float((gaps > 6).sum()) / count**0.5, float((gaps > 8).sum()),
        float(gap[-1]), log(lengths[0] / lengths[1]), abs(log(lengths[0] / (0.9 * lengths[1] + 0.5))),
        *_smallest(seen, 3), *_smallest(covered, 3), float((seen < 0.15).sum()),
        float((seen < 0.3).sum()) / max(1, len(seen)) ** 0.5,
        log(count), log((len(its.target) + 1) / (len(its.source) + 1)), min(shares), with_source,
        *(supported[min(n, len(supported) - 1)] for n in range(3)), max(lone_gaps, default=0.0),
        *(value for what in ("delete", "change", "insert", "hide") for value in best[what]),
        max(lone_change, default=(0.0, 0))[0], max(lone_delete, default=(-20.0, 0))[0],
    ]  # fmt: skip
    evidence = Evidence(_tame(row))
    if its.gaps:
        place = max(lone_change, default=(0.0, int(gaps.argmax())))[1]
        evidence.changed = its.target[place]
        if its.source and its.pieces_of[place]:
            evidence.changed_source = its.source[int(its.mass[its.pieces_of[place]].mean(axis=0).argmax())]
        evidence.added = its.target[max(lone_delete or gain.get("delete", []), default=(0.0, place))[1]]
        evidence.gap = its.target[max(gain.get("insert", []), default=(0.0, place))[1]]
    if gain.get("hide"):
        evidence.hidden = its.source[max(gain["hide"])[1]]
    return evidence


def _tame(row: Sequence[float]) -> list[float]:
    """Keep a few very unlikely words from drowning the rest: sign times log(1 + size)."""
    return [log(1 + abs(value)) * (1 if value >= 0 else -1) for value in row]


def _largest(values: Any, count: int) -> list[float]:
    ordered = sorted((float(value) for value in values), reverse=True)
    return (ordered + [0.0] * count)[:count]


def _smallest(values: Any, count: int) -> list[float]:
    ordered = sorted(float(value) for value in values)
    return (ordered + [1.0] * count)[:count]


def _best(gains: Sequence[tuple[float, int]], default: float) -> tuple[float, float]:
    ordered = sorted((gain for gain, _ in gains), reverse=True) or [default]
    return ordered[0], ordered[min(1, len(ordered) - 1)]


def _is_content(word: str, language: Language) -> bool:
    return len(word) > 2 and word.lower() not in language.stop_words


def _owners(spans: Sequence[Span], words: Sequence[Span]) -> list[int]:
    """Say for each piece which word it belongs to, -1 for none."""
    owners = [-1] * len(spans)
    at = 0
    for piece, span in enumerate(spans):
        while at < len(words) and words[at].end <= span.start:
            at += 1
        if at == len(words):
            break
        if len(span) == 0:
            owners[piece] = at if words[at].start <= span.start else -1
            continue
        overlap = {
            word: min(span.end, words[word].end) - max(span.start, words[word].start)
            for word in range(at, min(len(words), at + 3))
        }
        likeliest = max(overlap, key=lambda word: overlap[word])
        owners[piece] = likeliest if overlap[likeliest] > 0 else -1
    return owners
