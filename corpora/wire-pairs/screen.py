"""Screen French-English news pairs for publication.

Usage: ``python screen.py INPUT.tsv OUTPUT.tsv [--dropped DROPPED.tsv]``

INPUT has a pair a line: French, English and the name of its set, separated by tabs. OUTPUT gets the pairs
that pass every rule, in order, under a header line; DROPPED gets the others with the name of the first rule
that each breaks. The counts go to standard error. The rules, in order:

broken
    Not three cells, an empty side, a control character, unpaired quotation marks, sides of unlike length.
duplicate
    One side stood before, once case, accents, digits and punctuation are put aside.
near-duplicate
    An earlier pair shares eight words in ten.
numbers-differ
    Only one side has a number of two digits or more, and the other has no number in words.
public-figure
    A name of ``public-figures.txt`` stands in more than a meeting, a journey or an office taken up.
named-and-accused
    Someone is named, known or not, beside a word of accusation, violence, illness or disgrace.
ruler-and-disgraced
    A head of state or government, by office alone, beside a word of crime, illness or downfall.
named-office-speaks
    Someone is named with a public office and quoted or reported: the words may never have been said.
by-eye
    Listed in ``dropped-by-eye.txt``: read, and found wrong or about a person who can be recognised.

The word lists are in ``words.toml``. The rules are blunt on purpose: a good pair lost costs little, a false
sentence about a living person costs much.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = "french\tenglish\tset"
WORDS = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


def listed(name: str) -> list[str]:
    """The lines of a list beside this script, comments apart; none when there is no such file."""
    path = HERE / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("#")]


def bare(text: str) -> str:
    """Text without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def either(words: Iterable[str], before: str = "", after: str = "", flags: int = 0) -> re.Pattern[str]:
    """A pattern for any of some words."""
    return re.compile(f"{before}(?:{'|'.join(words)}){after}", flags)


ACCUSED = either(WORDS["accused"], r"\b", flags=re.IGNORECASE)
SPEAKS = either([*WORDS["speaks"], ".*«"], r"(?:\b|^)", flags=re.IGNORECASE)
NEUTRAL = either(WORDS["neutral"], flags=re.IGNORECASE)
UNEASY = either(WORDS["uneasy"])
OFFICE = either(WORDS["office"], r"\b", flags=re.IGNORECASE)
RULER = either(WORDS["ruler"], r"\b", flags=re.IGNORECASE)
DISGRACED = either(WORDS["disgraced"], flags=re.IGNORECASE)
NOT_A_NAME = frozenset(WORDS["not_a_name"].split())
FIGURES = either(
    sorted({re.escape(n) for name in listed("public-figures.txt") for n in (name, bare(name))}, key=len)[
        ::-1
    ],
    r"(?<![\w-])",
    r"(?![\w-])",
)
CAPITAL = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒ][\w’-]*\w"
PARTICLE = r"(?:al|el|ben|bin|de|du|von|van|der|den|da|dos|di|Ag|Ould)"
NAME = re.compile(rf"(?<![\w'])({CAPITAL}) (?:{PARTICLE} )?(?=({CAPITAL}))")
NUMBER_WORD = re.compile(
    r"\b(ten|eleven|twelve|\w+teen|twent\w+|thirt\w+|fort\w+|fift\w+|sixt\w+|sevent\w+|eight\w+|ninet\w+|"
    r"hundreds?|thousands?|dozens?|half|quarter|century|dix|onze|douze|treize|quatorze|quinze|seize|\w*ième|"
    r"vingt\w*|trente\w*|quarante\w*|cinquante\w*|soixante\w*|cent\w*|mille|milliers?|\w+aines?|siècle)\b",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Lower case, no accents, no digits, no punctuation: what two copies of a sentence share."""
    return " ".join(re.findall(r"[a-z]+", bare(text.lower())))


def broken(french: str, english: str) -> bool:
    """Tell whether a row cannot be a translation at all."""
    if not french.strip() or not english.strip():
        return True
    if any(unicodedata.category(c) == "Cc" for c in french + english):
        return True
    if french.count("«") != french.count("»") or english.count('"') % 2 or re.search(r"[«»]", english):
        return True
    return len(french) > 30 and not 0.4 < len(english) / len(french) < 1.9


def numbers(text: str, hours: bool) -> Counter[str]:
    """The numbers of two digits or more in a text; without those of hours and ordinals unless ``hours``."""
    text = re.sub(r"\b\d{1,2}\s?[h:]\s?\d{0,2}\b|\b\d{1,2}(?=\s?[ap]\.?m\b)", " ", text)
    if not hours:
        text = re.sub(r"\b\d{1,2}(?:\s(?:heures|hours)|th\b|st\b|nd\b|rd\b|e\b)", " ", text)
    text = re.sub(r"(?<=\d)[ ,](?=\d{3}(?!\d))", "", text)
    return Counter(n for n in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ".")) if len(n) > 1)


def numbers_differ(french: str, english: str) -> bool:
    """Tell whether one side has a number that the other has not, nor any number in words."""
    if "trillion" in english or "et demi" in french:
        return False
    for hours in (True, False):
        fr, en = numbers(french, hours), numbers(english, hours)
        lost = fr - en and not NUMBER_WORD.search(english)
        added = en - fr and not NUMBER_WORD.search(french)
        if not lost and not added:
            return False
    return True


def names_someone(french: str) -> bool:
    """Tell whether two capitalised words in a row look like a person's name."""
    return any(not {m[1].lower(), m[2].lower()} & NOT_A_NAME for m in NAME.finditer(french))


def is_neutral(french: str) -> bool:
    """Tell whether a sentence says no more of a public figure than a meeting, a journey or an office."""
    return bool(NEUTRAL.search(french)) and not any(p.search(french) for p in (SPEAKS, ACCUSED, UNEASY))


def about_people(french: str) -> str:
    """The name of the rule by which a pair says too much of someone, or an empty string."""
    named = names_someone(french)
    if FIGURES.search(french) and not is_neutral(french):
        return "public-figure"
    if named and ACCUSED.search(french):
        return "named-and-accused"
    if RULER.search(french) and DISGRACED.search(french):
        return "ruler-and-disgraced"
    if named and OFFICE.search(french) and SPEAKS.search(french):
        return "named-office-speaks"
    return ""


def near_duplicates() -> Callable[[str], bool]:
    """A function that remembers each French side and tells whether an earlier one is nearly the same."""
    seen: list[frozenset[str]] = []
    index: defaultdict[str, list[int]] = defaultdict(list)

    def check(french: str) -> bool:
        words = plain(french).split()
        here = frozenset(words)
        runs = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}
        candidates = {i for run in runs if len(index[run]) < 50 for i in index[run]}
        if len(here) > 5 and any(len(here & seen[i]) / len(here | seen[i]) >= 0.8 for i in candidates):
            return True
        for run in runs:
            index[run].append(len(seen))
        seen.append(here)
        return False

    return check


def screen(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with the name of the rule that drops it, or an empty string."""
    near = near_duplicates()
    by_eye = frozenset(listed("dropped-by-eye.txt"))
    seen: set[str] = set()
    for line in lines:
        cells = line.split("\t")
        if len(cells) != 3 or broken(cells[0], cells[1]):
            yield line, "broken"
            continue
        french, english, _ = cells
        keys = {f"fr {plain(french)}", f"en {plain(english)}"}
        if seen & keys:
            rule = "duplicate"
        elif near(french):
            rule = "near-duplicate"
        elif numbers_differ(french, english):
            rule = "numbers-differ"
        else:
            rule = about_people(french) or ("by-eye" if french in by_eye else "")
        if not rule:
            seen |= keys
        yield line, rule


def main() -> None:
    """Read the input, write the output, count on standard error."""
    parser = argparse.ArgumentParser(description="Screen French-English news pairs for publication.")
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--dropped", type=Path, help="write the dropped pairs here, the rule first")
    arguments = parser.parse_args()
    lines = arguments.input.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    verdicts = list(screen(line for line in lines if line != HEADER))
    kept = [HEADER, *(line for line, rule in verdicts if not rule), ""]
    arguments.output.write_text("\n".join(kept), encoding="utf-8")
    if arguments.dropped:
        dropped = [f"{rule}\t{line}\n" for line, rule in verdicts if rule]
        arguments.dropped.write_text("".join(dropped), encoding="utf-8")
    for rule, count in Counter(rule or "kept" for _, rule in verdicts).most_common():
        print(f"{count:6}  {rule}", file=sys.stderr)


if __name__ == "__main__":
    main()
