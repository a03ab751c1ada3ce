"""Markdown: blocks in their lines, markup around its words, all else untouched."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk import documents
from copydesk.errors import CopydeskError, InputError
from copydesk.text import Document, Role
from copydesk.translation import Translation

ARTICLE = """---
title: Trêve
---

# La trêve *vole* en éclats

Texte par : Hélène Maudry

Un paragraphe replié
sur deux lignes, avec un [lien](https://exemple.org/a "t") et du `code`.

## Un intertitre

> Une citation.

- un point ;
- un **autre**
  point.

1. premier

```
ne pas traduire
```

| a | b |
|---|---|
| un | deux |

![légende](image.png)

<div>brut</div>

Publicité

[ref]: https://exemple.org
"""


def echo(document: Document, change: str = "") -> list[Translation]:
    return [
        Translation(s, change + document.words_of(s))
        for s in document.segments
        if s.role is not Role.FURNITURE
    ]


def shape(document: Document) -> list[tuple[str, str, Counter[str]]]:
    return [
        (s.role.value, document.words_of(s), Counter(inline.kind for inline in s.inlines))
        for s in document.segments
    ]


def test_roles_and_words() -> None:
    document = documents.parse(ARTICLE, format="markdown", language="fr")
    assert [(role, words) for role, words, _ in shape(document)] == [
        ("headline", "La trêve vole en éclats"),
        ("byline", "Texte par : Hélène Maudry"),
        ("paragraph", "Un paragraphe replié sur deux lignes, avec un lien et du code."),
        ("crosshead", "Un intertitre"),
        ("quote", "Une citation."),
        ("list", "un point ;"),
        ("list", "un autre point."),
        ("list", "premier"),
        ("paragraph", "a"),
        ("paragraph", "b"),
        ("paragraph", "un"),
        ("paragraph", "deux"),
        document.segments[-1].role.value and ("furniture", "Publicité"),
    ]


def test_everything_else_stays_line_for_line() -> None:
    document = documents.parse(ARTICLE, format="markdown", language="fr")
    written = documents.write(document, echo(document))
    expected = (
        ARTICLE.replace("replié\nsur", "replié sur").replace("**autre**\n  point", "**autre** point")
    ).replace("Publicité\n\n", "")
    assert written == expected


def test_words_that_look_like_markup_are_escaped() -> None:
    document = documents.parse("un\n\ndeux\n\ntrois\n\n[quatre](x)\n", format="markdown")
    words = ["1. a *b* _c_ <d> `e` [f](g)", "# h", "- i", "j ] k"]
    done = [Translation(s, w) for s, w in zip(document.segments, words, strict=True)]
    again = documents.parse(documents.write(document, done), format="markdown")
    assert [again.words_of(s) for s in again.segments] == words
    assert [s.role for s in again.segments] == [Role.PARAGRAPH] * 4


@pytest.mark.parametrize("format", ["text", "html", "json"])
def test_markdown_becomes_any_format(format: str) -> None:
    document = documents.parse(ARTICLE, format="markdown", language="fr")
    written = documents.write(document, echo(document), format, language="en")
    assert "La trêve" in written
    assert "Publicité" not in written
    if format == "html":
        assert "<h1>La trêve <em>vole</em> en éclats</h1>" in written
        assert '<a href="https://exemple.org/a" title="t">lien</a>' in written
        assert "<ul>\n<li>un point ;</li>" in written
    if format == "text":
        assert "• un point ;\n• un autre point.\n" in written


def test_a_page_becomes_markdown() -> None:
    page = (
        "<h1>Titre</h1><p>Un <em>mot</em> et <a href='https://x.org/(a)'>un lien</a>.</p><ul><li>a<li>b</ul>"
    )
    document = documents.parse(page, format="html")
    assert documents.write(document, echo(document), "markdown") == (
        "# Titre\n\nUn *mot* et [un lien](<https://x.org/(a)>).\n\n- a\n- b\n"
    )


def test_as_written_the_text_is_that_of_the_file() -> None:
    document = documents.parse(ARTICLE, format="markdown", language="fr", as_written=True)
    assert document.text == ARTICLE
    words = [document.words_of(s) for s in document.segments]
    assert words[0] == "La trêve *vole* en éclats"
    assert words[2].startswith("Un paragraphe replié\nsur deux lignes, avec un [lien]")
    assert "| un | deux |" in words
    assert not any("ne pas traduire" in w or "brut" in w or "title:" in w for w in words)
    assert [s.role for s in document.segments][:5] == [
        Role.HEADLINE, Role.BYLINE, Role.PARAGRAPH, Role.CROSSHEAD, Role.QUOTE,
    ]  # fmt: skip


PIECES = [
    *("mot ", "L'ONU ", "é.", "« », ", "http://a.b ", "<http://a.b>", "\t", "\n", "\n\n", "    "),
    *("*", "**", "_", "`", "[", "](x)", "](", "!", "\\", "<b>", "</b>", "&amp;", "~~"),
    *("# ", "- ", "> ", "1. ", "| ", "---\n", "```\n", "===\n", "|-|-|\n"),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize(("mark", "depth"), [("> ", 90), ("- ", 40)])
def test_nothing_is_lost_in_deep_quotes_and_lists(mark: str, depth: int) -> None:
    document = documents.parse(
        f"{mark * depth}Bonjour.\n\nFin.\n", name="a.md", format="markdown", language="fr"
    )
    assert [document.words_of(segment) for segment in document.segments] == ["Bonjour.", "Fin."]
    with pytest.raises(InputError, match="quotes or lists are nested too deeply; give it as text"):
        documents.parse(f"{mark * 200}Bonjour.\n\nFin.\n", name="a.md", format="markdown", language="fr")


@settings(max_examples=300, deadline=None)
@example("# \\|-|-|\n|-|-|\n")
@example("- \\|-|-|\n|-|-|\n")
@example("0*\x1f\u00a1*")
@given(SOUP | st.text(max_size=100))
def test_any_markdown_is_read_and_comes_back(text: str) -> None:
    try:
        document = documents.parse(text, format="markdown")
    except CopydeskError:
        return
    for segment in document.segments:
        words = document.words_of(segment)
        assert words == words.strip()
        assert words
        assert all(segment.span.covers(inline.span) for inline in segment.inlines)
    as_written = documents.parse(text, format="markdown", as_written=True)
    assert as_written.text == text
    assert all(as_written.words_of(s).strip() for s in as_written.segments)
    written = documents.write(document, echo(document), keep_furniture=True)
    again = documents.parse(written, format="markdown")
    assert [" ".join(words.split()) for _, words, _ in shape(again)] == [
        " ".join(words.split()) for _, words, _ in shape(document)
    ], written
