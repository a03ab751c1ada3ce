"""Comma- and tab-separated glossaries: what is read, what is refused, and how several stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.errors import GlossaryError
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.formats import load_glossaries, load_glossary

HEADER = "source,target,kind,source_forms,allowed,forbidden,case,context,first_mention,note,url,since,until\n"


def write(folder: Path, text: str | bytes, name: str = "desk.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def pairs(glossary: Glossary) -> list[tuple[str, str]]:
    return [(term.source, term.target) for term in glossary.terms]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.csv", "source,target\nOSDH,SOHR\nIdleb,Idlib\n"),
        ("x.csv", "OSDH,SOHR\nIdleb,Idlib\n"),
        ("x.csv", "OSDH,SOHR\r\n\r\nIdleb,Idlib\r\n"),
        ("x.csv", "\ufeffOSDH,SOHR\nIdleb,Idlib"),
        ("x.csv", "OSDH;SOHR\nIdleb;Idlib\n"),
        ("x.csv", '"OSDH","SOHR"\n"Idleb","Idlib"\n'),
        ("x.tsv", "OSDH\tSOHR\nIdleb\tIdlib\n"),
        ("x.txt", "source\ttarget\nOSDH\tSOHR\nIdleb\tIdlib\n"),
        ("x.csv", "target,Source\nSOHR,OSDH\nIdlib,Idleb\n"),
        ("x.csv", "OSDH,SOHR\nIdleb,Idlib\n".encode("utf-16")),
        # DeepL: language codes in columns three and four
        ("x.csv", "OSDH,SOHR,FR,EN\nIdleb,Idlib,fr,en-GB\nKrieg,war,DE,EN\n"),
        ("x.csv", "source,target,source_lang,target_lang\nOSDH,SOHR,fr,en\nIdleb,Idlib,fr,en\n"),
        # Google and Amazon: language codes in the first row
        ("x.csv", "fr,en\nOSDH,SOHR\nIdleb,Idlib\n"),
        ("x.tsv", "en\tfr\nSOHR\tOSDH\nIdlib\tIdleb\n"),
        ("x.csv", "en,fr,es,description\nSOHR,OSDH,OSDH,a monitor\nIdlib,Idleb,Idlib,\n"),
        ("x.csv", "FR-fr,EN_us,pos\nOSDH,SOHR,noun\nIdleb,Idlib,noun\n"),
    ],
)
def test_two_columns_in_any_dress(name: str, text: str | bytes, tmp_path: Path) -> None:
    glossary = load_glossary(write(tmp_path, text, name))
    assert pairs(glossary) == [("OSDH", "SOHR"), ("Idleb", "Idlib")]
    assert [term.kind for term in glossary.terms] == [Kind.ACRONYM, Kind.NAME]


@pytest.mark.parametrize(
    ("source", "target", "kind", "case"),
    [
        ("OSDH", "SOHR", Kind.ACRONYM, Case.EXACT),
        ("G20", "G20", Kind.ACRONYM, Case.EXACT),
        ("Idleb", "Idlib", Kind.NAME, Case.EXACT),
        ("Union européenne", "European Union", Kind.NAME, Case.EXACT),
        ("Garde à vue", "police custody", Kind.PHRASE, Case.FOLLOW),
        ("garde à vue", "police custody", Kind.PHRASE, Case.FOLLOW),
        ("djihadiste", "jihadist", Kind.NOUN, Case.FOLLOW),
    ],
)
def test_the_kind_of_a_bare_pair_is_guessed(
    source: str, target: str, kind: Kind, case: Case, tmp_path: Path
) -> None:
    (term,) = load_glossary(write(tmp_path, f"{source},{target}\n")).terms
    assert (term.kind, term.case) == (kind, case)


def test_all_columns(tmp_path: Path) -> None:
    row = (
        "OSDH,SOHR,Acronym,Osdh| OSDH-Syrie,the monitor|Syrian Observatory,OSDH,fold,Syrie,"
        'SOHR in full,"a, b",u,2011,2030-01\n'
    )
    (term,) = load_glossary(write(tmp_path, HEADER + row)).terms
    assert term == Term(
        "desk:2", "OSDH", "SOHR", Kind.ACRONYM, ("Osdh", "OSDH-Syrie"), ("the monitor", "Syrian Observatory"),
        ("OSDH",), Case.FOLD, "Syrie", "SOHR in full", "a, b", "u", "2011", "2030-01", 2,
    )  # fmt: skip


def test_an_entry_to_keep_needs_no_target(tmp_path: Path) -> None:
    (term,) = load_glossary(write(tmp_path, "source,target,kind\n@RFI,,keep\n")).terms
    assert term.target == "@RFI"


BAD = [
    ("sourc,target\na,b\n", r"desk\.csv:1: .*'sourc'.*did you mean 'source'\?"),
    ("source,target,forbiden\na,b,c\n", r"desk\.csv:1: .*did you mean 'forbidden'\?"),
    ("source,target,target\na,b,c\n", r":1: .*'target' stands there twice"),
    ("source,kind,note\na,noun,b\n", r":1: .*'target' is missing"),
    ("a,b,c\n", r":1: 3 columns without a header"),
    ("OSDH\nIdleb\n", r":1: only one column"),
    ("", r":1: the glossary is empty"),
    ("source,target\n", r":1: the glossary has no entries"),
    ("\n\n  \n", r":1: "),
    ("source,target\na,b\nc\n", r":3: 1 field where the first row has 2; add"),
    ("source,target\na,b,c\n", r":2: 3 fields where the first row has 2; .*quotation marks"),
    ("source,target\na,\n", r":2: column 'target': the target is empty"),
    ("source,target\n ,b\n", r":2: column 'source': the source is empty"),
    ('source,target\na,b\n"c" d,e\n', r":3: .*stray quotation mark"),
    ('source,target\na,b\n"c,d\ne,f\n', r":3: .*quotation mark"),
    ('source,target\n"c,d\ne,f",g\n', r":2: .*quotation mark opens a field"),
    (HEADER + "a,b,nuon,,,,,,,,,,\n", r":2: column 'kind': unknown kind 'nuon'; did you mean 'noun'\?"),
    (HEADER + "a,b,,,,,loose,,,,,,\n", r":2: column 'case': unknown case 'loose'"),
    (HEADER + "a,b,,,,,,(x,,,,,\n", r":2: column 'context': not a regular expression: .*missing"),
    (HEADER + "a,b,,,,,,,,,,2022-13,\n", r":2: column 'since': '2022-13' is not a date"),
    (HEADER + "a,b,,,,,,,,,,,soon\n", r":2: column 'until': 'soon' is not a date"),
    (HEADER + "a,b,,,,,,,,,,2023,2022\n", r":2: column 'until': ends \(2022\) before it begins"),
    (b"r\xe9gime,regime\n", r":1: not UTF-8: byte 0xE9 at offset 1; it looks like cp1252"),
    (b"\xef\xbb\xbfa,b\nr\xe9gime,regime\n", r":2: not UTF-8: byte 0xE9 at offset 8"),
    (b"a,b\n\0,c\n", r":2: holds a NUL byte"),
    ("a,b\n".encode("utf-16-le"), r":1: looks like UTF-16"),
    (b"PK\x03\x04rest", r"is a workbook"),
    ("the regime,le régime\nof state,de l’État\n", r":1: column 'source': the columns look swapped"),
    ("Syrian army,armée syrienne\nthe prosecutor,le procureur\npolice custody,garde à vue\n", "swapped"),
    ("Krieg,war,DE,EN\nHaus,house,DE,EN\n", "no row is fr to en"),
    ("a" * 200_000 + ",b\n", r":1: a field of more than"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_what_cannot_be_used_is_refused_with_its_place(
    text: str | bytes, message: str, tmp_path: Path
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(GlossaryError, match=message) as caught:
        load_glossary(file)
    assert "\n" not in str(caught.value)


def test_further_problems_are_counted(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"and 2 more"):
        load_glossary(write(tmp_path, "source,target\na,\nb,\nc,\nd,e\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Médecins sans frontières,Médecins Sans Frontières\nÉlysée,Élysée\nFrançois,François\n",
        "Damas,Damascus\nAlep,Aleppo\n",
        "garde à vue,police custody\nde facto,de facto\nraison d'État,raison d’état\n",
    ],
)
def test_right_columns_are_not_called_swapped(text: str, tmp_path: Path) -> None:
    assert load_glossary(write(tmp_path, text)).terms


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rfi-fr-n", "did you mean 'rfi-fr-en'"),
        ("nowhere/x.csv", "no such file"),
        (".", "is a folder"),
    ],
)
def test_a_name_that_is_no_glossary(name: str, message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        load_glossary(name)


def test_the_shipped_glossary_is_loaded_by_name() -> None:
    glossary = load_glossary("rfi-fr-en")
    assert glossary.name == "rfi-fr-en"
    assert ("OSDH", "SOHR") in pairs(glossary)


def test_ids_name_file_and_row(tmp_path: Path) -> None:
    glossary = load_glossary(write(tmp_path, "source,target\n\nmer,sea\nlac,lake\n"))
    assert [(term.id, term.row) for term in glossary.terms] == [("desk:3", 3), ("desk:4", 4)]


def stacked(folder: Path, *texts: str) -> tuple[Glossary, list[str]]:
    return load_glossaries([write(folder, text, f"{n}.csv") for n, text in enumerate(texts)])


def test_later_glossaries_win_and_say_so(tmp_path: Path) -> None:
    glossary, conflicts = stacked(tmp_path, "EI,IS\nOSDH,SOHR\nONU,UN\n", "EI,ISIL\nONU,UN\n")
    assert pairs(glossary) == [("EI", "ISIL"), ("ONU", "UN"), ("OSDH", "SOHR")]
    assert conflicts == ["'EI': 'ISIL' (1 row 1) overrides 'IS' (0 row 1)"]
    assert glossary.name == "0+1"


def test_only_the_forms_that_clash_are_overridden(tmp_path: Path) -> None:
    first = "source,target,source_forms\nOTAN,NATO,Otan|Alliance\n"
    glossary, conflicts = stacked(tmp_path, first, "OTAN,Nato\n")
    assert [(term.forms, term.target) for term in glossary.terms] == [
        (("OTAN",), "Nato"),
        (("Otan", "Alliance"), "NATO"),
    ]
    assert len(conflicts) == 1


def test_a_conditional_entry_stands_beside_an_unconditional_one(tmp_path: Path) -> None:
    head = "source,target,context\n"
    glossary, conflicts = stacked(tmp_path, head + "EI,ambient,\n", head + "EI,IS,jihad\n")
    assert pairs(glossary) == [("EI", "IS"), ("EI", "ambient")]
    assert not conflicts
    glossary, conflicts = stacked(tmp_path, head + "EI,IS,jihad\n", head + "EI,ISIL,\n")
    assert pairs(glossary) == [("EI", "ISIL")]
    assert len(conflicts) == 1


def test_what_a_file_leaves_out_is_said(tmp_path: Path) -> None:
    _, notes = stacked(tmp_path, "OSDH,SOHR,FR,EN\nKrieg,war,DE,EN\n")
    assert any("row 2" in note and "left out" in note for note in notes)


def test_the_digest_depends_on_the_terms_alone(tmp_path: Path) -> None:
    one = load_glossary(write(tmp_path, "OSDH,SOHR\n", "a.csv"))
    two = load_glossary(write(tmp_path, "source\ttarget\n\nOSDH\tSOHR\n", "b.tsv"))
    three = load_glossary(write(tmp_path, "OSDH,SOHO\n", "c.csv"))
    assert one.digest == two.digest != three.digest
