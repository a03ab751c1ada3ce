"""Translate sentences of any length and kind, guarded: nothing is cut, nothing fails silently.

copy where there is nothing to translate → split what is too long → translate in batches → guard → decode
again what tripped → join. Every sentence gives one result that covers all of it, whatever became of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from copydesk.engines.protocol import Engine, Hypothesis, Prepared, Result
from copydesk.guards import find_faults
from copydesk.languages import Language, get_language
from copydesk.segment import split_clauses
from copydesk.text import Span
from copydesk.truecase import lower_labels, restore_accents, truecase

# Sentences of more pieces are cut at clause marks where the engine does not say what its model was trained
# for. Above it a model loses its thread: one trained to 50 pieces gave a third of a 100-piece sentence.
COMFORTABLE_PIECES = 120
# Attention over a joined sentence grows with the square of its length; no news sentence comes near this.
LARGEST_ATTENTION = 1500
_CHUNK = 512  # sentences a call of the engine, which bounds memory
_SHORTEST_TO_SPLIT = 12  # pieces: less has no clauses worth trying alone
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)\S+|[^\s@]+@[^\s@]+\.[^\s@.]+|[@#]\w+|(?:/[\w.-]+){2,}/?")
# A run of a hundred letters and marks is a code, a path or a slip of the keyboard, in any script with spaces.
_NO_WORD = re.compile(r"[^\s\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{100,}")
_SENTENCE_END = re.compile(r"""[.!?\u2026\u3002\uff01\uff1f]["'\u00bb\u201d\u2019)\]\s]*$""")
_LINE_END = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pair a sentence's result with the guards that tripped and were not cured.

    *how* says what settled it: ``copied``, ``plain``, ``case``, ``beam``, ``no-repeat`` or ``clauses``.
    """

    result: Result
    flags: tuple[str, ...] = ()
    how: str = "plain"


@dataclass(frozen=True, slots=True)
class _Part:
    """Hold one stretch of a sentence that the engine takes in one go."""

    span: Span
    text: str
    prefix: str = ""


def translate_sentences(
    engine: Engine,
    sentences: Sequence[str],
    *,
    beam: int = 4,
    prefixes: Sequence[str] | None = None,
    alternatives: int = 1,
    language: str = "fr",
    target_language: str = "en",
) -> list[Decoded]:
    """Translate *sentences*, one result each in the same order; equal ones are translated once.

    *prefixes* (one a sentence, "" for none) are texts that the output must begin with. *alternatives* asks
    for so many hypotheses of a sentence that is decoded in one go and trips no guard. *language* tells where
    an over-long sentence may be cut, *target_language* how its parts are joined. No input makes it fail: a
    sentence with nothing to translate is copied, a blank one gives an empty text.
    """
    asked = list(zip(sentences, prefixes or [""] * len(sentences), strict=True))
    found: dict[tuple[str, str], Decoded] = {}
    waiting: list[tuple[str, str]] = []
    for pair in dict.fromkeys(asked):
        if has_words(pair[0]):
            waiting.append(pair)
        else:
            found[pair] = Decoded(copy_sentence(pair[0]), how="copied")
    desk = _Desk(engine, beam, get_language(language), get_language(target_language), alternatives)
    for at in range(0, len(waiting), _CHUNK):
        chunk = waiting[at : at + _CHUNK]
        found.update(zip(chunk, desk.translate(chunk), strict=True))
    return [found[pair] for pair in asked]


def has_words(sentence: str) -> bool:
    """Say whether there is anything to translate: a letter outside addresses, handles, paths and codes."""
    if not any(character.isalpha() for character in sentence):
        return False
    rest = _ADDRESS.sub(" ", _NO_WORD.sub(" ", sentence))
    return any(character.isalpha() for character in rest)


def copy_sentence(sentence: str) -> Result:
    """Return *sentence* as its own translation, each word aligned to itself; a blank one gives ""."""
    spans = tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S+", sentence))
    pieces = tuple(span.of(sentence) for span in spans)
    count = len(pieces)
    attention: tuple[tuple[float, ...], ...] = ()
    if count <= LARGEST_ATTENTION:
        attention = tuple(tuple(float(i == j) for j in range(count)) for i in range(count))
    text = _LINE_END.sub(" ", sentence.strip())
    shift = -spans[0].start if spans else 0
    hypothesis = Hypothesis(
        text, pieces, tuple(span.shift(shift) for span in spans), (0.0,) * count, attention, 0.0
    )
    return Result(Prepared(sentence, pieces, spans), (hypothesis,))


class _Desk:
    """Hold the engine and the settings of one call."""

    def __init__(
        self, engine: Engine, beam: int, source: Language, target: Language, alternatives: int = 1
    ) -> None:
        self._alternatives = alternatives
        self._engine = engine
        self._beam = beam
        self._source = source
        self._target = target
        self._limit = min(engine.max_pieces, getattr(engine, "comfortable_pieces", 0) or COMFORTABLE_PIECES)

    def translate(self, pairs: Sequence[tuple[str, str]]) -> list[Decoded]:
        """Translate (sentence, prefix) pairs that all have words."""
        cut = [self._parts(sentence) for sentence, _ in pairs]
        # A prefix reaches over the first parts of a long sentence into a later one: those first parts come
        # out as they did without it, and only the rest of it is forced.
        plain = [parts for parts, (_, prefix) in zip(cut, pairs, strict=True) if len(parts) > 1 and prefix]
        drafts = iter(self._guarded([part for parts in plain for part in parts]))
        for index, (_, prefix) in enumerate(pairs):
            if prefix and len(cut[index]) > 1:
                cut[index] = self._place_prefix(cut[index], prefix, [next(drafts) for _ in cut[index]])
            elif prefix:
                cut[index] = [replace(cut[index][0], prefix=prefix)]
        decoded = iter(self._guarded([part for parts in cut for part in parts]))
        return [
            self._join(sentence, parts, [next(decoded) for _ in parts])
            for (sentence, _), parts in zip(pairs, cut, strict=True)
        ]

    def _parts(self, sentence: str) -> list[_Part]:
        if self._fits(sentence, self._limit):
            return [_Part(Span(0, len(sentence)), sentence)]
        parts: list[_Part] = []
        at = 0
        for code in [*_NO_WORD.finditer(sentence), None]:
            words = sentence[at : code.start() if code else None]
            for span in split_clauses(
                words, self._source, fits=partial(self._fits, limit=self._limit), start=at
            ):
                parts.append(_Part(span, span.of(sentence)))
            if code:
                parts.append(_Part(Span(code.start(), code.end()), code[0]))
                at = code.end()
        return parts

    def _fits(self, stretch: str, limit: int) -> bool:
        # no piece is longer than sixteen characters or so: a long stretch need not be cut into pieces to tell
        return len(stretch) <= 16 * limit and len(self._engine.prepare(stretch).pieces) <= limit

    def _place_prefix(self, parts: Sequence[_Part], prefix: str, drafts: Sequence[Decoded]) -> list[_Part]:
        rest = prefix
        placed = list(parts)
        for index, draft in enumerate(drafts):
            done = self._mended(parts, index, draft.result.best).text
            if index + 1 < len(parts) and len(rest) > len(done) and rest.startswith(done):
                rest = rest[len(done) :].lstrip()
                continue
            placed[index] = replace(parts[index], prefix=rest)
            break
        return placed

    def _guarded(self, parts: Sequence[_Part]) -> list[Decoded]:
        """Translate parts; those that trip a guard are decoded again in other ways, and the best is kept."""
        decoded = [self._copied(part) for part in parts]
        asked = [i for i, one in enumerate(decoded) if one is None]
        best: list[Decoded] = [one or Decoded(copy_sentence("")) for one in decoded]
        plain = self._decode([parts[i] for i in asked], self._beam, alternatives=self._alternatives)
        for i, result in zip(asked, plain, strict=True):
            best[i] = Decoded(result, find_faults(result.source, result.best))
        # capitals throughout are read badly, however sure the model is; the same words in lower case are not
        loud = [i for i in asked if len(parts[i].text.split()) > 2 and parts[i].text.isupper()]
        quiet = [replace(parts[i], text=truecase(parts[i].text, self._source.code)) for i in loud]
        for i, result in zip(loud, self._decode(quiet, self._beam), strict=True):
            source = replace(result.source, text=parts[i].text)
            faults = find_faults(source, result.best)
            if len(faults) <= len(best[i].flags):
                best[i] = Decoded(Result(source, result.hypotheses), faults, "case")
        for how, settings in (
            ("beam", {"beam": 1 if self._beam > 1 else 4}),
            ("no-repeat", {"beam": max(self._beam, 2), "no_repeat": 3}),
        ):
            tripped = [i for i in asked if best[i].flags]
            for i, result in zip(tripped, self._decode([parts[i] for i in tripped], **settings), strict=True):
                best[i] = _better(best[i], Decoded(result, find_faults(result.source, result.best), how))
        for i in [i for i in asked if best[i].flags]:
            best[i] = self._by_clauses(parts[i], best[i])
        return best

    def _copied(self, part: _Part) -> Decoded | None:
        return None if has_words(part.text) else Decoded(copy_sentence(part.text), how="copied")

    def _decode(
        self, parts: Sequence[_Part], beam: int, no_repeat: int = 0, alternatives: int = 1
    ) -> list[Result]:
        if not parts:
            return []
        prefixes = [part.prefix for part in parts]
        code = self._source.code
        results = self._engine.translate(
            [lower_labels(restore_accents(part.text, code), code) for part in parts],
            beam=beam,
            prefixes=prefixes if any(prefixes) else None,
            alternatives=alternatives,
            no_repeat=no_repeat,
        )
        return [
            replace(result, source=replace(result.source, text=part.text))
            for part, result in zip(parts, results, strict=True)
        ]

    def _by_clauses(self, part: _Part, best: Decoded) -> Decoded:
        """Try a stubborn part clause by clause."""
        count = len(self._engine.prepare(part.text).pieces)
        if not best.flags or count < _SHORTEST_TO_SPLIT or part.prefix:
            return best
        half = partial(self._fits, limit=count // 2 + 1)
        spans = split_clauses(part.text, self._source, fits=half)
        parts = [_Part(span, span.of(part.text)) for span in spans]
        if len(parts) < 2:
            return best
        results = [
            Decoded(copy_sentence(one.text), how="copied")
            if not has_words(one.text)
            else Decoded(self._decode([one], self._beam)[0])
            for one in parts
        ]
        joined = self._join(part.text, parts, results)
        faults = find_faults(joined.result.source, joined.result.best)
        return _better(best, Decoded(joined.result, faults, "clauses"))

    def _join(self, sentence: str, parts: Sequence[_Part], decoded: Sequence[Decoded]) -> Decoded:
        """Make one result of the parts of *sentence*, with every place and all attention kept."""
        if len(parts) == 1 and len(parts[0].text) == len(sentence):
            return decoded[0]
        mended = [self._mended(parts, i, one.result.best) for i, one in enumerate(decoded)]
        sources = [one.result.source for one in decoded]
        columns = sum(len(source.pieces) for source in sources)
        with_attention = columns <= LARGEST_ATTENTION and all(m.attention for m in mended if m.pieces)
        text = ""
        spans: list[Span] = []
        attention: list[tuple[float, ...]] = []
        left = 0
        for hypothesis, source in zip(mended, sources, strict=True):
            if text and hypothesis.text and not _NO_SPACES.match(text[-1] + hypothesis.text[0]):
                text += " "
            spans.extend(span.shift(len(text)) for span in hypothesis.spans)
            text += hypothesis.text
            width = len(source.pieces)
            if with_attention:
                before, after = (0.0,) * left, (0.0,) * (columns - left - width)
                attention.extend(before + row + after for row in hypothesis.attention)
            left += width
        log_probs = _joined_scores(mended)
        whole = Hypothesis(
            text=text,
            pieces=tuple(piece for hypothesis in mended for piece in hypothesis.pieces),
            spans=tuple(spans),
            log_probs=log_probs,
            attention=tuple(attention),
            score=sum(log_probs) / len(log_probs) if log_probs else mended[0].score if mended else 0.0,
            finished=all(hypothesis.finished for hypothesis in mended),
        )
        source = Prepared(
            sentence,
            tuple(piece for source in sources for piece in source.pieces),
            tuple(
                span.shift(part.span.start)
                for part, source in zip(parts, sources, strict=True)
                for span in source.spans
            ),
        )
        flags = tuple(dict.fromkeys(flag for one in decoded for flag in one.flags))
        return Decoded(Result(source, (whole,)), flags, "clauses")

    def _mended(self, parts: Sequence[_Part], index: int, hypothesis: Hypothesis) -> Hypothesis:
        """Take from a part what the model gave it for standing alone: the full stop, the first capital."""
        part = parts[index].text
        last = index + 1 == len(parts)
        if not last and not _SENTENCE_END.search(part) and hypothesis.pieces[-1:] in ((".",), ("\u2581.",)):
            kept = len(hypothesis.pieces) - 1
            hypothesis = replace(
                hypothesis,
                text=hypothesis.text[: hypothesis.spans[-1].start].rstrip(),
                pieces=hypothesis.pieces[:kept],
                spans=hypothesis.spans[:kept],
                log_probs=hypothesis.log_probs[:kept],
                attention=hypothesis.attention[:kept],
            )
        first = re.match(r"\w+", hypothesis.text)
        if index and part[:1].islower() and first and self._is_lower_inside(first[0]):
            hypothesis = replace(hypothesis, text=first[0].lower() + hypothesis.text[first.end() :])
        return hypothesis

    def _is_lower_inside(self, word: str) -> bool:
        """Say whether a capitalised word has its capital only from standing first."""
        low = word.lower()
        if not word[1:].islower() or len(low) != len(word):
            return False
        if low in self._target.stop_words | self._target.articles:
            return True
        # The model's own vocabulary knows: "let" is a piece of its own, "syrian" must be spelt from parts.
        cut = getattr(self._engine, "cut_target", None)
        return cut is not None and len(cut(low)[0]) == 1


def _joined_scores(hypotheses: Sequence[Hypothesis]) -> tuple[float, ...]:
    """Chain token scores, with the one of ``</s>`` kept at the very end only."""
    scores: list[float] = []
    for index, hypothesis in enumerate(hypotheses):
        kept = None if index + 1 == len(hypotheses) else len(hypothesis.pieces)
        scores.extend(hypothesis.log_probs[:kept])
    return tuple(scores)


def _better(one: Decoded, other: Decoded) -> Decoded:
    """Keep the decode that trips fewer guards, then the likelier."""
    if len(one.flags) != len(other.flags):
        return min(one, other, key=lambda decoded: len(decoded.flags))
    return max(one, other, key=lambda decoded: decoded.result.best.score)
