"""Translate French newsroom copy to English under a house glossary, and check drafts for slips."""

__version__ = "0.1.0"
