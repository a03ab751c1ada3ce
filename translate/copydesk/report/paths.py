"""Name files as services do that match findings to a repository: by their path from the working folder."""

from __future__ import annotations

from pathlib import Path


def path_from_here(name: str) -> str:
    """Give the path of *name* from the working folder, with slashes, where it lies below; else *name*."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return name if name == "-" else path.as_posix()
