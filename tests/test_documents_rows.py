"""Rows of JSON and the JSON product."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import documents
from copydesk.errors import CopydeskError, InputError
from copydesk.text import Document, Role, Span
from copydesk.translation import Occurrence, Sentence, Status, Translation


def echo(document: Document, change: str = "") -> list[Translation]:
    return [
        Translation(s, change + document.words_of(s))
        for s in document.segments
        if s.role is not Role.FURNITURE
    ]


def test_fields_ids_and_order_pass_through() -> None:
    text = (
        '{"id": 7, "text": "Deux morts à Idleb.", "score": 1.0, "tags": ["a"]}\r\n'
        "\n"
        '{"title": "La trêve", "body": "Un paragraphe.\\n\\nUn autre.\\n", "id": "b", "text": null}'
    )
    document = documents.parse(text, format="jsonl")
    assert [s.id for s in document.segments] == ["1.text.1", "3.title.1", "3.body.1", "3.body.2"]
    assert [s.role for s in document.segments][:2] == [Role.PARAGRAPH, Role.HEADLINE]
    rows = [json.loads(line) for line in documents.write(document, echo(document, "> ")).splitlines()]
    assert rows == [
        {"id": 7, "text": "> Deux morts à Idleb.", "score": 1.0, "tags": ["a"], "occurrences": 0},
        {
            "title": "> La trêve",
            "body": "> Un paragraphe.\n\n> Un autre.\n",
            "id": "b",
            "text": None,
            "occurrences": 0,
        },
    ]


def test_occurrences_are_counted_a_row() -> None:
    document = documents.parse('{"text": "L\'OSDH."}\n{"text": "Rien."}', format="jsonl")
    first, second = document.segments
    receipt = Occurrence("t1", "OSDH", "SOHR", Span(2, 6), Span(4, 8), "inline", Status.OK)
    done = [Translation(first, "The SOHR.", occurrences=(receipt,)), Translation(second, "Nothing.")]
    assert [json.loads(line)["occurrences"] for line in documents.write(document, done).splitlines()] == [
        1,
        0,
    ]


def test_a_row_that_is_all_furniture_words_is_still_its_content() -> None:
    document = documents.parse('{"text": "Lire la suite"}\n{"text": ""}', format="jsonl")
    assert [json.loads(line)["text"] for line in documents.write(document, echo(document)).splitlines()] == [
        "Lire la suite",
        "",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{", "column 2"),
        ("[1]", "no object"),
        ('{"id": 1}', "none of the fields"),
        ('{"text": 3}', "no text"),
        ('{"text": "a", "x": NaN}', "NaN"),
        ('{"text": "\\ud800"}', "half a character pair"),
        ("[" * 100_000, "cannot be read"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "cannot be read"),
    ],
)
def test_a_broken_row_is_named_by_its_line(row: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        documents.parse('{"text": "a"}\n\n' + row + "\n", name="rows.jsonl", format="jsonl")
    assert str(caught.value).startswith("rows.jsonl:3: ")
    assert len(str(caught.value)) < 500


def test_only_rows_can_be_written_as_rows() -> None:
    document = documents.parse("Un texte.")
    with pytest.raises(InputError, match="only rows"):
        documents.write(document, echo(document), "jsonl")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=5
)


@settings(deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "text", "title", "body", "x"]), st.text(max_size=40) | VALUES),
        min_size=1,
        max_size=4,
    )
)
def test_any_rows_come_back_with_their_other_fields(rows: list[dict[str, object]]) -> None:
    text = "\n".join(json.dumps(row) for row in rows)
    try:
        document = documents.parse(text, format="jsonl")
    except CopydeskError:
        return
    written = [json.loads(line) for line in documents.write(document, echo(document)).splitlines()]
    assert len(written) == len(rows)
    for before, after in zip(rows, written, strict=True):
        assert after.pop("occurrences") == 0
        before = {key: value for key, value in before.items() if key != "occurrences"}
        assert list(after) == list(before)
        for key, value in before.items():
            if key not in ("text", "title", "body") or value is None:
                assert after[key] == value
            else:
                assert "".join(after[key].split()) in "".join(str(value).split())


def test_the_json_product_holds_everything() -> None:
    document = documents.parse(
        "Un titre\n\nL'OSDH compte.\n\nRien.\n\nFin ici.\n", name="a.txt", language="fr"
    )
    done = echo(document)
    segment = document.segments[1]
    sentence = Sentence(
        segment.span, Span(0, 16), -0.25, (-0.5, 0.0), ((Span(12, 16), Span(4, 8)),), ("loop",)
    )
    receipt = Occurrence("t1", "OSDH", "SOHR", Span(12, 16), None, "none", Status.MISSING, float("-inf"))
    done[1] = Translation(segment, "The SOHR counts.", (sentence,), (receipt,))
    product = json.loads(documents.write(document, done, "json", language="en", signature="copydesk:1"))
    assert product["schema"] == 1
    assert product["signature"] == "copydesk:1"
    assert product["document"] == {
        "name": "a.txt", "format": "text", "source_language": "fr", "target_language": "en",
    }  # fmt: skip
    assert product["counts"]["occurrences"] == {
        "ok": 0,
        "placed": 0,
        "missing": 1,
        "doubled": 0,
        "ambiguous": 0,
    }
    assert product["counts"]["flagged"] == 1
    one = product["segments"][1]
    assert (one["source"], one["target"], one["role"]) == ("L'OSDH compte.", "The SOHR counts.", "standfirst")
    assert one["sentences"][0]["links"] == [[[12, 16], [4, 8]]]
    assert one["occurrences"][0]["target_span"] is None
    assert one["occurrences"][0]["score_change"] is None
