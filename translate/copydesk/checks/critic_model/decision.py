"""The calibrated decision: a logistic detector for each kind of fault, kept beside the model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from typing import Any

from copydesk.checks.critic_model.evidence import MEASURES
from copydesk.errors import ModelError

FILE = "critic.json"
KINDS = ("sentence", "substitution", "omission", "addition")
_SCHEMA = 1
# how much surer (in log-odds) a detector must be of a model that it was not calibrated for
_STRANGER = 2.0


@dataclass(frozen=True, slots=True)
class Detector:
    """Hold the weights of one kind of fault; a pair is reported when its log-odds pass *threshold*."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def log_odds(self, row: Sequence[float]) -> float:
        """Weigh the measures of one pair."""
        return self.bias + sum(w * value for w, value in zip(self.weights, row, strict=True))


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold the detectors and for which weights (*digest*) they were calibrated; *measured* says how well."""

    digest: str
    detectors: dict[str, Detector]
    measured: dict[str, Any] = field(default_factory=dict)
    calibrated: bool = True

    def decide(self, row: Sequence[float]) -> list[tuple[str, float]]:
        """List the kinds of fault that are reported, surest first, each with a confidence of 0 to 1.

        Where the sentence as a whole is off, nothing is said of its words.
        """
        found = []
        for kind, detector in self.detectors.items():
            odds = detector.log_odds(row)
            if odds > detector.threshold:
                found.append((kind, odds - detector.threshold))
        found.sort(key=lambda item: -item[1])
        if any(kind == "sentence" for kind, _ in found):
            found = [item for item in found if item[0] == "sentence"]
        return [(kind, round(1 / (1 + exp(-min(margin, 30.0))), 2)) for kind, margin in found]

    def for_stranger(self) -> Decision:
        """Give the same detectors, more careful, for a model that they were not calibrated for."""
        careful = {
            kind: Detector(detector.weights, detector.bias, detector.threshold + _STRANGER)
            for kind, detector in self.detectors.items()
        }
        return Decision(self.digest, careful, calibrated=False)

    def as_data(self) -> dict[str, Any]:
        """Give the contents of ``critic.json``."""
        return {
            "schema": _SCHEMA,
            "digest": self.digest,
            "measured": self.measured,
            "measures": list(MEASURES),
            "detectors": {
                kind: {
                    "weights": [round(weight, 5) for weight in detector.weights],
                    "bias": round(detector.bias, 5),
                    "threshold": round(detector.threshold, 5),
                }
                for kind, detector in self.detectors.items()
            },
        }


def read_decision(path: Path) -> Decision:
    """Read ``critic.json``; raise ModelError where it is broken or was made for other measures."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != _SCHEMA or tuple(data["measures"]) != MEASURES:
            raise ValueError("it was made by another version")
        detectors = {
            str(kind): Detector(
                tuple(map(float, given["weights"])), float(given["bias"]), float(given["threshold"])
            )
            for kind, given in data["detectors"].items()
        }
        if set(detectors) - set(KINDS) or any(len(d.weights) != len(MEASURES) for d in detectors.values()):
            raise ValueError("its detectors are not the known ones")
        return Decision(str(data["digest"]), detectors, dict(data.get("measured", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"is no calibration of the critic ({error})",
            where=str(path),
            remedy="make it again with benchmarks/critic.py",
        ) from None
