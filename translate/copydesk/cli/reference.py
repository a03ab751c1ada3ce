"""Write the command reference from the commands themselves: ``python -m copydesk.cli.reference FILE``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from copydesk.cli import main

_HEAD = """# Commands

Every command's own help, generated from the code by `python -m copydesk.cli.reference docs/commands.md`.
A test holds that this page is up to date.
"""


def render_reference() -> str:
    """Return the help of every command as one Markdown page."""
    parts = [_HEAD]
    for path, text in _helps(main, "copydesk"):
        parts.append(f"## {path}\n\n```text\n{text.rstrip()}\n```\n")
    return "\n".join(parts)


def _helps(
    command: click.Command, path: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    # a fixed width, so that the page does not depend on the terminal
    with click.Context(command, info_name=path.split()[-1], parent=parent, terminal_width=100) as ctx:
        yield path, command.get_help(ctx)
        if isinstance(command, click.Group):
            for name in command.list_commands(ctx):
                child = command.get_command(ctx, name)
                if child is not None and not child.hidden:
                    yield from _helps(child, f"{path} {name}", ctx)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_reference(), encoding="utf-8")
