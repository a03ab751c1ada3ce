"""Compare the two engines in one run: speed as a ratio, peak memory, time to load.

``python benchmarks/engines.py [--sentences 60] [--beam 4] [--model NAME]``. Each measurement is a fresh
process on one thread, so that one engine's memory and warm caches do not help the other. Seconds are
processor time: they mean little alone, the ratios much.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

ENGINES = {
    "ctranslate2 (as shipped)": {"engine": "ctranslate2"},
    "ctranslate2 int8": {"engine": "ctranslate2", "compute_type": "int8"},
    "ctranslate2, no token scores": {"engine": "ctranslate2", "token_scores": False},
    "transformers": {"engine": "transformers"},
    "transformers, one a call": {"engine": "transformers", "one": True},
    "ctranslate2, one a call": {"engine": "ctranslate2", "one": True},
}


def read_sentences(count: int) -> list[str]:
    """Take the first sentences of the shipped wire stories."""
    from copydesk.languages import get_language
    from copydesk.resources import data_folder
    from copydesk.segment import split_sentences

    french = get_language("fr")
    found: list[str] = []
    for story in sorted((data_folder("corpora") / "wire").glob("*.fr.txt")):
        text = story.read_text(encoding="utf-8")
        found += [span.of(text) for span in split_sentences(text, french) if len(span) > 20]
    return found[:count]


def measure(settings: dict[str, object], model: str | None, count: int, beam: int) -> dict[str, float]:
    """Load one engine, translate *count* sentences, and say what it took."""
    from copydesk.engines.store import find_model, load_engine

    one_by_one = bool(settings.pop("one", False))
    options = {"token_scores": False} if settings.pop("token_scores", True) is False else {}
    sentences = read_sentences(count)
    before = time.process_time()
    engine = load_engine(find_model(model), threads=1, **settings)  # type: ignore[arg-type]
    engine.translate(sentences[:1], beam=beam)
    loaded = time.process_time()
    if one_by_one:
        for sentence in sentences:
            engine.translate([sentence], beam=beam, **options)
    else:
        engine.translate(sentences, beam=beam, **options)
    seconds = time.process_time() - loaded
    return {
        "load": loaded - before,
        "words_a_second": sum(len(sentence.split()) for sentence in sentences) / seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Run every engine in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description="Compare the two engines in one run.")
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--model")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measure(dict(ENGINES[given.only]), given.model, given.sentences, given.beam)))
        return
    rows = {}
    for name in ENGINES:
        done = subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--only", name],
            capture_output=True,
            text=True,
            check=True,
        )
        rows[name] = json.loads(done.stdout.splitlines()[-1])
    base = rows["transformers"]["words_a_second"]
    print(
        f"{given.sentences} sentences, beam {given.beam}, one thread; speed against transformers in batches"
    )
    for name, row in rows.items():
        print(
            f"{name:<29} speed x{row['words_a_second'] / base:6.2f}   peak {row['peak_mb']:5.0f} MB"
            f"   load {row['load']:5.2f} s"
        )


if __name__ == "__main__":
    main()
