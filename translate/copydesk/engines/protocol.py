"""The protocol every engine keeps, and the values it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from copydesk.text import Span


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold a source sentence as the model reads it.

    *text* is the sentence as given. *pieces* are its subword pieces without ``</s>``; *spans* are their
    places in *text* (a piece's leading word marker takes no characters), through any normalisation.
    """

    text: str
    pieces: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Hold one output of the decoder.

    *pieces* are target subword pieces without ``</s>``, *spans* their places in *text*, *log_probs* one
    natural log-probability a piece (and one more for ``</s>`` at the end where the engine gives it).
    *attention* has one row a target piece and one column a source piece (the ``</s>`` column dropped),
    from the guided alignment head; empty when the engine cannot give it.
    *score* is the mean of *log_probs*.
    """

    text: str
    pieces: tuple[str, ...]
    spans: tuple[Span, ...]
    log_probs: tuple[float, ...]
    attention: tuple[tuple[float, ...], ...]
    score: float
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """Pair a prepared source with its hypotheses, best first (at least one)."""

    source: Prepared
    hypotheses: tuple[Hypothesis, ...]

    @property
    def best(self) -> Hypothesis:
        """Give the first hypothesis."""
        return self.hypotheses[0]


class Engine(Protocol):
    """Translate and score sentences with one MarianMT checkpoint.

    *name* is ``ctranslate2-int8`` or ``transformers``; *model_signature* is ``NAME@DIGEST`` (digest: first
    six hex digits); *inline_terms* says whether the model was trained to obey ``source ⟦ target ⟧``;
    *max_pieces* is the longest source (in pieces) that one call may hold. An engine may also have
    ``comfortable_pieces``, the length that the model was trained for (``copydesk.decode`` cuts above it), and
    ``cut_target``, which gives a target text's pieces and their places.
    """

    @property
    def name(self) -> str: ...
    @property
    def model_signature(self) -> str: ...
    @property
    def inline_terms(self) -> bool: ...
    @property
    def max_pieces(self) -> int: ...

    def prepare(self, text: str) -> Prepared:
        """Cut *text* into the model's pieces, with their places."""
        ...

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

        *prefixes* (one a source, "" for none) are target texts the output must begin with.
        *alternatives* asks for that many hypotheses; *no_repeat* forbids repeated n-grams of that size.
        Without *token_scores* an engine may save the work they cost: *log_probs* may then be empty, and
        *score* the mean of the search itself.
        Sources longer than *max_pieces* are the caller's to split (see ``copydesk.decode``).
        """
        ...

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        """Score *targets* under forced decoding: their pieces, log-probabilities and attention.

        CTranslate2's forced pass gives no attention; *attention* is then empty.
        """
        ...
