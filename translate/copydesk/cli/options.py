"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from copydesk.errors import GlossaryError
from copydesk.glossary.model import Glossary

Function = TypeVar("Function", bound=Callable[..., Any])


def language_options(function: Function) -> Function:
    """Add --from and --to."""
    function = click.option(
        "--to",
        "target_language",
        default="en",
        show_default=True,
        metavar="LANG",
        callback=_read_language,
        help="Target language.",
    )(function)
    return click.option(
        "--from",
        "source_language",
        default="fr",
        show_default=True,
        metavar="LANG",
        callback=_read_language,
        help="Source language.",
    )(function)


def _read_language(ctx: click.Context, parameter: click.Parameter, given: str) -> str:
    """Check that *given* is a language code, and not that of the other side."""
    base, *rest = given.replace("_", "-").split("-")
    if not (given.isascii() and base.isalpha() and len(base) in (2, 3) and all(map(str.isalnum, rest))):
        raise click.BadParameter(f"'{given}' is no language code such as fr, en or pt-BR")
    code = "-".join((base.lower(), *rest))
    other = "target_language" if parameter.name == "source_language" else "source_language"
    if ctx.params.get(other) == code:
        raise click.BadParameter(f"source and target are both '{code}'")
    return code


def glossary_options(function: Function) -> Function:
    """Add -g/--glossary and --no-glossary."""
    function = click.option("--no-glossary", is_flag=True, help="Use no glossary.")(function)
    return click.option(
        "-g",
        "--glossary",
        "glossaries",
        multiple=True,
        metavar="FILE",
        help="A glossary file or the name of a shipped one; repeat to stack, later ones win. "
        "Default: the shipped one for the language pair.",
    )(function)


def load_stack(
    names: Sequence[str], *, none: bool, source_language: str, target_language: str, quiet: bool = False
) -> Glossary | None:
    """Load the glossaries asked for, or the shipped one of the pair; say conflicts on stderr."""
    from copydesk.glossary.formats import load_glossaries
    from copydesk.resources import data_folder

    if none:
        if names:
            raise GlossaryError("--glossary and --no-glossary exclude each other")
        return None
    if not names:
        pair = f"-{source_language}-{target_language}"
        names = sorted(path.stem for path in data_folder("glossaries").glob(f"*{pair}.csv"))
        if not names:
            return None
    glossary, conflicts = load_glossaries(
        names, source_language=source_language, target_language=target_language
    )
    if not quiet:
        for conflict in conflicts:
            click.echo(f"copydesk: glossary: {conflict}", err=True)
    return glossary
