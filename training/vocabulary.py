"""Turn text into the piece ids of the model and back."""

from __future__ import annotations

import json
from pathlib import Path

import sentencepiece as spm

SPACE = "▁"
OPEN, CLOSE = "⟦", "⟧"


class Vocabulary:
    """The SentencePiece model and the id order of a Marian folder (source.spm, vocab.json)."""

    def __init__(self, folder: Path) -> None:
        self.processor = spm.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self.ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.pieces = [""] * len(self.ids)
        for piece, index in self.ids.items():
            self.pieces[index] = piece
        self.end = self.ids["</s>"]
        self.unknown = self.ids["<unk>"]
        self.pad = self.ids["<pad>"]
        size = self.processor.get_piece_size()
        self._order = [self.ids.get(self.processor.id_to_piece(i), self.unknown) for i in range(size)]
        self.starts_word = [piece.startswith(SPACE) for piece in self.pieces]
        self.is_byte = [piece.startswith("<0x") for piece in self.pieces]
        self._words: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def encode(self, text: str) -> list[int]:
        """Return piece ids without `</s>`."""
        order = self._order
        return [order[i] for i in self.processor.encode(text)]

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        """Return piece ids of many texts, without `</s>`."""
        order = self._order
        return [[order[i] for i in ids] for ids in self.processor.encode(texts)]

    def encode_word(self, word: str) -> list[int]:
        """Return the ids of a blank-separated word; pieces never cross blanks, so words add up to a text."""
        ids = self._words.get(word)
        if ids is None:
            ids = self.encode(word)
            if len(self._words) < 400_000:
                self._words[word] = ids
        return ids

    def words(self, ids: list[int]) -> list[list[int]]:
        """Group the ids of a text into its blank-separated words."""
        groups: list[list[int]] = []
        starts = self.starts_word
        for index in ids:
            if starts[index] or not groups:
                groups.append([])
            groups[-1].append(index)
        return groups

    def spell(self, ids: list[int]) -> str:
        """Return the text of one word's pieces (no byte pieces)."""
        return "".join(self.pieces[i] for i in ids).replace(SPACE, "")
