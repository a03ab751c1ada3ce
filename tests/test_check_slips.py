"""The drafts of the wire stories with their listed slips: what is found, and what is found besides."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

from copydesk.checks.lexicon import Lexicon
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker
from copydesk.documents import read_document
from copydesk.findings import FileFindings
from copydesk.glossary.formats import load_glossaries
from copydesk.text import Span

WIRE = ROOT / "corpora" / "wire"
DRAFTS = sorted((WIRE / "drafts").glob("*.draft.en.txt"))
# found by rule, whatever the sentence says; a name that only its sound betrays is not among them
MECHANICAL = ("BOI", "DAT002", "ENC", "GLO004", "NUM004", "QUO001", "REP", "TYP", "UNT")
# words and acronyms that mean something in English too: nothing is said of them without the source
DOUBTFUL = {"The parquet", "dispensaire", "UE:", "The BCE"}


@dataclass(frozen=True, slots=True)
class Slip:
    code: str
    words: str
    places: tuple[Span, ...]

    def is_found(self, file: FileFindings, *, by_code: bool = True) -> bool:
        # a fix counts as well: tags go with the line above them
        for finding in file.findings:
            spans = (finding.span, *(edit.span for edit in finding.edits))
            if (finding.code == self.code or not by_code) and any(
                span.overlaps(place) for span in spans for place in self.places
            ):
                return True
        return False


def read_slips(draft: Path) -> Iterator[Slip]:
    text = draft.read_text("utf-8")
    table = draft.with_name(draft.name.replace(".draft.en.txt", ".slips.tsv"))
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            places = []
            at = text.find(row["draft"])
            while at >= 0:
                places.append(Span(at, at + len(row["draft"])))
                at = text.find(row["draft"], at + 1)
            assert places, row
            yield Slip(row["code"], row["draft"], tuple(places))


@cache
def check(draft: Path, *, with_source: bool) -> FileFindings:
    house = load_glossaries(["rfi-fr-en"], source_language="fr", target_language="en")[0]
    checker = Checker(Selection().chosen(), Lexicon(house))
    source = WIRE / draft.name.replace(".draft.en.txt", ".fr.txt") if with_source else None
    original = read_document(source, language="fr") if source else None
    file = checker.check(read_document(draft, language="en"), original)
    assert not checker.broken
    return file


@pytest.mark.parametrize("with_source", [True, False], ids=["with-source", "alone"])
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name.partition(".")[0])
def test_mechanical_slips_are_all_found(draft: Path, with_source: bool) -> None:
    file = check(draft, with_source=with_source)
    slips = [slip for slip in read_slips(draft) if slip.code.startswith(MECHANICAL)]
    assert slips
    missed = {slip.words for slip in slips if not slip.is_found(file)}
    assert missed <= (set() if with_source else DOUBTFUL)


def test_most_slips_are_found_with_the_source_and_little_besides() -> None:
    total = found = 0
    besides: list[str] = []
    for draft in DRAFTS:
        file = check(draft, with_source=True)
        slips = list(read_slips(draft))
        total += len(slips)
        found += sum(slip.is_found(file) for slip in slips)
        for finding in file.findings:
            if not any(place.overlaps(finding.span) for slip in slips for place in slip.places):
                besides.append(f"{draft.name}: {finding.code} {finding.message}")
    assert found >= total - 1
    assert len(besides) <= 1, besides
    readme = (ROOT / "README.md").read_text("utf-8")
    assert (
        f"| {found} of {total} found, {len(besides)} finding{'' if len(besides) == 1 else 's'} beside them |"
        in readme
    )
