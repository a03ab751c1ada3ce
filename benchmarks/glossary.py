"""Measure a glossary of 100,000 entries: loading, compiling, matching a 600-word article.

Run: python benchmarks/glossary.py [--entries N]. Prints one JSON object. The bars are a load under 1.5 s
and a match under 20 ms; ratios against the shipped glossary in the same run say what the size costs.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from copydesk.glossary.formats import load_glossary
from copydesk.glossary.formats.rows import COLUMNS
from copydesk.glossary.match import Matcher
from copydesk.glossary.targets import TargetMatcher
from copydesk.resources import data_folder

SYLLABLES = (
    "ba be bi bo dé di fa ga gué ha ja ka la ma na pa qua ra sa ta va za ron lin mer cour tion".split()
)
KINDS = ("name", "acronym", "noun", "phrase")


def invent_rows(entries: int) -> list[str]:
    """Make rows of every kind, with notes and lists, the same on every run."""
    draw = random.Random(1)
    rows = [",".join(COLUMNS)]
    seen: set[str] = set()

    def word() -> str:
        while True:
            made = "".join(draw.choices(SYLLABLES, k=draw.randint(2, 5)))
            if made not in seen:
                seen.add(made)
                return made

    for number in range(entries):
        kind = KINDS[number % 4]
        source = word()
        if kind == "name":
            source = source.capitalize()
        elif kind == "acronym":
            source = source.upper()
        elif kind == "phrase":
            source = f"{source} de {word()}"
        rows.append(
            f'{source},x{source},{kind},,{source}ing|{source}ish,un{source},,,,"a note, with a comma",'
            f"https://example.org/{number},,,"
        )
    return rows


def read_article(words: int) -> str:
    """Return about *words* words of the shipped wire stories."""
    stories = sorted(data_folder("corpora").glob("wire/*.fr.txt"))
    text = " ".join(story.read_text(encoding="utf-8") for story in stories)
    return " ".join(text.split()[:words])


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median processor time of *work*, in seconds: other programs do not count."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def seconds_a_text(finders: list[Callable[[str], object]], article: str) -> list[float]:
    """Return the median processor time of each finder, taken in turns on texts that no cache has seen."""
    times: list[list[float]] = [[] for _ in finders]
    for number in range(40):
        for place, find in enumerate(finders):
            text = f"{article} {number} {place}"
            times[place].append(seconds(lambda find=find, text=text: find(text), 1))
    return [statistics.median(each[1:]) for each in times]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    article = read_article(600)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.csv"
        file.write_text("\n".join(invent_rows(entries)) + "\n", encoding="utf-8")
        load = seconds(lambda: load_glossary(file), 5)
        large = load_glossary(file)
    shipped = load_glossary("rfi-fr-en")
    # the shipped entries among the invented ones, so that the article has real matches
    both = replace(large, terms=large.terms + shipped.terms)
    compile_ = seconds(lambda: Matcher(both), 3)
    small, whole, backward = seconds_a_text(
        [Matcher(shipped).find, Matcher(both).find, TargetMatcher(both).find_forbidden], article
    )
    print(
        json.dumps(
            {
                "entries": entries,
                "words": len(article.split()),
                "load_seconds": round(load, 3),
                "compile_seconds": round(compile_, 3),
                "match_milliseconds": round(whole * 1000, 2),
                "forbidden_milliseconds": round(backward * 1000, 2),
                "match_ratio_to_shipped": round(whole / small, 2),
                "load_microseconds_an_entry": round(load / entries * 1e6, 2),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
