"""Measure the rules: rows a second against a plain pass over the words, growth, start-up.

    python benchmarks/checks.py [PAIRS.tsv] [--rows 2000]

Everything is measured in one run, in processor time, and printed as ratios: to cutting the same rows into
words, and to pofilter of the Translate Toolkit where that is installed. The cost of a row must not grow with
the number of rows, nor that of a line with the length of a draft.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from copydesk.checks.corpus import Row
from copydesk.checks.lexicon import Lexicon
from copydesk.checks.rates import read_pairs
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker
from copydesk.documents.formats import parse
from copydesk.glossary.formats import load_glossaries

PAIRS = Path(__file__).parent.parent / "corpora" / "wire-pairs" / "pairs.tsv"
_WORDS = re.compile(r"[^\W_]+")


def time_of(work: Callable[[], object], *, repeats: int = 3) -> float:
    """Give the median processor time of *work* in seconds."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def check(checker: Checker, rows: Sequence[Row], *, with_source: bool = True) -> int:
    """Check *rows* and count the findings."""
    return sum(
        len(checker.check_row("", row.target, row.source if with_source else None).findings) for row in rows
    )


def count_words(rows: Sequence[Row]) -> int:
    """Cut both sides of *rows* into lower-case words."""
    return sum(len(_WORDS.findall(f"{row.source} {row.target}".lower())) for row in rows)


def measure_pofilter(rows: Sequence[Row]) -> float | None:
    """Give pofilter's time for *rows*, None where it is not installed."""
    try:
        from translate.filters.checks import StandardChecker
        from translate.storage.po import pounit
    except ImportError:
        return None
    units = []
    for row in rows:
        unit = pounit(row.source)
        unit.target = row.target
        units.append(unit)
    checker = StandardChecker()
    return time_of(lambda: [checker.run_filters(unit) for unit in units], repeats=1)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="?", default=str(PAIRS))
    parser.add_argument("--rows", type=int, default=2000)
    arguments = parser.parse_args()
    rows = list(read_pairs(arguments.pairs, limit=arguments.rows))
    house = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
    checker = Checker(Selection().chosen(), Lexicon(house))
    check(checker, rows[:200])

    words = time_of(lambda: count_words(rows))
    print(f"{len(rows)} rows, {count_words(rows)} words on both sides")
    for title, spent in (
        ("all rules, with the source", time_of(lambda: check(checker, rows), repeats=1)),
        ("draft-only rules", time_of(lambda: check(checker, rows, with_source=False), repeats=1)),
    ):
        print(f"{title}: {len(rows) / spent:.0f} rows/s, {spent / words:.0f} times cutting them into words")
    everything = time_of(lambda: check(checker, rows), repeats=1)
    pofilter = measure_pofilter(rows)
    if pofilter is not None:
        print(f"pofilter: {pofilter / everything:.2f} times the time of all rules")

    half = rows[: len(rows) // 2]
    part = time_of(lambda: check(checker, half), repeats=1)
    print(f"growth: {everything / part:.2f} times for twice the rows")
    line = "The ministry said on Monday that 900 000 people near Idleb had left.\n\n"
    short, long = (parse(line * count, language="en") for count in (500, 2000))
    first, second = time_of(lambda: checker.check(short)), time_of(lambda: checker.check(long))
    print(f"growth: {second / first:.2f} times for a draft four times as long")

    command = [str(Path(sys.executable).with_name("copydesk"))]
    article = Path(__file__).parent.parent / "corpora" / "wire" / "01-idleb-treve.en.txt"
    bare = _elapsed([sys.executable, "-c", "pass"])
    page = _elapsed([*command, "check", "-q", str(article)])
    print(
        f"check of one article: {page / bare:.1f} times starting Python ({page:.2f} s against {bare:.2f} s)"
    )


def _elapsed(command: list[str]) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
