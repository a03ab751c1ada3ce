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
        "--to", "target_language", default="en", show_default=True, metavar="LANG", help="Target language."
    )(function)
    return click.option(
        "--from", "source_language", default="fr", show_default=True, metavar="LANG", help="Source language."
    )(function)


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
