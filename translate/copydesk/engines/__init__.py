"""Translation engines: one protocol, two implementations of the same MarianMT checkpoint."""

from copydesk.engines.protocol import Engine, Hypothesis, Prepared, Result

__all__ = ["Engine", "Hypothesis", "Prepared", "Result"]
