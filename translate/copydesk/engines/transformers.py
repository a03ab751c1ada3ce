"""The reference engine: the same checkpoint in transformers, with the same answers, only slower.

It is imported when somebody asks for it, and it is what a conversion is tested against. It can give the
attention of any head, and attention under forced decoding, which CTranslate2 cannot.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from copydesk.engines.ctranslate2 import available_threads, decoding_limit
from copydesk.engines.pieces import END, UNKNOWN, PieceCoder, join_pieces, language_prefix, read_vocabulary
from copydesk.engines.protocol import Hypothesis, Prepared, Result
from copydesk.errors import MissingExtraError, ModelError
from copydesk.text import Span

_BATCH = 16  # sentences a generate call: more gains little and pads much


class TransformersEngine:
    """Translate and score with a MarianMT folder in Hugging Face form.

    *head* is the (layer, head) of the decoder's cross-attention that aligns best; the default is the one that
    Marian's guided alignment trains, the first head of the last layer. Raises MissingExtraError without
    torch and transformers, ModelError for a folder that cannot be loaded.
    """

    def __init__(
        self,
        folder: Path,
        *,
        signature: str = "",
        target_language: str = "",
        inline_terms: bool = False,
        head: tuple[int, int] = (-1, 0),
        comfortable_pieces: int = 0,
        threads: int | None = None,
    ) -> None:
        torch, transformers = require_marian(str(folder))
        where = str(folder)
        # one number for the whole process: the last engine that was loaded decides
        torch.set_num_threads(threads or available_threads())
        with quiet(transformers):
            self._model: Any = load_marian(folder)
        self._torch = torch
        vocabulary = read_vocabulary(folder / "vocab.json")
        separate = folder / "target_vocab.json"
        target = read_vocabulary(separate) if separate.is_file() else None
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._target_pieces = vocabulary if target is None else target
        self._target_numbers = {piece: number for number, piece in enumerate(self._target_pieces)}
        for name in ("source.spm", "target.spm"):
            if not (folder / name).is_file():
                raise ModelError(f"has no {name}", where=where, remedy="fetch the model again")
        self._coder = PieceCoder(
            folder / "source.spm",
            folder / "target.spm",
            vocabulary,
            target,
            prefix=language_prefix(vocabulary, target_language, where=where),
        )
        self._signature = signature or folder.name
        self._inline_terms = inline_terms
        self._head = head
        self._comfortable_pieces = comfortable_pieces
        self._max_positions = int(self._model.config.max_position_embeddings)
        self._end = self._numbers[END]
        self._pad = int(self._model.config.pad_token_id)

    @property
    def name(self) -> str:
        """Name the engine."""
        return "transformers"

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

        *token_scores* is there for the other engine; scores and attention come from one forced pass here.
        """
        prepared = [self._checked(self.prepare(source)) for source in sources]
        decoded: list[list[tuple[list[str], bool]]] = [[] for _ in prepared]
        leads = [self._coder.cut_target(prefix)[0] for prefix in prefixes] if prefixes else None
        order = sorted(range(len(prepared)), key=lambda i: len(prepared[i].pieces))
        if leads is None:
            groups = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        else:
            groups = [[index] for index in order]  # prefixes of unlike length cannot share a batch
        for group in groups:
            lead = leads[group[0]] if leads is not None else []
            rows = self._generate(
                [prepared[i] for i in group], lead, max(beam, alternatives), alternatives, no_repeat
            )
            for index, ranks in zip(group, rows, strict=True):
                decoded[index] = ranks
        flat_sources = [source for source, ranks in zip(prepared, decoded, strict=True) for _ in ranks]
        flat_targets = [pieces for ranks in decoded for pieces, _ in ranks]
        forced = iter(self._force(flat_sources, flat_targets))
        results = []
        for source, ranks in zip(prepared, decoded, strict=True):
            hypotheses = []
            for pieces, finished in ranks:
                log_probs, attention = next(forced)
                text, spans = join_pieces(pieces)
                mean = sum(log_probs) / len(log_probs)
                hypotheses.append(
                    Hypothesis(text, tuple(pieces), tuple(spans), log_probs, attention, mean, finished)
                )
            results.append(Result(source, tuple(hypotheses)))
        return results

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        """Score *targets* under forced decoding: their pieces, log-probabilities and attention.

        Of a target longer than *max_pieces*, only so many pieces are scored.
        """
        prepared = [self._checked(self.prepare(source)) for source in sources]
        cut = [self._coder.cut_target(target) for target in targets]
        forced = self._force(prepared, [pieces[: self.max_pieces] for pieces, _ in cut])
        return [
            Hypothesis(
                target, tuple(pieces), tuple(spans), log_probs, attention, sum(log_probs) / len(log_probs)
            )
            for target, (pieces, spans), (log_probs, attention) in zip(targets, cut, forced, strict=True)
        ]

    def attend(
        self, sources: Sequence[Prepared], targets: Sequence[Sequence[str]]
    ) -> list[tuple[tuple[float, ...], ...]]:
        """Give the alignment head's attention for target pieces that another engine decoded."""
        return [attention for _, attention in self._force(sources, targets)]

    def attend_all_heads(self, source: str, target: str) -> tuple[Prepared, Hypothesis, Any]:
        """Force *target* once and give every head's attention.

        It comes as a nested list over layer, head, target piece and source piece (``</s>`` dropped), with the
        source and the target (without attention of its own) that its rows and columns belong to.
        """
        torch = self._torch
        prepared = self._checked(self.prepare(source))
        pieces, spans = self._coder.cut_target(target)
        inputs, mask = self._source_batch([prepared])
        labels = torch.tensor([[self._target_number(piece) for piece in pieces] + [self._end]])
        with torch.inference_mode():
            output = self._model(input_ids=inputs, attention_mask=mask, labels=labels, output_attentions=True)
        layers = torch.stack([layer[0] for layer in output.cross_attentions])
        hypothesis = Hypothesis(target, tuple(pieces), tuple(spans), (), (), 0.0)
        return prepared, hypothesis, layers[:, :, : len(pieces), : len(prepared.pieces)].tolist()

    def _checked(self, prepared: Prepared) -> Prepared:
        if len(prepared.pieces) > self.max_pieces:
            raise ModelError(
                f"a source of {len(prepared.pieces)} pieces is more than the model can hold "
                f"({self.max_pieces})",
                remedy="split it first (copydesk.decode does)",
            )
        return prepared

    def _target_number(self, piece: str) -> int:
        return self._target_numbers.get(piece, self._target_numbers[UNKNOWN])

    def _source_batch(self, prepared: Sequence[Prepared]) -> tuple[Any, Any]:
        rows = [[self._numbers[piece] for piece in source.pieces] + [self._end] for source in prepared]
        width = max(len(row) for row in rows)
        torch = self._torch
        inputs = torch.tensor([row + [self._pad] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        return inputs, mask

    def _generate(
        self, prepared: Sequence[Prepared], lead: Sequence[str], beam: int, alternatives: int, no_repeat: int
    ) -> list[list[tuple[list[str], bool]]]:
        from transformers import GenerationConfig

        inputs, mask = self._source_batch(prepared)
        start = int(self._model.config.decoder_start_token_id)
        first = [start, *(self._target_number(piece) for piece in lead)]
        longest = max(len(source.pieces) for source in prepared)
        limit = min(decoding_limit(longest) + len(first), self._max_positions)
        # made anew, so that nothing in the checkpoint's own settings makes the two engines differ
        config = GenerationConfig(  # type: ignore[no-untyped-call,unused-ignore]
            max_length=limit,
            num_beams=beam,
            num_return_sequences=alternatives,
            do_sample=False,
            early_stopping=beam > 1,
            length_penalty=1.0,
            no_repeat_ngram_size=no_repeat,
            suppress_tokens=[self._pad, self._target_numbers[UNKNOWN]],
            decoder_start_token_id=start,
            pad_token_id=self._pad,
            eos_token_id=self._end,
        )
        with self._torch.inference_mode():
            sequences = self._model.generate(
                input_ids=inputs,
                attention_mask=mask,
                decoder_input_ids=self._torch.tensor([first] * len(prepared)),
                generation_config=config,
            ).tolist()
        ranks: list[list[tuple[list[str], bool]]] = []
        for at in range(0, len(sequences), alternatives):
            ranks.append([self._pieces_of(row[1:]) for row in sequences[at : at + alternatives]])
        return ranks

    def _pieces_of(self, numbers: Sequence[int]) -> tuple[list[str], bool]:
        pieces: list[str] = []
        for number in numbers:
            if number == self._end:
                return pieces, True
            if number != self._pad:
                pieces.append(self._target_pieces[number])
        return pieces, False

    def _force(
        self, prepared: Sequence[Prepared], targets: Sequence[Sequence[str]]
    ) -> list[tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]]:
        torch = self._torch
        layer, head = self._head
        found: list[tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]] = [((), ())] * len(prepared)
        order = sorted(range(len(prepared)), key=lambda i: (len(prepared[i].pieces), len(targets[i])))
        for at in range(0, len(order), _BATCH):
            group = order[at : at + _BATCH]
            inputs, mask = self._source_batch([prepared[i] for i in group])
            rows = [[self._target_number(piece) for piece in targets[i]] + [self._end] for i in group]
            width = max(len(row) for row in rows)
            labels = torch.tensor([row + [self._pad] * (width - len(row)) for row in rows])
            with torch.inference_mode():
                output = self._model(
                    input_ids=inputs, attention_mask=mask, labels=labels, output_attentions=True
                )
                # <pad> is no word: the probabilities are of the words alone, as they are in CTranslate2
                output.logits[..., self._pad] = float("-inf")
                table = output.logits.log_softmax(-1).gather(-1, labels[..., None])[..., 0].tolist()
            attention = output.cross_attentions[layer][:, head]
            for row, index in enumerate(group):
                count, columns = len(targets[index]), len(prepared[index].pieces)
                found[index] = (
                    tuple(table[row][: count + 1]),
                    tuple(tuple(line) for line in attention[row, :count, :columns].tolist()),
                )
        return found


def require_marian(where: str = "") -> tuple[Any, Any]:
    """Import torch and transformers, or raise MissingExtraError."""
    # a local folder is all that is ever loaded: nothing may be looked up on a network
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        import torch
        import transformers
    except ImportError:
        raise MissingExtraError("marian", where=where) from None
    return torch, transformers


def load_marian(folder: Path) -> Any:
    """Load the MarianMTModel of *folder* in float32 with eager attention, from its own files alone.

    Weights come from safetensors, or from ``pytorch_model.bin`` read with ``weights_only`` (no pickled code
    is run). Raises ModelError for anything that is not a whole MarianMT checkpoint.
    """
    import torch
    from transformers import MarianMTModel

    try:
        model = MarianMTModel.from_pretrained(
            str(folder),
            attn_implementation="eager",
            dtype=torch.float32,
            local_files_only=True,
            trust_remote_code=False,
            weights_only=True,
        )
    except Exception as error:  # transformers raises many kinds here; all mean the folder cannot be used
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"transformers cannot load it ({first[:160]})", where=str(folder), remedy="fetch the model again"
        ) from None
    model.eval()  # type: ignore[no-untyped-call,unused-ignore]
    return model


@contextlib.contextmanager
def quiet(transformers: Any) -> Iterator[None]:
    """Keep transformers' progress bars and advice off the terminal while a model loads."""
    logging = transformers.utils.logging
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        logging.enable_progress_bar()
