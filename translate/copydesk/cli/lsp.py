"""``copydesk lsp``: the language server, for editors to start."""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.errors import MissingExtraError


@click.command("lsp")
@click.option(
    "--delay",
    type=click.FloatRange(0, 60),
    default=0.3,
    show_default=True,
    metavar="SECONDS",
    help="Check when the text has been left alone for so long.",
)
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as it always does.")
@click.pass_context
def command(ctx: click.Context, delay: float, stdio: bool) -> int:
    """Show findings in an editor as one types: a language server, which the editor starts.

    A draft is checked as 'copydesk check' does, with the [check] table of the settings file that holds for
    the draft's folder. Its source is the one that the [sources] table names, else story.fr.txt beside
    story.en.txt. See docs/editors.md.
    """
    try:
        from copydesk.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise MissingExtraError("lsp", where="lsp") from None

    root = ctx.find_root().params
    config = root.get("config")
    return serve(Path(config) if config else None, isolated=bool(root.get("isolated")), delay=delay)
