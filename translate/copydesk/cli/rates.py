"""``copydesk rates``: how often each rule speaks on edited copy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import glossary_options, language_options, load_stack
from copydesk.cli.settings import refuse_empty

if TYPE_CHECKING:
    from copydesk.checks.rates import Rates
    from copydesk.findings import Severity


@click.command("rates")
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@language_options
@glossary_options
@click.option("--limit", type=click.IntRange(1), help="Read this many rows of each corpus only.")
@click.option("--select", multiple=True, metavar="CODES", help="Measure these rules only.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out.")
@click.option("--preview", is_flag=True, help="Measure the rules in preview as well.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Output format.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the rates here instead of stdout.")
@click.option("--floors", metavar="FILE", help="Exit 1 when a rate is worse than in this file.")
@click.option("--write-floors", metavar="FILE", help="Store the rates in this file.")
@click.option("--name", metavar="TEXT", help="Say in the stored file what the corpus is.")
@click.option("--strict", is_flag=True, help="Exit 1 when a rule is over the bar of its severity.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Measure how often each rule reports a row of edited copy, where nearly every report is one too many.

    CORPUS is a .jsonl file with rows {"id", "target", "source"}, or a tab-separated file with the source in
    the first and the target in the second column.

    The bars: an error on 0.5 % of the rows, a warning on 1 %, a note on 2 %; all errors together 3 %, all
    findings together 8 %.
    """
    from copydesk.checks.lexicon import Lexicon
    from copydesk.checks.rates import as_data, compare, measure, read_pairs
    from copydesk.checks.registry import Selection, parse_codes
    from copydesk.checks.run import Checker
    from copydesk.errors import CopydeskError, InputError, SettingsError
    from copydesk.files import refuse_overwriting, write_text

    refuse_empty(ctx)
    stored = [options["output"], options["write_floors"]]
    refuse_overwriting(stored, [*options["corpora"], *options["glossaries"]])
    refuse_overwriting([options["output"]], [options["floors"]] if options["floors"] else [])
    selection = Selection(parse_codes(options["select"]), parse_codes(options["ignore"]), options["preview"])
    pair = {"source_language": options["source_language"], "target_language": options["target_language"]}
    glossary = load_stack(options["glossaries"], none=options["no_glossary"], quiet=options["quiet"], **pair)
    rules = selection.chosen()
    if not rules:
        raise SettingsError("no rule is left", where="--select, --ignore", remedy="leave one of them out")
    checker = Checker(rules, Lexicon(glossary), **pair)
    rows = chain.from_iterable(read_pairs(path, limit=options["limit"]) for path in options["corpora"])
    rates = measure(rows, checker)
    if not rates.rows:
        raise InputError(
            "holds no rows", where=", ".join(options["corpora"]), remedy="give a corpus with rows"
        )
    rates.signature, rates.name = checker.signature(selection), options["name"] or ""
    severities = {rule.code: rule.severity for rule in rules}
    data = as_data(rates, severities)
    if options["format_"] == "json":
        text = json.dumps(data, indent=1) + "\n"
    else:
        table = _markdown if options["format_"] == "markdown" else _text
        text = "".join(f"{line}\n" for line in table(rates, severities))
    write_text(options["output"] or "-", text)
    if options["write_floors"]:
        write_text(options["write_floors"], json.dumps(data, indent=1) + "\n")
    if checker.broken:
        code, reason = next(iter(checker.broken.items()))
        raise CopydeskError(f"rule {code} failed: {reason}")
    worse = compare(rates, Path(options["floors"])) if options["floors"] else []
    if options["strict"]:
        worse += [f"{code} is over its bar" for code in rates.over_bar()]
    for line in worse:
        click.echo(f"copydesk: {line}", err=True)
    return int(bool(worse))


def _text(rates: Rates, severities: dict[str, Severity]) -> Iterator[str]:
    over = set(rates.over_bar())
    for code in sorted(severities, key=lambda code: (-rates.flagged[code], code)):
        mark = "  over its bar" if code in over else ""
        share = 100 * rates.share(code)
        yield f"{code}  {severities[code].value:<7}  {rates.flagged[code]:>6}  {share:6.2f} %{mark}"
    yield from _totals(rates)


def _markdown(rates: Rates, severities: dict[str, Severity]) -> Iterator[str]:
    yield "| rule | severity | rows | share |"
    yield "|---|---|---:|---:|"
    for code in sorted(severities):
        share = 100 * rates.share(code)
        yield f"| {code} | {severities[code].value} | {rates.flagged[code]} | {share:.2f} % |"
    yield ""
    yield from _totals(rates)


def _totals(rates: Rates) -> Iterator[str]:
    rows = max(rates.rows, 1)
    yield (
        f"{rates.rows} rows: {100 * rates.with_any / rows:.2f} % with a finding, "
        f"{100 * rates.with_error / rows:.2f} % with an error"
    )
    yield rates.signature
