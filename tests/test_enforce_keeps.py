"""Addresses, handles, hashtags and code: found in the source, copied letter by letter, proved."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import RunCommand
from hypothesis import given
from hypothesis import strategies as st

from copydesk.align import split_words
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.keeps import find_keeps, is_all_kept, mask_source, mask_target, unmask
from copydesk.enforce.verify import verify
from copydesk.glossary import Glossary, Kind, Term
from copydesk.glossary.addresses import find_addresses, find_copies
from copydesk.glossary.match import Matcher
from copydesk.links import WordLinks
from copydesk.text import Span
from copydesk.translation import Status

ADDRESSES = [
    ("Selon https://www.rfi.fr/fr/mali-2026?utm=1, deux morts.", ["url https://www.rfi.fr/fr/mali-2026?utm=1"]),
    ("(voir http://a.fr/b_(c)).", ["url http://a.fr/b_(c)"]),
    ("Écrivez à m.dupont@rfi.fr.", ["email m.dupont@rfi.fr"]),
    ("L'@AFP, d'@rfi_afrique, #JeSuis !", ["handle @AFP", "handle @rfi_afrique", "hashtag #JeSuis"]),
    ("Rue89.com et lemonde.fr/monde", ["url Rue89.com", "url lemonde.fr/monde"]),
    ("Tapez `ls -l`, puis /usr/bin/env.", ["code `ls -l`", "code /usr/bin/env"]),
    ("la variable mon_nom et os.path_join()", ["code mon_nom", "code os.path_join()"]),
    ("Le score : 3/2/1, et/ou, 24/7, AT&T, J.-C., U.S., n° #1, C#, R&D, x @ y", []),
    ("au Mali.Le président, 3.5 km/h/s, aujourd'hui. Il part", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ADDRESSES)
def test_addresses_are_told_from_words(text: str, wanted: list[str]) -> None:
    assert [f"{sort} {span.of(text)}" for span, sort in find_addresses(text)] == wanted


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("@RFI, @RFI_Afrique and x@RFI", "@RFI", 1),
        ("https://t.co/a, https://t.co/ab and https://t.co/a/b.", "https://t.co/a", 1),
        ("lemonde.fr. www.lemonde.fr, themonde.fr", "lemonde.fr", 1),
        ("#Mali: #Malian", "#Mali", 1),
    ],
)
def test_a_copy_is_whole(text: str, words: str, count: int) -> None:
    assert len(find_copies(text, words)) == count


def make_task(text: str, *terms: Term) -> Task:
    matches = Matcher(Glossary("t", "fr", "en", terms)).find(text)
    return Task(text, 0, tuple(sorted([*matches, *find_keeps(text, matches)], key=lambda m: m.span)))


def make_candidate(text: str) -> Candidate:
    return Candidate(text, WordLinks((), split_words(text), ()), 0.0, "draft")


def test_the_house_goes_before_what_is_automatic() -> None:
    task = make_task("Lisez Rue89.com.", Term("1", "Rue89.com", "Rue89", Kind.NAME))
    assert [(m.term.target, m.automatic) for m in task.matches] == [("Rue89", False)]
    # inside an address no entry is a word
    task = make_task("Suivez @RFI.", Term("1", "RFI", "Radio France", Kind.ACRONYM))
    assert [(m.term.target, m.automatic) for m in task.matches] == [("@RFI", True)]


def test_a_sentence_of_addresses_is_not_translated() -> None:
    assert is_all_kept(make_task("@RFI : https://rfi.fr"))
    assert not is_all_kept(make_task("@RFI le dit : https://rfi.fr"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("See RFI1 and RFI2.", "See @a_b and c@d.fr."),
        ("See RFI2 and RFI1.", "See c@d.fr and @a_b."),
        ("See RFI1 (RFI1).", "See @a_b (c@d.fr)."),
        ("See RFI1 and RFI22.", "See @a_b and c@d.fr."),
        ("See RFI.", "See @a_b."),
    ],
)
def test_stand_ins_give_way_to_what_they_stand_for(said: str, expected: str) -> None:
    task = make_task("Voyez @a_b et c@d.fr.")
    assert mask_source(task).text == "Voyez RFI1 et RFI2."
    done = verify(task, unmask(task, make_candidate(said)))
    assert done.text == expected
    for outcome in done.outcomes:
        assert outcome.status is Status.MISSING or outcome.span
        if outcome.status is Status.OK and outcome.span:
            assert outcome.span.of(expected) == outcome.match.term.target
    assert mask_target(task, expected).count("RFI") == expected.count("@")


def test_a_text_with_the_stand_in_gets_another() -> None:
    assert mask_source(make_task("RFI cite @RFI1")).text == "RFI cite TF1"


words = st.sampled_from(
    "@RFI #Mali a@b.fr https://t.co/x www.c.fr `x y` lemonde.fr le du RFI1 TF et ( ) , .".split(" ")
)


@given(st.lists(words, max_size=12).map(" ".join), st.lists(words, max_size=12).map(" ".join))
def test_no_receipt_of_a_copy_lies(source: str, said: str) -> None:
    task = make_task(source)
    done = verify(task, unmask(task, make_candidate(said)))
    assert len(done.outcomes) == len(task.matches)
    for outcome in done.outcomes:
        assert outcome.match.span.of(source) == outcome.match.term.target
        if outcome.span is not None:
            assert outcome.span.of(done.text) == outcome.match.term.target
        assert (outcome.span is None) == (outcome.status is Status.MISSING)
    spans = [outcome.span for outcome in done.outcomes if outcome.span]
    assert not any(a.overlaps(b) for i, a in enumerate(spans) for b in spans[:i])
    # said as it should be, everything is in place
    true = verify(task, unmask(task, make_candidate(mask_source(task).text)))
    assert true.text == source
    assert {outcome.status for outcome in true.outcomes} <= {Status.OK, Status.DOUBLED}


@given(st.text(max_size=60))
def test_addresses_never_overlap(text: str) -> None:
    spans = [span for span, _ in find_addresses(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(Span(0, len(text)).covers(span) and len(span) for span in spans)


STORY = """Selon https://www.rfi.fr/fr/afrique/20261122-mali-attaque?utm=1, deux soldats sont morts.

Écrivez à redaction@rfi.fr ou suivez @RFI_Afrique : #JeSuisMali, dit l'OSDH.
"""


def test_the_command_copies_them_and_keeps_the_house_receipt_apart(
    copydesk: RunCommand, tmp_path: Path
) -> None:
    done = copydesk("translate", "-", "--receipt", "r.json", "--strict", stdin=STORY)
    assert done.returncode == 0, done.stderr
    kept = ["https://www.rfi.fr/fr/afrique/20261122-mali-attaque?utm=1", "redaction@rfi.fr", "@RFI_Afrique"]
    for address in [*kept, "#JeSuisMali"]:
        assert address in done.stdout
    assert "1 occurrence, 1" in done.stderr
    assert "4 addresses or codes kept" in done.stderr
    receipt = json.loads((tmp_path / "r.json").read_text("utf-8"))["documents"][0]
    assert [o["source"] for o in receipt["occurrences"]] == ["OSDH"]
    assert [(o["kind"], o["automatic"], o["source"] == o["target"]) for o in receipt["kept"]] == [
        ("keep", True, True)
    ] * 4


def test_markup_that_keeps_its_words_is_not_paid_for(copydesk: RunCommand, tmp_path: Path) -> None:
    page = (
        "<html lang=fr><body><article><p>Tapez <code>OSDH = le_bilan; x</code> puis lisez "
        "<i translate=no>Le Monde diplomatique</i> à Idleb.</p></article></body></html>"
    )
    (tmp_path / "p.html").write_text(page)
    done = copydesk("translate", "p.html", "-v", "--no-review")
    assert done.returncode == 0, done.stderr
    assert "<code>OSDH = le_bilan; x</code>" in done.stdout
    assert '<i translate="no">Le Monde diplomatique</i>' in done.stdout
    assert "1 occurrence" in done.stderr  # Idleb: the code holds no terms
    assert "2 addresses or codes kept" in done.stderr
