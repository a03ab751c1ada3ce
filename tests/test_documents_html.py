"""HTML pages: roles, furniture, and translations back in their elements with every tag kept once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from copydesk import documents
from copydesk.documents.inlines import Mark, marks, project, word_spans
from copydesk.errors import CopydeskError, InputError
from copydesk.text import Document, Inline, Role, Segment, Span
from copydesk.translation import Sentence, Translation

WIRE = Path(__file__).parents[1] / "corpora" / "wire"
PAGES = sorted(WIRE.glob("*.html"))

TAGS = [
    "p",
    "div",
    "em",
    "a href='/x'",
    "strong",
    "br",
    "li",
    "h1",
    "h2",
    "code",
    "span translate=no",
    "script",
    "nav",
]
SOUP = st.lists(
    st.sampled_from(
        [
            *(f"<{t}>" for t in TAGS),
            *(f"</{t.split()[0]}>" for t in TAGS),
            "mot ",
            "L'ONU. ",
            "« », ",
            "\n",
            "&nbsp;",
            "<!-- n -->",
            "<img src=a>",
            "&lt;b&gt;",
            "<",
            "é",
            "<a-b>",
            "<?php ?>",
            "<svg><b>",
        ]
    ),
    max_size=40,
).map("".join)


def tags(page: str) -> Counter[str]:
    tree = lxml_html.document_fromstring(f"<html><body>{page}</body></html>" if "<html" not in page else page)
    return Counter(str(element.tag) for element in tree.iter() if isinstance(element.tag, str))


def shuffle(document: Document, segment: Segment) -> Translation:
    """Translate a segment into its words in reverse order, each linked to where it came from."""
    source = document.words_of(segment)
    words = word_spans(source)
    pieces: list[str] = []
    links = []
    position = 0
    for word in reversed(words):
        text = word.of(source).upper() + "x"
        links.append((word.shift(segment.span.start), Span(position, position + len(text))))
        pieces.append(text)
        position += len(text) + 1
    text = " ".join(pieces)
    sentence = Sentence(segment.span, Span(0, len(text)), -0.1, links=tuple(links))
    return Translation(segment, text, (sentence,))


def echo(document: Document) -> list[Translation]:
    return [Translation(segment, document.words_of(segment)) for segment in document.segments]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name[:2])
def test_a_page_is_read_as_its_text(path: Path) -> None:
    """The plain text beside each page holds the same blocks, in order, and no furniture."""
    document = documents.read_document(path, language="fr")
    found = [plain(document.words_of(s)) for s in document.segments if s.role is not Role.FURNITURE]
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    expected = [plain(line.lstrip("• ")) for line in text.splitlines() if line.strip()]
    assert found == expected
    roles = [segment.role for segment in document.segments if segment.role is not Role.FURNITURE]
    assert roles[:4] == [Role.HEADLINE, Role.STANDFIRST, Role.CAPTION, Role.BYLINE]
    assert roles.count(Role.CROSSHEAD) == 2


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("’", "'").replace("\u00a0", " ")).strip()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name[:2])
def test_a_page_keeps_every_tag_and_takes_the_language(path: Path) -> None:
    document = documents.read_document(path, language="fr")
    translations = [shuffle(document, s) for s in document.segments if s.role is not Role.FURNITURE]
    page = documents.write(document, translations, keep_furniture=True, language="en")
    before = path.read_text(encoding="utf-8")
    assert tags(page) == tags(before)
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="en"' in page
    assert sorted(re.findall(r'href="[^"]*"', page)) == sorted(re.findall(r'href="[^"]*"', before))
    assert "ANKARAx" in page or "BRUXELLESx" in page
    assert "dataLayer.push" in page
    again = documents.parse(page, format="html", language="en")
    assert len(again.segments) == len(document.segments)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name[:2])
def test_furniture_is_taken_out_with_its_shells(path: Path) -> None:
    document = documents.read_document(path, language="fr")
    translations = [t for t in echo(document) if t.segment.role is not Role.FURNITURE]
    page = documents.write(document, translations, language="en")
    body = page[page.index("<body") :]
    for gone in (
        "Publicité",
        "Newsletter",
        "Lire la suite",
        "<nav",
        "<footer",
        "Accueil",
        "Les plus lus",
        "cookies",
        "<button",
    ):
        assert gone not in body
    for kept in ("<h1", "<figcaption", "<img", "<blockquote" if "06" in path.name else "<li"):
        assert kept in body
    again = documents.parse(page, format="html", language="fr")
    assert [s.role for s in again.segments] == [t.segment.role for t in translations]


def test_the_title_and_the_description_follow_the_headline() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset='iso-8859-1'><title>Trêve : accord - Radio</title>"
        "<meta property='og:title' content='Trêve : accord'></head><body><article>"
        "<h1>Trêve&nbsp;: accord</h1><p>Un paragraphe.</p></article></body></html>"
    )
    document = documents.parse(page, format="html")
    headline, body = document.segments
    written = documents.write(
        document,
        [Translation(headline, "Truce: a deal"), Translation(body, "A paragraph — é.")],
        language="en",
    )
    assert "<title>Truce: a deal - Radio</title>" in written
    assert 'content="Truce: a deal"' in written
    assert 'charset="utf-8"' in written
    assert "A paragraph — é." in written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Soudan : El-Fasher coupée du monde - Radio", "Sudan: El Fasher cut off for weeks - Radio"),
        ("El-Fasher coupée du monde", "Sudan: El Fasher cut off for weeks"),
        ("Radio", "Radio"),
        ("La Voix du Nord", "La Voix du Nord"),
        ("Le journal de la mi-journée", "Le journal de la mi-journée"),
    ],
)
def test_a_title_that_says_the_headline_in_other_words_gives_way_to_it(title: str, written: str) -> None:
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta name='twitter:title' content='{title}'></head><body>"
        "<article><h1>Soudan : El-Fasher coupée du monde depuis des semaines</h1><p>Un paragraphe.</p>"
        "</article></body></html>"
    )
    document = documents.parse(page, format="html")
    headline, body = document.segments
    done = documents.write(
        document,
        [Translation(headline, "Sudan: El Fasher cut off for weeks"), Translation(body, "A paragraph.")],
        language="en",
    )
    assert f"<title>{written}</title>" in done
    assert f'content="{written.removesuffix(" - Radio")}' in done or " - Radio" in title


def test_the_text_of_a_picture_follows_its_caption() -> None:
    page = (
        "<figure><img src=a alt='Le pont.'><figcaption>Le pont. <i>© A. Roy / AFP</i></figcaption></figure>"
    )
    document = documents.parse(page + "<p>Texte.</p>", format="html")
    caption, body = document.segments
    sentences = (Sentence(Span(0, 8), Span(0, 11), 0.0), Sentence(Span(9, 23), Span(12, 26), 0.0))
    done = [Translation(caption, "The bridge. © A. Roy / AFP", sentences), Translation(body, "Text.")]
    written = documents.write(document, done)
    assert 'alt="The bridge."' in written
    assert "<i>© A. Roy / AFP</i>" in written


def test_a_page_without_a_declared_encoding_stays_readable_everywhere() -> None:
    document = documents.parse("<html><body><p>Un été.</p></body></html>", format="html")
    assert documents.write(document, echo(document)).isascii()


def test_the_declared_encoding_of_a_page_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        '<html><head><meta charset="iso-8859-1"></head><body><p>L’été.</p></body></html>'.encode("cp1252")
    )
    assert documents.read_document(path).text == "L’été."


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Le <em>régime syrien</em> recule.</p>", "<p><em>SYRIENx RÉGIMEx</em> LEx</p>"),
        ("<p><b>Tout en gras.</b></p>", "<p><b>GRASx ENx TOUTx</b></p>"),
        ("<p>Avant<br>après le <a href='/x'>pont</a></p>", "PONTx</a>"),
        ("<p>Lancez <code>pip install</code> ici</p>", "<code>pip install</code>"),
        ("<p>Le mot <span translate=no>Idleb</span> reste</p>", '<span translate="no">Idleb</span>'),
        ("<p>Le pont. <i>© Rami Khoury / AFP</i></p>", "<i>AFPx KHOURYx RAMIx</i>"),
        ("<p><em></em>Rien <img src=a> de plus</p>", '<img src="a">'),
        ("Un <b>fragment</b> sans page", "<b>FRAGMENTx</b>"),
        ("<pre>a  b\n c</pre><p>Texte</p>", "<pre>a  b\n c</pre>"),
        ("<p>Un <a href=x><i>lien</i></a> double</p>", '<a href="x"><i>LIENx</i></a>'),
    ],
)
def test_markup_follows_its_words(page: str, expected: str) -> None:
    document = documents.parse(page, format="html")
    written = documents.write(document, [shuffle(document, s) for s in document.segments])
    assert expected in written.replace("RECULEx ", ""), written


def test_two_paragraphs_parted_by_line_breaks_are_two_segments() -> None:
    page = "<div>Un premier paragraphe<br><br>Un second.<br>Un troisième <br>coupé</div>"
    document = documents.parse(page, format="html")
    assert [document.words_of(s) for s in document.segments] == [
        "Un premier paragraphe", "Un second.", "Un troisième coupé",
    ]  # fmt: skip
    written = documents.write(document, echo(document))
    assert tags(written) == tags(page)
    assert "Un second.<br>" in written


def test_a_block_in_a_link_is_a_block() -> None:
    page = "<a href=x><h3>Un titre</h3> puis <p>un texte</p></a>"
    document = documents.parse(page, format="html")
    assert [document.words_of(s) for s in document.segments] == ["Un titre", "puis", "un texte"]
    assert tags(documents.write(document, echo(document))) == tags(page)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><div id=app class='page-with-sidebar'><p>Sans article.</p></div></body></html>",
        "<form><p>Une page tout entière dans un formulaire, comme il y en a.</p><p>Un autre.</p></form>",
        "<body><main><p>Le texte.</p></main></body>",
        "<html><body class='has-ads'>Du texte nu",
    ],
)
def test_a_page_without_an_article_is_its_paragraphs(page: str) -> None:
    document = documents.parse(page, format="html")
    assert all(segment.role is not Role.FURNITURE for segment in document.segments)


def test_a_page_of_another_house() -> None:
    page = """<html><body><header class="multimedia__header"><nav><ul><li>Le Monde</li></ul></nav></header>
    <main><section class="zone"><article class="article__content">
    <header class="article__header"><h1 class="article__title">Au Soudan, la famine</h1>
    <p class="article__desc">La moitié de la population a faim.</p>
    <span class="meta__author">Par Jean Dupont (Le Caire, correspondant)</span>
    <span class="meta__date">Publié hier à 10h00, modifié à 12h00</span></header>
    <figure><img src=a>
    <figcaption class="article__caption">À Port-Soudan. JEAN DUPONT / AFP</figcaption></figure>
    <p class="article__paragraph">La guerre dure depuis avril 2023.</p>
    <section class="catcher"><p>
    <span class="catcher__label">Lire aussi</span> <a href=x>Au Soudan, l’exode</a></p></section>
    <h2 class="article__sub-title">« Nous n’avons plus rien »</h2>
    <p class="article__paragraph">À El-Fasher, <em>« les gens mangent des feuilles »</em>.</p>
    <div class="dfp-slot">Publicité</div></article></section></main>
    <footer><p>Contact</p></footer></body></html>"""
    document = documents.parse(page, format="html", language="fr")
    kept = [
        (s.role.value, document.words_of(s)[:20]) for s in document.segments if s.role is not Role.FURNITURE
    ]
    assert [role for role, _ in kept] == [
        "headline", "standfirst", "byline", "caption", "paragraph", "crosshead", "paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "<" * 1000,
        "<p>" * 500 + "mot",
        "<b><i>" * 900 + "mot",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><html><body><p>&b;&b; mot</p>",
        "<p>" + "mot " * 200_000,
        "<table><tr><td>mot<table>" * 50,
        "<p>a&#0;b&#1;c&#xD800;d&#x110000;e</p>",
        "<html><frameset><frame src=a></frameset></html><p>mot",
        "<textarea><p>mot</textarea><select><option>x</select>mot",
        "<svg><p>mot</svg><math><mi>x</math>mot",
    ],
)
def test_a_hostile_page_is_read_or_refused_in_one_line(page: str) -> None:
    try:
        document = documents.parse(page, format="html")
        written = documents.write(
            document, [shuffle(document, s) for s in document.segments], keep_furniture=True
        )
    except CopydeskError as error:
        written = str(error)
        assert "\n" not in written
    assert written


def test_a_page_nested_too_deep_is_refused_and_not_cut() -> None:
    with pytest.raises(InputError, match="to its end"):
        documents.parse("<div>" * 5000 + "mot", format="html")


@settings(max_examples=150, deadline=None)
@given(SOUP)
def test_any_soup_keeps_its_tags(page: str) -> None:
    try:
        document = documents.parse(page, format="html")
    except CopydeskError:
        return
    check(document)
    for translations in (echo(document), [shuffle(document, s) for s in document.segments]):
        written = documents.write(document, translations, keep_furniture=True)
        again = lxml_html.document_fromstring(f"<html><body>{page}</body></html>")
        assert tags(written) == Counter(str(e.tag) for e in again.iter() if isinstance(e.tag, str))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_page_or_one_error(page: str) -> None:
    try:
        document = documents.parse(page, format="html")
    except CopydeskError:
        return
    check(document)
    for format in ("html", "text", "markdown", "json"):
        documents.write(document, [shuffle(document, s) for s in document.segments], format)


def check(document: Document) -> None:
    for segment in document.segments:
        words = document.words_of(segment)
        assert words == words.strip()
        assert words
        for inline in segment.inlines:
            assert segment.span.covers(inline.span)


@st.composite
def projections(draw: Any) -> tuple[str, list[Inline], Translation]:
    """Draw a source with nested inlines and a target with any links at all."""
    source_words = draw(
        st.lists(st.sampled_from(["un", "l'ONU", "«", "»,", "3,5", "été", "."]), min_size=1, max_size=9)
    )
    target_words = draw(st.lists(st.sampled_from(["a", "UN's", '"', '",', "3.5", "summer", "."]), max_size=9))
    source, target = " ".join(source_words), " ".join(target_words)
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"\S+", source)]
    inlines: list[Inline] = []

    def nest(first: int, last: int, depth: int) -> None:
        while first < last and depth < 3:
            start = draw(st.integers(first, last - 1))
            end = draw(st.integers(start, last))
            span = Span(spans[start].start, spans[end - 1].end if end > start else spans[start].start)
            kind = draw(st.sampled_from(["em", "a", "code"]))
            inlines.append(Inline(span.shift(7), kind))
            if kind != "code" and end > start + 1:
                nest(start, end, depth + 1)
            first = max(end, start + 1)

    nest(0, len(spans), 0)
    targets = [Span(m.start(), m.end()) for m in re.finditer(r"\S+", target)]
    pairs = st.tuples(st.sampled_from(spans), st.sampled_from(targets)) if targets else st.nothing()
    links = draw(st.lists(pairs, max_size=12)) if targets else []
    segment = Segment("1", Span(7, 7 + len(source)))
    sentence = Sentence(
        segment.span, Span(0, len(target)), 0.0, links=tuple((s.shift(7), t) for s, t in links)
    )
    return source, inlines, Translation(segment, target, (sentence,))


@settings(max_examples=400, deadline=None)
@given(projections())
def test_inlines_come_out_once_nested_and_around_whole_words(
    drawn: tuple[str, list[Inline], Translation],
) -> None:
    source, inlines, translation = drawn
    text, placed = project(source, 7, inlines, translation)
    assert [inline.kind for inline in placed] == [inline.kind for inline in inlines]
    words = word_spans(translation.text)
    for before, inline in zip(inlines, placed, strict=True):
        assert inline.span.end <= len(text)
        if inline.kind == "code":
            assert inline.span.of(text) in (before.span.shift(-7).of(source), "")
        elif text == translation.text:
            for word in words:
                assert not word.start < inline.span.start < word.end
                assert not word.start < inline.span.end < word.end
    stack: list[int] = []
    opened: Counter[int] = Counter()
    said = ""
    for mark, index, piece in marks(text, placed):
        said += piece
        if mark in (Mark.OPEN, Mark.ATOM):
            opened[index] += 1
        if mark is Mark.OPEN:
            stack.append(index)
        if mark is Mark.CLOSE:
            assert stack.pop() == index
    assert said == text
    assert not stack
    assert opened == Counter(range(len(inlines)))
