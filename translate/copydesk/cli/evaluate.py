"""``copydesk evaluate``: scores with signatures, significance and term accuracy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import glossary_options, language_options, load_stack
from copydesk.errors import InputError

if TYPE_CHECKING:
    from copydesk.evaluate import Evaluation


@click.command("evaluate")
@click.option("--reference", required=True, metavar="FILE", help="Reference translations, one a line.")
@click.option("--source", metavar="FILE", help="Source sentences, one a line.")
@click.option(
    "--hypothesis",
    "hypotheses",
    multiple=True,
    metavar="[NAME=]FILE",
    help="Output of a system, one a line; repeat to list systems side by side.",
)
@click.option(
    "--against", metavar="[NAME=]FILE", help="Test every system against this output (paired bootstrap)."
)
@click.option(
    "--samples", type=click.IntRange(100), default=1000, show_default=True, help="Bootstrap samples."
)
@click.option(
    "--model", metavar="NAME|FOLDER", help="Model that translates --source when no --hypothesis is given."
)
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Beam size.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
@language_options
@glossary_options
def command(**options: Any) -> int:
    """Score translations with sacrebleu (BLEU, chrF2, TER) and, with a source, on the glossary's terms.

    Needs the extra: pip install 'copydesk[eval]'.
    """
    from copydesk.evaluate import evaluate
    from copydesk.files import refuse_overwriting, write_text
    from copydesk.glossary.match import Matcher

    scored = [_name(given)[1] for given in (*options["hypotheses"], options["against"]) if given]
    read = (options["reference"], options["source"], *scored, *options["glossaries"])
    refuse_overwriting([options["output"]], [name for name in read if name])
    if options["hypotheses"] and options["model"]:
        raise InputError("--model translates where no --hypothesis is given", remedy="leave one of them out")
    references = _read_lines(options["reference"])
    sources = _read_lines(options["source"]) if options["source"] else []
    if sources and len(sources) != len(references):
        raise InputError(
            f"has {len(sources)} lines, the reference {len(references)}", where=options["source"]
        )
    matcher = None
    if sources:
        glossary = load_stack(
            options["glossaries"],
            none=options["no_glossary"],
            source_language=options["source_language"],
            target_language=options["target_language"],
        )
        matcher = Matcher(glossary) if glossary else None
    systems: dict[str, Sequence[str]] = {}
    if options["against"]:
        name, path = _name(options["against"])
        systems[name] = _read_lines(path)
    for given in options["hypotheses"]:
        name, path = _name(given)
        if name in systems:
            raise InputError(
                "two systems have this name", where=name, remedy="name one: --hypothesis NAME=FILE"
            )
        systems[name] = _read_lines(path)
    if not options["hypotheses"]:
        if not sources:
            raise InputError("nothing to score", remedy="give --hypothesis, or --source to translate")
        systems["copydesk"] = _translate(sources, options)
    results = evaluate(
        systems,
        references,
        sources=sources,
        matcher=matcher,
        bootstrap=options["samples"] if options["against"] else 0,
    )
    write_text(options["output"], _RENDERERS[options["format_"]](results))
    return 0


def _name(given: str) -> tuple[str, str]:
    name, equals, path = given.partition("=")
    if not (name and (path or not equals)):
        raise InputError(f"'{given}' names no file", remedy="write FILE or NAME=FILE")
    return (name, path) if equals else (Path(given).name, given)


def _read_lines(path: str) -> list[str]:
    from copydesk.documents.lines import split_lines
    from copydesk.files import read_text

    return split_lines(read_text(path))


def _translate(sources: Sequence[str], options: dict[str, Any]) -> list[str]:
    from copydesk.decode import translate_sentences
    from copydesk.engines.store import find_model, load_engine

    model = find_model(options["model"], options["source_language"], options["target_language"])
    decoded = translate_sentences(
        load_engine(model, target_language=options["target_language"]),
        sources,
        beam=options["beam"],
        language=options["source_language"],
        target_language=options["target_language"],
    )
    return [one.result.best.text for one in decoded]


def _rows(results: Sequence[Evaluation]) -> list[list[str]]:
    labels = [score.metric for score in results[0].scores]
    terms = any(result.terms for result in results)
    head = ["system", *labels, *(["terms exact", "terms window", "terms consistent"] if terms else [])]
    rows = [head]
    for result in results:
        row = [result.name]
        for score in result.scores:
            p = f" (p={score.p_value:.3f})" if score.p_value is not None else ""
            ci = f" ±{score.interval:.1f}" if score.interval is not None else ""
            row.append(f"{score.value:.1f}{ci}{p}")
        if result.terms:
            row += [
                f"{share:.1%}"
                for share in (result.terms.exact, result.terms.window, result.terms.consistency)
            ]
        rows.append(row)
    return rows


def _signatures(results: Sequence[Evaluation]) -> list[str]:
    return [f"{score.metric}: {score.signature}" for score in results[0].scores]


def _as_text(results: Sequence[Evaluation]) -> str:
    rows = _rows(results)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*lines, "", *_signatures(results)]) + "\n"


def _as_markdown(results: Sequence[Evaluation]) -> str:
    rows = _rows(results)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join([*lines, "", *(f"- `{signature}`" for signature in _signatures(results))]) + "\n"


def _as_json(results: Sequence[Evaluation]) -> str:
    return (
        json.dumps({"schema": 1, "systems": [asdict(r) for r in results]}, indent=2, ensure_ascii=False)
        + "\n"
    )


_RENDERERS = {"text": _as_text, "json": _as_json, "markdown": _as_markdown}
