"""Fetch a MarianMT model from the Hugging Face hub: the one place where copydesk uses a network."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from copydesk.engines.folder import FACTS, ModelFolder, open_folder
from copydesk.engines.store import HUB_NAME, pulled_folder
from copydesk.errors import CopydeskError, MissingExtraError, ModelError

_SAFE_WEIGHTS, _PICKLED_WEIGHTS = "model.safetensors", "pytorch_model.bin"
_NEEDED = ("config.json", "vocab.json", "source.spm", "target.spm")
_WELCOME = ("tokenizer_config.json", "generation_config.json", "target_vocab.json", "README.md")


def pull_model(name: str, *, revision: str | None = None) -> ModelFolder:
    """Fetch the model that the hub calls *name* into the user's data folder and return it.

    Weights come as safetensors; a repository that has only ``pytorch_model.bin`` is read with
    ``weights_only`` and written again as safetensors, so that no pickle stays. A model pulled before is
    replaced once the new one is whole. Raises ModelError on any failure of network or repository,
    MissingExtraError without the ``marian`` extra.
    """
    if not HUB_NAME.fullmatch(name):
        raise ModelError(
            f"'{name}' is not a hub name", remedy="give OWNER/NAME, such as Helsinki-NLP/opus-mt-fr-en"
        )
    try:
        from huggingface_hub import HfApi, hf_hub_download
        from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined,unused-ignore]
    except ImportError:
        raise MissingExtraError("marian", where=f"models pull {name}") from None
    if not sys.stderr.isatty():
        disable_progress_bars()
    target = pulled_folder(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}-", dir=target.parent) as temporary:
        folder = Path(temporary) / "model"
        try:
            info: Any = HfApi().model_info(name, revision=revision, timeout=30)
            wanted = _choose_files(name, [file.rfilename for file in info.siblings or ()])
            for file in wanted:
                hf_hub_download(name, file, revision=info.sha, local_dir=folder)
        except CopydeskError:
            raise
        except OSError as error:
            if error.filename and not _is_network(error):
                raise
            raise _unreachable(name, error) from None
        except Exception as error:  # the client raises a dozen kinds for what is one thing to a user
            raise _unreachable(name, error) from None
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        if _PICKLED_WEIGHTS in wanted:
            _write_safetensors(folder)
        model = open_folder(folder, name=name)
        facts = {
            "name": name,
            "languages": list(model.languages),
            "licence": model.licence,
            "inline_terms": False,
            "revision": info.sha,
        }
        (folder / FACTS).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    return open_folder(target, name=name)


def _choose_files(name: str, offered: Sequence[str]) -> list[str]:
    missing = [file for file in _NEEDED if file not in offered]
    weights = [file for file in (_SAFE_WEIGHTS, _PICKLED_WEIGHTS) if file in offered][:1]
    if missing or not weights:
        raise ModelError(
            f"is not a MarianMT model: it has no {(missing or [_SAFE_WEIGHTS])[0]}",
            where=name,
            remedy="choose another, such as Helsinki-NLP/opus-mt-fr-en",
        )
    return [*_NEEDED, *(file for file in _WELCOME if file in offered), *weights]


def _write_safetensors(folder: Path) -> None:
    from copydesk.engines.transformers import load_marian, quiet, require_marian

    _, transformers = require_marian(folder.name)
    with quiet(transformers):
        network = load_marian(folder)
        # the repository's own generate() settings stay in their file; written anew they may be refused
        network.generation_config = transformers.GenerationConfig()
        network.save_pretrained(folder / "written")
    (folder / "written" / _SAFE_WEIGHTS).rename(folder / _SAFE_WEIGHTS)
    shutil.rmtree(folder / "written")
    (folder / _PICKLED_WEIGHTS).unlink()


def _is_network(error: OSError) -> bool:
    return isinstance(error, ConnectionError | TimeoutError)


def _unreachable(name: str, error: Exception) -> ModelError:
    kind = type(error).__name__
    if kind in ("RepositoryNotFoundError", "GatedRepoError", "RevisionNotFoundError"):
        return ModelError(
            f"the hub has no model {name} that anybody may fetch",
            remedy="look the name up, or give a folder with --model",
        )
    words = str(error).strip().splitlines()
    return ModelError(
        f"cannot fetch {name} ({(words[0] if words else kind)[:160]})",
        remedy="check the network, or give a folder with --model",
    )
