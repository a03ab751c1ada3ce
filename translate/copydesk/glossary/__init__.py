"""The term base: its model, its file formats, matching and linting."""

from copydesk.glossary.model import Case, Glossary, Kind, Term

__all__ = ["Case", "Glossary", "Kind", "Term"]
