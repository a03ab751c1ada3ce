"""Measure the model on small sets of awkward input: capitals, lost accents, quotes, numbers, copies."""

from __future__ import annotations

import re
from pathlib import Path

import sacrebleu

from training.evaluation import read_lines, translate
from training.invention import strip_accents
from training.vocabulary import Vocabulary

SETS = Path(__file__).parent / "robustness"


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _facts(output: list[str], english: list[str], wanted: list[list[str]]) -> dict[str, object]:
    """Return chrF2, the share of lines with all wanted strings, the number of far too long lines."""
    good = [all(w in _squeeze(text) for w in words) for text, words in zip(output, wanted, strict=True)]
    tested = [g for g, words in zip(good, wanted, strict=True) if words]
    long = sum(len(o.split()) > 2 * len(e.split()) + 6 for o, e in zip(output, english, strict=True))
    return {
        "lines": len(output),
        "chrf2": round(sacrebleu.corpus_chrf(output, [english]).score, 1),
        "wanted strings present": round(100 * sum(tested) / len(tested), 1) if tested else None,
        "runaway": long,
    }


def measure_robustness(model: Path, vocabulary: Vocabulary, beam: int = 4) -> dict[str, object]:
    """Return the facts of every set, with the outputs, so that a reader can judge for himself."""
    report: dict[str, object] = {}
    for path in sorted(SETS.glob("*.tsv")):
        rows = [line.split("\t") for line in read_lines(path)]
        french, english = [row[0] for row in rows], [row[1] for row in rows]
        wanted = [[w for w in row[2].split(" | ") if w] for row in rows]
        output = translate(model, vocabulary, french, beam)
        facts = _facts(output, english, wanted)
        if path.stem == "capitals":
            facts["in capitals"] = round(100 * sum(text == text.upper() for text in output) / len(output), 1)
        if path.stem == "accents":
            bare = translate(model, vocabulary, [strip_accents(line) for line in french], beam)
            facts["chrf2 without accents"] = round(sacrebleu.corpus_chrf(bare, [english]).score, 1)
            output = bare
        facts["outputs"] = [
            {"source": s, "output": o, "chrf2": round(sacrebleu.sentence_chrf(o, [e]).score, 1)}
            for s, o, e in zip(french, output, english, strict=True)
        ]
        report[path.stem] = facts
    return report
