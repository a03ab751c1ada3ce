"""Find the data that travels with copydesk, in an installed wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

from copydesk.errors import CopydeskError


def files(package: str) -> Path:
    """Return the folder of *package*, one of copydesk's own.

    ``importlib.resources`` does this for packages in archives as well, and takes a tenth of a short run.
    """
    return Path(__file__).parent.joinpath(*package.split(".")[1:])


def data_folder(kind: str) -> Path:
    """Return the folder of shipped data named *kind* (``glossaries``, ``corpora``, ``models``, ...).

    A wheel holds every kind inside the package; a checkout holds ``glossaries`` and ``corpora`` at its
    top level. Raises CopydeskError when neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / kind, package.parent.parent / kind):
        if folder.is_dir():
            return folder
    raise CopydeskError(
        f"the folder '{kind}' is not where copydesk is installed",
        remedy="the installation is incomplete: install copydesk again",
    )
