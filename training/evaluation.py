"""Translate files with a CTranslate2 folder and score them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import ctranslate2
import sacrebleu

from training.vocabulary import Vocabulary

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "–": "-",
        "—": "-",
        "…": "...",
    }
)


def plain_text(text: str) -> str:
    """Normalise as the training text: composed letters, straight quotes, single plain blanks; « » stay."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_PLAIN)).strip()


def translate(
    folder: Path,
    vocabulary: Vocabulary,
    lines: list[str],
    beam: int = 4,
    threads: int = 1,
    compute: str = "default",
) -> list[str]:
    """Return one translation a line, with beam search and no cleaning of the result."""
    return [found[0] for found in translate_beam(folder, vocabulary, lines, beam, 1, threads, compute)]


def translate_beam(
    folder: Path,
    vocabulary: Vocabulary,
    lines: list[str],
    beam: int = 4,
    hypotheses: int = 4,
    threads: int = 1,
    compute: str = "default",
) -> list[list[str]]:
    """Return the likeliest translations of each line, `hypotheses` at most, the best first."""
    translator = ctranslate2.Translator(
        str(folder), device="cpu", inter_threads=1, intra_threads=threads, compute_type=compute
    )
    pieces = [
        [vocabulary.pieces[i] for i in vocabulary.encode(plain_text(line))] + ["</s>"] for line in lines
    ]
    results = translator.translate_batch(
        pieces,
        beam_size=beam,
        num_hypotheses=min(beam, hypotheses),
        max_batch_size=1024,
        batch_type="tokens",
        max_decoding_length=256,
    )
    processor = vocabulary.processor
    return [[processor.decode(found) for found in result.hypotheses] for result in results]


def score(hypotheses: list[str], references: list[str]) -> dict[str, object]:
    """Return BLEU and chrF2 with their sacrebleu signatures."""
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    first, second = bleu.corpus_score(hypotheses, [references]), chrf.corpus_score(hypotheses, [references])
    return {
        "bleu": round(first.score, 2),
        "chrf2": round(second.score, 2),
        "lines": len(references),
        "signatures": [str(bleu.get_signature()), str(chrf.get_signature())],
    }


def read_lines(path: Path) -> list[str]:
    """Read a text file as lines without their ends; only a newline ends a line."""
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
