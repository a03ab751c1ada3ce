"""Score translations: sacrebleu's BLEU, chrF2 and TER, significance, and term accuracy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk.errors import InputError, MissingExtraError
from copydesk.glossary.match import Match, Matcher
from copydesk.glossary.targets import find_targets
from copydesk.glossary.tokens import split as split_words

# the sizes of the windows around a term that are compared with the reference (WMT21 terminology task)
WINDOW = 2


@dataclass(frozen=True, slots=True)
class Score:
    """Hold one metric of one system; *p_value* and *interval* (95 %) come from a paired bootstrap."""

    metric: str
    value: float
    signature: str = ""
    p_value: float | None = None
    interval: float | None = None


@dataclass(frozen=True, slots=True)
class TermAccuracy:
    """Hold how well a system kept to a glossary, as shares from 0 to 1.

    *exact* is the share of source occurrences whose term stands in the hypothesis (each claims its own
    place); *window* the mean share of reference words near a term that are near it in the hypothesis too;
    *consistency* the share of terms occurring more than once that are always rendered by one form.
    """

    occurrences: int
    exact: float
    window: float
    consistency: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Hold all scores of one system."""

    name: str
    scores: tuple[Score, ...]
    terms: TermAccuracy | None = None
    baseline: bool = field(default=False)


def evaluate(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    sources: Sequence[str] = (),
    matcher: Matcher | None = None,
    bootstrap: int = 0,
) -> list[Evaluation]:
    """Score every system against *references* (one line a segment).

    With *bootstrap* samples, every system but the first is tested against the first (paired bootstrap
    resampling, Koehn 2004). Term accuracy needs *sources* and *matcher*. Raises InputError for unequal
    line counts and MissingExtraError without sacrebleu.
    """
    try:
        from sacrebleu.metrics import BLEU, CHRF, TER
    except ImportError:
        raise MissingExtraError("eval") from None
    for name, lines in systems.items():
        if len(lines) != len(references):
            raise InputError(f"has {len(lines)} lines, the reference {len(references)}", where=name)
    metrics = {"BLEU": BLEU(), "chrF2": CHRF(), "TER": TER()}
    if bootstrap and len(systems) > 1:
        scores = _paired(systems, references, metrics, bootstrap)
    else:
        scores = {
            name: tuple(
                Score(label, metric.corpus_score(lines, [references]).score, str(metric.get_signature()))
                for label, metric in metrics.items()
            )
            for name, lines in systems.items()
        }
    return [
        Evaluation(
            name,
            scores[name],
            measure_terms(sources, lines, references, matcher) if matcher and sources else None,
            baseline=bool(bootstrap) and place == 0,
        )
        for place, (name, lines) in enumerate(systems.items())
    ]


def _paired(
    systems: Mapping[str, Sequence[str]], references: Sequence[str], metrics: dict[str, Any], samples: int
) -> dict[str, tuple[Score, ...]]:
    from sacrebleu.significance import PairedTest

    named: list[tuple[str, Sequence[str]]] = [(name, list(lines)) for name, lines in systems.items()]
    test = PairedTest(named, metrics, [list(references)], test_type="bs", n_samples=samples)
    signatures, table = test()
    results: dict[str, Any] = table
    return {
        name: tuple(
            Score(label, results[label][place].score, str(signatures[label]),
                  results[label][place].p_value, results[label][place].ci)
            for label in metrics
        )
        for place, (name, _) in enumerate(named)
    }  # fmt: skip


def measure_terms(
    sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str], matcher: Matcher
) -> TermAccuracy:
    """Measure how well *hypotheses* keep to the glossary.

    The measures are those of the WMT21 terminology task: exact match, window overlap, consistency.
    """
    occurrences = right = 0
    overlaps: list[float] = []
    forms: dict[str, list[str]] = defaultdict(list)
    for source, hypothesis, reference in zip(sources, hypotheses, references, strict=True):
        by_term: dict[str, list[Match]] = defaultdict(list)
        for match in matcher.find(source):
            if not match.ambiguous:
                by_term[match.term.id].append(match)
        for identifier, matches in by_term.items():
            term = matches[0].term
            found = find_targets(hypothesis, term)[: len(matches)]
            occurrences += len(matches)
            right += len(found)
            forms[identifier] += [span.of(hypothesis).lower() for span in found]
            forms[identifier] += [""] * (len(matches) - len(found))
            expected = find_targets(reference, term)
            for span, other in zip(found, expected, strict=False):
                near = _near(reference, other.start, other.end)
                if near:
                    overlaps.append(len(near & _near(hypothesis, span.start, span.end)) / len(near))
    repeated = [seen for seen in forms.values() if len(seen) > 1]
    return TermAccuracy(
        occurrences,
        right / occurrences if occurrences else 1.0,
        sum(overlaps) / len(overlaps) if overlaps else 1.0,
        sum(len(set(seen)) == 1 for seen in repeated) / len(repeated) if repeated else 1.0,
    )


def _near(text: str, start: int, end: int) -> set[str]:
    before = split_words(text[:start].lower())[-WINDOW:]
    after = split_words(text[end:].lower())[:WINDOW]
    return {*before, *after}
