"""Candidate terms mined from sentences and their translations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.glossary import Glossary, Kind, Term
from copydesk.glossary.formats import load_glossary
from copydesk.glossary.learn import as_glossary, learn_terms, log_likelihood

PAIRS = [
    ("Selon l'OSDH, la trêve tient à Idleb.", "According to the SOHR, the truce is holding in Idlib."),
    ("L'OSDH a compté 11 morts.", "The SOHR counted 11 dead."),
    ("À Alep, la trêve a été rompue hier.", "In Aleppo, the truce was broken yesterday."),
    ("Le Quai d'Orsay se tait.", "The Foreign Ministry is silent."),
    ("Hier, le Quai d'Orsay a parlé.", "Yesterday the Foreign Ministry spoke."),
    ("Un marché a ouvert à Alep.", "A market opened in Aleppo."),
    ("Paris et Damas négocient.", "Paris and Damascus are negotiating."),
    ("Damas a refusé.", "Damascus refused."),
]


def learnt(**options: object) -> dict[str, str]:
    return {c.source: c.target for c in learn_terms(PAIRS, **options)}  # type: ignore[arg-type]


def test_names_acronyms_and_nouns_are_found() -> None:
    found = learnt()
    assert found["OSDH"] == "SOHR"
    assert found["Quai d'Orsay"] == "Foreign Ministry"
    assert found["trêve"] == "truce"
    assert found["Alep"] == "Aleppo"
    assert found["Damas"] == "Damascus"


def test_a_name_seen_once_is_believed_when_it_looks_alike() -> None:
    assert learnt()["Idleb"] == "Idlib"
    assert "marché" not in learnt()


def test_each_word_is_linked_once() -> None:
    found = learn_terms(PAIRS)
    assert len({c.source for c in found}) == len({c.target for c in found}) == len(found)


def test_counts_and_examples_are_given() -> None:
    (osdh,) = [c for c in learn_terms(PAIRS) if c.source == "OSDH"]
    assert (osdh.together, osdh.source_count, osdh.target_count, osdh.dice) == (2, 2, 2, 1.0)
    assert osdh.kind is Kind.ACRONYM
    assert "OSDH" in osdh.examples[0]
    assert "SOHR" in osdh.examples[1]


def test_what_the_reference_has_is_left_out_and_differences_are_said() -> None:
    reference = Glossary(
        "r",
        "fr",
        "en",
        (
            Term("1", "OSDH", "SOHR", Kind.ACRONYM),
            Term("2", "Quai d'Orsay", "French foreign ministry", Kind.NAME),
        ),
    )
    found = {c.source: c for c in learn_terms(PAIRS, reference=reference)}
    assert "OSDH" not in found
    assert found["Quai d'Orsay"].known_target == "French foreign ministry"
    note = as_glossary([found["Quai d'Orsay"]], ("fr", "en")).terms[0].note
    assert "the reference has 'French foreign ministry'" in note


def test_identical_words_are_left_out_unless_asked_for() -> None:
    pairs = [("Le FMI est à Paris.", "The IMF is in Paris."), ("On aime Paris.", "People love Paris.")]
    assert "Paris" not in {c.source for c in learn_terms(pairs)}
    assert "Paris" in {c.source for c in learn_terms(pairs, identical=True)}


def test_nothing_comes_of_nothing() -> None:
    assert learn_terms([]) == []
    assert learn_terms([("", ""), ("le la les", "the of")]) == []


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 200))
def test_likelihood_is_never_negative_and_rises_with_company(
    both: int, one: int, other: int, rest: int
) -> None:
    total = both + one + other + rest
    score = log_likelihood(both, both + one, both + other, total)
    assert score >= -1e-9
    if both * rest > one * other and min(one, other) > 0:
        closer = log_likelihood(both + 1, both + one, both + other, total)
        assert closer > score


def test_it_follows_the_command_line(copydesk, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name, side in (("fr", 0), ("en", 1)):
        (tmp_path / f"a.{name}").write_text("".join(pair[side] + "\n" for pair in PAIRS))
    done = copydesk("glossary", "learn", "a.fr", "a.en", "-o", "learnt.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert "from 8 pairs" in done.stderr
    glossary = load_glossary(tmp_path / "learnt.csv")
    assert ("OSDH", "SOHR") in [(term.source, term.target) for term in glossary.terms]
    assert all("together" in term.note for term in glossary.terms)


def test_articles_are_aligned_first(copydesk, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name, side in (("fr", 0), ("en", 1)):
        folder = tmp_path / name
        folder.mkdir()
        joint = " " if side else "\n"
        (folder / f"story.{name}.txt").write_text(joint.join(pair[side] for pair in PAIRS) + "\n")
    done = copydesk("glossary", "learn", "fr", "en")
    assert done.returncode == 0
    assert "OSDH,SOHR,acronym" in done.stdout


def test_swapped_files_are_refused(copydesk, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for side, name in enumerate(("fr", "en")):
        (tmp_path / name).write_text("\n".join(pair[side] for pair in PAIRS) + "\n")
    assert copydesk("glossary", "learn", "fr", "en").returncode == 0
    done = copydesk("glossary", "learn", "en", "fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: en: reads as English, and fr as French; swap the two\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.fr", "nowhere"], "no such file"),
        (["a.fr", "."], "one is a folder"),
        (["a.fr", "a.fr"], "a.fr: is the same text as a.fr; give the translation"),
        ([".", "."], "no file of one folder"),
        (["a.fr", "b.en", "--lines"], "has 1 lines, a.fr has 2"),
        (["a.fr"], "no translation beside it"),
        (["nowhere.tmx"], "no such file"),
        (["m.tmx", "a.fr"], "holds both sides"),
        (["a.fr", "a.fr", "--reference", "nowhere"], "no such glossary"),
    ],
)
def test_bad_input_is_one_line(copydesk, tmp_path, arguments: list[str], message: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.fr").write_text("Un.\nDeux.\n")
    (tmp_path / "b.en").write_text("One. Two.\n")
    done = copydesk("glossary", "learn", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="fr"/><body>
{}<tu><tuv xml:lang="de"><seg>Krieg</seg></tuv></tu></body></tmx>
"""
UNIT = '<tu><tuv xml:lang="fr-FR"><seg>{}</seg></tuv><tuv xml:lang="en-GB"><seg>{}</seg></tuv></tu>\n'
WHOLE = MEMORY.format("".join(UNIT.format(*pair) for pair in PAIRS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_memory_holds_both_sides(copydesk, tmp_path, encoding: str) -> None:  # type: ignore[no-untyped-def]
    marked = WHOLE.replace("OSDH a", "<bpt i='1'>&lt;b&gt;</bpt>OSDH<ept i='1'>&lt;/b&gt;</ept> a")
    (tmp_path / "m.tmx").write_bytes(marked.replace("UTF-8", encoding.upper()).encode(encoding))
    done = copydesk("glossary", "learn", "m.tmx")
    assert done.returncode == 0, done.stderr
    assert "OSDH,SOHR,acronym" in done.stdout
    assert "together 2 of 2" in done.stdout
    assert "from 8 pairs" in done.stderr
    assert "1 of 9 units are not in both languages" in done.stderr


ENTITY = "<!DOCTYPE tmx [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
BAD_MEMORIES = {
    "truncated": (WHOLE[:400], "m.tmx:5: column"),
    "external entity": (
        WHOLE.replace('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', ENTITY).replace("OSDH", "&x;"),
        "entit",
    ),
    "unknown entity": (WHOLE.replace("OSDH", "&x;"), "entity"),
    "nested": ("<tmx>" + "<tu>" * 100_000, "well-formed"),
    "other languages": (WHOLE.replace("en-GB", "it"), "it has de, fr, it"),
    "no memory": ("<html/>", "the root element is 'html'"),
    "empty": ("", "m.tmx:1"),
}


@pytest.mark.parametrize("case", BAD_MEMORIES)
def test_a_bad_memory_is_one_line(copydesk, tmp_path, case: str) -> None:  # type: ignore[no-untyped-def]
    text, message = BAD_MEMORIES[case]
    (tmp_path / "m.tmx").write_text(text, encoding="utf-8")
    done = copydesk("glossary", "learn", "m.tmx")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
