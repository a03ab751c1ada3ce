"""Keep several processes on one model: averaged parameters on CPUs, averaged gradients on GPUs."""

from __future__ import annotations

import time

import torch
import torch.distributed as distributed
from torch import Tensor

from training.transformer import Marian


class Averager:
    """Average parameters over processes every few seconds, weighted by the updates each has made.

    The clock, not a count of updates, says when: a process that gets less of a busy core then makes fewer
    updates
    between two averages instead of holding up the others. Source of method: local SGD, Stich (2019).
    With `gradients` every update averages gradients (data parallel training) and `share` only exchanges
    flags, after
    a fixed number of updates so that all processes agree.
    """

    def __init__(self, model: Marian, processes: int, every: float, gradients: bool = False) -> None:
        self.model, self.processes, self.every, self.gradients = model, processes, every, gradients
        self.updates = 0
        self.deadline = time.time() + every

    @property
    def due(self) -> bool:
        """Say whether it is time to share."""
        if self.gradients:
            return self.updates >= 20
        return self.processes == 1 or time.time() >= self.deadline

    def average_gradient(self, gradient: Tensor) -> None:
        """Replace a gradient by its mean over processes (only with `gradients`)."""
        if self.gradients and self.processes > 1:
            distributed.all_reduce(gradient)
            gradient /= self.processes

    def share(self, sums: Tensor) -> Tensor:
        """Average the master weights when they may differ; return `sums` added up over processes."""
        if self.processes == 1:
            self.updates = 0
            return sums
        if self.gradients:
            total = sums.to(self.model.device)
            distributed.all_reduce(total)
            self.updates = 0
            return total.cpu()
        master = self.model.master
        weight = torch.tensor([float(self.updates)])
        packed = torch.cat([master * weight, weight, sums])
        distributed.all_reduce(packed)
        count = packed[master.numel()].clamp_min(1.0)
        master.copy_(packed[: master.numel()] / count)
        self.model.refresh()
        self.updates = 0
        self.deadline = time.time() + self.every
        return packed[master.numel() + 1 :]

    def together(self, wish: bool) -> bool:
        """Let process 0 decide for all."""
        if self.processes == 1:
            return wish
        first = distributed.get_rank() == 0
        vote = torch.tensor([1.0 if wish and first else 0.0], device=self.model.device)
        distributed.all_reduce(vote)
        return bool(vote.item() > 0)
