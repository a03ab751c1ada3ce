"""Tokenise and align the filtered parts, and derive annotated and disturbed copies from them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.aligning import align_pairs
from training.annotation import Annotator
from training.settings import RecipeError, Settings
from training.shards import Example, Shard, read_shard, write_shard
from training.variants import KINDS, SHARES, vary
from training.vocabulary import Vocabulary
from training.wordpairs import read_words, write_words

LONGEST_DERIVED = 100
LAST_STEP = "_last"
"""Ends the names of shards derived from parts that only the last mix may hold."""


def align_parts(settings: Settings) -> dict[str, object]:
    """Tokenise every filtered part, align them all at once, write one shard a part; return the counts."""
    vocabulary = Vocabulary(settings.base)
    longest, ratio = settings.data.longest, settings.data.ratio
    sources: list[list[int]] = []
    targets: list[list[int]] = []
    ends: dict[str, int] = {}
    dropped: Counter[str] = Counter()
    for path in sorted((settings.work / "filtered").glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        french = vocabulary.encode_many([row[0] for row in rows])
        english = vocabulary.encode_many([row[1] for row in rows])
        for a, b in zip(french, english, strict=True):
            if not a or not b or len(a) > longest or len(b) > longest:
                dropped["too long"] += 1
            elif len(a) > ratio * len(b) + 8 or len(b) > ratio * len(a) + 8:
                dropped["piece ratio"] += 1
            else:
                sources.append(a)
                targets.append(b)
        ends[path.stem] = len(sources)
    if not sources:
        raise RecipeError("the filters left no pair to train on")
    link, back = align_pairs(sources, targets)
    counts: dict[str, int] = {}
    begin = 0
    for part, end in ends.items():
        counts[part] = write_shard(
            settings.shards / part,
            (
                Example(
                    [*sources[i], vocabulary.end], [*targets[i], vocabulary.end],
                    [*link[i], len(sources[i])], [*back[i], len(targets[i])],
                )
                for i in range(begin, end)
            ),
        )  # fmt: skip
        begin = end
    return {"pairs": counts, "dropped": dict(dropped)}


def derive_parts(settings: Settings) -> dict[str, object]:
    """Write the shards `annotated` and `varied`, with `_last` twins for the last mix; return the counts."""
    vocabulary = Vocabulary(settings.base)
    last = {table.part for table in settings.data.tables if table.last_step_only}
    facts: dict[str, object] = {}
    for ending, wanted in (("", False), (LAST_STEP, True)):
        annotator = Annotator(vocabulary, settings.annotate.seed)
        chance = random.Random(settings.annotate.seed)
        kinds: Counter[str] = Counter()
        terms = {p: n for p, n in settings.annotate.terms.items() if (p in last) == wanted}
        variants = {p: n for p, n in settings.annotate.variants.items() if (p in last) == wanted}
        if not terms and not variants:
            continue
        annotated = write_shard(
            settings.shards / f"annotated{ending}", _annotated(settings, terms, vocabulary, annotator, chance)
        )
        varied = write_shard(
            settings.shards / f"varied{ending}", _varied(settings, variants, vocabulary, chance, kinds)
        )
        facts[f"annotated{ending}"] = {"pairs": annotated, **annotator.counts}
        facts[f"varied{ending}"] = {"pairs": varied, **kinds}
    return facts


def _picks(shard: Shard, count: int, chance: random.Random) -> Iterator[int]:
    """Yield `count` pair numbers, each as often as any other to within one."""
    while count > 0 and len(shard):
        order = list(range(len(shard)))
        chance.shuffle(order)
        yield from order[:count]
        count -= len(order)


def _open_part(folder: Path, part: str) -> Shard:
    if not (folder / part).is_dir():
        raise RecipeError(f"[annotate] names the part {part!r}, but no table has it")
    return read_shard(folder / part)


def _fits(example: Example) -> bool:
    return len(example.source) <= LONGEST_DERIVED and len(example.target) <= LONGEST_DERIVED


def _annotated(
    settings: Settings,
    parts: dict[str, int],
    vocabulary: Vocabulary,
    annotator: Annotator,
    chance: random.Random,
) -> Iterator[Example]:
    for part, count in parts.items():
        shard = _open_part(settings.shards, part)
        for number in _picks(shard, count, chance):
            pair = read_words(shard.pair(number), vocabulary)
            changed = annotator.annotate(pair) if pair is not None and len(pair.source) > 2 else None
            if changed is not None:
                example = write_words(changed, vocabulary)
                if _fits(example):
                    yield example


def _varied(
    settings: Settings,
    parts: dict[str, int],
    vocabulary: Vocabulary,
    chance: random.Random,
    kinds: Counter[str],
) -> Iterator[Example]:
    for part, count in parts.items():
        shard = _open_part(settings.shards, part)
        for number in _picks(shard, count, chance):
            kind = chance.choices(KINDS, SHARES)[0]
            pair = read_words(shard.pair(number), vocabulary)
            other = None
            if kind == "joined":
                other = read_words(shard.pair(chance.randrange(len(shard))), vocabulary)
            changed = vary(pair, other, kind, chance) if pair is not None else None
            if changed is not None:
                example = write_words(changed, vocabulary)
                if _fits(example):
                    kinds[kind] += 1
                    yield example
