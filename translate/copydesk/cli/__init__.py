"""The copydesk command: a group that loads a command's module only when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click
from click.core import ParameterSource

from copydesk import __version__
from copydesk.cli.interrupt import EXIT_CODE, end_promptly
from copydesk.errors import CopydeskError, visible_name

# command -> (module below copydesk.cli, one line for --help without importing the module)
COMMANDS: dict[str, tuple[str, str]] = {
    "translate": ("translate", "Translate articles, with the glossary enforced and proved."),
    "check": ("check", "Check a draft for translation slips, with or without its source."),
    "explain": ("explain", "Explain a rule: what it does, why, its examples and measured rates."),
    "rates": ("rates", "Measure how often each rule speaks on edited copy."),
    "glossary": ("glossary", "Look after glossary files."),
    "evaluate": ("evaluate", "Score translations: BLEU, chrF2, TER, significance, term accuracy."),
    "models": ("models", "List, show, pull and convert translation models."),
    "lsp": ("lsp", "Show findings in an editor as one types (a language server)."),
}

#: the key under which a call remembers the settings file that it read
SETTINGS = "copydesk.settings"


class LazyGroup(click.Group):
    """Import a command's module on first use, so that start-up stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"copydesk.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        command.name = cmd_name
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            name, command, rest = super().resolve_command(ctx, args)
        except click.UsageError:
            from difflib import get_close_matches

            if near := get_close_matches(args[0], COMMANDS, 1):
                ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
            raise
        if command is not None and name is not None:
            _apply_settings(ctx, name, command)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _apply_settings(ctx: click.Context, name: str, command: click.Command) -> None:
    """Make the settings file's table for this command its defaults."""
    from copydesk.config import find_settings

    if ctx.params.get("isolated"):
        return
    given = ctx.params.get("config")
    path = Path(given) if given else find_settings(Path.cwd())
    if path is None:
        return
    from copydesk.cli.settings import command_defaults

    if (defaults := command_defaults(path, name, command, COMMANDS)) is not None:
        ctx.default_map = {name: defaults}
        ctx.meta[SETTINGS] = visible_name(str(path))


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
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False),
    envvar="COPYDESK_CONFIG",
    show_envvar=True,
    help="Read settings from this file instead of the nearest copydesk.toml.",
)
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.pass_context
def main(ctx: click.Context, config: str | None, isolated: bool) -> None:
    """Translate French newsroom copy to English under a house glossary, and check drafts for slips.

    Exit codes: 0 nothing to report, 1 findings (or, with --strict, a term missing), 2 could not run.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def run() -> None:
    """Run the command line and turn every outcome into a documented exit code."""
    _open_missing_streams()
    end_promptly()
    try:
        code = main.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        _leave(EXIT_CODE, "interrupted")
    except click.exceptions.NoArgsIsHelpError as error:
        # a group called by its bare name: its help, which is no single line
        click.echo(error.format_message(), err=True)
        _leave(2)
    except click.UsageError as error:
        _refuse(error)
    except click.ClickException as error:
        _leave(2, error.format_message())
    except CopydeskError as error:
        _leave(2, str(error))
    except BrokenPipeError:
        # the reader has gone: not an error of ours, and nothing more can be printed
        _silence_stdout()
        _leave(0)
    except OSError as error:
        _leave(2, f"{error.filename or 'standard output'}: {(error.strerror or str(error)).lower()}")
    except MemoryError:
        _leave(2, "out of memory; give the input in smaller files")
    except RecursionError:
        _leave(2, "the input is nested too deeply; give a flatter one")
    except Exception as error:  # a defect of ours: still no traceback, still exit 2
        if os.environ.get("COPYDESK_DEBUG"):
            raise
        _leave(
            2,
            f"internal error: {type(error).__name__}: {error}; "
            "set COPYDESK_DEBUG=1 for details and report it",
        )
    _leave(code if isinstance(code, int) else 0)


def _refuse(error: click.UsageError) -> NoReturn:
    """Say what is wrong with the command line, or with the settings file where the value stands there."""
    path = error.ctx.command_path if error.ctx else "copydesk"
    message = " ".join(error.format_message().split()).rstrip(".")
    if isinstance(error, click.BadParameter) and error.ctx and error.param:
        settings = error.ctx.meta.get(SETTINGS)
        if settings and error.ctx.get_parameter_source(error.param.name or "") is ParameterSource.DEFAULT_MAP:
            _leave(2, f"{settings}: {message}; correct it there, or give the option")
    _leave(2, f"{message}{' Try' if message.endswith('?') else '; try'}: {path} --help", who=path)


def _leave(code: int, message: str = "", *, who: str = "copydesk") -> NoReturn:
    if message:
        click.echo(f"{who}: {' '.join(message.split())}", err=True)
    gc.freeze()  # the process ends: there is nothing to be gained from looking for garbage once more
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
    except OSError as error:
        # what was printed last did not fit: say so once, and keep the interpreter from trying again
        _silence_stdout()
        if code != 2:
            click.echo(f"copydesk: standard output: {(error.strerror or '').lower()}", err=True)
        code = 2
    sys.exit(code)


def _open_missing_streams() -> None:
    """Give a process that was started with closed streams (``>&-``) empty ones."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w"))  # noqa: SIM115


def _silence_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
