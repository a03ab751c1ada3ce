"""Spellings of one name, gathered over a translated document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.align import split_words
from copydesk.enforce.variants import find_variants, sound
from copydesk.text import Role, Segment, Span
from copydesk.translation import Sentence, Translation


def translate(source: str, target: str, links: str = "") -> tuple[str, list[Translation]]:
    """Make a translation of one segment whose words are linked as *links* says: "Idleb=Idlib"."""
    pairs = []
    for link in links.split():
        ours, theirs = link.split("=")
        pairs += [
            (a, b)
            for a in split_words(source)
            for b in split_words(target)
            if (a.of(source), b.of(target)) == (ours, theirs)
        ]
    segment = Segment("s1", Span(0, len(source)), Role.PARAGRAPH, "fr")
    sentence = Sentence(segment.span, Span(0, len(target)), 0.0, links=tuple(pairs))
    return source, [Translation(segment, target, (sentence,))]


CASES = [
    ("", "In Idlib. Then Idleb, and Edleb again, and Idlib's end.", "", [["Idlib", "Edleb", "Idleb"]]),
    ("", "Syria and the Syrians, a Syrian, Iran and Iraq, Niger and Nigeria.", "", []),
    ("Le Niger, le Nigeria", "Nigerr and Nigera", "Niger=Nigerr Nigeria=Nigera", []),
    ("à Odessa, Odessa", "Odesa, Odessa", "Odessa=Odesa Odessa=Odessa", [["Odesa", "Odessa"]]),
    ("", "Gaddafi, Kadhafi and Qaddafi", "", [["Gaddafi", "Kadhafi", "Qaddafi"]]),
    ("", "Kharkiv, IDLIB and Idlib, the idlib of old", "", []),
    (
        "Metsamor, Metsamor",
        "Metsamor or Metsam",
        "Metsamor=Metsamor Metsamor=Metsam",
        [["Metsam", "Metsamor"]],
    ),
]


@pytest.mark.parametrize(("source", "target", "links", "expected"), CASES)
def test_variants(source: str, target: str, links: str, expected: list[list[str]]) -> None:
    text, translations = translate(source, target, links)
    found = find_variants(text, translations)
    assert [[s.form for s in v.spellings] for v in found] == expected
    for variants in found:
        for spelling in variants.spellings:
            assert spelling.span.of(target) == spelling.form
            assert target.count(spelling.form) >= spelling.count


@given(st.text(max_size=20))
def test_case_is_levelled(name: str) -> None:
    assert sound(name.casefold()) == sound(name)


@given(st.lists(st.sampled_from("Idlib Idleb Aleppo Alep Damas in, . the Xi Khan Kan".split()), max_size=12))
def test_every_spelling_stands_where_it_says(words: list[str]) -> None:
    text, translations = translate("", " ".join(words))
    seen: set[str] = set()
    for variants in find_variants(text, translations):
        forms = [spelling.form for spelling in variants.spellings]
        assert len(forms) > 1
        assert seen.isdisjoint(forms)
        seen.update(forms)
        for spelling in variants.spellings:
            assert spelling.span.of(translations[0].text) == spelling.form
            assert spelling.count == words.count(spelling.form)
