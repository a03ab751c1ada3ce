"""Terms that a row brings along: enforced in it on top of the glossary, and proved in its output."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCommand
from hypothesis import given
from hypothesis import strategies as st

from copydesk.documents import parse, write_document
from copydesk.engines import Engine
from copydesk.errors import InputError
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.layers import lay_over
from copydesk.glossary.match import Matcher
from copydesk.pipeline import translate_document

ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "text": "Les symptômes du coronavirus comprennent la toux sèche et une fièvre persistante.",
        "terms": [
            {"source": "toux sèche", "target": "dry coughing"},
            {"source": "fièvre", "target": "high temperature"},
            {"source": "licorne", "target": "unicorn"},
        ],
    },
    {"id": "b", "text": "Le ministre a visité Idleb lundi.", "terms": {"Idleb": "Edleb"}},
    {
        "id": "c",
        "title": "Trêve à Idleb",
        "body": "Les combats ont cessé.\n\nLa trêve tient, dit la banque centrale.",
        "terms": [
            {"source": "trêve", "target": "lull", "allowed": ["calm"], "kind": "noun"},
            {"source": "banque centrale", "target": "central bank"},
            {"source": "banque", "target": "bench"},
        ],
    },
    {"id": "d", "text": "Le ministre a visité Idleb mardi."},
]


def as_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_row_brings_its_terms_and_gets_their_receipts(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(as_lines(ROWS), encoding="utf-8")
    done = copydesk("translate", "in.jsonl", "-o", "out.jsonl", "--receipt", "r.json", "--strict")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", "b", "c", "d"]
    assert "dry coughing" in rows[0]["text"]
    assert "high temperature" in rows[0]["text"]
    # a row's own term wins over the house's, in this row alone
    assert "Edleb" in rows[1]["text"]
    assert "Idlib" in rows[2]["title"]
    assert "Idlib" in rows[3]["text"]
    assert "receipts" not in rows[3]
    found = 0
    for before, after in zip(ROWS[:3], rows[:3], strict=True):
        assert after["terms"] == before["terms"]
        for receipt in after["receipts"]:
            if receipt["status"] == "absent":
                continue
            found += 1
            assert receipt["status"] in ("ok", "placed")
            field = receipt["field"]
            assert before[field][slice(*receipt["source_span"])] == receipt["source"]
            assert after[field][slice(*receipt["target_span"])] == receipt["target"]
    assert found == sum(row["occurrences"] for row in rows[:3]) >= 7
    # what the row asks for in vain is in its receipts, in the receipt file and on stderr
    asked = {"term": "1.terms.3", "source": "licorne", "target": "unicorn"}
    assert rows[0]["receipts"][-1] == {**asked, "status": "absent"}
    (receipts,) = json.loads((tmp_path / "r.json").read_text("utf-8"))["documents"]
    assert receipts["absent"] == [{"place": "row 1", **asked}]
    assert "  row 1: absent: licorne -> unicorn: the text has no 'licorne'" in done.stderr.splitlines()
    (line,) = [line for line in done.stderr.splitlines() if "not asked for" in line]
    assert line.startswith("  3.body:48: not asked for: banque -> bench")


def test_own_terms_need_no_glossary(copydesk: RunCommand) -> None:
    row = {"text": "La fièvre monte à Idleb.", "terms": {"fièvre": "temperature"}}
    done = copydesk("translate", "-", "--no-glossary", "-v", stdin=as_lines([row]))
    assert done.returncode == 0, done.stderr
    (out,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert "temperature" in out["text"].lower()
    assert "every glossary term is in place: 1 occurrence" in done.stderr
    assert "|glossary:none+rows@" in done.stderr


def test_rows_with_own_terms_are_decoded_together(bundled_engine: Engine) -> None:
    class Counting:
        """Count the calls of the real engine."""

        calls = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(bundled_engine, name)

        def translate(self, *args: Any, **options: Any) -> Any:
            self.calls += 1
            return bundled_engine.translate(*args, **options)

    words = ["fièvre", "toux", "douleur", "fatigue", "nausée", "migraine"]
    few, many = (
        [
            {"text": f"La {word} est forte.", "terms": {word: f"zorw{i}ick"}}
            for i, word in enumerate(words[:n])
        ]
        for n in (2, 6)
    )
    calls = []
    for rows in (few, many):
        engine = Counting()
        document = parse(as_lines(rows), format="jsonl", language="fr")
        done = translate_document(document, engine, beam=1)  # type: ignore[arg-type]
        assert len(done.occurrences) == len(rows)
        calls.append(engine.calls)
    assert calls[1] <= calls[0] + 2


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ('"fièvre"', "the field 'terms' is no list of terms"),
        ("3", "the field 'terms' is no list of terms"),
        ('["fièvre"]', "the field 'terms[0]' is no object"),
        ('[{"source": "a", "target": "b"}, {"source": "c"}]', "the field 'terms[1]' has no 'target'"),
        ('[{"target": "b"}]', "the field 'terms[0]' has no 'source'"),
        ('[{"source": "", "target": "b"}]', "the field 'terms[0].source': the source is empty"),
        ('[{"source": "a", "target": " "}]', "the field 'terms[0].target': the target is empty"),
        ('[{"source": 1, "target": "b"}]', "the field 'terms[0].source' is not a text"),
        ('[{"source": "a", "target": ["b"]}]', "the field 'terms[0].target' is not a text"),
        ('[{"source": "a", "target": "b", "allowed": [1]}]', "'terms[0].allowed' is not a list of texts"),
        ('[{"source": "a", "target": "b", "tarqet": "c"}]', "'terms[0].tarqet': unknown key 'tarqet'"),
        ('[{"source": "a", "target": "b", "kind": "nom"}]', "'terms[0].kind': unknown kind 'nom'"),
        ('[{"source": "a", "target": "b", "context": "("}]', "'terms[0].context': not a regular expression"),
        ('[{"source": "...", "target": "b"}]', "'terms[0].source' holds no word"),
        ('{"fièvre": 7}', "the field 'terms.fièvre.target' is not a text"),
        ('{"": "x"}', "the field 'terms..source': the source is empty"),
        ('{"a": "\\ud800"}', "half a character pair"),
    ],
)
def test_terms_that_cannot_be_used_are_named_by_row_and_field(terms: str, words: str) -> None:
    text = '{"text": "Bonjour."}\n\n{"text": "Merci.", "terms": ' + terms + "}\n"
    with pytest.raises(InputError) as caught:
        parse(text, name="rows.jsonl", format="jsonl")
    assert str(caught.value).startswith("rows.jsonl:3: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_bad_term_is_exit_2_and_nothing_is_written(copydesk: RunCommand, tmp_path: Path) -> None:
    rows = [{"text": "Bonjour.", "terms": {}}, {"text": "Merci.", "terms": [{"source": "merci"}]}]
    (tmp_path / "in.jsonl").write_text(as_lines(rows), encoding="utf-8")
    done = copydesk("translate", "in.jsonl", "-o", "out.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "in.jsonl:2: the field 'terms[0]' has no 'target'" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_term_pinned_to_a_beam_that_is_not_there_names_its_row(copydesk: RunCommand) -> None:
    terms = [{"source": "merci", "target": "cheers", "strategy": "constrained"}]
    done = copydesk("translate", "-", stdin=as_lines([{"text": "Merci.", "terms": terms}]))
    assert done.returncode == 2
    assert "row 1" in done.stderr
    assert "--engine transformers" in done.stderr


def test_no_terms_are_no_terms() -> None:
    text = as_lines([{"text": "a"}, {"text": "b", "terms": None}, {"text": "c", "terms": []}])
    document = parse(text, format="jsonl")
    assert [own.terms for own in document.own_terms] == [()]
    assert parse("Un texte.").own_terms == ()


def make_matcher(name: str, pairs: list[tuple[str, str]]) -> Matcher:
    terms = (
        Term(f"{name}:{i}", source, target, Kind.PHRASE, case=Case.FOLLOW)
        for i, (source, target) in enumerate(pairs, start=1)
    )
    return Matcher(Glossary(name, "fr", "en", tuple(terms)))


@pytest.mark.parametrize(
    ("own", "house", "expected"),
    [
        ([("mer rouge", "Red Sea")], [("mer rouge", "red sea")], [("own:1", [])]),
        ([("rouge", "red")], [("mer rouge", "red sea")], [("house:1", ["own:1"])]),
        ([("rouge", "scarlet")], [("mer rouge", "red sea")], [("own:1", [])]),
        (
            [("rouge", "scarlet")],
            [("mer rouge", "red sea"), ("mer", "sea")],
            [("house:2", []), ("own:1", [])],
        ),
        ([("la mer rouge", "Red Sea")], [("mer rouge", "red sea")], [("own:1", [])]),
        ([("rouge", "red"), ("mer", "ocean")], [("mer rouge", "red sea")], [("own:2", []), ("own:1", [])]),
        ([("calme", "still")], [("mer", "sea")], [("house:1", []), ("own:1", [])]),
    ],
)
def test_the_rows_terms_lie_over_the_glossary(
    own: list[tuple[str, str]], house: list[tuple[str, str]], expected: list[tuple[str, list[str]]]
) -> None:
    text = "la mer rouge est calme"
    found = lay_over(make_matcher("own", own).find(text), make_matcher("house", house).find(text))
    assert [(match.term.id, [inner.term.id for inner in match.nested]) for match in found] == expected


FORMS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3).map(" ".join)
PAIRS = st.lists(st.tuples(FORMS.map(str.upper), FORMS), max_size=5)


@given(PAIRS, PAIRS, st.lists(st.sampled_from("ABCD"), max_size=12).map(" ".join))
def test_no_own_match_is_lost_and_none_overlap(
    own: list[tuple[str, str]], house: list[tuple[str, str]], text: str
) -> None:
    ours, theirs = make_matcher("own", own).find(text), make_matcher("house", house).find(text)
    found = lay_over(ours, theirs)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    places = {(m.term.id, m.span) for one in found for m in (one, *one.nested)}
    assert {(m.term.id, m.span) for m in ours} <= places
    assert all(one.span.covers(inner.span) for one in found for inner in one.nested)


def test_offsets_hold_where_a_row_keeps_bullets_and_gaps(bundled_engine: Engine) -> None:
    body = "• La fièvre monte.\n\n\n• La toux aussi, et la fièvre.\r\nFin."
    row = {"body": body, "terms": {"fièvre": "temperature", "toux": "cough"}}
    document = parse(as_lines([row]), format="jsonl", language="fr")
    done = translate_document(document, bundled_engine, beam=1)
    (out,) = [json.loads(line) for line in write_document(done, "jsonl").splitlines()]
    assert len(out["receipts"]) == 3
    for receipt in out["receipts"]:
        assert body[slice(*receipt["source_span"])] == receipt["source"]
        assert out["body"][slice(*receipt["target_span"])] == receipt["target"]
