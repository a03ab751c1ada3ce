"""``copydesk check``: drafts in, findings out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from copydesk.cli.options import glossary_options, language_options
from copydesk.cli.settings import refuse_empty
from copydesk.errors import SettingsError
from copydesk.findings import Severity
from copydesk.report.formats import FORMATS

_SEVERITIES = [severity.value for severity in Severity]


@click.command("check")
@click.argument("drafts", nargs=-1, metavar="DRAFT...")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="FILE",
    help="The source of the draft; repeat for several drafts, in the same order.",
)
@click.option(
    "--pairs",
    metavar="FILE.jsonl",
    help='Check a corpus instead: rows {"id", "target"} with an optional "source", each a sentence.',
)
@language_options
@glossary_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    help="Output format. [default: text; with --pairs jsonl]",
)
@click.option(
    "-o", "--output", metavar="FILE", help="Write the findings (or the patch) here instead of stdout."
)
@click.option("--select", multiple=True, metavar="CODES", help="Run these rules only (codes or prefixes).")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out (codes or prefixes).")
@click.option("--preview", is_flag=True, help="Run the rules in preview as well.")
@click.option(
    "--critic",
    is_flag=True,
    help="Let the translation model judge the draft as well (rules CRI); needs the source.",
)
@click.option(
    "--model",
    metavar="NAME|FOLDER",
    envvar="COPYDESK_MODEL",
    show_envvar=True,
    help="With --critic: the MarianMT model. [default: the bundled one]",
)
@click.option(
    "--min-severity", type=click.Choice(_SEVERITIES), default="note", help="Show nothing below this severity."
)
@click.option("--fix", is_flag=True, help="Apply the safe fixes to the drafts, then report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: apply the other fixes as well.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, change nothing.")
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="note",
    show_default=True,
    help="Exit 1 when a finding of this severity or above stands.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option(
    "--statistics", is_flag=True, help="Show counts by rule instead of findings (text, json or jsonl)."
)
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Lay the word lists in this folder (acronyms.tsv, places.tsv, names.tsv) over the shipped ones.",
)
@click.option("--baseline", metavar="FILE", help="Leave out what stands in this baseline.")
@click.option("--write-baseline", metavar="FILE", help="Write all that is found into a baseline, and exit 0.")
@click.option(
    "--since", metavar="FILE", help="Leave out what already stood in this earlier version of the draft."
)
@click.option(
    "--write-ignores",
    metavar="REASON",
    help="Write all that is shown into DRAFT.ignores.toml with this reason, and exit 0.",
)
@click.option("--encoding", metavar="NAME", help="Encoding of drafts and sources. [default: UTF-8]")
@click.option("--stdin-filename", metavar="NAME", help="Name (and so format) of the draft read from '-'.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say how the drafts were checked, and which rules were not run."
)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Check drafts for translation slips, with or without the source.

    DRAFT is plain text, an HTML page, Markdown or .jsonl; - is standard input. Without --source the rules
    that compare with the French are left out, and the report says which.

    What an editor has settled is left out: entries in DRAFT.ignores.toml, in a baseline, or rules switched
    off for a path in the [ignores] table of copydesk.toml.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 something could not be read or run.
    """
    refuse_empty(ctx)
    typed = [name for name in options if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if "model" in typed and not options["critic"]:
        raise SettingsError("--model is for --critic", remedy="add --critic, or leave it out")
    options["critic_asked"] = "critic" in typed
    if options["pairs"] is not None:
        from copydesk.cli.check_corpus import CorpusRun

        return CorpusRun(options).run()
    from copydesk.cli.check_drafts import DraftsRun

    root = ctx.find_root().params
    return DraftsRun(options, config=root.get("config"), isolated=bool(root.get("isolated"))).run()
