"""Write a glossary to a file in the format of its name."""

from __future__ import annotations

from pathlib import Path

from copydesk.errors import GlossaryError
from copydesk.files import write_bytes
from copydesk.glossary.model import Glossary

# suffix -> format; the formats are the choices of 'glossary convert --to-format'
FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".tbx": "tbx",
    ".xml": "tbx",
    ".xlsx": "xlsx",
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
}


def save_glossary(
    glossary: Glossary, path: str | Path, *, format_name: str = "", style: str = "dca"
) -> list[str]:
    """Write *glossary* to *path* (``-``: standard output) and return what the format could not hold.

    *format_name* is csv, tsv, tbx, xlsx, toml or yaml; by default the file's name decides. *style* is the
    dress of TBX: ``dca`` or ``dct`` (version 3) or ``2`` (version 2). The file is replaced whole or not at
    all. Raises GlossaryError for a name without a known ending, InputError when it cannot be written.
    """
    name = format_name or FORMATS.get(Path(path).suffix.lower(), "")
    if not name:
        known = ", ".join(dict.fromkeys(FORMATS))
        raise GlossaryError("the name does not say the format", where=str(path), remedy=f"end it in {known}")
    data, lost = render_glossary(glossary, name, style=style)
    write_bytes(path, data)
    return lost


def render_glossary(glossary: Glossary, name: str, *, style: str = "dca") -> tuple[bytes, list[str]]:
    """Return the bytes of *glossary* in the format *name*, and what that format cannot hold."""
    if name == "xlsx":
        from copydesk.glossary.formats import xlsx

        return xlsx.write_bytes(glossary)
    if name == "tbx":
        from copydesk.glossary.formats import tbx

        return tbx.write_bytes(glossary, style=style)
    if name == "toml":
        from copydesk.glossary.formats import toml

        text, lost = toml.write_text(glossary)
    elif name == "yaml":
        from copydesk.glossary.formats import yaml

        text, lost = yaml.write_text(glossary)
    else:
        from copydesk.glossary.formats import csv

        text, lost = csv.write_text(glossary, delimiter="\t" if name == "tsv" else ",")
    return text.encode("utf-8"), lost
