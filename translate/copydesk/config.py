"""Read settings: flag beats environment beats ``copydesk.toml`` beats default.

The nearest ``copydesk.toml`` counts, else the nearest ``pyproject.toml`` with a ``[tool.copydesk]`` table,
walking up from the working folder to the top of the repository. Each command has a table of its own name;
keys are the option names, with dashes or underscores.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from copydesk.errors import SettingsError
from copydesk.files import read_utf8


def find_settings(start: Path) -> Path | None:
    """Return the settings file that holds for *start*, or None."""
    for folder in (start, *start.parents):
        if (own := folder / "copydesk.toml").is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "[tool.copydesk" in project.read_text("utf-8", errors="replace"):
            return project
        if (folder / ".git").exists():
            return None
    return None


def read_settings(path: Path) -> dict[str, Any]:
    """Return the tables of a settings file; raise SettingsError with the place when it is not TOML."""
    import tomllib

    try:
        tables = tomllib.loads(read_utf8(path))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"not valid TOML: {error}", where=str(path)) from None
    except RecursionError:
        raise SettingsError("not valid TOML: nested too deeply", where=str(path)) from None
    if path.name == "pyproject.toml":
        for name in ("tool", "copydesk"):
            tables = tables.get(name, {})
            if not isinstance(tables, dict):
                raise SettingsError(f"'{name}' is not a table", where=str(path))
    return tables


def refuse_unknown(keys: Iterable[str], known: Iterable[str], *, where: str, what: str) -> None:
    """Raise SettingsError for the first of *keys* that is not *known*, naming the nearest one."""
    names = sorted(known)
    for key in keys:
        if key not in names:
            from difflib import get_close_matches

            near = get_close_matches(key, names, 1)
            remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(names)}"
            raise SettingsError(f"unknown {what} '{key}'", where=where, remedy=remedy)


def as_parameters(table: object, known: Iterable[str], *, where: str, name: str) -> dict[str, Any]:
    """Turn the table of one command into Click defaults; keys must be *known* parameter names."""
    if not isinstance(table, dict):
        raise SettingsError(f"[{name}] is not a table", where=where)
    values = {str(key).replace("-", "_"): value for key, value in table.items()}
    refuse_unknown(values, known, where=where, what=f"key in [{name}]")
    return values
