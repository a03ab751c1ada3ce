"""Furniture: known by its line or by its place, in French pages and in English drafts alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import documents
from copydesk.documents.furniture import Boilerplate, FurnitureLine, classify, fold, mark_furniture, read_rows
from copydesk.errors import InputError
from copydesk.text import Role

WIRE = Path(__file__).parents[1] / "corpora" / "wire"
PAGES = sorted(path.name[:2] for path in WIRE.glob("*.furniture.txt"))

PAGE = """Truce broken south of the city

Text by: RFI Follow

A truce agreed on Monday has broken down. Both sides blame each other.

Publicity

Read more

Fighting began at dawn. It went on all day.

Nobody answers

The ministry said it had no comment. Talks go on.

Newsletter With the Daily Newsletter, find the headlines directly in your mailbox

subscribe

Download the app

google-play-badge_FR

  • Syria
  • Turkey

On the same subject

Syria: a winter without tents

Aleppo rebuilds its souks
"""


@pytest.mark.parametrize("number", PAGES)
def test_the_furniture_of_pasted_pages_is_found_and_nothing_else(number: str) -> None:
    page = next(WIRE.glob(f"{number}-*.fr.txt"))
    listed = next(WIRE.glob(f"{number}-*.furniture.txt")).read_text(encoding="utf-8").splitlines()
    document = documents.read_document(page, language="fr")
    found = [document.words_of(segment) for segment in documents.find_furniture(document)]
    assert found == [line.lstrip("• ") for line in listed if line.strip()]
    assert [s.id for s in documents.find_furniture(document)] == [
        s.id for s in document.segments if s.role is Role.FURNITURE
    ]


@pytest.mark.parametrize("path", sorted(WIRE.glob("*.en.txt")), ids=lambda path: path.name[:2])
def test_edited_english_has_no_furniture(path: Path) -> None:
    document = documents.read_document(path, language="en")
    assert [document.words_of(segment) for segment in documents.find_furniture(document)] == []


def test_an_english_draft_of_a_pasted_page() -> None:
    document = documents.parse(PAGE, language="en")
    kept = [(s.role.value, document.words_of(s)) for s in document.segments if s.role is not Role.FURNITURE]
    assert [role for role, _ in kept] == ["headline", "standfirst", "paragraph", "crosshead", "paragraph"]
    assert len(documents.find_furniture(document)) == 12
    page = documents.parse(PAGE, language="en", format="lines")
    assert len(documents.find_furniture(page)) == 12


@pytest.mark.parametrize(
    "line",
    [
        "Publicité", "PUBLICITÉ", "  publicité : ", "Lire la suite", "Lire la suite…", "Sur le même sujet",
        "Text by: RFI Follow", "Publicity", "google-play-badge_FR", "Je m’abonne",
        "Publié\u00a0le\u00a0: 05/09/2021 - 17:42",
    ],
)  # fmt: skip
def test_lines_of_furniture(line: str) -> None:
    assert classify(line)


@pytest.mark.parametrize(
    "line",
    [
        "La publicité politique est interdite à la télévision.",
        "Read more books, the minister told pupils on Monday.",
        "The ministry pays for its own publicity, an adviser said.",
        "Un abonné au gaz",
        "",
        "M23",
        "Texte par : Hélène Maudry",
        "By Hélène Maudry",
    ],
)
def test_lines_of_a_story(line: str) -> None:
    assert not classify(line)


def test_rows_of_one_language_can_be_asked_for() -> None:
    assert classify("Publicité", "fr")
    assert not classify("Publicité", "en")
    assert classify("Publicity", "en-GB")


def test_tags_are_told_from_a_list_of_the_story() -> None:
    story = ["Les trois candidats sont :", "Moussa Diallo", "Awa Camara"]
    assert mark_furniture(story, [False, True, True]) == [False, False, False]
    assert mark_furniture([*story, "Publicité"], [False, True, True, False]) == [False, False, False, True]
    assert mark_furniture(["Fin.", "Syrie", "Publicité"], [False, True, False]) == [False, True, True]
    assert mark_furniture(["Publicité", "Un point long de la liste, fini."], [False, True]) == [True, False]


def test_a_story_goes_on_after_an_inset_title() -> None:
    page = ["À lire aussi", "Un autre titre", "La suite du texte, avec un point final.", "Un intertitre"]
    assert mark_furniture(page, [False] * 4) == [True, True, False, False]


def test_rows_are_checked() -> None:
    rows = read_rows(
        "lang\tline\tmatch\tnote\nfr\tPartager .+\tpattern\tx\n\n# note\nfr\tVoir\texact\t\n", "own.tsv"
    )
    assert [row.match for row in rows] == ["pattern", "exact"]
    known = Boilerplate(rows)
    assert known.find("partager sur X")
    assert known.find("VOIR >")
    assert known.find("Voir ailleurs") is None
    for bad in ("fr\ta\tsometimes\t", "fr\t(\tpattern\t"):
        with pytest.raises(InputError, match=r"own\.tsv:2"):
            read_rows(f"lang\tline\tmatch\tnote\n{bad}\n", "own.tsv")


def test_prefixes_stand_at_the_beginning_of_short_lines() -> None:
    known = Boilerplate([FurnitureLine("fr", "Suivez-nous", "prefix")])
    assert known.find("Suivez-nous sur Facebook")
    assert known.find("Suivez-nousser") is None
    assert known.find("Suivez-nous, a lancé le ministre aux députés lundi.") is None
    assert known.find("Suivez-nous " + "mot " * 40) is None
    assert fold("  « L’ONU » dit\u00a0: ") == "« l'onu » dit"


def test_lines_of_furniture_are_no_part_of_a_paragraph_beside_them() -> None:
    text = (
        "Un titre\n\nPar Anne Morel\nPublié le 3 juin 2025 à 20h15 - Mis à jour le 4 juin 2025 à 9h05\n"
        "Temps de lecture : 4 min\n\nLe premier paragraphe du texte.\n\nLe second.\n\n"
        "Partager cet article sur Facebook\nS'abonner à la newsletter\n(Avec AFP)\n"
    )
    document = documents.parse(text, format="text", language="fr")
    kept = [document.words_of(s) for s in document.segments if s.role is not Role.FURNITURE]
    assert kept == ["Un titre", "Par Anne Morel", "Le premier paragraphe du texte.", "Le second."]


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 3 juin 2025, le livre a fait scandale.", "Publié en 2019 chez Gallimard",
        "Published in 2019, the book sold 4 million copies.", "Changed on Monday by the ministry",
        "Publié hier, le rapport accable le ministre", "Updated figures", "Faire un don de 3 euros",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_like_the_time_of_publication_is_none(line: str) -> None:
    assert not classify(line)


@pytest.mark.parametrize("last", ["Facebook.", "Instagram."])
def test_the_end_of_a_wrapped_sentence_is_no_furniture(last: str) -> None:
    text = (
        "Un titre\n\nLe ministre de la Défense a réagi dimanche soir dans une vidéo de deux\n"
        f"minutes consultée par nos confrères et publiée d'abord sur sa page\n{last}\n\n"
        "Un second paragraphe.\n"
    )
    document = documents.parse(text, format="text", language="fr")
    assert any(document.words_of(segment).endswith(last) for segment in document.segments)
    assert all(segment.role is not Role.FURNITURE for segment in document.segments)
