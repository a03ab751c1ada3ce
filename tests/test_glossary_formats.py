"""Every format of a glossary gives back what was written, and refuses what strangers made of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.errors import CopydeskError, GlossaryError
from copydesk.glossary import Case, Glossary, Kind, Term
from copydesk.glossary.formats import load_glossary, save_glossary, xlsx
from copydesk.glossary.formats.saving import render_glossary
from copydesk.glossary.model import STRATEGIES

CASES = Path(__file__).parent / "cases" / "glossary"
WRITTEN = [
    ("csv", "dca"),
    ("tsv", "dca"),
    ("tbx", "dca"),
    ("tbx", "dct"),
    ("tbx", "2"),
    ("xlsx", "dca"),
    ("toml", "dca"),
    ("yaml", "dca"),
]

words = (
    st.text(
        st.characters(exclude_categories=["Cs"], include_characters="|\"'<&>;,\t =_x"),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(bool)
)
texts = st.one_of(st.just(""), words)
lists = st.lists(words, max_size=3, unique=True).map(tuple)
dates = st.sampled_from(["", "2022", "2022-03", "2022-03-24"])
terms = st.builds(
    Term,
    id=st.just("x"),
    source=words,
    target=words,
    kind=st.sampled_from(Kind),
    source_forms=lists,
    allowed=lists,
    forbidden=lists,
    case=st.sampled_from(Case),
    context=st.sampled_from(["", "Syrie|Damas", r"\bguerre\b", "a < b & c"]),
    first_mention=texts,
    note=texts,
    url=st.sampled_from(["", "https://example.org/?a=1&b=2"]),
    since=dates,
    strategy=st.sampled_from(["", *STRATEGIES]),
)


def plain(glossary: Glossary) -> list[Term]:
    return [replace(term, id="", row=0) for term in glossary.terms]


@pytest.mark.parametrize(("name", "style"), WRITTEN)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(terms, min_size=1, max_size=4))
def test_what_is_written_is_read_back_or_said(
    name: str, style: str, made: list[Term], tmp_path: Path
) -> None:
    glossary = Glossary("x", "xx", "yy", tuple(made))
    file = tmp_path / f"x.{name}"
    lost = save_glossary(glossary, file, style=style)
    try:
        back = load_glossary(file, source_language="xx", target_language="yy")
    except GlossaryError:
        assert lost
        return
    if not lost:
        assert plain(back) == plain(glossary)


@pytest.mark.parametrize(("name", "style"), WRITTEN)
def test_the_shipped_glossary_passes_through_every_format(name: str, style: str, tmp_path: Path) -> None:
    glossary = load_glossary("rfi-fr-en")
    assert save_glossary(glossary, tmp_path / f"x.{name}", style=style) == []
    back = load_glossary(tmp_path / f"x.{name}")
    assert plain(back) == plain(glossary)
    assert back.digest == glossary.digest


def test_the_same_glossary_gives_the_same_workbook() -> None:
    glossary = load_glossary("rfi-fr-en")
    assert render_glossary(glossary, "xlsx") == render_glossary(glossary, "xlsx")


def test_a_workbook_holds_one_sheet_that_a_person_can_read(tmp_path: Path) -> None:
    save_glossary(Glossary("x", "fr", "en", (Term("1", "OSDH", "SOHR"),)), tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "OSDH" in sheet
    assert "first_mention" in sheet


def test_what_a_table_cannot_hold_is_said(tmp_path: Path) -> None:
    term = Term("1", "a", "b", note="one\ntwo", allowed=("x|y",))
    glossary = Glossary("x", "fr", "en", (term,))
    lost = save_glossary(glossary, tmp_path / "x.csv")
    assert any("note" in message for message in lost)
    assert any("allowed" in message for message in lost)
    assert save_glossary(glossary, tmp_path / "x.toml") == []


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "x.docx"
    old.write_text("old")
    with pytest.raises(GlossaryError, match="does not say the format"):
        save_glossary(Glossary("x", "fr", "en", (Term("1", "a", "b"),)), old)
    assert old.read_text() == "old"


# exports of other tools


TABLES = {
    "deepl.csv": 'OSDH,SOHR,fr,en\n"garde à vue",police custody,FR,EN-GB\n',
    "deepl-header.csv": "source,target,source_lang,target_lang\n"
    "OSDH,SOHR,fr,en\ngarde à vue,police custody,fr,en\n",
    "google.tsv": "OSDH\tSOHR\ngarde à vue\tpolice custody\n",
    "google-header.tsv": "fr\ten\nOSDH\tSOHR\ngarde à vue\tpolice custody\n",
    "google-sets.csv": "fr,en,pos,description\nOSDH,SOHR,noun,x\ngarde à vue,police custody,noun,\n",
    "amazon.csv": "\ufeffen,fr,de\r\nSOHR,OSDH,SBMR\r\npolice custody,garde à vue,\r\n",
    "excel.csv": "Français;Anglais;;\nOSDH;SOHR;;\ngarde à vue;police custody;;\n",
    "excel.tsv": "OSDH\tSOHR\t\ngarde à vue\tpolice custody\t\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_other_tools(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TABLES[name], encoding="utf-8")
    terms = load_glossary(tmp_path / name).terms
    assert [(t.source, t.target) for t in terms] == [("OSDH", "SOHR"), ("garde à vue", "police custody")]


def test_tbx_of_weblate() -> None:
    glossary = load_glossary(CASES / "weblate.tbx")
    by_source = {term.source: term for term in glossary.terms}
    assert by_source["OSDH"].target == "SOHR"
    assert by_source["OSDH"].forbidden == ("SDHO",)
    assert "never OSDH in English" in by_source["OSDH"].note
    assert by_source["Wikipédia"].kind is Kind.KEEP
    assert by_source["garde à vue"].kind is Kind.PHRASE
    assert "tchèque" not in by_source


def test_tbx_of_pontoon_is_read_in_either_direction() -> None:
    french = load_glossary(CASES / "pontoon.tbx")
    assert [(term.source, term.target) for term in french.terms] == [("marque-page", "bookmark")]
    english = load_glossary(CASES / "pontoon.tbx", source_language="en", target_language="fr")
    assert [(term.source, term.target) for term in english.terms] == [("bookmark", "marque-page")]


def test_tbx_in_namespaced_elements() -> None:
    (term,) = load_glossary(CASES / "namespaced.tbx").terms
    assert (term.source, term.target, term.kind) == ("OTAN", "NATO", Kind.ACRONYM)
    assert term.allowed == ("North Atlantic Treaty Organization",)
    assert term.forbidden == ("OTAN",)
    assert term.url == "https://www.nato.int/"


def test_toml_takes_bare_pairs(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('[terms]\nOSDH = "SOHR"\n"garde à vue" = "police custody"\n')
    assert [(t.source, t.target, t.kind) for t in load_glossary(file).terms] == [
        ("OSDH", "SOHR", Kind.ACRONYM),
        ("garde à vue", "police custody", Kind.PHRASE),
    ]


def test_yaml_words_are_never_truth_values(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("no: off\nyes: 12\nOSDH: SOHR\n")
    assert [(t.source, t.target) for t in load_glossary(file).terms] == [
        ("no", "off"),
        ("yes", "12"),
        ("OSDH", "SOHR"),
    ]


# what strangers make

LAUGHS = (
    '<!DOCTYPE martif [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
CONCEPT = (
    '<termEntry><langSet xml:lang="fr"><tig><term>{}</term></tig></langSet>'
    '<langSet xml:lang="en"><tig><term>SOHR</term></tig></langSet></termEntry>'
)
WHOLE = "<martif><text><body>{}</body></text></martif>"

HOSTILE = {
    "truncated": (WHOLE.format(CONCEPT.format("OSDH"))[:-20].encode(), "not well-formed XML"),
    "wrong encoding": (
        b"<?xml version='1.0' encoding='UTF-8'?>" + WHOLE.format(CONCEPT.format("\xe9tat")).encode("latin-1"),
        "not well-formed XML",
    ),
    "unknown encoding": (b"<?xml version='1.0' encoding='klingon'?><martif/>", "XML"),
    "billion laughs": ((LAUGHS + WHOLE.format(CONCEPT.format("&j;"))).encode(), "entities|entity"),
    "external entity": (
        (
            '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            + WHOLE.format(CONCEPT.format("&x;"))
        ).encode(),
        "entities|entity",
    ),
    "undefined entity": (WHOLE.format(CONCEPT.format("&x;")).encode(), "XML|entity"),
    "deep nesting": (b"<martif>" + b"<text>" * 200_000, "nested too deeply"),
    "middling nesting": (b"<martif>" + b"<text>" * 100 + b"</text>" * 100 + b"</martif>", "nested"),
    "not TBX": (b"<html><body/></html>", "root element is 'html'"),
    "no entries": (b"<martif><text><body/></text></martif>", "no entries"),
    "empty": (b"", "XML"),
    "no language": (b"<martif><termEntry><langSet/></termEntry></martif>", "xml:lang"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_tbx_is_one_clear_error(case: str, tmp_path: Path) -> None:
    data, message = HOSTILE[case]
    file = tmp_path / "x.tbx"
    file.write_bytes(data)
    with pytest.raises(GlossaryError, match=message) as caught:
        load_glossary(file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData>{}</worksheet>"
)
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>source</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>target</t></si><si><r><t>SO</t></r><r><t>HR</t></r></si></sst>"
)


def workbook(sheet: str, strings: str = STRINGS, **parts: bytes) -> bytes:
    """Make a workbook as Excel does: shared strings, a sheet, further parts."""
    data, _ = render_glossary(Glossary("x", "fr", "en", ()), "xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
        new.writestr("xl/sharedStrings.xml", strings)
        for name, content in parts.items():
            new.writestr(f"xl/{name}", content)
    return out.getvalue()


def test_a_workbook_of_excel(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    row = '<row r="3"><c r="A3" t="str"><v>OSDH</v></c><c r="B3" t="s"><v>1</v></c></row>'
    file.write_bytes(workbook(SHEET.format(ROW + row, "")))
    (term,) = load_glossary(file).terms
    assert (term.source, term.target, term.row) == ("OSDH", "SOHR", 3)


def test_dates_of_a_workbook_are_dates(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    head = "".join(
        f'<c r="{place}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for place, name in (("A", "source"), ("B", "target"), ("C", "since"), ("D", "until"))
    )
    row = (
        '<row r="2"><c r="A2" t="str"><v>Kiev</v></c><c r="B2" t="str"><v>Kyiv</v></c>'
        '<c r="C2" s="1"><v>44616</v></c><c r="D2"><v>2030.0</v></c></row>'
    )
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    file.write_bytes(workbook(SHEET.format(f'<row r="1">{head}</row>{row}', ""), **{"styles.xml": styles}))
    (term,) = load_glossary(file).terms
    assert (term.since, term.until) == ("2022-02-24", "2030")


WORKBOOKS = {
    "formula": (
        workbook(SHEET.format(ROW + '<row r="2"><c r="A2"><f>B2</f><v>x</v></c></row>', "")),
        r"x\.xlsx:2: .*A2 holds a formula",
    ),
    "merged": (
        workbook(SHEET.format(ROW, '<mergeCells count="1"><mergeCell ref="A2:B7"/></mergeCells>')),
        r"x\.xlsx:2: .*A2:B7 are merged",
    ),
    "error value": (
        workbook(SHEET.format(ROW + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>', "")),
        "#REF!",
    ),
    "missing text": (
        workbook(SHEET.format(ROW + '<row r="2"><c r="A2" t="s"><v>77</v></c></row>', "")),
        "A2 names a text that is not there",
    ),
    "entities": (workbook(LAUGHS.replace("martif", "worksheet") + SHEET.format("", "")), "entities|entity"),
    "no sheet data": (workbook(SHEET.format("", "")), "empty"),
    "not a zip": (b"source,target\n", "no readable workbook"),
    "cut off": (workbook(SHEET.format(ROW, ""))[:-30], "no readable workbook"),
    "another zip": (b"PK\x05\x06" + b"\0" * 18, "no part 'xl/workbook.xml'"),
}


@pytest.mark.parametrize("case", WORKBOOKS)
def test_hostile_workbooks_are_one_clear_error(case: str, tmp_path: Path) -> None:
    data, message = WORKBOOKS[case]
    file = tmp_path / "x.xlsx"
    file.write_bytes(data)
    with pytest.raises(GlossaryError, match=message) as caught:
        load_glossary(file)
    assert "\n" not in str(caught.value)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LARGEST_PART", 1 << 20)
    file = tmp_path / "x.xlsx"
    file.write_bytes(workbook(SHEET.format(ROW, "") + " " * (2 << 20)))
    assert file.stat().st_size < 1 << 16
    with pytest.raises(GlossaryError, match="larger than"):
        load_glossary(file)


def test_macros_are_said_and_not_run(tmp_path: Path) -> None:
    from copydesk.glossary.formats import load_glossaries

    file = tmp_path / "x.xlsm"
    row = '<row r="2"><c r="A2" t="str"><v>OSDH</v></c><c r="B2" t="s"><v>1</v></c></row>'
    file.write_bytes(workbook(SHEET.format(ROW + row, ""), **{"vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    glossary, notes = load_glossaries([file])
    assert len(glossary.terms) == 1
    assert any("macros" in note for note in notes)


BROKEN_TEXT = [
    (
        "x.csv",
        "source,target,strategy\na,b,\nc,d,spam\n",
        r"x\.csv:3: column 'strategy': .*did you mean 'span'",
    ),
    ("x.toml", "[[term]]\nsource='a'\ntarget='b'\nstrategy='x'\n", r"x\.toml:1: column 'strategy': unknown"),
    ("x.toml", "[[term]]\nsource = 'a'\ntarget = \n", r"x\.toml:3: "),
    ("x.toml", "[[term]]\nsource = 'a'\n\n[[term]]\nsourc = 'b'\n", r"x\.toml:1: column 'target'"),
    ("x.toml", "[[term]]\nsource='a'\ntarget='b'\n\n[[term]]\nsourc = 'b'\n", r"x\.toml:5: .*'source'\?"),
    ("x.toml", "[[term]]\nsource = ['a']\ntarget = 'b'\n", "holds one value, not a list"),
    ("x.toml", "[[term]]\nsource = {a = 1}\ntarget = 'b'\n", "neither a text nor a list"),
    ("x.toml", "words = 1\n", "unknown key 'words'"),
    ("x.toml", "term = 1\n", r"stand in \[\[term\]\]"),
    ("x.toml", "a = " + "[" * 5000, "TOML|deeply"),
    ("x.yaml", "[" * 200_000, "deeply|YAML"),
    ("x.yaml", "- " * 100_000, "deeply|YAML"),
    ("x.yaml", "a: &x b\nc: *x\n", r"x\.yaml:2: aliases"),
    ("x.yaml", "- source: a\n  source: b\n", r"x\.yaml:2: .*twice"),
    ("x.yaml", "- source: a\n  target: {b: c}\n", "neither a text nor a list"),
    ("x.yaml", "a: [\n", "YAML"),
    ("x.yaml", "", "no entries"),
    ("x.ods", "", "save it as .xlsx or .csv"),
]


@pytest.mark.parametrize(("name", "text", "message"), BROKEN_TEXT)
def test_broken_toml_and_yaml_are_one_clear_error(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(GlossaryError, match=message) as caught:
        load_glossary(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tbx", ".xlsx", ".toml", ".yaml"])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_no_bytes_make_a_reader_fail_otherwise(suffix: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    file.write_bytes(data)
    try:
        load_glossary(file)
    except CopydeskError as error:
        message = str(error)
    else:
        return
    assert str(file) in message
