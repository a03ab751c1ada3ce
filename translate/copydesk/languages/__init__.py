"""Language knowledge, one module a language; the flow asks for it by code and never names a language."""

from copydesk.languages.language import Language, get_language

__all__ = ["Language", "get_language"]
