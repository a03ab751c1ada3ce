"""Measure how well terms given inline are obeyed, on sentences where the plain model misses them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

from training.aligning import align_pairs
from training.annotation import find_phrases
from training.evaluation import plain_text, read_lines, score, translate, translate_beam
from training.shards import Example
from training.vocabulary import CLOSE, OPEN, Vocabulary
from training.wordpairs import read_words, source_core, target_core


def contains(text: str, term: str) -> bool:
    """Say whether `text` holds `term` as whole words, in any case."""
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE) is not None


def _with_term(words: Sequence[str], last: int, term: str) -> str:
    """Return the sentence with `term` given after word `last`, before that word's closing punctuation."""
    before, core, after = source_core(words[last])
    return " ".join([*words[:last], f"{before}{core} {OPEN} {term} {CLOSE}{after}", *words[last + 1 :]])


def aligned_terms(
    french: list[str], english: list[str], vocabulary: Vocabulary, seed: int
) -> list[dict[str, object]]:
    """Return phrase pairs, at most four a sentence: line, French words, place of the last word, term, sure.

    A pair is sure where both directions of the alignment link every one of its English words.
    """
    chance = random.Random(seed)
    sources = [vocabulary.encode(line) for line in french]
    targets = [vocabulary.encode(line) for line in english]
    link, back = align_pairs(sources, targets)
    found: list[dict[str, object]] = []
    for line in range(len(french)):
        example = Example(
            [*sources[line], vocabulary.end], [*targets[line], vocabulary.end],
            [*link[line], len(sources[line])], [*back[line], len(targets[line])],
        )  # fmt: skip
        pair = read_words(example, vocabulary)
        phrases = find_phrases(pair) if pair is not None else []
        if pair is None or not phrases:
            continue
        for phrase in chance.sample(phrases, min(4, len(phrases))):
            words = pair.target[phrase.k : phrase.m]
            term = " ".join([*words[:-1], target_core(words[-1])[1]])
            term = term.removeprefix(target_core(words[0])[0])
            sure = all(pair.firm[phrase.k : phrase.m])
            found.append(
                {"line": line, "words": pair.source, "last": phrase.j - 1, "term": term, "sure": sure}
            )
    return found


def measure_obedience(
    model: Path,
    vocabulary: Vocabulary,
    stem: Path,
    wanted: int,
    align_with: tuple[list[str], list[str]],
    beam: int = 4,
) -> dict[str, object]:
    """Return the share of asked forms that appear, and BLEU with and without them, on the same sentences.

    Only aligned pairs the plain translation lacks count, one a sentence, `wanted` at most. Links in one
    direction are often wrong (pendant - unions during), so sure pairs are counted for themselves too.
    `align_with` is more text (French, English) that steadies the alignment of a small set. Counted are
    the likeliest hypotheses, and for themselves those that enforcement takes out of the beam.
    """
    french = [plain_text(line) for line in read_lines(stem.with_name(stem.name + ".fr"))]
    english = [plain_text(line) for line in read_lines(stem.with_name(stem.name + ".en"))]
    candidates = aligned_terms(french + align_with[0], english + align_with[1], vocabulary, 5)
    candidates = [c for c in candidates if int(str(c["line"])) < len(french)]
    plain = translate(model, vocabulary, french, beam)
    chosen: dict[int, dict[str, object]] = {}
    for item in candidates:
        line = int(str(item["line"]))
        if line not in chosen and not contains(plain[line], str(item["term"])):
            chosen[line] = item
    lines = sorted(chosen)
    random.Random(5).shuffle(lines)
    lines = sorted(lines[:wanted])
    if not lines:
        return {"set": stem.name, "sentences": 0, "missed": []}
    asked = [
        _with_term(chosen[n]["words"], int(str(chosen[n]["last"])), str(chosen[n]["term"]))  # type: ignore[arg-type]
        for n in lines
    ]
    beams = translate_beam(model, vocabulary, asked, beam, beam)
    output = [found[0] for found in beams]
    obeyed = [contains(text, str(chosen[n]["term"])) for text, n in zip(output, lines, strict=True)]
    # what enforcement takes: the likeliest hypothesis of the beam that has the term, else the likeliest
    taken = [
        next((text for text in found if contains(text, str(chosen[n]["term"]))), found[0])
        for found, n in zip(beams, lines, strict=True)
    ]
    in_beam = [contains(text, str(chosen[n]["term"])) for text, n in zip(taken, lines, strict=True)]
    sure = [good for good, n in zip(obeyed, lines, strict=True) if chosen[n]["sure"]]
    references = [english[n] for n in lines]
    return {
        "set": stem.name, "sentences": len(lines),
        "obeyed": round(100 * sum(obeyed) / max(1, len(lines)), 2),
        "sure pairs": len(sure), "obeyed of sure pairs": round(100 * sum(sure) / max(1, len(sure)), 2),
        "obeyed in the beam": round(100 * sum(in_beam) / max(1, len(lines)), 2),
        "bleu plain": score([plain[n] for n in lines], references)["bleu"],
        "bleu with terms": score(output, references)["bleu"],
        "bleu of the beam": score(taken, references)["bleu"],
        "marks left in the output": sum(OPEN in text or CLOSE in text for text in output),
        "missed": [
            {"source": a, "output": o, "sure": chosen[n]["sure"]}
            for a, o, n, good in zip(asked, output, lines, obeyed, strict=True)
            if not good
        ][:20],
    }  # fmt: skip
