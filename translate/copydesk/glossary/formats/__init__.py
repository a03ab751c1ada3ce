"""Glossary files: one module a format, chosen by the file's name; all of them yield the same terms."""

from copydesk.glossary.formats.loading import load_glossaries, load_glossary, read_glossary
from copydesk.glossary.formats.saving import save_glossary

__all__ = ["load_glossaries", "load_glossary", "read_glossary", "save_glossary"]
