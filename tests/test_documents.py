"""Plain text and lines: what is read comes out again, with roles, in order, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import documents
from copydesk.errors import CopydeskError, InputError
from copydesk.text import Document, Role
from copydesk.translation import Translation

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300)
LAYOUTS = st.text("ab. A•-1)\n\r\t «»:", max_size=120)


def echo(document: Document, change: str = "") -> list[Translation]:
    """Translate every segment by itself (with *change* put before it)."""
    return [Translation(s, change + document.words_of(s)) for s in document.segments]


def roles(document: Document) -> list[tuple[str, str]]:
    return [(segment.role.value, document.words_of(segment)) for segment in document.segments]


def check_segments(document: Document) -> None:
    """Hold what every reader promises of its segments."""
    end = 0
    assert len({segment.id for segment in document.segments}) == len(document.segments)
    for segment in document.segments:
        words = document.words_of(segment)
        assert segment.span.start >= end
        assert words == words.strip()
        assert words
        end = segment.span.end
        for inline in segment.inlines:
            assert segment.span.covers(inline.span)


@given(TEXTS | LAYOUTS)
def test_lines_in_are_lines_out(text: str) -> None:
    document = documents.parse(text, format="lines")
    check_segments(document)
    assert documents.write(document, echo(document)) == text
    changed = documents.write(document, echo(document, "x\ny "))
    assert [bool(line.strip()) for line in changed.split("\n")] == [
        bool(line.strip()) for line in text.split("\n")
    ]


@given(TEXTS | LAYOUTS)
def test_blocks_and_their_order_are_kept(text: str) -> None:
    try:
        document = documents.parse(text)
    except InputError:
        assert not text.strip()
        return
    check_segments(document)
    written = documents.write(document, echo(document), keep_furniture=True)
    assert "".join(written.split()) == "".join(text.split())
    # a translation with line breaks in it makes no new block
    changed = documents.write(document, echo(document, "EN\n\n"), keep_furniture=True)
    assert changed.count("EN ") == len(document.segments)


def test_line_ends_and_a_missing_last_one_stay_in_lines() -> None:
    text = "un\r\n\r\n  deux\t\n \nfin"
    document = documents.parse(text, format="lines")
    assert [segment.id for segment in document.segments] == ["1", "3", "5"]
    assert documents.write(document, echo(document, "> ")) == "> un\r\n\r\n  > deux\t\n \n> fin"


def test_a_wrapped_paragraph_is_one_segment() -> None:
    text = (
        "La trêve conclue sous l'égide de Moscou et d'Ankara a pris fin dans\n"
        "la nuit de mardi à mercredi, lorsque des combats ont éclaté. Damas\n"
        "et l'opposition se rejettent la responsabilité.\n"
        "\n"
        "Un second paragraphe, lui aussi replié sur plusieurs lignes, avec\n"
        "une fin.\n"
    )
    document = documents.parse(text)
    assert [document.text[s.span.start] + document.text[s.span.end - 1] for s in document.segments] == [
        "L.",
        "U.",
    ]
    written = documents.write(document, echo(document))
    assert written.count("\n") == 3


def test_one_paragraph_a_line_without_blank_lines() -> None:
    lines = [
        "Un titre de quelques mots",
        "Le premier paragraphe. " * 6,
        "Le deuxième paragraphe. " * 9,
        "Fin. " * 12,
    ]
    document = documents.parse("\n".join(line.strip() for line in lines) + "\n")
    assert [words for _, words in roles(document)] == [line.strip() for line in lines]


def test_bullets_stay_where_they_were() -> None:
    text = "Trois points restent ouverts :\r\n\r\n  • la ligne ;\r\n  • le gaz ;\r\n  • la date.\r\n"
    document = documents.parse(text)
    assert [role for role, _ in roles(document)] == ["paragraph", "list", "list", "list"]
    assert documents.write(document, echo(document, "EN ")) == text.replace("Trois", "EN Trois").replace(
        "• ", "• EN "
    )


def test_direct_speech_after_a_dash_is_no_list() -> None:
    document = documents.parse("– Non, dit-il.\n\n— Pourquoi ?\n")
    assert [words for _, words in roles(document)] == ["– Non, dit-il.", "— Pourquoi ?"]


def test_a_single_line_is_a_paragraph() -> None:
    assert roles(documents.parse("Deux soldats tués à Idleb")) == [("paragraph", "Deux soldats tués à Idleb")]


@pytest.mark.parametrize(("text", "format"), [(" \n\t\n", "text"), ("a", "docx"), ("a", "json")])
def test_what_cannot_be_read_is_said(text: str, format: str) -> None:
    with pytest.raises(CopydeskError):
        documents.parse(text, format=format)


def test_a_segment_without_translation_is_no_silent_loss() -> None:
    document = documents.parse("Un.\n\nDeux.\n")
    with pytest.raises(ValueError, match="no translation"):
        documents.write(document, echo(document)[:1])
    with pytest.raises(ValueError, match="no segment"):
        documents.write(documents.parse("Un."), echo(document))


def test_formats_are_told_by_name_and_content(tmp_path: Path) -> None:
    for name, text, format in (
        ("a.txt", "Bonjour.", "text"),
        ("a.html", "Bonjour.", "html"),
        ("a.md", "# Bonjour", "markdown"),
        ("a.txt", "\n<!DOCTYPE html><p>Bonjour.", "html"),
        ("a", "<p class='x'>Bonjour.</p>", "html"),
        ("a.jsonl", '{"text": "Bonjour."}', "jsonl"),
        ("a", '{"id": 1, "text": "Bonjour."}\n', "jsonl"),
        ("a", "< 5 personnes", "text"),
    ):
        assert documents.format_of(name, text) == format


def labels(document: Document, wanted: Sequence[Role]) -> list[str]:
    return [document.words_of(segment) for segment in document.segments if segment.role in wanted]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Une route près d'Ariha, le 12 novembre 2019. Samir Halabi / AFP", "Samir Halabi / AFP"),
        ("Le camp de Goma. © J. Balume / RFI", "© J. Balume / RFI"),
        ("Le port de Sfax, en Tunisie. REUTERS/Zohra Bensemra", "REUTERS/Zohra Bensemra"),
        ("Le port de Sfax AFP", "AFP"),
    ],
)
def test_a_picture_credit_passes_through(caption: str, credit: str) -> None:
    document = documents.parse(f"Un titre\n\n{caption}\n\nUn texte.\n\nUn autre.\n", language="fr")
    segment = document.segments[1]
    assert segment.role is Role.CAPTION
    assert [inline.span.of(document.text) for inline in segment.inlines] == [credit]
    done = echo(document)
    done[1] = Translation(segment, "A road near Ariha.")
    written = documents.write(document, done).split("\n\n")[1]
    assert credit in written
    assert written.startswith("A road near Ariha.")
    product = documents.write(document, done, "json")
    assert '"target": "A road near Ariha."' in product
    assert '"written": "A road near Ariha. ' in product


def test_long_texts_are_read_in_linear_time() -> None:
    def seconds(size: int) -> float:
        text = "Une phrase de la dépêche, sans fin de ligne. " * size
        begin = time.process_time()
        for format in ("text", "lines", "markdown", "html"):
            document = documents.parse(text, format=format)
            documents.write(document, echo(document))
        return time.process_time() - begin

    small, large = seconds(3_000), seconds(12_000)
    assert large < 16 * max(small, 0.02)


CASES = Path(__file__).parent / "cases" / "documents"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_parts_of_a_page(path: Path) -> None:
    """Below ``# roles`` each case names the role and the first words of every segment, in order."""
    page, _, expected = path.read_text(encoding="utf-8").partition("# roles\n")
    language = "en" if path.stem.startswith("english") else "fr"
    document = documents.parse(page, language=language)
    rows = [line.split(" ", 1) for line in expected.splitlines()]
    assert [role for role, _ in roles(document)] == [role for role, _ in rows]
    for (_, words), (_, beginning) in zip(roles(document), rows, strict=True):
        assert words.startswith(beginning)
