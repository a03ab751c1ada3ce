"""Plan the learning rate by the clock: short warmup, stable stretch, decay to zero at a given time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """Warmup in updates, the rest in seconds since the epoch; the rate falls by 1 - progress ** power.

    Power 0.5 suits a short decay after a long stable stretch (WSD, Hu et al. 2024; Hägele et al. 2024), 1
    a decay that takes most of the run (Bergsma et al. 2025). From `last_from` on, the last mix is trained on.
    """

    rate: float
    warmup: int
    decay_from: float
    last_from: float
    stop_at: float
    power: float = 0.5

    def decaying(self, now: float) -> bool:
        """Say whether the decay has begun."""
        return now >= self.decay_from

    def last(self, now: float) -> bool:
        """Say whether the last stretch has begun."""
        return now >= self.last_from

    def at(self, update: int, now: float) -> float:
        """Return the learning rate of one update."""
        rate = self.rate * min(1.0, (update + 1) / max(1, self.warmup))
        if now <= self.decay_from:
            return rate
        progress = min(1.0, (now - self.decay_from) / max(1.0, self.stop_at - self.decay_from))
        return float(rate * (1.0 - progress**self.power))
