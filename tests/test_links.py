"""Word links: locating a term's translation, and edits that keep the links true."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copydesk.links import WordLinks
from copydesk.text import Span


def words(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for word in text.split(" "):
        spans.append(Span(start, start + len(word)))
        start += len(word) + 1
    return tuple(spans)


SOURCE = "selon l' OSDH à Idleb"
TARGET = "according to the OSDH in Idleb"
LINKS = WordLinks(
    words(SOURCE),
    words(TARGET),
    (
        (0.9, 0.0, 0.1, 0.0, 0.0),
        (0.8, 0.1, 0.1, 0.0, 0.0),
        (0.1, 0.6, 0.3, 0.0, 0.0),
        (0.0, 0.1, 0.9, 0.0, 0.0),
        (0.0, 0.0, 0.1, 0.8, 0.1),
        (0.0, 0.0, 0.3, 0.3, 0.4),
    ),
)


def place(text: str, word: str) -> Span:
    return Span(text.index(word), text.index(word) + len(word))


def test_a_run_of_owned_words_is_found() -> None:
    found = LINKS.locate(place(SOURCE, "OSDH"))
    assert found is not None
    assert found[0].of(TARGET) == "OSDH"


def test_the_strongest_word_is_taken_when_no_word_is_owned() -> None:
    found = LINKS.locate(place(SOURCE, "Idleb"))
    assert found is not None
    assert found[0].of(TARGET) == "Idleb"


def test_a_taken_word_is_left_alone() -> None:
    assert LINKS.locate(place(SOURCE, "OSDH"), taken=[place(TARGET, "OSDH")]) is None


def test_a_run_too_wide_is_no_evidence() -> None:
    smeared = WordLinks(words("a"), words("b c d e"), ((1.0,),) * 4)
    assert smeared.locate(Span(0, 1), widest=3) is not None
    assert len(smeared.locate(Span(0, 1), widest=3)[0]) == 1  # type: ignore[index]


def test_no_attention_locates_nothing() -> None:
    assert WordLinks(words(SOURCE), words(TARGET), ()).locate(place(SOURCE, "OSDH")) is None


@given(st.data())
def test_substitution_keeps_later_words_in_place(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.text("abcd", min_size=1, max_size=5), min_size=1, max_size=8))
    text = " ".join(parts)
    spans = words(text)
    links = WordLinks((Span(0, 1),), spans, ((1.0,),) * len(spans))
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    new_words = data.draw(st.text("XYZ", max_size=6))
    old = Span(spans[first].start, spans[last].end)
    new = Span(old.start, old.start + len(new_words))
    edited = text[: old.start] + new_words + text[old.end :]
    after = links.substitute(old, new, Span(0, 1))
    kept = [span.of(edited) for span in after.target if span != new]
    assert kept == parts[:first] + parts[last + 1 :]
    assert (new in after.target) == bool(new_words)
    assert len(after.mass) == len(after.target)
