"""Rewrite a source sentence so that the model sees the asked terms, with the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from copydesk.text import Span

# The markup the bundled model is trained on stands behind the source words: ``Idleb ⟦ Idlib ⟧``.
OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Alteration:
    """Pair an altered sentence with the stretches that differ: (span in the original, span in *text*)."""

    text: str
    stretches: tuple[tuple[Span, Span], ...]

    def back(self, span: Span) -> Span:
        """Lead a span of the altered sentence back to the original; an altered stretch counts as one."""
        start, end = self._back(span.start, False), self._back(span.end, True)
        return Span(min(start, end), max(start, end))

    def _back(self, offset: int, at_end: bool) -> int:
        shift = 0
        for old, new in self.stretches:
            inside = new.start < offset <= new.end if at_end else new.start <= offset < new.end
            if inside:
                return old.end if at_end else old.start
            if offset > new.end or (offset == new.end and not at_end):
                shift = old.end - new.end
        return offset + shift


def substitute_terms(text: str, replacements: Iterable[tuple[Span, str]]) -> Alteration:
    """Put each replacement over its span of *text* (spans must not overlap)."""
    pieces: list[str] = []
    stretches: list[tuple[Span, Span]] = []
    done = length = 0
    for span, words in sorted(replacements):
        kept = text[done : span.start]
        length += len(kept)
        stretches.append((span, Span(length, length + len(words))))
        pieces += [kept, words]
        length += len(words)
        done = span.end
    pieces.append(text[done:])
    return Alteration("".join(pieces), tuple(stretches))


def annotate_terms(
    text: str, terms: Iterable[tuple[Span, str]], others: Iterable[tuple[Span, str]] = ()
) -> Alteration:
    """Give each asked target inline behind its source words (Dinu et al. 2019, append mode).

    *others* are put over their spans, as substitute_terms does.
    """
    annotated = [(span, f"{span.of(text)} {OPEN} {target} {CLOSE}") for span, target in terms]
    return substitute_terms(text, [*annotated, *others])
