"""The critic itself: pairs in, remarks out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from copydesk.checks.critic_model.decision import FILE, Decision, read_decision
from copydesk.checks.critic_model.evidence import EMPTY, Cut, Evidence, gather
from copydesk.checks.critic_model.network import Network, read_head
from copydesk.errors import CopydeskError, ModelError
from copydesk.languages import Language, get_language
from copydesk.text import Span

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.engines.ctranslate2 import CTranslate2Engine
    from copydesk.engines.folder import ModelFolder

_FEWEST_PIECES = 4
_MOST_PIECES = 300
_AHEAD = 64  # rows that are judged together
# a sentence that is off as a whole has left out or added, by its length in the model's own translation
_SHORT, _LONG = 0.75, 1.35
_WORDS_AHEAD = 6  # words that the model may put where it misses some
_TOLERANCE = 0.01
_PROBE = ("Le ministre a démissionné lundi à Genève.", "The minister resigned in Geneva on Monday.")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")

HasTexts = TypeVar("HasTexts")


@dataclass(frozen=True, slots=True)
class Remark:
    """Say what the critic objects to: *kind* is ``substitution``, ``omission`` or ``addition``.

    *span* is in offsets of the target text as given, *source_span* of the source. *alternative* is what the
    model would have put there, "" where it cannot be had.
    """

    kind: str
    span: Span
    source_span: Span | None
    confidence: float
    alternative: str = ""


class Critic:
    """Judge drafts with one model; remembers what it was last asked to prepare."""

    def __init__(
        self,
        engine: CTranslate2Engine,
        network: Network,
        decision: Decision,
        languages: tuple[Language, Language],
    ) -> None:
        self._engine = engine
        self._network = network
        self.decision = decision
        self._languages = languages
        self._known: dict[tuple[str, str], tuple[Remark, ...]] = {}
        self._refuse_other_arithmetic()

    @property
    def signature(self) -> str:
        """Give the model's ``NAME@DIGEST``, with a mark where the thresholds were not made for it."""
        mark = "" if self.decision.calibrated else "+uncalibrated"
        return f"{self._engine.model_signature}{mark}"

    def judge(self, source: str, target: str) -> tuple[Remark, ...]:
        """Give the remarks on one pair."""
        key = (source, target)
        if key not in self._known:
            self.prepare([key])
        return self._known[key]

    def prepare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Judge *pairs* together, which is faster; those of the call before are forgotten."""
        wanted = list(dict.fromkeys(pairs))
        new = [pair for pair in wanted if pair not in self._known]
        if not new:
            return
        self._known = {pair: self._known[pair] for pair in wanted if pair in self._known}
        for start in range(0, len(new), _AHEAD):
            block = new[start : start + _AHEAD]
            for pair, remarks in zip(block, self._remarks(block), strict=True):
                self._known[pair] = remarks

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Evidence | None]:
        """Gather the evidence on *pairs*; None for one that is too short or too long to say anything of."""
        cuts = [self._cut(source, target) for source, target in pairs]
        listed = [cut for cut in cuts if cut is not None]
        if not listed:
            return [None] * len(cuts)
        found = iter(gather(self._network, listed, self._languages, self._engine.prepare(EMPTY)))
        return [next(found) if cut is not None else None for cut in cuts]

    def read_ahead(self, rows: Iterable[HasTexts]) -> Iterator[HasTexts]:
        """Yield *rows* (with ``source`` and ``target``) as they are, judging them block by block."""
        given = iter(rows)
        while True:
            block: list[HasTexts] = []
            fault: CopydeskError | None = None
            try:
                for row in islice(given, _AHEAD):
                    block.append(row)  # what came before a fault must not be lost
            except CopydeskError as error:
                fault = error
            texts = [(getattr(row, "source", None), getattr(row, "target", "")) for row in block]
            self.prepare((source, target) for source, target in texts if source and source.strip())
            yield from block
            if fault is not None:
                raise fault
            if not block:
                return

    def _cut(self, source: str, target: str) -> Cut | None:
        prepared = self._engine.prepare(source)
        pieces, places = self._engine.cut_target(target)
        shortest, longest = sorted((len(prepared.pieces), len(pieces)))
        if shortest < _FEWEST_PIECES or longest > min(_MOST_PIECES, self._network.max_pieces - 2):
            return None
        return Cut(prepared, target, tuple(pieces), tuple(places))

    def _remarks(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[Remark, ...]]:
        for (source, target), evidence in zip(pairs, self.measure(pairs), strict=True):
            if evidence is None:
                yield ()
                continue
            decided = self.decision.decide(evidence.row)
            found = (self._remark(source, target, evidence, *one) for one in decided)
            # of two remarks on one word the surer stands
            by_place: dict[Span, Remark] = {}
            for remark in found:
                if remark is not None:
                    by_place.setdefault(remark.span, remark)
            yield tuple(by_place.values())

    def _remark(
        self, source: str, target: str, evidence: Evidence, kind: str, confidence: float
    ) -> Remark | None:
        if kind == "sentence":
            whole = self._engine.translate([source], beam=2, token_scores=False)[0].best.text
            told = len(target) / max(1, len(whole))
            kind = "omission" if told < _SHORT else "addition" if told > _LONG else "substitution"
            return Remark(kind, _trimmed(target), _trimmed(source), confidence, whole)
        if kind == "substitution":
            return self._place(kind, evidence.changed, evidence.changed_source, confidence, source, target)
        if kind == "omission":
            return self._place(kind, evidence.gap, evidence.hidden, confidence, source, target)
        return self._place(kind, evidence.added, None, confidence, source, target)

    def _place(
        self, kind: str, span: Span | None, origin: Span | None, confidence: float, source: str, target: str
    ) -> Remark | None:
        if span is None:
            return None
        alternative = self._alternative(source, target, span, kind) if kind != "addition" else ""
        return Remark(kind, span, origin, confidence, alternative)

    def _alternative(self, source: str, target: str, span: Span, kind: str) -> str:
        """Let the model go on from before *span*: its next word, or its words until the draft goes on."""
        lead = target[: span.start].rstrip()
        if len(self._engine.prepare(source).pieces) > self._engine.max_pieces:
            return ""
        best = self._engine.translate([source], prefixes=[lead], beam=2, token_scores=False)[0].best.text
        if not best.startswith(lead):
            return ""
        words = [match[0] for match in islice(_WORD.finditer(best[len(lead) :]), _WORDS_AHEAD)]
        given = span.of(target).lower()
        if not words or words[0].lower() == given:
            return ""
        if kind == "substitution":
            return words[0]
        lowered = [word.lower() for word in words]
        return " ".join(words[: lowered.index(given)] if given in lowered else words[:1])

    def _refuse_other_arithmetic(self) -> None:
        """Make sure that the network says what the engine says."""
        source, target = _PROBE
        told = self._engine.score([source], [target])[0]
        prepared = self._engine.prepare(source)
        own = self._network.force([prepared.pieces], [told.pieces])[0].log_probs
        if max(abs(a - float(b)) for a, b in zip(told.log_probs, own, strict=True)) > _TOLERANCE:
            raise ModelError(
                "cannot be a critic: its scores cannot be repeated",
                where=self._engine.model_signature,
                remedy="give another --model, or leave out --critic",
            )


def load_critic(
    model: str | Path | None = None,
    source_language: str = "fr",
    target_language: str = "en",
    *,
    decision: Decision | None = None,
) -> Critic:
    """Load the model called *model* (default: the bundled one) as a critic, to decide with *decision*.

    Without one, the model's own calibration is read; where it has none the bundled model's is used, more
    carefully, and ``decision.calibrated`` is false. Raises ModelError for a model that cannot be found,
    loaded or used so.
    """
    from typing import cast

    from copydesk.engines.store import converted_folder, find_model, load_engine

    folder = find_model(model, source_language, target_language)
    engine = cast(
        "CTranslate2Engine", load_engine(folder, target_language=target_language, compute_type="float32")
    )
    converted = converted_folder(folder)
    if converted is None:
        raise ModelError("has no converted form", where=str(folder.path), remedy="convert the model again")
    network = Network(converted, head=folder.head or read_head(converted))
    languages = (get_language(source_language), get_language(target_language))
    return Critic(engine, network, decision or find_decision(folder), languages)


def find_decision(folder: ModelFolder) -> Decision:
    """Find the calibration of a model, or the bundled model's made more careful."""
    from copydesk.resources import data_folder

    for place in (folder.path, folder.path.parent):
        if (place / FILE).is_file():
            decision = read_decision(place / FILE)
            return decision if decision.digest == folder.digest else decision.for_stranger()
    shipped = data_folder("models") / "copydesk-fr-en" / FILE
    if not shipped.is_file():
        raise ModelError(
            "is not calibrated as a critic",
            where=str(folder.path),
            remedy="make its critic.json with benchmarks/critic.py",
        )
    return read_decision(shipped).for_stranger()


@cache
def shipped_critic() -> Critic:
    """Load the bundled model as a critic, once."""
    return load_critic()


def _trimmed(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))
