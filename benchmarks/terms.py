"""Measure term enforcement where the plain model fails: accuracy by kind, BLEU, chrF2, damage, cost.

    python benchmarks/terms.py dev.fr dev.en [more.fr more.en ...] [--sentences 300] [--random 150]

Files come in pairs, aligned line by line. Mined are the sentences whose reference has the fixed English form
of a French term while the plain translation has not. Terms are the shipped glossary's, and those that
``copydesk glossary learn`` finds in the files themselves (``--dice``, ``--least``), for the shipped glossary
alone meets too few of them. Only terms that the reference has are asked for, so the reference is right
about them.

Random terms do not fit: for a learnt word, the English of another. The word's own rendering is taken out of
the reference and of the plain translation, the asked one out of the enforced translation, and the rest is
compared: what enforcement did to the words around.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sacrebleu

from copydesk.enforce import DEFAULT_STAGES, Candidate, Task, enforce_terms
from copydesk.engines import Engine
from copydesk.engines.store import find_model, load_engine
from copydesk.glossary import Glossary, Kind, Term
from copydesk.glossary.formats import load_glossaries
from copydesk.glossary.inflect_en import singularise
from copydesk.glossary.learn import as_glossary, learn_terms
from copydesk.glossary.match import Match, Matcher
from copydesk.glossary.targets import find_targets
from copydesk.text import Span
from copydesk.translation import Status

GROUPS = {Kind.NAME: "names", Kind.ACRONYM: "acronyms", Kind.KEEP: "names"}
AT_ONCE = 64  # candidate sentences translated at a time, until enough are mined


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold a source sentence, its reference and the terms that the reference renders as asked."""

    task: Task
    reference: str


def read_lines(files: Sequence[Path]) -> list[tuple[str, str]]:
    """Read pairs of files, aligned line by line."""
    pairs = []
    for french, english in zip(files[::2], files[1::2], strict=True):
        sides = [path.read_text(encoding="utf-8").split("\n") for path in (french, english)]
        pairs += [(a, b) for a, b in zip(*sides, strict=True) if a.strip() and b.strip()]
    return pairs


def learn_fixed(
    pairs: Sequence[tuple[str, str]], reference: Glossary, least: int, dice: float
) -> tuple[Term, ...]:
    """Learn the pairs of words that nearly always go together in *pairs*."""
    learnt = learn_terms(pairs, reference=reference, least=least)
    sure = [
        one
        for one in learnt
        if one.dice >= dice
        and one.together >= least
        and not one.known_target
        # half a name is no rendering of it
        and len(one.source.split()) == len(one.target.split())
    ]
    return tuple(
        # the singular on both sides, so that number is left to the sentence
        replace(term, source=term.source.removesuffix("s"), target=singularise(term.target))
        if term.kind is Kind.NOUN
        else term
        for term in as_glossary(sure, ("fr", "en")).terms
    )


def find_pairs(pairs: Sequence[tuple[str, str]], glossary: Glossary) -> Iterator[Pair]:
    """Yield the sentences with a term whose rendering stands in the reference, with those terms."""
    matcher = Matcher(glossary)
    for french, english in pairs:
        matches = tuple(
            # spelling out first mentions belongs to documents
            replace(match, term=replace(match.term, first_mention=""))
            for match in matcher.find(french)
            if not match.ambiguous and _is_rendered(english, match.term)
        )
        if matches:
            yield Pair(Task(french, 0, matches), english)


def mine(pairs: Sequence[Pair], engine: Engine, wanted: int) -> tuple[list[Pair], int]:
    """Return the first *wanted* pairs whose plain translation misses a term, and how many were tried."""
    mined: list[Pair] = []
    tried = 0
    while tried < len(pairs) and len(mined) < wanted:
        some = pairs[tried : tried + AT_ONCE]
        tried += len(some)
        drafts = enforce_terms([pair.task for pair in some], engine, stages=())
        for pair, (draft, _) in zip(some, drafts, strict=True):
            if any(outcome.status is Status.MISSING for outcome in draft.outcomes):
                mined.append(pair)
    return mined[:wanted], tried


def measure(pairs: Sequence[Pair], engine: Engine, stages: Sequence[str]) -> dict[str, object]:
    """Compare plain and enforced translations of *pairs*."""
    tasks = [pair.task for pair in pairs]
    start = time.perf_counter()
    enforce_terms(tasks, engine, stages=())
    middle = time.perf_counter()
    done = enforce_terms(tasks, engine, stages=stages)
    cost = (time.perf_counter() - middle) / (middle - start)
    references = [pair.reference for pair in pairs]
    plain, enforced = ([one[side].text for one in done] for side in (0, 1))
    return {
        "sentences": len(pairs),
        "occurrences": sum(len(task.matches) for task in tasks),
        "exact plain": accuracy([draft for draft, _ in done]),
        "exact enforced": accuracy([final for _, final in done]),
        "consistency": consistency([final for _, final in done]),
        "settled": dict(settled([final for _, final in done])),
        "BLEU": [score("BLEU", plain, references), score("BLEU", enforced, references)],
        "chrF2": [score("chrF2", plain, references), score("chrF2", enforced, references)],
        "cost ratio (every sentence needs a term)": round(cost, 2),
    }


def accuracy(candidates: Sequence[Candidate]) -> dict[str, str]:
    """Give the share of occurrences in place, by kind."""
    there: dict[str, list[bool]] = defaultdict(list)
    for candidate in candidates:
        for outcome in candidate.outcomes:
            right = outcome.span in find_targets(candidate.text, outcome.match.term)
            there[GROUPS.get(outcome.match.term.kind, "nouns and phrases")].append(right)
    return {
        kind: f"{100 * sum(marks) / len(marks):.1f}% of {len(marks)}" for kind, marks in sorted(there.items())
    }


def consistency(candidates: Sequence[Candidate]) -> float:
    """Give the share of terms, of those met more than once, that have one form throughout."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for candidate in candidates:
        for outcome in candidate.outcomes:
            words = outcome.span.of(candidate.text) if outcome.span else ""
            term = outcome.match.term
            short = [
                target
                for target in term.targets
                if find_targets(words, replace(term, target=target, allowed=()))
            ]
            forms[term.id][short[0] if short else words] += 1
    often = [counts for counts in forms.values() if sum(counts.values()) > 1]
    return round(sum(len(counts) == 1 for counts in often) / max(1, len(often)), 4)


def settled(candidates: Sequence[Candidate]) -> list[tuple[str, int]]:
    """Count the outcomes by status and step."""
    return Counter(f"{o.status}/{o.strategy}" for c in candidates for o in c.outcomes).most_common()


def score(metric: str, hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """Give a corpus score by sacrebleu."""
    scorer = sacrebleu.BLEU() if metric == "BLEU" else sacrebleu.CHRF()
    return round(scorer.corpus_score(hypotheses, [references]).score, 2)


def randomise(pairs: Sequence[Pair], wanted: int, seed: int = 1) -> list[tuple[Pair, Span]]:
    """Ask for another term's English; give the place of the right one in the reference."""
    draw = random.Random(seed)
    by_kind: dict[Kind, list[str]] = defaultdict(list)
    for pair in pairs:
        for match in pair.task.matches:
            by_kind[match.term.kind].append(match.term.target)
    chosen = []
    for pair in draw.sample(list(pairs), min(wanted, len(pairs))):
        match = draw.choice(pair.task.matches)
        place = find_targets(pair.reference, match.term)[0]
        others = sorted(set(by_kind[match.term.kind]) - set(match.term.targets))
        if not others:
            continue
        odd = replace(match.term, target=draw.choice(others), allowed=())
        chosen.append((Pair(replace(pair.task, matches=(replace(match, term=odd),)), pair.reference), place))
    return chosen


def measure_damage(
    chosen: Sequence[tuple[Pair, Span]], right: dict[str, Term], engine: Engine, stages: Sequence[str]
) -> dict[str, object]:
    """Compare the rest of the sentence with and without a term that does not fit."""
    rest: tuple[list[str], list[str], list[str]] = ([], [], [])
    done = enforce_terms([pair.task for pair, _ in chosen], engine, stages=stages)
    for (pair, place), (draft, final) in zip(chosen, done, strict=True):
        match: Match = pair.task.matches[0]
        asked = final.outcomes[0].span
        own = find_targets(draft.text, right[match.term.id])
        located = draft.links.locate(match.span)
        there = own[0] if own else located[0] if located else None
        rest[0].append(_without(pair.reference, place))
        rest[1].append(_without(draft.text, there))
        rest[2].append(_without(final.text, asked if asked else there))
    return {
        "sentences": len(chosen),
        "settled": dict(settled([final for _, final in done])),
        "BLEU of the rest": [score("BLEU", rest[1], rest[0]), score("BLEU", rest[2], rest[0])],
        "chrF2 of the rest": [score("chrF2", rest[1], rest[0]), score("chrF2", rest[2], rest[0])],
    }


def _is_rendered(english: str, term: Term) -> bool:
    # a term that is the same in both languages says nothing about enforcement
    return term.source != term.target and bool(find_targets(english, term))


def _without(text: str, span: Span | None) -> str:
    return " ".join((text[: span.start] + " " + text[span.end :]).split()) if span else text


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--random", type=int, default=150)
    parser.add_argument("--least", type=int, default=4)
    parser.add_argument("--dice", type=float, default=0.8)
    parser.add_argument("--stages", default=",".join(DEFAULT_STAGES))
    parser.add_argument("--model")
    arguments = parser.parse_args()
    engine = load_engine(find_model(arguments.model))
    lines = read_lines(arguments.files)
    house = load_glossaries(["rfi-fr-en"])[0]
    terms = house.terms + learn_fixed(lines, house, arguments.least, arguments.dice)
    pairs = list(find_pairs(lines, replace(house, terms=terms)))
    random.Random(0).shuffle(pairs)
    mined, tried = mine(pairs, engine, arguments.sentences)
    stages = [name for name in arguments.stages.split(",") if name]
    learnt = [pair for pair in pairs if any(m.term.id.startswith("learnt") for m in pair.task.matches)]
    report = {
        "model": engine.model_signature,
        "sentences with a term": len(pairs),
        "translated to mine": tried,
        "mined": measure(mined, engine, stages),
        "random": measure_damage(
            randomise(learnt, arguments.random), {term.id: term for term in terms}, engine, stages
        ),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
