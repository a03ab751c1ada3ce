"""The default engine: a MarianMT checkpoint converted to CTranslate2, with no torch or transformers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from copydesk.engines.pieces import END, PieceCoder, join_pieces, language_prefix, read_vocabulary
from copydesk.engines.protocol import Hypothesis, Prepared, Result
from copydesk.errors import ModelError, SettingsError
from copydesk.text import Span

Value = TypeVar("Value")
Attention = tuple[tuple[float, ...], ...]
Aligner = Callable[[Sequence[Prepared], Sequence[Sequence[str]]], list[Attention]]

# Measured on two cores: wider batches decode no faster, and forced scoring is slower in wide ones (its
# softmax over the vocabulary falls out of the processor's cache).
_DECODE_TOKENS = 1024
_SCORE_TOKENS = 256


class CTranslate2Engine:
    """Translate and score with a converted model folder (``model.bin``, a vocabulary, two ``.spm`` files).

    *compute_type* is what CTranslate2 calculates in: ``int8`` is about twice as fast, ``float32`` repeats
    the reference engine's answers where the stored weights allow it. *threads* defaults to
    ``COPYDESK_THREADS`` or the cores this process may use, at most four. *spm_folder* is where the ``.spm``
    files are when the converted folder has none. *aligner* gives the attention in CTranslate2's stead, for
    models whose aligning head CTranslate2 cannot give. Raises ModelError for a folder that cannot be
    loaded. May be shared between threads.
    """

    def __init__(
        self,
        folder: Path,
        *,
        spm_folder: Path | None = None,
        signature: str = "",
        target_language: str = "",
        inline_terms: bool = False,
        aligner: Aligner | None = None,
        max_positions: int = 512,
        comfortable_pieces: int = 0,
        compute_type: str = "default",
        threads: int | None = None,
    ) -> None:
        import ctranslate2

        ctranslate2.set_log_level(40)  # errors only: conversions of compute types are no news to a user
        where = str(folder)
        for name in ("model.bin", "config.json"):
            if not (folder / name).is_file():
                raise ModelError(f"has no {name}", where=where, remedy="convert the model again")
        spm = folder if (folder / "source.spm").is_file() else (spm_folder or folder)
        for name in ("source.spm", "target.spm"):
            if not (spm / name).is_file():
                raise ModelError(f"has no {name}", where=str(spm), remedy="fetch the model again")
        source, target = _read_vocabularies(folder)
        self._coder = PieceCoder(
            spm / "source.spm",
            spm / "target.spm",
            source,
            target,
            prefix=language_prefix(source, target_language, where=where),
        )
        try:
            self._translator: Any = ctranslate2.Translator(
                str(folder),
                device="cpu",
                inter_threads=1,
                intra_threads=threads or available_threads(),
                compute_type=compute_type,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"CTranslate2 cannot load it ({error})", where=where, remedy="convert the model again"
            ) from None
        self._signature = signature or folder.name
        self._inline_terms = inline_terms
        self._aligner = aligner
        self._max_positions = max_positions
        self._comfortable_pieces = comfortable_pieces

    @property
    def name(self) -> str:
        """Name the engine with the number type it calculates in."""
        return f"ctranslate2-{str(self._translator.compute_type).split('_')[0]}"

    @property
    def model_signature(self) -> str:
        """Give ``NAME@DIGEST``."""
        return self._signature

    @property
    def inline_terms(self) -> bool:
        """Say whether the model obeys terms given inline."""
        return self._inline_terms

    @property
    def max_pieces(self) -> int:
        """Give the longest source, in pieces, that one call may hold."""
        return self._max_positions - 2

    @property
    def comfortable_pieces(self) -> int:
        """Give the length, in pieces, up to which the model was trained; 0 where nobody has said."""
        return self._comfortable_pieces

    def prepare(self, text: str) -> Prepared:
        """Cut *text* into the model's pieces, with their places."""
        return self._coder.prepare(text)

    def cut_target(self, text: str) -> tuple[list[str], list[Span]]:
        """Cut a target sentence into the model's pieces, with their places."""
        return self._coder.cut_target(text)

    def translate(
        self,
        sources: Sequence[str],
        *,
        beam: int = 4,
        prefixes: Sequence[str] | None = None,
        alternatives: int = 1,
        no_repeat: int = 0,
        token_scores: bool = True,
    ) -> list[Result]:
        """Translate *sources*, one result each in the same order.

        *token_scores* off saves the forced pass that gives every token's log-probability (a fifth to a
        quarter of the time); *log_probs* is then empty and *score* the beam search's own mean. Raises
        ModelError for a source longer than *max_pieces*.
        """
        prepared = [self._checked(self.prepare(source)) for source in sources]
        if not prepared:
            return []
        beam = max(beam, alternatives)
        prefix_pieces = None
        if prefixes is not None and any(prefixes):
            prefix_pieces = [self._coder.cut_target(prefix)[0] if prefix else [] for prefix in prefixes]
        outputs = self._decode(prepared, prefix_pieces, beam, alternatives, no_repeat)
        decoded = [
            [_without_end(list(pieces)) for pieces in output.hypotheses[:alternatives]] for output in outputs
        ]
        scores = _regroup(self.force(*_flatten(prepared, decoded)), decoded) if token_scores else None
        first_rows = None
        aligned: list[list[Attention]] = []
        if self._aligner:
            aligned = _regroup(self._aligner(*_flatten(prepared, decoded)), decoded)
        elif len(prepared) > 1 < beam:
            first_rows = self._first_rows(prepared)
        results = []
        for index, (source, output) in enumerate(zip(prepared, outputs, strict=True)):
            hypotheses = []
            for rank, (pieces, finished) in enumerate(decoded[index]):
                text, spans = join_pieces(pieces)
                rows: Sequence[Sequence[float]] = (
                    aligned[index][rank] if self._aligner else output.attention[rank]
                )
                if rows and first_rows is not None:
                    rows = [first_rows[index], *rows[1:]]
                log_probs = scores[index][rank] if scores else ()
                hypotheses.append(
                    Hypothesis(
                        text=text,
                        pieces=tuple(pieces),
                        spans=tuple(spans),
                        log_probs=log_probs,
                        attention=tuple(tuple(row[: len(source.pieces)]) for row in rows[: len(pieces)]),
                        score=_mean(log_probs) if scores else float(output.scores[rank]),
                        finished=finished,
                    )
                )
            results.append(Result(source, tuple(hypotheses)))
        return results

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        """Score *targets* under forced decoding; CTranslate2 gives no attention here.

        Of a target longer than *max_pieces*, only so many pieces are scored.
        """
        prepared = [self._checked(self.prepare(source)) for source in sources]
        cut = [self._coder.cut_target(target) for target in targets]
        forced = self.force(prepared, [pieces[: self.max_pieces] for pieces, _ in cut])
        return [
            Hypothesis(target, tuple(pieces), tuple(spans), log_probs, (), _mean(log_probs))
            for target, (pieces, spans), log_probs in zip(targets, cut, forced, strict=True)
        ]

    def _checked(self, prepared: Prepared) -> Prepared:
        if len(prepared.pieces) > self.max_pieces:
            raise ModelError(
                f"a source of {len(prepared.pieces)} pieces is more than the model can hold "
                f"({self.max_pieces})",
                remedy="split it first (copydesk.decode does)",
            )
        return prepared

    def _decode(
        self,
        prepared: Sequence[Prepared],
        prefixes: Sequence[list[str]] | None,
        beam: int,
        alternatives: int,
        no_repeat: int,
    ) -> list[Any]:
        # One call may hold one length limit only: sources of like length go together, so that a short
        # sentence that loops is not followed to the limit of the longest.
        outputs: list[Any] = [None] * len(prepared)
        for group in _group_by_length([len(source.pieces) for source in prepared]):
            longest = max(len(prepared[i].pieces) for i in group)
            lead = max((len(prefixes[i]) for i in group), default=0) if prefixes else 0
            results = self._translator.translate_batch(
                [[*prepared[i].pieces, END] for i in group],
                target_prefix=[prefixes[i] for i in group] if prefixes else None,
                max_batch_size=_DECODE_TOKENS,
                batch_type="tokens",
                beam_size=beam,
                num_hypotheses=alternatives,
                no_repeat_ngram_size=no_repeat,
                disable_unk=True,
                return_end_token=True,
                return_scores=True,
                return_attention=self._aligner is None,
                max_input_length=0,
                max_decoding_length=min(decoding_limit(longest) + lead, self._max_positions - 1),
            )
            for index, result in zip(group, results, strict=True):
                outputs[index] = result
        return outputs

    def _first_rows(self, prepared: Sequence[Prepared]) -> list[list[float]]:
        # In a beam search over several sentences CTranslate2 gives sentence i the first attention row of
        # sentence i // beam: it spreads the rows over the beams before the first step's gather, whose
        # indices still count sentences. Nothing precedes the first token, so its row hangs on the source
        # alone, and one greedy step gives the true one.
        results = self._translator.translate_batch(
            [[*source.pieces, END] for source in prepared],
            max_batch_size=_DECODE_TOKENS,
            batch_type="tokens",
            beam_size=1,
            return_attention=True,
            max_input_length=0,
            min_decoding_length=1,
            max_decoding_length=1,
        )
        return [result.attention[0][0] for result in results]

    def force(
        self, prepared: Sequence[Prepared], targets: Sequence[Sequence[str]]
    ) -> list[tuple[float, ...]]:
        """Give the log-probability of every piece of *targets*, and of ``</s>`` after the last."""
        results = self._translator.score_batch(
            [[*source.pieces, END] for source in prepared],
            [list(target) for target in targets],
            max_batch_size=_SCORE_TOKENS,
            batch_type="tokens",
            max_input_length=0,
        )
        return [tuple(result.log_probs) for result in results]


def available_threads() -> int:
    """Give ``COPYDESK_THREADS``, or the cores this process may use, at most four.

    Raises SettingsError when the variable is not a whole number above zero.
    """
    asked = os.environ.get("COPYDESK_THREADS", "")
    if asked:
        if not asked.isdecimal() or int(asked) < 1:
            raise SettingsError(
                f"'{asked}' is not a number of threads", where="COPYDESK_THREADS", remedy="give 1 or more"
            )
        return int(asked)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 4)


def decoding_limit(source_pieces: int) -> int:
    """Say how many target pieces a source of so many pieces may have before decoding stops."""
    # a little more than what the length guard lets pass (copydesk.guards)
    return 2 * source_pieces + 10


def _group_by_length(lengths: Sequence[int]) -> list[list[int]]:
    """Put positions of like length together: up to 8, 16, 32, ... pieces."""
    groups: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        groups.setdefault(max(3, (length - 1).bit_length()), []).append(index)
    return [groups[key] for key in sorted(groups)]


def _without_end(pieces: list[str]) -> tuple[list[str], bool]:
    if pieces and pieces[-1] == END:
        return pieces[:-1], True
    return pieces, False


def _flatten(
    prepared: Sequence[Prepared], decoded: Sequence[Sequence[tuple[list[str], bool]]]
) -> tuple[list[Prepared], list[list[str]]]:
    """Pair every hypothesis with its source, in two lists."""
    sources = [source for source, ranks in zip(prepared, decoded, strict=True) for _ in ranks]
    return sources, [pieces for ranks in decoded for pieces, _ in ranks]


def _regroup(flat: Iterable[Value], decoded: Sequence[Sequence[object]]) -> list[list[Value]]:
    """Undo _flatten: as many values for each source as it has hypotheses."""
    values = iter(flat)
    return [[next(values) for _ in ranks] for ranks in decoded]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _read_vocabularies(folder: Path) -> tuple[list[str], list[str] | None]:
    shared = folder / "shared_vocabulary.json"
    if shared.is_file():
        return read_vocabulary(shared), None
    source, target = folder / "source_vocabulary.json", folder / "target_vocabulary.json"
    if source.is_file() and target.is_file():
        return read_vocabulary(source), read_vocabulary(target)
    raise ModelError("has no vocabulary", where=str(folder), remedy="convert the model again")
