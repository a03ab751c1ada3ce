"""The copydesk command: a group that loads a command's module only when it is asked for."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from copydesk import __version__
from copydesk.errors import CopydeskError

# command -> (module below copydesk.cli, one line for --help without importing the module)
COMMANDS: dict[str, tuple[str, str]] = {
    "translate": ("translate", "Translate articles, with the glossary enforced and proved."),
    "check": ("check", "Check a draft for translation slips, with or without its source."),
    "explain": ("explain", "Explain a rule: what it does, why, its examples and measured rates."),
    "glossary": ("glossary", "Look after glossary files."),
    "models": ("models", "List, show, pull and convert translation models."),
}


class LazyGroup(click.Group):
    """Import a command's module on first use, so that start-up stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"copydesk.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"copydesk {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Translate French newsroom copy to English under a house glossary, and check drafts for slips.

    Exit codes: 0 nothing to report, 1 findings (or, with --strict, a term missing), 2 could not run.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def run() -> None:
    """Run the command line and turn every outcome into a documented exit code."""
    try:
        code = main.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        click.echo("copydesk: interrupted", err=True)
        _leave(130)
    except click.ClickException as error:
        error.show()
        _leave(2)
    except CopydeskError as error:
        click.echo(f"copydesk: {error}", err=True)
        _leave(2)
    except BrokenPipeError:
        # the reader has gone: not an error of ours, and nothing more can be printed
        _silence_stdout()
        _leave(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"copydesk: {place}{error.strerror or error}", err=True)
        _leave(2)
    except MemoryError:
        click.echo("copydesk: out of memory; give the input in smaller files", err=True)
        _leave(2)
    except Exception as error:  # a defect of ours: still no traceback, still exit 2
        if os.environ.get("COPYDESK_DEBUG"):
            raise
        click.echo(
            f"copydesk: internal error: {type(error).__name__}: {error}; "
            "set COPYDESK_DEBUG=1 for details and report it",
            err=True,
        )
        _leave(2)
    _leave(code if isinstance(code, int) else 0)


def _leave(code: int) -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
    sys.exit(code)


def _silence_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
