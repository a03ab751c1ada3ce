"""Find a model (bundled, in a folder, or pulled before) and load the engine for it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from copydesk.engines.folder import (
    CTRANSLATE2,
    HUGGING_FACE,
    ModelFolder,
    is_converted,
    open_folder,
    read_facts,
)
from copydesk.engines.protocol import Engine, Prepared
from copydesk.errors import CopydeskError, ModelError, SettingsError
from copydesk.resources import data_folder

if TYPE_CHECKING:
    from copydesk.engines.ctranslate2 import Aligner, Attention
    from copydesk.engines.transformers import TransformersEngine

BUNDLED = "copydesk-fr-en"
ENGINES = ("auto", "ctranslate2", "transformers")
COMPUTE_TYPES = ("auto", "int8", "float32")
HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


def find_model(
    name_or_path: str | Path | None = None, source_language: str = "fr", target_language: str = "en"
) -> ModelFolder:
    """Find the model that translates from one language to the other.

    *name_or_path* is the bundled model's name, a folder (Hugging Face or CTranslate2 form) or a name that
    ``copydesk models pull`` fetched; None takes the bundled model for French to English and the pulled
    ``Helsinki-NLP/opus-mt-FROM-TO`` for any other pair. Nothing is downloaded. Raises ModelError when there
    is no such model, when it is not whole, or when it is known to translate another pair.
    """
    if name_or_path is None or not str(name_or_path):
        if (source_language, target_language) == ("fr", "en"):
            return _bundled()
        return _pulled(suggested_name(source_language, target_language))
    given = str(name_or_path)
    if given == BUNDLED and not Path(given).is_dir():
        model = _bundled()
    elif Path(given).expanduser().exists() or _looks_like_path(given):
        model = open_folder(Path(given).expanduser())
    else:
        model = _pulled(given)
    _check_languages(model, source_language, target_language)
    return model


def load_engine(
    model: ModelFolder,
    *,
    engine: str = "auto",
    threads: int | None = None,
    target_language: str = "",
    compute_type: str | None = None,
) -> Engine:
    """Load *model* into the engine named *engine* (``auto`` is ``ctranslate2``).

    A checkpoint with no converted form is converted first, once, which needs the ``marian`` extra.
    *target_language* chooses the language token of models with several target languages (default: the
    model's own). *compute_type* (or ``COPYDESK_COMPUTE_TYPE``) is ``auto``, ``int8`` (about twice as fast)
    or ``float32``; ``auto`` takes ``float32`` where the conversion's self-test found that it repeats the
    reference engine. Raises ModelError, MissingExtraError, SettingsError.
    """
    if engine not in ENGINES:
        raise SettingsError(f"unknown engine '{engine}'", remedy=f"choose one of {', '.join(ENGINES)}")
    target = target_language or model.languages[1]
    if engine == "transformers":
        if model.form != HUGGING_FACE:
            raise ModelError(
                "is a CTranslate2 folder, which transformers cannot load",
                where=str(model.path),
                remedy="give the Hugging Face folder it was made from, or --engine ctranslate2",
            )
        from copydesk.engines.constrained import ConstrainedEngine

        return ConstrainedEngine(
            model.path,
            signature=model.signature,
            target_language=target,
            inline_terms=model.inline_terms,
            head=_head(model) or (-1, 0),
            comfortable_pieces=model.comfortable_pieces,
            threads=threads,
        )
    from copydesk.engines.ctranslate2 import CTranslate2Engine

    asked = _asked_compute_type(compute_type)
    folder = converted_folder(model)
    if folder is None:
        from copydesk.engines.convert import convert

        folder = convert(model)
    facts = read_facts(folder)
    return CTranslate2Engine(
        folder,
        spm_folder=model.path if (model.path / "source.spm").is_file() else folder.parent,
        signature=model.signature,
        target_language=target,
        inline_terms=model.inline_terms,
        aligner=_aligner(model),
        max_positions=int(facts.get("max_positions") or model.max_positions),
        comfortable_pieces=model.comfortable_pieces,
        compute_type=str(facts.get("compute_type") or "default") if asked == "auto" else asked,
        threads=threads,
    )


def converted_folder(model: ModelFolder) -> Path | None:
    """Find the CTranslate2 form of *model*: itself, beside it, or in the cache; None if it has none yet.

    A form that was made from other weights than the folder now holds is not taken.
    """
    if model.form == CTRANSLATE2:
        return model.path
    digest = model.digest
    for folder in (model.path / CTRANSLATE2, cached_folder(digest)):
        if is_converted(folder) and read_facts(folder).get("digest") == digest:
            return folder
    return None


def cached_folder(digest: str) -> Path:
    """Give the place in the user's cache for the converted form of the model with this *digest*."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("copydesk")) / "converted" / digest[:32]


def pulled_folder(name: str) -> Path:
    """Give the place in the user's data folder for the model that the hub calls *name*."""
    import platformdirs

    return Path(platformdirs.user_data_dir("copydesk")) / "models" / name.replace("/", "--")


def suggested_name(source_language: str, target_language: str) -> str:
    """Name the hub's usual MarianMT model for a language pair."""
    return f"Helsinki-NLP/opus-mt-{source_language}-{target_language}"


def attention_source(model: ModelFolder) -> str | None:
    """Say which engine can give this model's word alignment: ctranslate2, transformers, or None.

    CTranslate2 gives one head only, the first of the last layer; where another aligns best, a forced pass
    in transformers gives it, if the ``marian`` extra is there. None also where the conversion found that no
    head aligns words.
    """
    folder = converted_folder(model)
    trial = read_facts(folder).get("head_trial") if folder else None
    if isinstance(trial, dict) and trial.get("useful") is False:
        return None
    if _head(model) in (None, (-1, 0)):
        return "ctranslate2"
    if model.form == HUGGING_FACE and find_spec("torch") and find_spec("transformers"):
        return "transformers"
    return None


def list_models() -> Iterator[tuple[str, str, Path]]:
    """Yield (name, kind, folder) of every model at hand; kind is bundled, pulled or converted."""
    with suppress(CopydeskError):  # a checkout without the weights
        yield BUNDLED, "bundled", _bundled().path
    pulled = pulled_folder("x/y").parent
    if pulled.is_dir():
        for folder in sorted(pulled.iterdir()):
            if (folder / "config.json").is_file():
                yield folder.name.replace("--", "/", 1), "pulled", folder
    cache = cached_folder("0").parent
    if cache.is_dir():
        for folder in sorted(cache.iterdir()):
            if is_converted(folder):
                yield str(read_facts(folder).get("name") or folder.name), "converted", folder


def _bundled() -> ModelFolder:
    folder = data_folder("models") / BUNDLED
    if not folder.is_dir():
        raise ModelError(
            f"the bundled model {BUNDLED} is not installed",
            remedy="install copydesk again, or give --model",
        )
    if not (folder / "model.safetensors").is_file() and is_converted(folder / CTRANSLATE2):
        return open_folder(folder / CTRANSLATE2, name=BUNDLED)
    return open_folder(folder, name=BUNDLED)


def _pulled(name: str) -> ModelFolder:
    if not HUB_NAME.fullmatch(name):
        raise ModelError(
            f"no model is called '{name}'",
            remedy=f"give {BUNDLED}, a model folder, or a hub name such as Helsinki-NLP/opus-mt-fr-en",
        )
    folder = pulled_folder(name)
    if not folder.is_dir():
        raise ModelError(f"the model {name} is not on this machine", remedy=f"copydesk models pull {name}")
    return open_folder(folder, name=name)


def _looks_like_path(given: str) -> bool:
    return given.startswith((".", "~", os.sep)) or given.endswith(os.sep) or "\\" in given


def _check_languages(model: ModelFolder, source: str, target: str) -> None:
    has_source, has_target = model.languages
    if len(has_source) != 2 or len(has_target) != 2 or not source or not target:
        return  # nothing is known, or a group of languages such as 'roa': the model's tokens decide
    if (has_source, has_target) != (source, target):
        raise ModelError(
            f"the model {model.name} translates {has_source} to {has_target}, not {source} to {target}",
            remedy=f"give --from {has_source} --to {has_target}, or another --model",
        )


def _head(model: ModelFolder) -> tuple[int, int] | None:
    if model.head is not None or model.form == CTRANSLATE2:
        return model.head
    folder = converted_folder(model)
    head = read_facts(folder).get("head") if folder else None
    return (int(head[0]), int(head[1])) if isinstance(head, list) and len(head) == 2 else None


def _aligner(model: ModelFolder) -> Aligner | None:
    """Make the stand-in for CTranslate2's attention, loaded when it is first asked; None if it needs none."""
    given_by = attention_source(model)
    if given_by == CTRANSLATE2:
        return None
    loaded: list[TransformersEngine] = []

    def attend(sources: Sequence[Prepared], targets: Sequence[Sequence[str]]) -> list[Attention]:
        if given_by is None:
            return [()] * len(sources)
        if not loaded:
            loaded.append(cast("TransformersEngine", load_engine(model, engine="transformers")))
        return loaded[0].attend(sources, targets)

    return attend


def _asked_compute_type(asked: str | None) -> str:
    chosen = asked or os.environ.get("COPYDESK_COMPUTE_TYPE") or "auto"
    if chosen not in COMPUTE_TYPES:
        raise SettingsError(
            f"unknown compute type '{chosen}'",
            where="" if asked else "COPYDESK_COMPUTE_TYPE",
            remedy=f"choose one of {', '.join(COMPUTE_TYPES)}",
        )
    return chosen
