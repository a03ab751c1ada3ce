"""French without accents is read with them; what is not French, or has them, is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.engines import Engine
from copydesk.truecase import lower_labels, restore_accents, truecase


@pytest.mark.parametrize(
    ("bare", "right"),
    [
        ("Les deputes etaient deja la.", "Les députés étaient déjà la."),
        ("tres loin, apres les negociations", "très loin, après les négociations"),
        ("La reforme est votee.", "La réforme est votée."),
        ("Le Detroit de la Manche", "Le Detroit de la Manche"),  # a capital may be that of a name
        ("voir https://exemple.fr/ecole/reforme ici", "voir https://exemple.fr/ecole/reforme ici"),
        ("l'ecole ⟦ general school ⟧", "l'école ⟦ general school ⟧"),
        ("Déjà, les deputes", "Déjà, les deputes"),
        ("La marche du president", "La marche du président"),  # marche and marché are both words
    ],
)
def test_words_that_are_none_without_accents_get_them(bare: str, right: str) -> None:
    assert restore_accents(bare, "fr") == right


@pytest.mark.parametrize(
    ("loud", "right"),
    [
        ("LE PRESIDENT REÇOIT ZELENSKY A BERLIN", "Le president reçoit Zelensky a Berlin"),
        ("LE PRESIDENT RECOIT ZELENSKY A BERLIN", "Le président reçoit Zelensky à Berlin"),
        ("L'ONU DEMANDE UNE ENQUETE", "L'ONU demande une enquête"),
        ("ÉLECTIONS: L'OPPOSITION EN TÊTE", "Élections: l'opposition en tête"),
        ("UKRAINE: L'OTAN REAGIT", "Ukraine: l'OTAN réagit"),
        ("", ""),
    ],
)
def test_capitals_become_running_text(loud: str, right: str) -> None:
    assert truecase(loud, "fr") == right


def test_a_language_without_lists_is_lowered() -> None:
    assert truecase("DER KANZLER SPRICHT", "de") == "Der kanzler spricht"


def test_other_languages_are_left_alone() -> None:
    assert restore_accents("die schule und der president", "de") == "die schule und der president"


@given(st.text(max_size=200))
def test_the_length_stays(text: str) -> None:
    assert len(restore_accents(text, "fr")) == len(text)
    assert len(truecase(text, "fr")) == len(text)


def test_capitals_without_accents_are_translated(bundled_engine: Engine) -> None:
    from copydesk.decode import translate_sentences

    (result,) = translate_sentences(bundled_engine, ["LES NEGOCIATIONS ONT REPRIS APRES UNE ANNEE"])
    assert "negotiation" in result.result.best.text.lower() or "talks" in result.result.best.text.lower()
    assert result.result.source.text == "LES NEGOCIATIONS ONT REPRIS APRES UNE ANNEE"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("CHRONOLOGIE - Les grandes dates", "Chronologie - Les grandes dates"),
        ("ENQUETE sur la FIFA", "Enquête sur la FIFA"),
        ("BAMAKO (Mali) - Une mutinerie", "BAMAKO (Mali) - Une mutinerie"),
        ("Luc BOULANGER et Paul MARCHAND", "Luc BOULANGER et Paul MARCHAND"),
        ("L'UNESCO et CANAL+", "L'UNESCO et CANAL+"),
        ("Voir www.ENQUETE.fr et @REPORTAGE", "Voir www.ENQUETE.fr et @REPORTAGE"),
        ("L'ARMEE REPREND ALEP", "L'ARMEE REPREND ALEP"),
    ],
)
def test_a_label_in_capitals_is_read_as_a_word(text: str, right: str) -> None:
    assert lower_labels(text, "fr") == right
    assert lower_labels(text, "de") == text
