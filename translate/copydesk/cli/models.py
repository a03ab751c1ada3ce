"""The command ``copydesk models``: see which translation models are at hand, fetch and convert others."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.errors import CopydeskError

if TYPE_CHECKING:
    from copydesk.engines.folder import ModelFolder

_format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)


@click.group(name="models")
def command() -> None:
    """List, show, pull and convert translation models.

    A model is any MarianMT checkpoint: the bundled one, a folder, or a name on the Hugging Face hub that was
    pulled before.
    """


@command.command(name="list")
@_format_option
def list_command(format_: str) -> None:
    """List the models at hand: bundled, pulled, and conversions in the cache."""
    from copydesk.engines.store import list_models

    rows: list[dict[str, Any]] = [
        {"name": name, "kind": kind, "bytes": _size(folder), "path": str(folder)}
        for name, kind, folder in list_models()
    ]
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max((len(str(row["name"])) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['name']:<{width}}  {row['kind']:<9}  {_megabytes(row['bytes'])}  {row['path']}")
    if not rows:
        click.echo("copydesk: no models on this machine; try: copydesk models pull NAME", err=True)


@command.command()
@click.argument("model", required=False, metavar="[MODEL]")
@_format_option
@click.pass_context
def info(ctx: click.Context, model: str | None, format_: str) -> None:
    """Show what is known of MODEL, or of the model that is set up for ``translate``.

    MODEL is a name or a folder. ctranslate2 is the folder of its converted form (none before the first use
    or conversion), engine what it runs on.
    """
    from copydesk.engines.store import find_model

    if model is not None:
        found = find_model(model, "", "")
    else:
        settings = _translate_settings(ctx)
        found = find_model(
            os.environ.get("COPYDESK_MODEL") or settings.get("model"),
            settings.get("source_language", "fr"),
            settings.get("target_language", "en"),
        )
    facts = _describe(found)
    if format_ == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    shown = dict(facts, languages=" to ".join(filter(None, found.languages)) or "unknown")
    shown["bytes"] = _megabytes(facts["bytes"]).strip()
    if facts["self_test"]:
        shown["self_test"] = ", ".join(f"{key} {value}" for key, value in facts["self_test"].items())
    width = max(map(len, shown))
    for key, value in shown.items():
        click.echo(f"{key:<{width}}  {_said(value)}")


@command.command()
@click.argument("name")
@click.option("--revision", metavar="REV", help="Branch, tag or commit. [default: the newest]")
def pull(name: str, revision: str | None) -> None:
    """Fetch the MarianMT model NAME (OWNER/NAME) from the Hugging Face hub, and convert it.

    The only command that uses the network. Prints the folder.
    """
    from copydesk.engines.convert import convert
    from copydesk.engines.pull import pull_model
    from copydesk.engines.transformers import require_marian

    found = pull_model(name, revision=revision)
    require_marian(name)
    click.echo(f"copydesk: converting {name}", err=True)
    try:
        convert(found)
    finally:
        click.echo(str(found.path))


@command.command(name="convert")
@click.argument("model", metavar="FOLDER|NAME")
@click.option("-o", "--output", metavar="FOLDER", help="Write the converted model here. [default: the cache]")
def convert_command(model: str, output: str | None) -> None:
    """Convert a MarianMT checkpoint to CTranslate2 and test that both forms agree.

    Prints the converted folder. ``translate`` converts by itself when it must.
    """
    from copydesk.engines.convert import convert
    from copydesk.engines.store import find_model

    click.echo(str(convert(find_model(model, "", ""), Path(output) if output else None)))


def _describe(model: ModelFolder) -> dict[str, Any]:
    from copydesk.engines.folder import read_facts
    from copydesk.engines.store import attention_source, converted_folder

    converted = converted_folder(model)
    facts = read_facts(converted) if converted else {}
    head = model.head or facts.get("head")
    return {
        "name": model.name,
        "path": str(model.path),
        "form": model.form,
        "ctranslate2": str(converted) if converted else None,
        "engine": f"ctranslate2-{facts.get('compute_type', 'int8')}" if converted else "transformers",
        "digest": model.digest,
        "signature": model.signature,
        "languages": list(model.languages),
        "licence": model.licence or None,
        "inline_terms": model.inline_terms,
        "alignment_head": list(head) if head else None,
        "attention_from": attention_source(model),
        "longest_source": model.max_positions - 2,
        "comfortable_source": model.comfortable_pieces or None,
        "stored_as": facts.get("quantization"),
        "self_test": facts.get("self_test"),
        "bytes": _size(model.path),
    }


def _translate_settings(ctx: click.Context) -> dict[str, Any]:
    """Read the [translate] table that ``copydesk translate`` would use here."""
    from copydesk.config import find_settings, read_settings

    params = ctx.find_root().params
    if params.get("isolated"):
        return {}
    given = params.get("config")
    path = Path(given) if given else find_settings(Path.cwd())
    table = read_settings(path).get("translate", {}) if path else {}
    if not isinstance(table, dict):
        raise CopydeskError("[translate] is not a table", where=str(path))
    return {str(key).replace("-", "_"): value for key, value in table.items()}


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _megabytes(count: int) -> str:
    return f"{count / 1e6:8.1f} MB"


def _said(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)
