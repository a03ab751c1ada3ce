"""Make the settings file's table of a command its defaults, and refuse values that are empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from copydesk.errors import SettingsError

#: further tables that a settings file may hold
OTHER_TABLES = ("ignores", "sources")
# what an option's metavar says when its value names a file
_FILES = ("FILE", "FOLDER", "NAME|FOLDER")


def command_defaults(
    path: Path, name: str, command: click.Command, commands: Iterable[str]
) -> dict[str, Any] | None:
    """Return the defaults that the settings file *path* gives the *command* called *name*, None for none.

    Keys are the names of the options, with dashes or underscores; a file named in a table is looked for
    beside the settings file first. Raises SettingsError for an unknown table or key, naming the nearest.
    """
    from copydesk.config import as_parameters, read_settings, refuse_unknown

    tables = read_settings(path)
    for key, value in tables.items():
        if not isinstance(value, dict) and key not in OTHER_TABLES:
            raise SettingsError(
                f"'{key}' stands outside a table",
                where=str(path),
                remedy=f"put it below the command it is for, such as [{name}]",
            )
    refuse_unknown(tables, [*commands, *OTHER_TABLES], where=str(path), what="table")
    if name not in tables:
        return None
    if isinstance(command, click.Group):
        raise SettingsError(
            f"[{name}] can hold no settings", where=str(path), remedy="give its options on the command line"
        )
    parameters = _by_key(command)
    given = as_parameters(tables[name], parameters, where=str(path), name=name)
    return {
        str(parameters[key].name): _as_given(value, parameters[key], path, f"'{key}' in [{name}]")
        for key, value in given.items()
    }


def _by_key(command: click.Command) -> dict[str, click.Option]:
    """Map the keys that a table may hold, the names of the options, to the options."""
    known: dict[str, click.Option] = {}
    for parameter in command.params:
        for option in parameter.opts:
            if isinstance(parameter, click.Option) and option.startswith("--") and option != "--help":
                known[option[2:].replace("-", "_")] = parameter
    return known


def _as_given(value: Any, parameter: click.Option, settings: Path, key: str) -> Any:
    values = value if parameter.multiple and isinstance(value, list) else [value]
    values = [one.isoformat() if isinstance(one, date) else one for one in values]  # TOML has dates
    wanted, what = _kind_of(parameter)
    for one in values:
        # a truth value is a whole number in Python, and in no settings file
        if not isinstance(one, wanted) or (isinstance(one, bool) and bool not in wanted):
            several = ", or a list of them" if parameter.multiple else ""
            raise SettingsError(f"{key} is not {what}{several}", where=str(settings))
    found = [_beside(one, parameter, settings.parent) for one in values]
    return found if parameter.multiple else found[0]


def _kind_of(parameter: click.Option) -> tuple[tuple[type, ...], str]:
    if parameter.is_flag:
        return (bool,), "true or false"
    if isinstance(parameter.type, click.types.FloatRange | click.types.FloatParamType):
        return (int, float), "a number"
    if isinstance(parameter.type, click.types.IntRange | click.types.IntParamType):
        return (int,), "a whole number"
    return (str,), "a string"


def _beside(value: Any, parameter: click.Parameter, folder: Path) -> Any:
    """Find a file that a table names beside the settings file, wherever the command is run."""
    if isinstance(value, str) and parameter.metavar in _FILES and (folder / value).exists() and value:
        return str(folder / value)
    return value


def refuse_empty(ctx: click.Context) -> None:
    """Raise SettingsError for the first option that was given with nothing in it (``--ignore ''``)."""
    for parameter in ctx.command.params:
        value = ctx.params.get(parameter.name or "")
        values = value if isinstance(value, (tuple, list)) else (value,)
        if any(isinstance(one, str) and not one.strip(" \t\r\n,") for one in values):
            what = parameter.opts[-1] if isinstance(parameter, click.Option) else "a file's name"
            codes = parameter.metavar == "CODES"
            raise SettingsError(
                "names no rule" if codes else "is empty",
                where=what,
                remedy=f"give {'codes' if codes else 'a value'}, or leave it out",
            )
