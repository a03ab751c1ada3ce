"""The command ``copydesk glossary``: look into glossary files, check, compare and convert them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import language_options, load_stack
from copydesk.errors import CopydeskError, GlossaryError, visible_name

if TYPE_CHECKING:
    from copydesk.glossary.match import Match
    from copydesk.glossary.model import Glossary, Term

_format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)


@click.group(name="glossary")
def command() -> None:
    """Look after glossary files.

    A glossary is a file (CSV, TSV, TBX, XLSX, TOML, YAML) or the name of a shipped one.
    """


@command.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@language_options
@_format_option
def lint(files: Sequence[str], source_language: str, target_language: str, format_: str) -> int:
    """Find entries that contradict, hide or repeat one another, or never match.

    Each finding names its row (line of the file). Exit codes: 0 nothing found, 1 findings, 2 a file could
    not be read.
    """
    from copydesk.glossary.formats.loading import find_file, read_glossary
    from copydesk.glossary.lint import lint_reading

    rows: list[dict[str, Any]] = []
    failed = False
    for given in files:
        try:
            file = find_file(given)
            reading = read_glossary(file, source_language=source_language, target_language=target_language)
            findings = lint_reading(reading, file.stem, source_language, target_language)
        except CopydeskError as error:
            click.echo(f"copydesk: {error}", err=True)
            failed = True
            continue
        if not findings:
            number = len(reading.terms)
            entries = "1 entry" if number == 1 else f"{number} entries"
            click.echo(f"copydesk: {visible_name(str(file))}: {entries}, nothing found", err=True)
        rows += [{"path": visible_name(str(file)), **asdict(finding)} for finding in findings]
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            remedy = f"; {row['remedy']}" if row["remedy"] else ""
            column = f"column '{row['column']}': " if row["code"] == "row" and row["column"] else ""
            click.echo(f"{row['path']}:{row['row']}: {row['code']}: {column}{row['message']}{remedy}")
    return 2 if failed else int(bool(rows))


@command.command()
@click.argument("names", nargs=-1, metavar="[FILE]...")
@language_options
@_format_option
def show(names: Sequence[str], source_language: str, target_language: str, format_: str) -> None:
    """Print the entries of a glossary, or of several stacked ones (later ones win).

    Without FILE, the shipped glossary of the language pair.
    """
    glossary = _load(names, source_language, target_language)
    if format_ == "json":
        click.echo(json.dumps([_as_object(term) for term in glossary.terms], ensure_ascii=False, indent=2))
        return
    for term in glossary.terms:
        click.echo(f"{' | '.join(term.forms)} → {' | '.join(term.targets)}  [{_describe(term)}]")


@command.command()
@click.argument("text")
@click.option("-g", "--glossary", "names", multiple=True, metavar="FILE", help="A glossary; repeat to stack.")
@click.option("--date", metavar="DATE", help="Decide entries with dates as of DATE. [default: today]")
@language_options
@_format_option
def find(
    text: str,
    names: Sequence[str],
    date: str | None,
    source_language: str,
    target_language: str,
    format_: str,
) -> None:
    """Show which terms match in TEXT (words, a file's name, or '-'), and where.

    Every line names the place (line:column), the words, the target and the entry. Where a longer term has
    shorter ones inside, they stand below it: covered by its target, or not asked for.
    """
    from copydesk.glossary.formats.rows import is_date
    from copydesk.glossary.match import Matcher
    from copydesk.languages import get_language
    from copydesk.segment import split_sentences
    from copydesk.text import Document

    if date is not None and not is_date(date):
        raise GlossaryError(f"'{date}' is not a date", where="--date", remedy="write YYYY-MM-DD")
    if text == "-" or _is_file(text):
        from copydesk.files import read_text

        text = read_text(text)
    glossary = _load(names, source_language, target_language)
    matcher = Matcher(glossary)
    sentences = split_sentences(text, get_language(source_language))
    settled = matcher.settle((sentence.of(text) for sentence in sentences), date=date)
    matches = [
        match
        for sentence in sentences
        for match in matcher.find(sentence.of(text), start=sentence.start, date=date, settled=settled)
    ]
    for warning in matcher.warnings:
        click.echo(f"copydesk: {warning}", err=True)
    document = Document("text", text, ())
    rows: list[dict[str, Any]] = []
    for match in matches:
        line, column = document.line_column(match.span.start)
        rows.append(
            {
                "line": line,
                "column": column,
                "span": [match.span.start, match.span.end],
                "words": match.span.of(text),
                "target": match.term.target,
                "entry": match.term.id,
                "ambiguous": match.ambiguous,
                "reason": match.reason,
                "nested": [_describe_nested(inner, match, text) for inner in match.nested],
            }
        )
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(f"copydesk: no term of {glossary.name} in this text", err=True)
    for row in rows:
        doubt = f"  ambiguous: {row['reason']}" if row["ambiguous"] else ""
        words = " ".join(str(row["words"]).split())
        click.echo(f"{row['line']}:{row['column']}: {words} → {row['target']}  ({row['entry']}){doubt}")
        for inner in row["nested"]:
            words = " ".join(inner["words"].split())
            click.echo(f"    {inner['status']}: {words} → {inner['target']}  ({inner['entry']})")


def _is_file(text: str) -> bool:
    from pathlib import Path

    try:
        return "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or a NUL in it
        return False


def _describe_nested(inner: Match, outer: Match, text: str) -> dict[str, Any]:
    """Say of a shorter term inside a longer one whether the longer one's target holds its own."""
    from copydesk.glossary.targets import find_held

    return {
        "span": [inner.span.start, inner.span.end],
        "words": inner.span.of(text),
        "target": inner.term.target,
        "entry": inner.term.id,
        "status": "covered" if find_held(outer.term.target, inner.term) else "not asked for",
    }


@command.command()
@click.argument("names", nargs=-1, metavar="[FILE]...")
@language_options
@_format_option
def stats(names: Sequence[str], source_language: str, target_language: str, format_: str) -> None:
    """Count the entries of a glossary by kind, case rule and columns used."""
    from copydesk.glossary.comparison import count_entries

    glossary = _load(names, source_language, target_language)
    counts = count_entries(glossary)
    if format_ == "json":
        click.echo(json.dumps({"glossary": glossary.signature, **counts}, ensure_ascii=False, indent=2))
        return
    click.echo(glossary.signature)
    for name, number in counts.items():
        click.echo(f"{number:>8}  {name}")


@command.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@language_options
@_format_option
def diff(before: str, after: str, source_language: str, target_language: str, format_: str) -> int:
    """Show what changed from glossary A to glossary B. Exit codes: 0 nothing, 1 something changed."""
    from copydesk.glossary.comparison import compare_glossaries

    old, new = (_load([name], source_language, target_language) for name in (before, after))
    differences = compare_glossaries(old, new)
    if format_ == "json":
        rows = [
            {
                "change": "added" if not d.before else "changed" if d.after else "removed",
                "source": d.source,
                "columns": d.columns,
                "before": _as_object(d.before) if d.before else None,
                "after": _as_object(d.after) if d.after else None,
            }
            for d in differences
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return int(bool(differences))
    for difference in differences:
        click.echo("\n".join(_show_difference(difference.before, difference.after, difference.columns)))
    return int(bool(differences))


@command.command()
@click.argument("given", metavar="IN")
@click.argument("made", metavar="OUT")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "tsv", "tbx", "xlsx", "toml", "yaml"]),
    help="Format of OUT. [default: by its name]",
)
@click.option(
    "--tbx",
    "style",
    type=click.Choice(["dca", "dct", "2"]),
    default="dca",
    show_default=True,
    help="Dress of TBX: version 3 in either style, or version 2.",
)
@language_options
def convert(
    given: str, made: str, format_: str | None, style: str, source_language: str, target_language: str
) -> None:
    """Write the glossary IN as OUT, in the format of its name ('-': standard output, with --format).

    Besides its own formats copydesk reads the exports of other tools: DeepL (CSV), Google (CSV, TSV),
    Amazon (CSV), Weblate and Pontoon (TBX). What is left out is said on stderr.
    """
    from copydesk.files import refuse_overwriting
    from copydesk.glossary.formats import load_glossaries, save_glossary
    from copydesk.glossary.formats.loading import find_file

    refuse_overwriting([made], [find_file(given)])
    glossary, notes = load_glossaries(
        [given], source_language=source_language, target_language=target_language
    )
    lost = save_glossary(glossary, made, format_name=format_ or "", style=style)
    for message in (*notes, *(f"{made}: {sentence}" for sentence in lost)):
        click.echo(f"copydesk: {message}", err=True)


@command.command()
@click.argument("source", metavar="FR")
@click.argument("target", metavar="[EN]", required=False)
@click.option(
    "--reference", metavar="GLOSSARY", help="Leave out what this glossary has; say where it differs."
)
@click.option("--lines/--articles", default=None, help="How the files are aligned. [default: found out]")
@click.option(
    "--least", type=click.IntRange(1), default=2, show_default=True, help="Pairs that must hold both words."
)
@click.option("--identical", is_flag=True, help="Keep words that are the same in both languages.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
@language_options
@click.option(
    "--format", "format_", type=click.Choice(["csv", "json"]), default="csv", show_default=True,
    help="A glossary with counts and examples in its notes, or JSON.",
)  # fmt: skip
def learn(
    source: str,
    target: str | None,
    reference: str | None,
    lines: bool | None,
    least: int,
    identical: bool,
    output: str,
    source_language: str,
    target_language: str,
    format_: str,
) -> None:
    """Mine candidate terms from texts FR and their translations EN, for a person to accept.

    FR and EN are two files aligned line by line, two articles, or two folders of articles; or FR alone is a
    translation memory (.tmx). Delete the rows that are wrong, and the rest is a glossary. Names and acronyms
    come first, then rarer nouns.
    """
    from copydesk.files import refuse_overwriting, write_text
    from copydesk.glossary.formats.saving import render_glossary
    from copydesk.glossary.learn import as_glossary, learn_terms
    from copydesk.glossary.parallel import read_pairs

    refuse_overwriting([output], [name for name in (source, target, reference) if name])
    known = _load([reference], source_language, target_language) if reference else None
    pairs, notes = read_pairs(
        source, target, source_language=source_language, target_language=target_language, lines=lines
    )
    for note in notes:
        click.echo(f"copydesk: {note}", err=True)
    learnt = learn_terms(
        pairs,
        source_language=source_language,
        target_language=target_language,
        reference=known,
        least=least,
        identical=identical,
    )
    if format_ == "json":
        text = json.dumps([asdict(candidate) for candidate in learnt], ensure_ascii=False, indent=2) + "\n"
    else:
        glossary = as_glossary(learnt, (source_language, target_language))
        text = render_glossary(glossary, "csv")[0].decode()
    write_text(output, text)
    click.echo(f"copydesk: {len(learnt)} candidates from {len(pairs)} pairs", err=True)


def _show_difference(before: Term | None, after: Term | None, columns: Iterable[str]) -> list[str]:
    if before is None or after is None:
        sign, term = ("+", after) if after else ("-", before)
        return [f"{sign} {term.source} → {term.target}"] if term else []
    lines = [f"~ {after.source} → {after.target}"]
    for column in columns:
        old, new = (_as_cell(getattr(term, column)) for term in (before, after))
        lines.append(f"    {column}: '{old}' → '{new}'")
    return lines


def _as_cell(value: object) -> str:
    return "|".join(value) if isinstance(value, tuple) else str(value)


def _as_object(term: Term) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(term).items()}


def _describe(term: Term) -> str:
    parts = [term.kind.value, f"row {term.row}"]
    if term.context:
        parts.append(f"where /{term.context}/")
    if term.since or term.until:
        parts.append(f"{term.since or '...'} to {term.until or '...'}")
    return ", ".join(parts)


def _load(names: Sequence[str], source_language: str, target_language: str) -> Glossary:
    glossary = load_stack(names, none=False, source_language=source_language, target_language=target_language)
    if glossary is None:
        raise GlossaryError(
            f"no glossary is shipped for {source_language} to {target_language}", remedy="name a file"
        )
    return glossary
