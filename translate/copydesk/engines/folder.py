"""What a model folder on disk is: its form, its facts, its digest, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from copydesk.errors import ModelError

FACTS = "copydesk.json"
HUGGING_FACE = "huggingface"
CTRANSLATE2 = "ctranslate2"
_SPM = ("source.spm", "target.spm")
_PAIR_IN_NAME = re.compile(r"(?:^|[-_])([a-z]{2,3})-([a-z]{2,3})$")


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """Describe one MarianMT checkpoint on disk.

    *form* is ``huggingface`` or ``ctranslate2``. *languages* is the (source, target) pair, each "" where
    nothing says it. *head* is the (layer, head) of the cross-attention that aligns words best, None where
    nobody has looked; layer -1 is the last. *comfortable_pieces* is the length the model was trained for,
    0 where nothing says it.
    """

    name: str
    path: Path
    form: str
    languages: tuple[str, str] = ("", "")
    licence: str = ""
    inline_terms: bool = False
    head: tuple[int, int] | None = None
    max_positions: int = 512
    comfortable_pieces: int = 0

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the weights and the SentencePiece files, as hex digits.

        A converted folder gives the digest of the checkpoint it was made from, so that both forms of one
        model have one name.
        """
        if self.form == CTRANSLATE2:
            origin = read_facts(self.path).get("digest")
            if isinstance(origin, str) and origin:
                return origin
        return folder_digest(self.path)

    @property
    def signature(self) -> str:
        """Give ``NAME@DIGEST`` with the digest's first six digits."""
        return f"{self.name}@{self.digest[:6]}"


def open_folder(path: Path, *, name: str = "") -> ModelFolder:
    """Read the facts of the model folder *path* and make sure that it is whole.

    Raises ModelError for a folder without weights or SentencePiece files, with weights that are cut short,
    or of another architecture than MarianMT.
    """
    form = _form(path)
    facts = read_facts(path)
    if form == HUGGING_FACE:
        config = _read_config(path)
        _check_weights(path)
        for needed in (*_SPM, "vocab.json"):
            if not (path / needed).is_file():
                raise _broken(path, f"has no {needed}")
    else:
        config = {}
        for needed in _SPM:
            if not (path / needed).is_file() and not (path.parent / needed).is_file():
                raise _broken(path, f"has no {needed}")
    given = str(facts.get("name") or "")
    chosen = name or given or path.resolve().name
    head = facts.get("head")
    return ModelFolder(
        name=chosen,
        path=path,
        form=form,
        languages=_languages(path, facts, chosen),
        licence=str(facts.get("licence") or _front_matter(path).get("license") or ""),
        inline_terms=facts.get("inline_terms") is True,
        head=(int(head[0]), int(head[1])) if isinstance(head, list) and len(head) == 2 else None,
        max_positions=int(facts.get("max_positions") or config.get("max_position_embeddings") or 512),
        comfortable_pieces=int(facts.get("comfortable_pieces") or 0),
    )


def is_converted(path: Path) -> bool:
    """Say whether *path* holds a CTranslate2 model."""
    return (path / "model.bin").is_file() and (path / "config.json").is_file()


def weight_files(path: Path) -> list[Path]:
    """List the weights of a folder, safetensors before anything else."""
    for pattern in ("model*.safetensors", "pytorch_model*.bin", "model.bin"):
        found = sorted(path.glob(pattern))
        if found:
            return found
    return []


def folder_digest(path: Path) -> str:
    """Give the SHA-256 over the weights and SentencePiece files of *path*."""
    files = [*weight_files(path), *(path / name for name in _SPM if (path / name).is_file())]
    marks = tuple((str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files)
    return _digest(marks)


@lru_cache(maxsize=16)
def _digest(marks: tuple[tuple[str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, _, _ in marks:
        with Path(name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def read_facts(path: Path) -> dict[str, Any]:
    """Read ``copydesk.json`` of a folder; empty where there is none. Raises ModelError for a broken one."""
    file = path / FACTS
    if not file.is_file():
        return {}
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"not JSON ({error})", where=str(file), remedy="mend or delete it") from None
    if not isinstance(facts, dict):
        raise ModelError("not a JSON object", where=str(file), remedy="mend or delete it")
    return facts


def _form(path: Path) -> str:
    if not path.exists():
        raise ModelError("no such folder", where=str(path), remedy="give a model folder or a pulled name")
    if not path.is_dir():
        raise ModelError("is a file, not a model folder", where=str(path), remedy="give the folder it is in")
    if is_converted(path):
        return CTRANSLATE2
    if not (path / "config.json").is_file():
        raise _broken(
            path, "is not a model folder: it has no config.json", "give the folder that holds the weights"
        )
    return HUGGING_FACE


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(path, f"has an unreadable config.json ({error})") from None
    kind = config.get("model_type") if isinstance(config, dict) else None
    if kind != "marian":
        raise ModelError(
            f"is a model of type '{kind}', not MarianMT",
            where=str(path),
            remedy="give a MarianMT checkpoint, such as Helsinki-NLP/opus-mt-fr-en",
        )
    return dict(config)


def _check_weights(path: Path) -> None:
    files = weight_files(path)
    if not files:
        raise _broken(path, "has no weights (model.safetensors)")
    for file in files:
        if file.suffix == ".safetensors":
            _check_safetensors(file)


def _check_safetensors(file: Path) -> None:
    """Compare the file's length with what its own header promises."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = stream.read(8)
        if start.startswith(b"version "):
            raise _broken(
                file, "is a Git LFS pointer, not the weights", "fetch the file itself (git lfs pull)"
            )
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else size + 1
        try:
            header = json.loads(stream.read(length)) if 8 + length <= size else None
        except ValueError:
            header = None
    if not isinstance(header, dict):
        raise _broken(file, "is not a safetensors file, or is cut short")
    ends = [int(entry["data_offsets"][1]) for key, entry in header.items() if key != "__metadata__"]
    expected = 8 + length + max(ends, default=0)
    if size != expected:
        raise _broken(file, f"is cut short: {size:,} bytes of {expected:,}")


def _languages(path: Path, facts: dict[str, Any], name: str) -> tuple[str, str]:
    given = facts.get("languages")
    if isinstance(given, list) and len(given) == 2:
        return str(given[0]), str(given[1])
    settings = path / "tokenizer_config.json"
    if settings.is_file():
        try:
            data = json.loads(settings.read_text(encoding="utf-8"))
        except ValueError:
            data = {}
        source, target = data.get("source_lang"), data.get("target_lang")
        if isinstance(source, str) and isinstance(target, str):
            return source, target
    match = _PAIR_IN_NAME.search(name)
    return (match[1], match[2]) if match else ("", "")


def _front_matter(path: Path) -> dict[str, str]:
    """Read the plain ``key: value`` lines of a model card's front matter."""
    card = path / "README.md"
    if not card.is_file():
        return {}
    lines = card.read_text(encoding="utf-8", errors="replace").splitlines()
    if not lines or lines[0].strip() != "---":
        return {}
    facts: dict[str, str] = {}
    for line in lines[1:]:
        if line.strip() == "---":
            break
        key, colon, value = line.partition(":")
        if colon and key.strip() == key and value.strip():
            facts[key] = value.strip().strip("'\"")
    return facts


def _broken(path: Path, what: str, remedy: str = "fetch the model again") -> ModelError:
    return ModelError(what, where=str(path), remedy=remedy)
