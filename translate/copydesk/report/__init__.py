"""Show findings: one module a format, each a generator of lines from a Report."""

from copydesk.report.formats import FORMATS, render

__all__ = ["FORMATS", "render"]
