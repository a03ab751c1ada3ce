"""Plan the learning rate by the clock: short warmup, long stable stretch, decay to zero at a given time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """Warmup in updates, the rest in seconds since the epoch. Source of method: WSD, Hu et al. (2024)."""

    rate: float
    warmup: int
    decay_from: float
    stop_at: float

    def decaying(self, now: float) -> bool:
        """Say whether the decay has begun."""
        return now >= self.decay_from

    def at(self, update: int, now: float) -> float:
        """Return the learning rate; the decay follows 1 - sqrt(progress) (Hägele et al., 2024)."""
        rate = self.rate * min(1.0, (update + 1) / max(1, self.warmup))
        if now <= self.decay_from:
            return rate
        progress = min(1.0, (now - self.decay_from) / max(1.0, self.stop_at - self.decay_from))
        return float(rate * (1.0 - progress**0.5))
