"""Measure how often the decode guards trip on human translations, and on this model's own.

``python benchmarks/guards.py PAIRS.tsv... [--limit 2000] [--decode 200]``: files of French TAB English lines.
The first figure is the false-alarm rate of the bounds in ``copydesk.guards``; the second says how many
decodes needed another try, and how many stayed flagged.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from copydesk.decode import translate_sentences
from copydesk.engines import Hypothesis
from copydesk.engines.ctranslate2 import CTranslate2Engine
from copydesk.engines.store import find_model, load_engine
from copydesk.guards import find_faults


def main() -> None:
    """Read the pairs and print both tables."""
    parser = argparse.ArgumentParser(description="Measure how often the decode guards trip.")
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=2000)
    parser.add_argument("--decode", type=int, default=200)
    given = parser.parse_args()
    rows = [
        line.split("\t")[:2]
        for file in given.pairs
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.count("\t") and not line.startswith("#")
    ]
    rows = rows[:: max(1, len(rows) // given.limit)]
    engine = load_engine(find_model())
    assert isinstance(engine, CTranslate2Engine)
    human: Counter[str] = Counter()
    for source, target in rows:
        pieces, spans = engine.cut_target(target)
        faults = find_faults(
            engine.prepare(source), Hypothesis(target, tuple(pieces), tuple(spans), (), (), 0.0)
        )
        human.update(faults or ["none"])
        if faults:
            print(f"{','.join(faults)}\t{source}\t{target}")
    print(f"human: {len(rows)} pairs, {dict(human)}")
    decoded = translate_sentences(engine, [source for source, _ in rows[: given.decode]])
    settled = Counter(one.how for one in decoded)
    flagged = Counter(flag for one in decoded for flag in one.flags)
    print(f"model: {len(decoded)} sentences, settled by {dict(settled)}, still flagged {dict(flagged)}")


if __name__ == "__main__":
    main()
