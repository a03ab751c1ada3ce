"""Bylines of labels and names are written as English has them; any other line is left to the model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.documents import parse, write
from copydesk.enforce.byline import word_byline
from copydesk.engines import Engine
from copydesk.pipeline import translate_document
from copydesk.text import Role


def reword(text: str) -> str | None:
    wording = word_byline(text, "fr", "en")
    for span, words in reversed(wording or ()):
        text = text[: span.start] + words + text[span.end :]
    return None if wording is None else text


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Par Jean-Marc Lefort", "By Jean-Marc Lefort"),
        ("Par : Anne Morel et Jean Roux", "By Anne Morel and Jean Roux"),
        ("Texte par : Hélène Maudry Suivre", "By Hélène Maudry"),
        ("Par RFI avec AFP", "By RFI with AFP"),
        ("Propos recueillis par Anne d'Ormesson", "Interview by Anne d'Ormesson"),
        ("Par J.-M. O'Brien, Ali Ben Youssef", "By J.-M. O'Brien, Ali Ben Youssef"),
        ("Par Karl von Moor et Marie de la Tour", "By Karl von Moor and Marie de la Tour"),
    ],
)  # fmt: skip
def test_labels_and_joining_words_change_and_names_are_copied(french: str, english: str) -> None:
    assert reword(french) == english


@pytest.mark.parametrize(
    "line",
    [
        "Par notre correspondante à Dakar, Léa Prat", "Par la rédaction", "Par Rédaction Afrique", "Par",
        "Par Anne Morel à Beyrouth", "Par Jean Dupont (Le Caire)", "Par ailleurs, Jean dort",
        "Par Anne Morel,",
    ],
)  # fmt: skip
def test_a_line_of_other_words_is_left_to_the_model(line: str) -> None:
    assert reword(line) is None


WORDS = ["Par", ":", "et", ",", "Anne", "d'Or", "de", "la", "Suivre", "RFI", "à"]


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_stretches_stand_in_order_inside_the_line(words: list[str]) -> None:
    text = " ".join(words)
    at = 0
    for span, _ in word_byline(text, "fr", "en") or ():
        assert at <= span.start <= span.end <= len(text)
        at = span.end


def test_a_link_in_a_byline_stays_on_its_name(bundled_engine: Engine) -> None:
    page = (
        '<article><h1>Titre</h1><p class="byline">Par : <a href="/a">Anne Morel</a> et Jean Roux</p>'
        "<p>Un paragraphe.</p><p>Un autre.</p></article>"
    )
    document = parse(page, format="html", language="fr")
    done = translate_document(document, bundled_engine)
    byline = next(t for t in done.translations if t.segment.role is Role.BYLINE)
    assert byline.text == "By Anne Morel and Jean Roux"
    assert '<a href="/a">Anne Morel</a> and Jean Roux' in write(document, done.translations, language="en")
