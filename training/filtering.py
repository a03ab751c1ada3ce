"""Read corpora, drop what would teach nothing good, and count every drop."""

from __future__ import annotations

import contextlib
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from training.evaluation import plain_text, read_lines
from training.settings import Data, RecipeError, Table

_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]")
_ADDRESS = re.compile(r"https?://|www\.|@\w")
_SHOWN_LINES = 20


@dataclass(slots=True)
class Counts:
    """What one table gave: lines read, pairs kept, drops by reason, places of the first broken lines."""

    file: str
    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    broken_lines: list[int] = field(default_factory=list)

    def drop(self, reason: str, number: int) -> None:
        """Count a drop; line numbers are kept for the first broken lines."""
        self.dropped[reason] += 1
        if reason in ("broken", "not UTF-8") and len(self.broken_lines) < _SHOWN_LINES:
            self.broken_lines.append(number)


def _open(path: Path) -> IO[bytes]:
    return lzma.open(path) if path.suffix == ".xz" else path.open("rb")


def _rows(table: Table, path: Path, counts: Counts) -> Iterator[tuple[int, str, str, str]]:
    """Yield (line number, French, English, label) of the well-formed lines."""
    if path.suffix in (".tsv", ".xz"):
        with _open(path) as stream:
            for number, raw in enumerate(stream, 1):
                counts.read += 1
                try:
                    fields = raw.decode("utf-8").rstrip("\r\n").split("\t")
                except UnicodeDecodeError:
                    counts.drop("not UTF-8", number)
                    continue
                if len(fields) < (3 if table.parts else 2) or not fields[0].strip() or not fields[1].strip():
                    counts.drop("broken", number)
                    continue
                if number == 1 and [f.lower() for f in fields[:2]] == ["french", "english"]:
                    counts.drop("header", number)
                    continue
                yield number, fields[0], fields[1], fields[2] if len(fields) > 2 else ""
        return
    sides = [read_lines(path.with_name(f"{path.name}.{language}")) for language in ("fr", "en")]
    if len(sides[0]) != len(sides[1]):
        raise RecipeError(f"{path}.fr has {len(sides[0])} lines, .en has {len(sides[1])}")
    for number, (french, english) in enumerate(zip(*sides, strict=True), 1):
        counts.read += 1
        if not french.strip() or not english.strip():
            counts.drop("broken", number)
            continue
        yield number, french, english, ""


def held_out_texts(data: Data) -> set[str]:
    """Return the normalised sentences, of both languages, that may not be trained on."""
    texts: set[str] = set()
    for name in data.held_out:
        path = Path(data.root) / name
        for language in ("fr", "en"):
            texts |= {plain_text(line) for line in read_lines(path.with_name(f"{path.name}.{language}"))}
    return {text for text in texts if len(text) > 20}


def reason_against(french: str, english: str, ratio: float) -> str:
    """Return why a normalised pair is dropped, or an empty string.

    The rules: same text on both sides (unless short), lengths that do not fit, few letters, figures of one
    side
    only, markup, control characters.
    """
    if french == english and len(french.split()) > 4:
        return "copied"
    if len(french) > ratio * len(english) + 20 or len(english) > ratio * len(french) + 20:
        return "length ratio"
    if len(french) > 15 and len(_LETTERS.findall(french)) < 0.4 * len(french) and not _ADDRESS.search(french):
        return "few letters"
    if _CONTROL.search(french) or _CONTROL.search(english):
        return "control characters"
    if "</" in french or "</" in english:
        return "markup"
    first, second = len(_DIGITS.findall(french)), len(_DIGITS.findall(english))
    if abs(first - second) > 8:
        return "figures"
    return ""


def filter_table(
    table: Table, data: Data, held_out: set[str], seen: set[int], sinks: dict[str, IO[str]], folder: Path
) -> Counts:
    """Append the good pairs of one table to the files of their parts; return the counts."""
    counts = Counts(table.file)
    chance = random.Random(f"{data.seed} {table.file}")
    path = Path(data.root) / table.file
    try:
        for number, raw_french, raw_english, label in _rows(table, path, counts):
            part = table.parts.get(label, "") if table.parts else table.part
            if not part:
                counts.drop(f"label {label or 'none'} not asked for", number)
                continue
            if chance.random() >= table.share.get(part, 1.0):
                counts.drop(f"{part}: not in the sample", number)
                continue
            french, english = plain_text(raw_french), plain_text(raw_english)
            reason = reason_against(french, english, data.ratio)
            if not reason and not table.last_step_only and (french in held_out or english in held_out):
                reason = "held out"
            key = hash((french, english))
            if not reason and key in seen:
                reason = "twice"
            if reason:
                counts.drop(reason, number)
                continue
            seen.add(key)
            counts.kept += 1
            if part not in sinks:
                sinks[part] = (folder / f"{part}.tsv").open("w", encoding="utf-8")
            sinks[part].write(f"{french}\t{english}\n")
    except (EOFError, lzma.LZMAError) as error:
        raise RecipeError(f"{path}: cut short or damaged after line {counts.read} ({error})") from error
    return counts


def filter_all(data: Data, folder: Path) -> dict[str, object]:
    """Write one PART.tsv a part into `folder`, which appears whole; return the counts of every table."""
    partial = folder.with_name(folder.name + ".part")
    partial.mkdir(parents=True, exist_ok=True)
    for old in partial.iterdir():
        old.unlink()
    held_out = held_out_texts(data)
    seen: set[int] = set()
    sinks: dict[str, IO[str]] = {}
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: [sink.close() for sink in sinks.values()])
        results = [filter_table(table, data, held_out, seen, sinks, partial) for table in data.tables]
    if folder.exists():
        for old in folder.iterdir():
            old.unlink()
        folder.rmdir()
    partial.replace(folder)
    return {
        "tables": [
            {"file": c.file, "read": c.read, "kept": c.kept, "dropped": dict(c.dropped.most_common()),
             "first broken lines": c.broken_lines}
            for c in results
        ],
        "kept": sum(c.kept for c in results),
    }  # fmt: skip
