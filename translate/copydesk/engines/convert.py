"""Convert a MarianMT checkpoint to CTranslate2, and prove that the two forms agree.

The proof is a self-test: the reference engine translates a few sentences, both engines score its answers
under forced decoding, and the scores must agree. It catches what is silent otherwise: above all a ``<pad>``
embedding that is not zero, from which transformers starts decoding while CTranslate2 starts from zero.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from copydesk.engines.folder import FACTS, HUGGING_FACE, ModelFolder, is_converted, read_facts
from copydesk.engines.heads import HeadTrial, describe_trial, sample_sentences, try_heads
from copydesk.engines.pieces import is_language_token, language_prefix, read_vocabulary
from copydesk.engines.store import cached_folder
from copydesk.errors import ModelError

# The largest difference a token's log-probability may show for the two forms to count as one model.
TOKEN_TOLERANCE = 1e-2
# The mean difference, over the sentences, of a sentence's mean token log-probability.
SCORE_TOLERANCE = {"int8": 1e-2, "float32": 1e-3}
_SENTENCES = (
    "Le ministre a rencontré son homologue syrien à Damas lundi 14 mars.",
    "Selon l'ONU, 3 200 personnes ont fui la province d'Idleb depuis janvier 2020.",
    "« Nous n'avons pas le choix », a déclaré Emmanuel Macron à Bruxelles.",
    "The president will meet Angela Merkel and Vladimir Putin in Geneva on Tuesday.",
    "El Gobierno de Madrid anunció el lunes un plan de 12,5 millones de euros.",
    "Der Bundestag hat am Freitag in Berlin mit 412 zu 230 Stimmen zugestimmt.",
    "Dakar, Abidjan, Bamako, Niamey et Ouagadougou : la CEDEAO se réunit.",
    "Prix du pétrole : le baril de Brent à 84,30 dollars, en hausse de 2 %.",
    "Oui.",
    "Mais, hier soir, les combats ont repris au nord d'Alep ; onze combattants ont été tués, "
    "et une centaine de familles ont quitté la ville avant l'aube.",
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Say how far two engines' forced scores of the same translations lie apart.

    *token_difference* is the largest difference of one token's log-probability, *score_difference* the mean
    over the sentences of the difference of their mean log-probabilities.
    """

    compute_type: str
    sentences: int
    token_difference: float
    score_difference: float


def convert(model: ModelFolder, output: Path | None = None) -> Path:
    """Convert *model* (Hugging Face form) to CTranslate2 and return the converted folder.

    Without *output* it goes to the user's cache, keyed by the model's digest; a second process that wants
    the same waits for the first and takes its work. The folder appears whole or not at all. Weights are
    stored as int8; where int8 is too coarse for the self-test, as float32. Raises MissingExtraError without
    the ``marian`` extra, ModelError when the two forms do not agree.
    """
    if model.form != HUGGING_FACE:
        raise ModelError("is converted already", where=str(model.path), remedy="give the Hugging Face folder")
    from copydesk.engines.transformers import require_marian

    require_marian(model.name)
    target = output or cached_folder(model.digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        if is_converted(target) and read_facts(target).get("digest") == model.digest:
            return target
        if output is not None and target.exists() and any(target.iterdir()):
            raise ModelError(
                "is not empty, and not this model converted", where=str(target), remedy="give a new folder"
            )
        with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}-", dir=target.parent) as temporary:
            made = _build(model, Path(temporary))
            if target.exists():
                shutil.rmtree(target)
            made.rename(target)
    return target


def compare(model: ModelFolder, converted: Path, compute_type: str, reference: Any = None) -> Agreement:
    """Score the reference's own translations in both forms of *model* and measure how far they agree."""
    from copydesk.engines.ctranslate2 import CTranslate2Engine
    from copydesk.engines.transformers import TransformersEngine

    target_language = _any_language(model)
    if reference is None:
        reference = TransformersEngine(model.path, target_language=target_language, threads=1)
    fast = CTranslate2Engine(
        converted,
        spm_folder=model.path,
        target_language=target_language,
        max_positions=model.max_positions,
        compute_type=compute_type,
        threads=1,
    )
    sentences = [text for text in _SENTENCES if len(reference.prepare(text).pieces) <= fast.max_pieces]
    results = reference.translate(sentences, beam=1)
    forced = fast.force([result.source for result in results], [result.best.pieces for result in results])
    token_difference = score_difference = 0.0
    for result, log_probs in zip(results, forced, strict=True):
        differences = [a - b for a, b in zip(result.best.log_probs, log_probs, strict=True)]
        token_difference = max(token_difference, *map(abs, differences))
        score_difference += abs(sum(differences) / len(differences)) / len(results)
    return Agreement(compute_type, len(results), token_difference, score_difference)


def _build(model: ModelFolder, temporary: Path) -> Path:
    from copydesk.engines.transformers import TransformersEngine

    upcast = temporary / "original"
    _write_float32(model, upcast)
    # one thread: torch's threads wait for one another by spinning, which on a busy machine costs tenfold
    reference = TransformersEngine(model.path, target_language=_any_language(model), threads=1)
    head, trial = model.head, None
    if head is None:
        trial = try_heads(reference, sample_sentences())
        head = trial.head if trial else None
        if said := describe_trial(trial):
            print(f"copydesk: {model.name}: {said}", file=sys.stderr)
    tried = []
    for quantization in ("int8", "float32"):
        folder = temporary / quantization
        _run_converter(model, upcast, folder, quantization)
        for compute_type in ("float32", "int8") if quantization == "int8" else ("float32",):
            agreement = compare(model, folder, compute_type, reference)
            tried.append(agreement)
            # float32 on int8 weights is worth its time only where it repeats the reference
            good = (
                agreement.token_difference <= TOKEN_TOLERANCE
                if compute_type == "float32"
                else agreement.score_difference <= SCORE_TOLERANCE["int8"]
            )
            if good and agreement.score_difference <= SCORE_TOLERANCE[compute_type]:
                _write_facts(replace(model, head=head), folder, quantization, agreement, trial)
                return folder
    last = tried[-1]
    raise ModelError(
        f"the converted model does not agree with the original (scores differ by "
        f"{last.score_difference:.3g}, allowed {SCORE_TOLERANCE['float32']:g})",
        where=model.name,
        remedy="use --engine transformers, or another checkpoint",
    )


def _any_language(model: ModelFolder) -> str:
    """Choose a target language to test with: the model's own, or the first of a model that has several."""
    vocabulary = read_vocabulary(model.path / "vocab.json")
    try:
        language_prefix(vocabulary, model.languages[1], where=model.name)
    except ModelError:
        return next(piece[2:-2] for piece in vocabulary if is_language_token(piece))
    return model.languages[1]


def _write_float32(model: ModelFolder, folder: Path) -> None:
    """Write the checkpoint in float32 with a zero ``<pad>`` row, for the converter to read.

    Half-precision checkpoints would lose digits of the position table in the converter.
    """
    from transformers import GenerationConfig

    from copydesk.engines.transformers import load_marian, quiet, require_marian

    torch, transformers = require_marian(model.name)
    torch.set_num_threads(1)
    with quiet(transformers):
        network = load_marian(model.path)
        pad = int(network.config.pad_token_id)
        start = int(network.config.decoder_start_token_id)
        if start != pad:
            raise ModelError(
                "decoding does not start from <pad>, which CTranslate2 takes for granted",
                where=model.name,
                remedy="use --engine transformers",
            )
        with torch.no_grad():
            row = network.get_decoder().embed_tokens.weight[pad]
            norm = float(row.norm())
            typical = float(network.get_decoder().embed_tokens.weight.norm(dim=1).median())
            if norm > 1e-3 * typical:
                raise ModelError(
                    f"the <pad> embedding is not zero (norm {norm:.3g}, a usual row has {typical:.3g}), so "
                    "decoding would start from another place than the model was trained for",
                    where=model.name,
                    remedy="train with that row held at zero, or use --engine transformers",
                )
            row.zero_()
        # the checkpoint's own settings for generate() are not wanted here and may be refused on saving
        network.generation_config = GenerationConfig()  # type: ignore[no-untyped-call,unused-ignore]
        network.save_pretrained(folder)
    for name in ("source.spm", "target.spm", "vocab.json", "target_vocab.json", "tokenizer_config.json"):
        if (model.path / name).is_file():
            shutil.copyfile(model.path / name, folder / name)


def _run_converter(model: ModelFolder, upcast: Path, folder: Path, quantization: str) -> None:
    import warnings

    import transformers
    from ctranslate2.converters import TransformersConverter

    from copydesk.engines.transformers import quiet

    with quiet(transformers), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            converter = TransformersConverter(str(upcast), copy_files=["source.spm", "target.spm"])
            converter.convert(
                str(folder), quantization="int8_float32" if quantization == "int8" else quantization
            )
        except Exception as error:  # whatever the converter trips over, the model cannot be converted
            first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ModelError(
                f"CTranslate2 cannot convert it ({first[:160]})",
                where=model.name,
                remedy="use --engine transformers",
            ) from None


def _write_facts(
    model: ModelFolder, folder: Path, quantization: str, agreement: Agreement, trial: HeadTrial | None
) -> None:
    import ctranslate2

    from copydesk import __version__

    facts = {
        "name": model.name,
        "languages": list(model.languages),
        "licence": model.licence,
        "inline_terms": model.inline_terms,
        "digest": model.digest,
        "max_positions": model.max_positions,
        "comfortable_pieces": model.comfortable_pieces,
        "quantization": quantization,
        "compute_type": agreement.compute_type,
        "self_test": {
            key: round(value, 6) if isinstance(value, float) else value
            for key, value in asdict(agreement).items()
            if key != "compute_type"
        },
        "made_by": f"copydesk {__version__}, ctranslate2 {ctranslate2.__version__}",
    }
    if model.head is not None:
        facts["head"] = list(model.head)
    if trial is not None:
        facts["head_trial"] = {"share": round(trial.share, 4), "words": trial.words, "useful": trial.useful}
    (folder / FACTS).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    # beside a folder of the user's no lock file may be left, so it lies with the temporary files
    key = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:32]
    lock = FileLock(Path(tempfile.gettempdir()) / f"copydesk-convert-{key}.lock", mode=0o666)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(f"copydesk: waiting for another process that converts to {target}", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
