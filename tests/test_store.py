"""Models on disk: found or refused on one line, converted once, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk.engines import folder as folders
from copydesk.engines.convert import TOKEN_TOLERANCE, compare, convert
from copydesk.engines.folder import folder_digest, open_folder, read_facts
from copydesk.engines.store import BUNDLED, cached_folder, converted_folder, find_model, load_engine
from copydesk.errors import CopydeskError, ModelError, SettingsError

pytest.importorskip("torch", reason="the marian extra is not installed")

from random_marian import make_random_marian


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_random_marian(tmp_path_factory.mktemp("tiny") / "tiny-fr-en")


@pytest.fixture(scope="session")
def converted(tiny: Path) -> Path:
    return convert(open_folder(tiny), tiny.parent / "converted")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COPYDESK_THREADS", "1")
    return tmp_path / "cache"


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "copy"))


def test_the_bundled_model_is_found_by_default_and_by_name() -> None:
    model = find_model()
    assert model.name == BUNDLED
    assert model.languages == ("fr", "en")
    assert find_model(BUNDLED).digest == model.digest
    assert model.signature == f"{BUNDLED}@{model.digest[:6]}"


def _without_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _of_another_kind(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "t5"}')


def _broken_config(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": ')


def _without_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def _cut_short(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def _cut_in_header(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:50])


def _empty_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"")


def _pointer(folder: Path) -> None:
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")


def _without_spm(folder: Path) -> None:
    (folder / "target.spm").unlink()


def _without_vocabulary(folder: Path) -> None:
    (folder / "vocab.json").unlink()


def _broken_facts(folder: Path) -> None:
    (folder / "copydesk.json").write_text("{")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_without_config, "no config.json"),
        (_of_another_kind, "type 't5', not MarianMT"),
        (_broken_config, "unreadable config.json"),
        (_without_weights, "has no weights"),
        (_cut_short, "cut short"),
        (_cut_in_header, "cut short"),
        (_empty_weights, "cut short"),
        (_pointer, "Git LFS pointer"),
        (_without_spm, "has no target.spm"),
        (_without_vocabulary, "has no vocab.json"),
        (_broken_facts, "not JSON"),
    ],
)
def test_a_broken_folder_is_refused_on_one_line(copy: Path, harm: Callable[[Path], None], words: str) -> None:
    harm(copy)
    with pytest.raises(ModelError) as caught:
        find_model(copy)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(copy) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere", "no model is called 'nowhere'"),
        ("./nowhere", "no such folder"),
        ("Helsinki-NLP/opus-mt-fr-en", "copydesk models pull Helsinki-NLP/opus-mt-fr-en"),
        (__file__, "is a file"),
    ],
)
def test_an_unknown_model_is_refused_with_a_remedy(name: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        find_model(name)


def test_a_pair_without_a_model_names_the_one_to_pull() -> None:
    with pytest.raises(ModelError, match="copydesk models pull Helsinki-NLP/opus-mt-es-en"):
        find_model(None, "es", "en")


def test_a_model_of_another_pair_is_refused(tiny: Path) -> None:
    with pytest.raises(ModelError, match="translates fr to en, not es to en; give --from fr --to en"):
        find_model(tiny, "es", "en")


def test_broken_sentencepiece_is_a_model_error(copy: Path) -> None:
    (copy / "source.spm").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"source\.spm: not a SentencePiece model"):
        load_engine(find_model(copy), engine="transformers")


def test_a_conversion_agrees_and_happens_once(tiny: Path) -> None:
    model = find_model(tiny)
    first = convert(model)
    assert first == cached_folder(model.digest) == converted_folder(model)
    facts = read_facts(first)
    assert facts["digest"] == model.digest
    assert facts["self_test"]["score_difference"] < 0.01
    written = (first / "model.bin").stat().st_mtime_ns
    assert convert(model) == first
    assert (first / "model.bin").stat().st_mtime_ns == written
    assert sorted(p.name for p in first.parent.iterdir()) == [first.name], "something was left behind"
    engine = load_engine(model)
    assert engine.name.startswith("ctranslate2-")
    assert engine.model_signature == f"tiny-fr-en@{model.digest[:6]}"
    assert len(engine.translate(["Le ministre.", "Oui."], beam=2)) == 2


def test_the_converted_folder_works_alone(tiny: Path, converted: Path, tmp_path: Path) -> None:
    original = find_model(tiny)
    alone = Path(shutil.copytree(converted, tmp_path / "alone"))
    model = find_model(alone)
    assert model.form == folders.CTRANSLATE2
    assert model.digest == original.digest
    assert model.languages == ("fr", "en")
    text = "Le ministre a rencontré son homologue."
    one = load_engine(model)
    other = load_engine(original, engine="transformers")
    assert one.translate([text], beam=1)[0].source == other.translate([text], beam=1)[0].source
    with pytest.raises(ModelError, match="transformers cannot load"):
        load_engine(model, engine="transformers")
    weights = alone / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-5000])
    with pytest.raises(ModelError, match="CTranslate2 cannot load it"):
        load_engine(find_model(alone))


def test_a_form_made_from_other_weights_is_not_taken(copy: Path, converted: Path, tmp_path: Path) -> None:
    shutil.copytree(converted, copy / "ctranslate2")
    assert converted_folder(find_model(copy)) == copy / "ctranslate2"
    other = make_random_marian(tmp_path / "other", seed=1)
    shutil.copyfile(other / "model.safetensors", copy / "model.safetensors")
    assert converted_folder(find_model(copy)) is None


def test_the_comparison_sees_other_weights(tiny: Path, converted: Path, tmp_path: Path) -> None:
    other = find_model(make_random_marian(tmp_path / "other", seed=1))
    compute_type = read_facts(converted)["compute_type"]
    assert compare(find_model(tiny), converted, compute_type).score_difference < 0.01
    assert compare(other, converted, compute_type).score_difference > 0.1


def test_a_pad_row_that_is_not_zero_fails_loudly(tmp_path: Path, own_cache: Path) -> None:
    model = find_model(make_random_marian(tmp_path / "drifted", pad_norm=0.6))
    with pytest.raises(ModelError, match=r"<pad> embedding is not zero \(norm 0\.6"):
        load_engine(model)
    assert list((own_cache / "copydesk" / "converted").iterdir()) == []
    assert load_engine(model, engine="transformers").translate(["Oui."], beam=1)


def test_a_pad_row_that_is_next_to_nothing_is_zeroed(tmp_path: Path) -> None:
    model = find_model(make_random_marian(tmp_path / "dusty", pad_norm=1e-6))
    assert read_facts(convert(model))["self_test"]["score_difference"] < 0.01


def test_a_decoder_that_starts_elsewhere_is_refused(tmp_path: Path) -> None:
    model = find_model(make_random_marian(tmp_path / "elsewhere", start_token="</s>"))
    with pytest.raises(ModelError, match="does not start from <pad>"):
        convert(model)


def test_a_model_of_several_languages_is_told_which(tmp_path: Path) -> None:
    model = find_model(make_random_marian(tmp_path / "opus-mt-en-roa", languages=("fra", "spa")), "en", "es")
    assert load_engine(model, target_language="es").prepare("Oui.").pieces[0] == ">>spa<<"
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError, match="cannot translate to 'de'"):
            load_engine(model, engine=engine, target_language="de")
    with pytest.raises(ModelError, match="must be told"):
        load_engine(replace(model, languages=("", "")))


def test_a_folder_in_the_way_is_left_alone(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    with pytest.raises(ModelError, match="is not empty"):
        convert(find_model(tiny), tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep"


def test_two_processes_convert_once(tiny: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from copydesk.engines.store import find_model; "
        "from copydesk.engines.convert import convert; print(convert(find_model(sys.argv[1])))"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, tiny],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=200) for process in running]
    assert [process.returncode for process in running] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0]
    assert sum("waiting for another process" in errors for _, errors in outputs) <= 1
    folder = Path(outputs[0][0].strip())
    assert load_engine(open_folder(folder)).translate(["Oui."], beam=1)
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]


def test_without_the_extra_the_bundled_model_translates_and_others_say_what_they_need(tiny: Path) -> None:
    script = """
import sys
sys.modules["torch"] = sys.modules["transformers"] = None
from copydesk.engines.store import find_model, load_engine
from copydesk.errors import MissingExtraError
print(load_engine(find_model()).translate(["Oui."])[0].best.text)
for settings in ({}, {"engine": "transformers"}):
    try:
        load_engine(find_model(sys.argv[1]), **settings)
    except MissingExtraError as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tiny], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].strip()
    assert len(lines) == 3
    assert all(line.endswith("needs: pip install 'copydesk[marian]'") for line in lines[1:])


def test_the_digest_is_of_weights_and_spelling_alone(copy: Path) -> None:
    before = folder_digest(copy)
    (copy / "README.md").write_text("---\nlicense: cc-by-4.0\n---\n")
    assert folder_digest(copy) == before
    assert find_model(copy).licence == "cc-by-4.0"
    data = bytearray((copy / "source.spm").read_bytes())
    data[-1] ^= 1
    (copy / "source.spm").write_bytes(bytes(data))
    assert folder_digest(copy) != before


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"engine": "marian"}, "unknown engine"), ({"compute_type": "int4"}, "compute type")],
)
def test_unknown_settings_are_refused(tiny: Path, settings: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load_engine(find_model(tiny), **settings)


def test_facts_beat_the_name(copy: Path) -> None:
    (copy / "copydesk.json").write_text(
        json.dumps({"name": "house", "languages": ["pt", "en"], "licence": "MIT", "comfortable_pieces": 40})
    )
    model = find_model(copy, "pt", "en")
    assert (model.name, model.licence, model.comfortable_pieces) == ("house", "MIT", 40)


def test_weights_on_the_grid_convert_without_loss(copy: Path, tmp_path: Path) -> None:
    from copydesk.engines.release import release

    facts = release(copy, tmp_path / "released", name="tiny")
    assert facts["compute_type"] == "float32"
    assert facts["self_test"]["token_difference"] <= TOKEN_TOLERANCE
    digest = folder_digest(tmp_path / "released")
    release(tmp_path / "released", tmp_path / "released", name="tiny")
    assert folder_digest(tmp_path / "released") == digest, "rounding twice changed the weights"


def test_nothing_but_copydesk_errors_leaves_a_random_folder(tmp_path: Path) -> None:
    for name, content in (("config.json", b"\x00\xff"), ("model.bin", b"\x00" * 10)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "config.json").write_bytes(b"{}")
        (folder / name).write_bytes(content)
        with pytest.raises(CopydeskError):
            load_engine(find_model(folder))
