"""Know the source of a draft by its name: the table ``[sources]`` of a settings file, or a file beside it."""

from __future__ import annotations

import os.path
import re
from dataclasses import dataclass
from pathlib import Path

from copydesk.errors import SettingsError


@dataclass(frozen=True, slots=True)
class SourceRule:
    """Say where the sources of some drafts are: ``"desk/*.en.txt" = "wire/*.fr.txt"``.

    Both are paths from *folder*. What a ``*`` of *drafts* stands for (anything but a slash) is put in the
    place of the star of the same number in *sources*.
    """

    drafts: str
    sources: str
    folder: Path

    def source_of(self, draft: Path) -> Path | None:
        """Name the source of *draft*, whether or not there is such a file; None for another draft."""
        try:
            name = draft.absolute().relative_to(self.folder).as_posix()
        except ValueError:
            return None
        parts = [re.escape(part) for part in self.drafts.split("*")]
        found = re.fullmatch("([^/]*)".join(parts), name)
        if found is None:
            return None
        kept, *rest = self.sources.split("*")
        for words, part in zip(found.groups(), rest, strict=False):
            kept += words + part
        return Path(os.path.normpath(self.folder / kept))


def read_source_rules(settings: Path) -> list[SourceRule]:
    """Read the table ``[sources]`` of a settings file; raise SettingsError for anything else."""
    from copydesk.config import read_settings

    table = read_settings(settings).get("sources", {})
    if not isinstance(table, dict):
        raise SettingsError("[sources] is not a table", where=str(settings))
    rules: list[SourceRule] = []
    for drafts, sources in table.items():
        if not isinstance(sources, str) or not sources.strip():
            raise SettingsError(
                f"'{drafts}' in [sources] is not given a pattern",
                where=str(settings),
                remedy='write "*.en.txt" = "*.fr.txt"',
            )
        if sources.count("*") > drafts.count("*"):
            raise SettingsError(
                f"'{sources}' in [sources] has more stars than '{drafts}'",
                where=str(settings),
                remedy="give each star of the source one in the draft",
            )
        rules.append(SourceRule(drafts, sources, settings.parent.absolute()))
    return rules


def source_beside(draft: Path, source_language: str, target_language: str) -> Path | None:
    """Name ``story.fr.txt`` for ``story.en.txt``, where there is such a file."""
    stem, dot, language = draft.stem.rpartition(".")
    if not dot or language.lower() != target_language.lower():
        return None
    beside = draft.with_name(f"{stem}.{source_language}{draft.suffix}")
    return beside if beside.is_file() else None


def is_source_name(name: Path, source_language: str) -> bool:
    """Say whether a file calls itself a source, as ``story.fr.txt`` does."""
    return name.stem.lower().endswith(f".{source_language.lower()}")
