"""Read texts and their translations as pairs of sentences: lines, articles, folders of them, or a memory."""

from __future__ import annotations

from pathlib import Path

from copydesk.align_articles import align
from copydesk.anchors import UNRELATED, alignment_quality
from copydesk.checks.rule import Side
from copydesk.detect import guess_between
from copydesk.documents.lines import split_lines
from copydesk.errors import InputError
from copydesk.files import read_text
from copydesk.languages import get_language
from copydesk.segment import split_sentences

# files of a folder that are read
_SUFFIXES = frozenset({".txt", ".md"})


def read_pairs(
    source: str, target: str | None, *, source_language: str, target_language: str, lines: bool | None = None
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (sentence, translation) pairs of two files or two folders, and notes on what was left out.

    A translation memory (TMX) holds both sides and stands alone: *target* is then None.
    *lines* says that the files are aligned line by line; None: they are when both have the same number of
    lines and blank lines in the same places. Otherwise each file is an article, split into sentences and
    aligned. The files of two folders belong together by their names without the language
    (``a.fr.txt``, ``a.en.txt``). Raises InputError.
    """
    languages = (source_language, target_language)
    if source.lower().endswith(".tmx"):
        if target is not None:
            raise InputError(f"is given beside {source}, which holds both sides", where=target)
        if not Path(source).is_file():
            raise InputError("there is no such file", where=source, remedy="check the path")
        from copydesk.glossary.tmx import read_memory

        return read_memory(Path(source), languages)
    if target is None:
        raise InputError(
            "has no translation beside it", where=source, remedy="give the translation too, or one .tmx file"
        )
    folders = [Path(name).is_dir() for name in (source, target)]
    if folders == [False, False]:
        return _read_files(source, target, languages, lines)
    if not all(folders):
        raise InputError("one is a folder and the other a file", where=f"{source}, {target}")
    ours, theirs = (
        _by_stem(Path(name), language) for name, language in zip((source, target), languages, strict=True)
    )
    both = sorted(ours.keys() & theirs.keys())
    if not both:
        raise InputError(
            "no file of one folder has the name of one of the other",
            where=f"{source}, {target}",
            remedy=f"name them like a.{source_language}.txt and a.{target_language}.txt",
        )
    pairs: list[tuple[str, str]] = []
    notes = [f"{path}: has no counterpart: left out" for path in _lonely(ours, theirs)]
    for stem in both:
        more, said = _read_files(str(ours[stem]), str(theirs[stem]), languages, lines)
        pairs += more
        notes += said
    return pairs, notes


def _read_files(
    source: str, target: str, languages: tuple[str, str], lines: bool | None
) -> tuple[list[tuple[str, str]], list[str]]:
    ours, theirs = read_text(source), read_text(target)
    if ours == theirs:
        raise InputError(f"is the same text as {source}", where=target, remedy="give the translation")
    if (guess_between(ours, languages), guess_between(theirs, languages)) == languages[::-1]:
        names = [get_language(code).name for code in reversed(languages)]
        raise InputError(
            f"reads as {names[0]}, and {target} as {names[1]}", where=source, remedy="swap the two"
        )
    left, right = split_lines(ours), split_lines(theirs)
    parallel = len(left) == len(right) and all(
        bool(a.strip()) == bool(b.strip()) for a, b in zip(left, right, strict=True)
    )
    if lines and len(left) != len(right):
        raise InputError(
            f"has {len(right)} lines, {source} has {len(left)}",
            where=target,
            remedy="leave --lines out to align them as articles",
        )
    if lines or (lines is None and parallel):
        return [(a, b) for a, b in zip(left, right, strict=True) if a.strip() and b.strip()], []
    aligned = align(_sides(ours, languages[0]), _sides(theirs, languages[1]))
    notes = []
    if alignment_quality(aligned) < UNRELATED:
        notes.append(f"{target}: does not read like a translation of {source}")
    pairs = [(pair.source.text, pair.target.text) for pair in aligned if pair.source and pair.target]
    return pairs, notes


def _sides(text: str, language: str) -> list[Side]:
    known = get_language(language)
    sides = []
    start = 0
    for line in text.splitlines(keepends=True):
        sides += [Side(span.of(text), span, known) for span in split_sentences(line, known, start=start)]
        start += len(line)
    return sides


def _by_stem(folder: Path, language: str) -> dict[str, Path]:
    found = {}
    for path in sorted(folder.iterdir()):
        marks = [mark.lower() for mark in path.suffixes]
        if path.suffix in _SUFFIXES and path.is_file():
            named = [mark[1:] for mark in marks[:-1] if len(mark) == 3 and mark[1:].isalpha()]
            if not named or named[-1] == language:
                found[path.name.split(".")[0]] = path
    return found


def _lonely(ours: dict[str, Path], theirs: dict[str, Path]) -> list[Path]:
    return [ours.get(stem) or theirs[stem] for stem in sorted(ours.keys() ^ theirs.keys())]
