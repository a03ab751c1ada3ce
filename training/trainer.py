"""Train by the clock, in one process or several, and leave checkpoints a later run can go on from."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import torch
import torch.distributed as distributed
from safetensors.torch import load_file
from torch.multiprocessing.spawn import spawn

from training.averager import Averager
from training.batches import Batches, ahead
from training.checkpoints import latest_checkpoint, load_checkpoint, prune, save_checkpoint
from training.marian_weights import initialise, load_state, shape_of
from training.schedule import Schedule
from training.shards import read_shard
from training.transformer import Batch, Marian
from training.vocabulary import CLOSE, OPEN


@dataclass(slots=True)
class Plan:
    """What a run is told; `stop_at` is seconds since the epoch, other times are seconds, paths are strings.

    `start` is a checkpoint to go on from when `out` has none; without either the base folder's weights are
    taken, or random ones. `pieces` is target pieces an update and process.
    """

    base: str
    shards: str
    out: str
    stop_at: float
    decay_seconds: float
    last_seconds: float
    mix: dict[str, float]
    last_mix: dict[str, float]
    start: str = ""
    copy_to: str = ""
    rate: float = 1e-3
    decay_power: float = 0.5
    warmup: int = 150
    pieces: int = 3000
    rows: int = 400
    smoothing: float = 0.1
    guide: float = 0.15
    term_weight: float = 1.0
    clip: float = 1.0
    processes: int = 1
    average_every: float = 8.0
    report_every: float = 60.0
    checkpoint_every: float = 480.0
    evaluate_every: float = 1080.0
    evaluate: list[str] = field(default_factory=list)
    seed: int = 1
    device: str = "cpu"
    precision: str = "bfloat16"
    nice: int = 0


def train(plan: Plan) -> None:
    """Run the plan to its end in `plan.processes` processes.

    SIGTERM or SIGINT saves a checkpoint and ends the run early; a second one ends it at once.
    """
    Path(plan.out).mkdir(parents=True, exist_ok=True)
    if plan.processes == 1:
        _work(0, plan, "")
        return
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        run = spawn(_work, args=(plan, store), nprocs=plan.processes, join=False)  # type: ignore[no-untyped-call]

        def pass_on() -> None:
            for process in run.processes:
                process.terminate()

        with _on_signal(pass_on):
            while not run.join():
                pass


@contextlib.contextmanager
def _on_signal(act: Callable[[], None]) -> Iterator[None]:
    """Act on the first SIGTERM or SIGINT instead of ending; the next one ends the process as usual."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, frame: FrameType | None) -> None:
        for each, handler in before.items():
            signal.signal(each, handler)
        act()

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def give_back_memory() -> None:
    """Return free heap pages to the system; batches of many shapes leave the heap of glibc full of holes."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _work(rank: int, plan: Plan, store: str) -> None:
    if plan.device == "cpu":  # two threads are hardly faster and collapse beside any other work
        torch.set_num_threads(1)
    if plan.nice:
        os.nice(plan.nice)
    if store:
        backend = "nccl" if plan.device == "cuda" else "gloo"
        if plan.device == "cuda":
            torch.cuda.set_device(rank)
        distributed.init_process_group(backend, f"file://{store}", rank=rank, world_size=plan.processes)
    try:
        worker = _Worker(rank, plan)
        with _on_signal(worker.stop):
            worker.run()
    finally:
        if store:
            distributed.destroy_process_group()


def _read_marks(path: Path) -> tuple[int, int] | None:
    """Return the ids of the marks around terms, or None where the vocabulary has none."""
    ids = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return (ids[OPEN], ids[CLOSE]) if OPEN in ids and CLOSE in ids else None


class _Worker:
    """One process of a run."""

    def __init__(self, rank: int, plan: Plan) -> None:
        self.rank, self.plan, self.out = rank, plan, Path(plan.out)
        device = f"cuda:{rank}" if plan.device == "cuda" else plan.device
        config = json.loads((Path(plan.base) / "config.json").read_text(encoding="utf-8"))
        self.model = Marian(shape_of(config), getattr(torch, plan.precision), device)
        self.optimiser = torch.optim.Adam(
            [self.model.master], lr=plan.rate, betas=(0.9, 0.98), eps=1e-9, fused=True
        )
        self.update = 0
        self.facts: dict[str, Any] = {"updates": 0, "pairs": 0, "pieces": 0, "seconds": 0.0}
        self._load()
        folders = sorted(p for p in Path(plan.shards).iterdir() if (p / "shard.json").exists())
        self.shards = {p.name: read_shard(p) for p in folders}
        self.marks = _read_marks(Path(plan.base) / "vocab.json")
        self.schedule = Schedule(
            plan.rate,
            plan.warmup,
            plan.stop_at - plan.decay_seconds,
            plan.stop_at - plan.last_seconds,
            plan.stop_at,
            plan.decay_power,
        )
        self.averager = Averager(self.model, plan.processes, plan.average_every, plan.device == "cuda")
        self.children: list[subprocess.Popen[bytes]] = []
        self.stopping = False

    def stop(self) -> None:
        """Ask for the run's end at the next exchange between the processes."""
        self.stopping = True

    def _load(self) -> None:
        found = latest_checkpoint(self.out / "checkpoints")
        if found is None and self.plan.start:
            found = (Path(self.plan.start), *load_checkpoint(Path(self.plan.start)))
        weights = Path(self.plan.base) / "model.safetensors"
        if found is not None:
            path, tensors, facts = found
            self.model.master.copy_(tensors["master"])
            self.model.refresh()
            state = {"step": tensors["step"], "exp_avg": tensors["first"], "exp_avg_sq": tensors["second"]}
            groups = self.optimiser.state_dict()["param_groups"]
            self.optimiser.load_state_dict({"state": {0: state}, "param_groups": groups})
            self.facts.update(facts)
            self.update = self.facts["updates"] // self.plan.processes
            self._say(f"goes on from {path.name} at {facts['pairs']} pairs")
        elif weights.exists():
            load_state(self.model, {name: tensor.float() for name, tensor in load_file(str(weights)).items()})
            self._say("starts from the weights of the base folder")
        else:
            initialise(self.model, self.plan.seed)
            self._say("starts from random weights")

    def _say(self, text: str) -> None:
        if self.rank == 0:
            print(time.strftime("%H:%M:%S", time.gmtime()), text, flush=True)

    def _stream(self, mix: dict[str, float], seed: int) -> Iterator[Batch]:
        plan = self.plan
        batches = Batches(
            self.shards,
            mix,
            plan.pieces,
            self.model.shape.pad,
            seed,
            self.rank,
            plan.processes,
            rows=plan.rows,
            marks=self.marks,
            term_weight=plan.term_weight,
        )
        return ahead(iter(batches), self.model.device)

    def _step(self, batch: Batch, rate: float) -> dict[str, float]:
        """Make one update at learning rate `rate`; a gradient that is not finite is skipped."""
        model = self.model
        model.clear_gradient()
        loss, report = model.loss(batch, self.plan.smoothing, self.plan.guide)
        loss.backward()  # type: ignore[no-untyped-call]
        gradient = model.gather_gradient()
        self.averager.average_gradient(gradient)
        norm = float(gradient.norm())
        if norm > self.plan.clip:
            gradient *= self.plan.clip / norm
        if norm == norm:
            self.optimiser.param_groups[0]["lr"] = rate
            model.master.grad = gradient
            self.optimiser.step()
            model.refresh()
        return {**report, "norm": norm}

    def run(self) -> None:
        """Train until the plan's end, sharing, saving and reporting by the clock."""
        plan, began = self.plan, time.time()
        before = float(self.facts["seconds"])
        seed = plan.seed * 100_000 + int(self.facts["pairs"]) % 99_991
        stream = self._stream(plan.mix, seed)
        decaying, last = self.averager.together(self.schedule.decaying(began)), False
        sums = torch.zeros(6)
        report_at, save_at, evaluate_at = (
            began + s for s in (plan.report_every, plan.checkpoint_every, 60.0)
        )
        shown: dict[str, float] = {}
        last_report = began
        while True:
            rate = self.schedule.at(self.update, time.time())
            batch = next(stream)
            report = self._step(batch, rate)
            self.update += 1
            self.averager.updates += 1
            pieces = report["pieces"]
            sums += torch.tensor(
                [batch.source.shape[0], pieces, report["nll"] * pieces, report["guide"], report["norm"], 1.0]
            )
            if not self.averager.due:
                continue
            total, sums = self.averager.share(sums), torch.zeros(6)
            now = time.time()
            keys = ("pairs", "pieces", "nll", "guide", "norm", "updates")
            for key, value in zip(keys, total.tolist(), strict=True):
                shown[key] = shown.get(key, 0.0) + value
            self.facts["pairs"] += int(total[0])
            self.facts["pieces"] += int(total[1])
            self.facts["updates"] += int(total[5])
            self.facts["seconds"] = before + now - began
            if not decaying and self.averager.together(self.schedule.decaying(now)):
                decaying = True
                self._save("stable")
                self._say("the decay begins")
            if not last and self.averager.together(self.schedule.last(now)):
                last = True
                self._save(f"step-{self.facts['pairs']:010d}")
                self._say("the last stretch begins")
                stream = self._stream(plan.last_mix or plan.mix, seed + 7)
                save_at = now + 120
            if self.rank == 0 and now >= report_at:
                self._log(shown, rate, now - last_report)
                shown, last_report = {}, now
            if now >= report_at:
                report_at = now + plan.report_every
                give_back_memory()
            if self.rank == 0 and now >= save_at:
                self._save(f"{'last' if last else 'step'}-{self.facts['pairs']:010d}")
                save_at = now + (min(120.0, plan.checkpoint_every) if last else plan.checkpoint_every)
            if self.rank == 0 and plan.evaluate and evaluate_at <= now < plan.stop_at - 100:
                self._evaluate()
                evaluate_at = now + plan.evaluate_every
            if self.averager.together(now >= plan.stop_at):
                break
            if self.averager.together(self.stopping):
                self._save(f"{'last' if last else 'step'}-{self.facts['pairs']:010d}")
                self._say("stopped; another run goes on from here")
                return
        if self.rank == 0 and shown.get("pieces"):
            self._log(shown, rate, time.time() - last_report)
        self._save("final")
        self._say("the run has ended")
        for child in self.children:
            child.wait()

    def _log(self, shown: dict[str, float], rate: float, seconds: float) -> None:
        updates, pieces = max(1.0, shown["updates"]), max(1.0, shown["pieces"])
        line = {
            "time": round(time.time()), "pairs": self.facts["pairs"], "pieces": self.facts["pieces"],
            "seconds": round(self.facts["seconds"]), "rate": rate,
            "pairs_per_second": round(shown["pairs"] / max(seconds, 1e-3), 1),
            "nll": round(shown["nll"] / pieces, 4),
            "guide": round(shown["guide"] / updates, 4), "norm": round(shown["norm"] / updates, 3),
            "updates": int(updates),
        }  # fmt: skip
        with (self.out / "loss.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _save(self, name: str) -> None:
        """Write a checkpoint with optimiser state; a full disk costs this checkpoint, not the run."""
        if self.rank != 0:
            return
        state = self.optimiser.state[self.model.master]
        tensors = {
            "master": self.model.master, "first": state["exp_avg"], "second": state["exp_avg_sq"],
            "step": state["step"],
        }  # fmt: skip
        for folder in [self.out / "checkpoints"] + ([Path(self.plan.copy_to)] if self.plan.copy_to else []):
            try:
                save_checkpoint(folder / f"{name}.safetensors", tensors, dict(self.facts))
            except OSError as error:
                self._say(f"no checkpoint {name} in {folder}: {error.strerror or error}")
                continue
            prune(folder, "step", 3)
            prune(folder, "last", 8)
        self._say(f"saved {name}")

    def _evaluate(self) -> None:
        """Score the weights of this moment in a process of its own, unless the last one still runs."""
        self.children = [child for child in self.children if child.poll() is None]
        if self.children:
            return
        path = self.out / "checkpoints" / "evaluated.safetensors"
        try:
            save_checkpoint(path, {"master": self.model.master}, {**self.facts, "time": time.time()})
        except OSError as error:
            self._say(f"no evaluation: {error.strerror or error}")
            return
        command = [
            sys.executable,
            "-m",
            "training.probe",
            self.plan.base,
            str(path),
            str(self.out / "curve.jsonl"),
        ]
        self.children.append(subprocess.Popen([*command, *self.plan.evaluate]))
