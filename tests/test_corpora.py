"""The corpora keep the promises of corpora/README.md."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
WIRE = CORPORA / "wire"
DRAFTS = WIRE / "drafts"
PAIRS = CORPORA / "wire-pairs"

STORIES = sorted(path.name.removesuffix(".fr.txt") for path in WIRE.glob("*.fr.txt"))
PAGES = sorted(path.name.removesuffix(".fr.html") for path in WIRE.glob("*.fr.html"))
DRAFTED = sorted(path.name.removesuffix(".draft.en.txt") for path in DRAFTS.glob("*.draft.en.txt"))
TEXTS = sorted([*WIRE.rglob("*.txt"), *WIRE.rglob("*.html")], key=str)
CODE = re.compile(r"[A-Z]{3}\d{3}")


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def furniture(story: str) -> list[str]:
    path = WIRE / f"{story}.furniture.txt"
    return read(path).splitlines() if path.exists() else []


def blocks(text: str, leave_out: list[str]) -> list[str]:
    """The content blocks of a story: what blank lines separate, without the furniture."""
    found = text.rstrip("\n").split("\n\n")
    lines = set(leave_out)
    return [b for b in found if not all(line.strip() in lines for line in b.splitlines())]


def plain(text: str) -> str:
    """Text with typographic apostrophes and spaces made plain, for comparison only."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in read(path).rstrip("\n").split("\n")]


def test_there_are_enough_stories() -> None:
    assert len(STORIES) >= 10
    assert len(PAGES) >= 2
    assert len(DRAFTED) >= 4
    assert sum(bool(furniture(story)) for story in STORIES) >= 3


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_texts_are_clean(path: Path) -> None:
    text = read(path)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\N{BOM}")
    odd = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn"} and c != "\n"}
    assert not odd, sorted(map(ascii, odd))
    if path.suffix == ".txt":
        assert "\n\n\n" not in text
        assert not re.search(r"[ \N{NO-BREAK SPACE}]+$", text, re.MULTILINE)
        assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("story", STORIES)
def test_reference_matches_block_for_block(story: str) -> None:
    french = blocks(read(WIRE / f"{story}.fr.txt"), furniture(story))
    english = blocks(read(WIRE / f"{story}.en.txt"), [])
    assert len(french) == len(english)
    for number, (fr, en) in enumerate(zip(french, english, strict=True)):
        assert len(fr.splitlines()) == len(en.splitlines()), (number, fr, en)
        assert fr.startswith("•") == en.startswith("•"), (number, fr, en)
        assert 0.5 < len(en) / len(fr) < 1.6, (number, fr, en)


@pytest.mark.parametrize("story", STORIES)
def test_story_has_the_length_of_a_wire_story(story: str) -> None:
    words = " ".join(blocks(read(WIRE / f"{story}.fr.txt"), furniture(story))).split()
    assert 250 <= len([word for word in words if any(map(str.isalnum, word))]) <= 600


@pytest.mark.parametrize("story", STORIES)
def test_furniture_is_in_the_copy_and_not_in_the_reference(story: str) -> None:
    copy = Counter(line.strip() for line in read(WIRE / f"{story}.fr.txt").splitlines())
    assert not Counter(furniture(story)) - copy
    reference = read(WIRE / f"{story}.en.txt")
    for residue in ("Publicity", "Advert", "Read more", "Newsletter", "Subscribe", "Follow\n"):
        assert residue not in reference


@pytest.mark.parametrize("story", STORIES)
def test_reference_reads_as_english(story: str) -> None:
    reference = read(WIRE / f"{story}.en.txt")
    for residue in (
        r"[«»]",
        r"\d\s\d{3}\b",
        r"\d,\d%",
        r"\d\s%",
        r"\b\d{1,2}h(\d{2})?\b",
        r"\bmilliards?\b",
        r"\b(OSDH|ONU|OTAN|OMS|FMI|BCE|CPI|HCR|AIEA|CEDEAO|Cédéao|RDC|RCA|UE|PIB|ONG)\b",
        r"\b(Idleb|Alep|Damas|Lattaquié|Poutine|Kiev|Bakou|Erevan)\b",
    ):
        assert not re.search(residue, reference), residue
    assert reference.count('"') % 2 == 0
    # Every number written in digits stands on both sides, hours apart: 20h30 becomes 8:30 p.m.
    french = " ".join(blocks(read(WIRE / f"{story}.fr.txt"), furniture(story)))
    hours = re.findall(r"\b(\d{1,2})h(\d{2})?\b", french)
    french = re.sub(r"\b\d{1,2}h(\d{2})?\b", " ", french)
    french = re.sub(r"(?<=\d) (?=\d{3}\b)", "", french).replace(",", ".")
    clocks = re.findall(r"\b(\d{1,2})(?::(\d{2}))? ([ap])\.m\.", reference)
    reference = re.sub(r"\b\d{1,2}(:\d{2})? [ap]\.m\.", " ", reference)
    reference = re.sub(r"(?<=\d),(?=\d{3}\b)", "", reference)
    number = r"(?<![\w.])\d+(?:\.\d+)?"
    shared = Counter(n for n in re.findall(number, french) if n != "1")
    assert not shared - Counter(re.findall(number, reference))
    assert sorted((int(h), int(m or 0)) for h, m in hours) == sorted(
        (int(h) % 12 + (12 if half == "p" else 0), int(m or 0)) for h, m, half in clocks
    )


@pytest.mark.parametrize("story", PAGES)
def test_page_holds_its_story_in_order(story: str) -> None:
    html = pytest.importorskip("lxml.html")
    page = html.document_fromstring((WIRE / f"{story}.fr.html").read_bytes())
    body = page.find("body")
    for element in body.xpath(".//script|.//style|.//noscript"):
        element.drop_tree()
    shown = plain(body.text_content())
    after = 0
    for block in blocks(read(WIRE / f"{story}.fr.txt"), []):
        byline = block.startswith("Texte par")
        for line in block.splitlines():
            at = shown.find(plain(line.removeprefix("• ")), 0 if byline else after)
            assert at >= 0, line
            after = max(after, at)
    for shown_too in ("Publicité", "Lire la suite", "À lire aussi", "Sur le même sujet", "Je m'abonne"):
        assert shown_too in shown
    assert len(page.xpath("//h1")) == 1
    for part in ("//figure/figcaption", "//article//ul/li", "//time"):
        assert page.xpath(part), part


@pytest.mark.parametrize("story", DRAFTED)
def test_every_slip_stands_in_its_draft(story: str) -> None:
    draft = read(DRAFTS / f"{story}.draft.en.txt")
    reference = read(WIRE / f"{story}.en.txt")
    header, *slips = rows(DRAFTS / f"{story}.slips.tsv")
    assert header == ["code", "draft", "right", "note"]
    assert len(slips) >= 15
    repeated = Counter(slip[1] for slip in slips)
    for slip in slips:
        code, words, right, note = slip
        assert CODE.fullmatch(code)
        assert note
        assert words not in ("", right)
        assert draft.count(words) >= repeated[words], slip
        if code == "BOI001":
            assert words in {line.strip() for line in draft.splitlines()}
        elif code not in {"REP001"}:
            assert words not in reference, slip


@pytest.mark.parametrize("path", sorted(PAIRS.glob("*.tsv")), ids=lambda path: path.name)
def test_pairs_are_well_formed(path: Path) -> None:
    header, *pairs = rows(path)
    assert header == ["french", "english", "set"]
    assert path.stat().st_size < 5_000_000
    assert all(len(row) == 3 and all(cell and cell == cell.strip() for cell in row) for row in pairs)
    text = read(path)
    assert not {c for c in text if unicodedata.category(c) in {"Cc", "Cf"} and c not in "\n\t"}
    repeated = [french for french, count in Counter(row[0] for row in pairs).items() if count > 1]
    assert not repeated


def test_licence_is_named() -> None:
    assert "https://creativecommons.org/licenses/by/4.0/" in read(CORPORA / "LICENSE")
    assert "CC BY 4.0" in read(CORPORA / "LICENSE")
    assert "creativecommons.org/licenses/by/4.0/" in read(CORPORA / "README.md")
    assert "invented" in read(CORPORA / "README.md")
