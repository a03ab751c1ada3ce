"""Every error a user can meet.

CopydeskError            anything below; the command line prints it on one line and exits 2
├── InputError           a file, a byte or a row that cannot be used; names the place
├── GlossaryError        a glossary that cannot be loaded; names file, row and column
├── ModelError           a model folder, a conversion or a decode that cannot be used
├── MissingExtraError    a part of copydesk that needs an optional dependency
└── SettingsError        an unknown key or value in a settings file or option
"""

from __future__ import annotations

import re


class CopydeskError(Exception):
    """Say on one line what cannot be done, where, and what to do about it."""

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{visible_name(self.where)}: " if self.where else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return visible_name(place + " ".join(f"{self.message}{remedy}".split()))


class InputError(CopydeskError):
    """Report a file or a row that cannot be read or written."""


class GlossaryError(CopydeskError):
    """Report a glossary that cannot be loaded."""


class ModelError(CopydeskError):
    """Report a model that cannot be found, converted or run."""


class SettingsError(CopydeskError):
    """Report an unknown setting or a value that it cannot take."""


class MissingExtraError(CopydeskError):
    """Name the optional dependency group that a feature needs."""

    def __init__(self, extra: str, *, where: str = "") -> None:
        super().__init__(f"needs: pip install 'copydesk[{extra}]'", where=where)


# control characters, line ends, and bytes of a name that are not UTF-8 (as half character pairs)
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def visible_name(name: str) -> str:
    r"""Give a file's name on one line: ``\n`` for a line end in it, ``\xe9`` for a byte that is not UTF-8."""
    return _INVISIBLE.sub(_escape, name)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
