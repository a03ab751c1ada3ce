"""French."""

from copydesk.languages.language import Language

LANGUAGE = Language(
    "fr", "French", elisions=frozenset("l d qu n s j c m t jusqu lorsqu puisqu quoiqu".split())
)
