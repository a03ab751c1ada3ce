"""English."""

from copydesk.languages.language import Language

LANGUAGE = Language("en", "English")
