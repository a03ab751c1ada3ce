"""Cut text into a model's subword pieces and join pieces to text, with the place of every piece.

Both engines use this one coder, so they read exactly the same pieces. It gives what ``MarianTokenizer``
gives (a test holds them equal) without loading transformers, and adds the places, which no tokenizer of
MarianMT can tell: the pieces are walked along SentencePiece's own normalised text, whose offsets lead back
to the shadow of ``copydesk.normalise`` and from there to the text as given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unicodedata import category

from copydesk.engines.protocol import Prepared
from copydesk.errors import ModelError
from copydesk.normalise import normalise
from copydesk.text import Span

END = "</s>"
UNKNOWN = "<unk>"
_CONTROLS = {END, UNKNOWN, "<pad>", "<s>"}
_MARKER = "\u2581"
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class PieceCoder:
    """Encode sources and targets, and decode targets, as one MarianMT checkpoint does.

    *vocabulary* lists the source pieces the model knows, *target_vocabulary* those of the target side where
    they differ. *prefix* is the language token (``>>fra<<``) that a model with several target languages
    expects in front of every source. Instances hold no state and may be shared between threads.
    """

    def __init__(
        self,
        source_spm: Path,
        target_spm: Path,
        vocabulary: Sequence[str],
        target_vocabulary: Sequence[str] | None = None,
        *,
        prefix: str = "",
    ) -> None:
        self._source = _load_sentencepiece(source_spm)
        self._target = _load_sentencepiece(target_spm)
        # no text of a user's may come out as a control token
        self._known = frozenset(vocabulary) - _CONTROLS
        self._target_known = (
            self._known if target_vocabulary is None else frozenset(target_vocabulary) - _CONTROLS
        )
        self.prefix = prefix

    def prepare(self, text: str) -> Prepared:
        """Cut a source sentence into the model's pieces (without ``</s>``), each with its place in *text*."""
        pieces, spans = _cut(self._source, text, self._known)
        if self.prefix:
            pieces, spans = [self.prefix, *pieces], [Span(0, 0), *spans]
        return Prepared(text, tuple(pieces), tuple(spans))

    def cut_target(self, text: str) -> tuple[list[str], list[Span]]:
        """Cut a target sentence into pieces (without ``</s>``), each with its place in *text*."""
        return _cut(self._target, text, self._target_known)


def join_pieces(pieces: Sequence[str]) -> tuple[str, list[Span]]:
    """Join target pieces to text; return it with the place of every piece.

    A piece's word marker takes no characters, and a bare marker stands where the next word begins; runs of
    markers give one space, none at either end. The byte pieces of one character all have that character's
    place. Bytes that are not UTF-8 give U+FFFD.
    """
    characters: list[str] = []
    places: list[Span | None] = [None] * len(pieces)
    length = 0
    space = False
    for first, count, written in _written(pieces):
        start = -1
        for character in written:
            # a model with byte pieces can write line ends and controls; a sentence has none
            if character == _MARKER or character.isspace() or category(character) == "Cc":
                space = True
                continue
            if space and length:
                characters.append(" ")
                length += 1
            space = False
            if start < 0:
                start = length
            characters.append(character)
            length += 1
        if start >= 0:
            places[first : first + count] = [Span(start, length)] * count
    following = length
    spans: list[Span] = []
    for place in reversed(places):
        spans.append(place or Span(following, following))
        following = spans[-1].start
    return "".join(characters), spans[::-1]


def _written(pieces: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first piece, number of pieces, what they write): byte pieces together, others alone."""
    at = 0
    while at < len(pieces):
        run = at
        while run < len(pieces) and _BYTE.fullmatch(pieces[run]):
            run += 1
        if run == at:
            yield at, 1, pieces[at]
            at += 1
            continue
        for character, width in _decode_bytes([int(piece[3:5], 16) for piece in pieces[at:run]]):
            yield at, width, character
            at += width


def is_language_token(piece: str) -> bool:
    """Say whether *piece* names a target language, as ``>>fra<<`` does."""
    return len(piece) > 4 and piece.startswith(">>") and piece.endswith("<<")


def language_prefix(vocabulary: Sequence[str], target_language: str, *, where: str) -> str:
    """Choose the language token of a model that has several target languages, "" for any other model.

    Raises ModelError when the model has such tokens and none is for *target_language*.
    """
    tokens = [piece for piece in vocabulary if is_language_token(piece)]
    if not tokens:
        return ""
    wanted = [target_language, *_LONG_CODES.get(target_language, ())]
    for code in wanted:
        exact = f">>{code}<<"
        if exact in tokens:
            return exact
    for code in wanted:
        for token in tokens:
            if re.split(r"[_-]", token[2:-2])[0] == code:
                return token
    offered = ", ".join(token[2:-2] for token in tokens[:12])
    raise ModelError(
        f"the model cannot translate to '{target_language}'"
        if target_language
        else "the model must be told its target language",
        where=where,
        remedy=f"give --to one of its languages ({offered}{', ...' if len(tokens) > 12 else ''})",
    )


# ISO 639-1 codes and the three-letter codes that multilingual models write instead
_LONG_CODES: dict[str, tuple[str, ...]] = {
    "ar": ("ara", "arb"),
    "bg": ("bul",),
    "ca": ("cat",),
    "cs": ("ces",),
    "da": ("dan",),
    "de": ("deu",),
    "el": ("ell",),
    "en": ("eng",),
    "es": ("spa",),
    "et": ("est",),
    "fa": ("pes", "fas"),
    "fi": ("fin",),
    "fr": ("fra",),
    "ha": ("hau",),
    "he": ("heb",),
    "hi": ("hin",),
    "hu": ("hun",),
    "id": ("ind",),
    "it": ("ita",),
    "ja": ("jpn",),
    "ko": ("kor",),
    "lt": ("lit",),
    "lv": ("lav",),
    "mg": ("mlg", "plt"),
    "nl": ("nld",),
    "no": ("nor", "nob"),
    "pl": ("pol",),
    "pt": ("por",),
    "ro": ("ron",),
    "ru": ("rus",),
    "sk": ("slk",),
    "sl": ("slv",),
    "sr": ("srp",),
    "sv": ("swe",),
    "sw": ("swh", "swa"),
    "tr": ("tur",),
    "uk": ("ukr",),
    "ur": ("urd",),
    "vi": ("vie",),
    "wo": ("wol",),
    "zh": ("cmn", "zho"),
}


def read_vocabulary(path: Path) -> list[str]:
    """Read a vocabulary file: a JSON list of pieces, or an object from pieces to their numbers.

    Raises ModelError when the file is not one of the two.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"not a readable vocabulary ({error})", where=str(path), remedy="fetch the model again"
        ) from None
    if isinstance(data, dict):
        data = sorted(data, key=data.__getitem__)
    if not isinstance(data, list) or not all(isinstance(piece, str) for piece in data):
        raise ModelError("not a vocabulary", where=str(path), remedy="fetch the model again")
    return data


def _load_sentencepiece(path: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a SentencePiece model, or cut short"
        raise ModelError(str(reason), where=str(path), remedy="fetch the model again") from None


def _cut(processor: Any, text: str, known: frozenset[str]) -> tuple[list[str], list[Span]]:
    # a lone surrogate cannot be encoded as UTF-8; one character stands for one, so offsets hold
    shadow = normalise(_SURROGATE.sub("\ufffd", text))
    normal, offsets = processor.normalize(shadow.text, with_offsets=True)
    surfaces: list[str] = processor.encode(shadow.text, out_type=str)
    spans: list[Span] = []
    position = 0  # in the normalised text
    at = 0
    while at < len(surfaces):
        surface = surfaces[at]
        if _BYTE.fullmatch(surface) and not normal.startswith(surface, position):
            width = min(len(normal[position : position + 1].encode()) or 1, len(surfaces) - at)
            count, length = width, 1
        else:
            count, length = 1, len(surface)
        start, end = position, min(position + length, len(normal))
        while start < end and normal[start] == _MARKER:
            start += 1
        shadow_start = offsets[start] if start < len(offsets) else len(shadow.text)
        shadow_end = _end(offsets, end, shadow_start, len(shadow.text)) if start < end else shadow_start
        while shadow_end > shadow_start and shadow.text[shadow_end - 1].isspace():
            shadow_end -= 1
        spans.extend([shadow.span(shadow_start, shadow_end)] * count)
        position = end
        at += count
    return [surface if surface in known else UNKNOWN for surface in surfaces], spans


def _end(offsets: Sequence[int], end: int, start: int, length: int) -> int:
    """Find where the character before *end* stops: one character may have become several."""
    last = offsets[end - 1]
    while end < len(offsets) and offsets[end] <= last:
        end += 1
    return max(offsets[end] if end < len(offsets) else length, start)


def _decode_bytes(values: Sequence[int]) -> list[tuple[str, int]]:
    """Decode UTF-8 bytes; return the characters, each with the number of bytes it took."""
    characters: list[tuple[str, int]] = []
    at = 0
    while at < len(values):
        for width in (1, 2, 3, 4):
            try:
                characters.append((bytes(values[at : at + width]).decode("utf-8"), width))
                break
            except UnicodeDecodeError:
                continue
        else:
            characters.append(("\ufffd", 1))
            width = 1
        at += min(width, len(values) - at)
    return characters
