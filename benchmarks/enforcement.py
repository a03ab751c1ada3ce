"""What enforcement costs: the time of translating with the glossary over the time without, in one run.

    python benchmarks/enforcement.py [STORY...] [--rounds 5]

Prints, for each story, the term occurrences and the ratio (median of rounds, plain and enforced in turn),
and how each occurrence was settled. Ratios travel between machines; seconds do not, and are not printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from pathlib import Path

from copydesk.documents import read_document
from copydesk.engines.store import find_model, load_engine
from copydesk.glossary.formats import load_glossaries
from copydesk.glossary.match import Matcher
from copydesk.pipeline import translate_document
from copydesk.resources import data_folder


def main() -> None:
    """Measure every story given, else all shipped wire stories."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--model")
    arguments = parser.parse_args()
    stories = arguments.stories or sorted((data_folder("corpora") / "wire").glob("*.fr.txt"))
    engine = load_engine(find_model(arguments.model))
    matcher = Matcher(load_glossaries(["rfi-fr-en"])[0])
    ratios, settled = [], Counter[str]()
    for story in stories:
        document = read_document(story, language="fr")
        rounds = []
        for _ in range(arguments.rounds):
            start = time.perf_counter()
            translate_document(document, engine)
            middle = time.perf_counter()
            done = translate_document(document, engine, matcher)
            rounds.append((time.perf_counter() - middle) / (middle - start))
        ratios.append(statistics.median(rounds))
        settled.update(f"{o.status}/{o.strategy}" for o in done.occurrences)
        print(f"{story.name:40} {len(done.occurrences):3} occurrences  x{ratios[-1]:.2f}")
    print(f"{'median':40} {'':15} x{statistics.median(ratios):.2f}")
    print(", ".join(f"{count} {name}" for name, count in settled.most_common()))


if __name__ == "__main__":
    main()
