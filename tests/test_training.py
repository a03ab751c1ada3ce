"""The training recipe: arithmetic as the library's, honest filters, resumable steps, a whole toy run."""

# ruff: noqa: E402

from __future__ import annotations

import dataclasses
import json
import lzma
import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("eflomal")
pytest.importorskip("transformers")
pytest.importorskip("matplotlib")
pytest.importorskip("sacrebleu")
sys.path.insert(0, str(Path(__file__).parents[1]))

from training import batches, checkpoints, steps, trainer
from training.__main__ import main
from training.annotation import Annotator, find_phrases
from training.filtering import filter_all
from training.invention import invent_count, invent_money, invent_time, strip_accents
from training.marian_weights import initialise, load_state, shape_of, to_state
from training.schedule import Schedule
from training.settings import Data, RecipeError, Table, read_settings
from training.shards import NO_LINK, Example, read_shard, write_shard
from training.transformer import Batch, Marian, Shape
from training.variants import FRAMES, PLACE, vary
from training.wordpairs import WordPair, source_core, target_core

SHAPE = Shape(vocabulary=50, width=32, inner=64, heads=4, encoder_layers=2, decoder_layers=2, pad=49)

NOUNS = [
    ("ministre", "minister"), ("journaliste", "journalist"), ("juge", "judge"), ("soldat", "soldier"),
    ("pompier", "firefighter"), ("maire", "mayor"), ("pilote", "pilot"), ("professeur", "teacher"),
]  # fmt: skip
VERBS = [("a quitté", "left"), ("a visité", "visited"), ("a traversé", "crossed"), ("a retrouvé", "found")]
PLACES = [
    ("Damas", "Damascus"),
    ("Le Caire", "Cairo"),
    ("Alep", "Aleppo"),
    ("Pékin", "Beijing"),
    ("Genève", "Geneva"),
]
DAYS = [("lundi", "Monday"), ("mardi", "Tuesday"), ("jeudi", "Thursday"), ("samedi", "Saturday")]


def toy_pairs(count: int, seed: int) -> list[tuple[str, str]]:
    """Return sentences of a small made-up grammar."""
    chance = random.Random(seed)
    rows = []
    for _ in range(count):
        (n, m), (v, w), (p, q), (d, e) = (chance.choice(group) for group in (NOUNS, VERBS, PLACES, DAYS))
        size = chance.randint(2, 99)
        rows.append((f"Le {n} {v} {p} {d} avec {size} amis.", f"The {m} {w} {q} on {e} with {size} friends."))
    return rows


def marian(shape: Shape) -> object:
    """Return the library's model of the same shape."""
    from transformers import MarianConfig, MarianMTModel

    return MarianMTModel(
        MarianConfig(
            vocab_size=shape.vocabulary, decoder_vocab_size=shape.vocabulary, d_model=shape.width,
            encoder_ffn_dim=shape.inner, decoder_ffn_dim=shape.inner, encoder_attention_heads=shape.heads,
            decoder_attention_heads=shape.heads, encoder_layers=shape.encoder_layers,
            decoder_layers=shape.decoder_layers, activation_function="relu", scale_embedding=True,
            static_position_embeddings=True, pad_token_id=shape.pad, eos_token_id=0, forced_eos_token_id=0,
            decoder_start_token_id=shape.pad, dropout=0.0, attention_dropout=0.0, activation_dropout=0.0,
            max_position_embeddings=64, attn_implementation="eager",
        )
    )  # fmt: skip


def toy_batch() -> Batch:
    """Return three pairs, one shorter on the target side, one without links."""
    torch.manual_seed(3)
    source = torch.randint(1, 49, (3, 7))
    target_out = torch.randint(1, 49, (3, 5))
    target_out[1, 3:] = -1
    target_in = torch.full((3, 5), SHAPE.pad)
    target_in[:, 1:] = target_out[:, :-1].clamp_min(0)
    link = torch.randint(0, 7, (3, 5))
    link[2] = -1
    link[1, 3:] = -1
    return Batch(source, target_in, target_out, link, torch.tensor([1.0, 3.0, 1.0])[:, None].expand(3, 5))


def test_logits_and_gradients_equal_the_library_s() -> None:
    ours, batch = Marian(SHAPE, torch.float32), toy_batch()
    initialise(ours, 1)
    theirs = marian(SHAPE)
    missing = theirs.load_state_dict(to_state(ours, 64), strict=False).missing_keys
    assert all("embed_tokens" in name or name == "lm_head.weight" for name in missing)
    theirs.tie_weights()
    mask = torch.ones_like(batch.source)
    out = theirs(
        input_ids=batch.source, attention_mask=mask, decoder_input_ids=batch.target_in, output_attentions=True
    )
    with torch.no_grad():
        logits = ours.logits(batch.source, batch.target_in)
    assert torch.allclose(out.logits, logits, atol=2e-5)
    ours.clear_gradient()
    loss, _ = ours.loss(batch, smoothing=0.1, guide=0.3)
    loss.backward()
    gradient = ours.gather_gradient()
    real, linked = batch.target_out >= 0, batch.link >= 0
    each = torch.nn.functional.cross_entropy(
        out.logits[real], batch.target_out[real], label_smoothing=0.1, reduction="none"
    )
    expected = (each * batch.weight[real]).mean()
    head = out.cross_attentions[-1][:, 0][linked].gather(-1, batch.link[linked][:, None])
    expected = expected - 0.3 * head.log().mean()
    expected.backward()
    assert abs(float(loss.detach()) - float(expected.detach())) < 1e-5
    embedding = theirs.model.shared.weight.grad
    assert torch.allclose(ours.sink[: SHAPE.pad], embedding[: SHAPE.pad], atol=1e-5)
    start, stop, size = ours.bounds["encoder.0.self.qkv.weight"]
    query = theirs.model.encoder.layers[0].self_attn.q_proj.weight.grad
    assert torch.allclose(gradient[start:stop].view(size)[: SHAPE.width], query, atol=1e-5)


def test_weights_come_back_from_the_library_s_layout() -> None:
    first, second = Marian(SHAPE, torch.float32), Marian(SHAPE, torch.float32)
    initialise(first, 2)
    load_state(second, to_state(first))
    assert torch.equal(first.master, second.master)
    assert not second.view("embedding")[SHAPE.pad].any()


def test_an_output_bias_is_refused() -> None:
    model = Marian(SHAPE, torch.float32)
    state = to_state(model) | {"final_logits_bias": torch.ones(1, SHAPE.vocabulary)}
    with pytest.raises(ValueError, match="final_logits_bias"):
        load_state(model, state)
    with pytest.raises(ValueError, match="activation_function"):
        shape_of({"activation_function": "swish"})


def shard_of(folder: Path, count: int = 40) -> Path:
    """Write a shard of pairs of many lengths."""
    chance = random.Random(1)
    examples = []
    for _ in range(count):
        s, t = chance.randint(2, 6), chance.randint(2, 9)
        source, target = (
            [chance.randint(1, 40) for _ in range(s)] + [0],
            [chance.randint(1, 40) for _ in range(t)] + [0],
        )
        examples.append(Example(source, target, [NO_LINK] * t + [s], [NO_LINK] * (s + 1)))
    write_shard(folder, examples)
    return folder


def test_batches_hold_one_source_length_and_lose_no_pair(tmp_path: Path) -> None:
    shard = read_shard(shard_of(tmp_path / "a"))
    made = batches.Batches({"a": shard}, {"a": 1.0}, pieces=24, pad=49, seed=1, pool=16, rows=6)
    seen = set()
    for _, batch in zip(range(60), iter(made), strict=False):
        assert (batch.target_in[:, 0] == 49).all()
        assert batch.target_out.numel() <= 24 or len(batch.source) == 1
        for source, target in zip(batch.source.tolist(), batch.target_out.tolist(), strict=True):
            assert source[-1] == 0
            seen.add((tuple(source), tuple(t for t in target if t >= 0)))
    every = {
        (tuple(map(int, shard.pair(n).source)), tuple(map(int, shard.pair(n).target))) for n in range(40)
    }
    assert seen <= every
    assert len(seen) > 35


def test_pieces_of_a_term_given_inline_weigh_more(tmp_path: Path) -> None:
    opened, closed = 40, 41
    pair = Example([5, opened, 6, 7, closed, 8, 0], [9, 10, 11, 12, 0], [0, 2, 3, 5, 6], [0] * 7)
    write_shard(tmp_path / "a", iter([pair] * 3))
    made = batches.Batches(
        {"a": read_shard(tmp_path / "a")}, {"a": 1.0}, pieces=24, pad=49, seed=1, rows=2,
        marks=(opened, closed), term_weight=3.0,
    )  # fmt: skip
    assert next(iter(made)).weight.tolist()[0] == [1.0, 3.0, 3.0, 1.0, 1.0]


def test_processes_share_a_pass_without_overlap() -> None:
    order = batches.plan_pass([(0, 10), (10, 30)], [1.0, 2.5], seed=4)
    assert sorted(order[order < 10].tolist()) == list(range(10))
    counts = [int((order == n).sum()) for n in range(10, 30)]
    assert set(counts) == {2, 3}
    assert sum(counts) == 50


def test_a_mix_that_names_no_shard_says_so(tmp_path: Path) -> None:
    shard = read_shard(shard_of(tmp_path / "a"))
    with pytest.raises(ValueError, match="no shard called wires; there are a"):
        batches.Batches({"a": shard}, {"wires": 1.0}, pieces=24, pad=49, seed=1)


def test_a_shard_cut_short_is_refused(tmp_path: Path) -> None:
    folder = shard_of(tmp_path / "a")
    (folder / "target.bin").write_bytes((folder / "target.bin").read_bytes()[:-4])
    with pytest.raises(ValueError, match="do not fit together"):
        read_shard(folder)


def test_a_cut_short_checkpoint_gives_way_to_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("step-0000000001", "step-0000000002"):
        checkpoints.save_checkpoint(
            tmp_path / f"{name}.safetensors", {"master": torch.ones(100)}, {"pairs": 1}
        )
    newest = tmp_path / "step-0000000002.safetensors"
    newest.write_bytes(newest.read_bytes()[:-50])
    found = checkpoints.latest_checkpoint(tmp_path)
    assert found is not None
    assert found[0].name == "step-0000000001.safetensors"
    assert "step-0000000002.safetensors: not a whole checkpoint" in capsys.readouterr().out


def test_a_checkpoint_of_broken_numbers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "step-1.safetensors"
    checkpoints.save_checkpoint(path, {"master": torch.tensor([1.0, float("nan")])}, {})
    with pytest.raises(ValueError, match="not finite"):
        checkpoints.load_checkpoint(path)


def test_a_full_disk_leaves_the_old_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "final.safetensors"
    checkpoints.save_checkpoint(path, {"master": torch.ones(3)}, {"pairs": 5})

    def full(tensors: object, name: str, metadata: object) -> None:
        Path(name).write_bytes(b"half")
        raise checkpoints.SafetensorError("No space left on device")

    monkeypatch.setattr(checkpoints, "save_file", full)
    with pytest.raises(OSError, match="No space left"):
        checkpoints.save_checkpoint(path, {"master": torch.zeros(3)}, {"pairs": 6})
    assert checkpoints.load_checkpoint(path)[1] == {"pairs": 5}
    assert [p.name for p in tmp_path.iterdir()] == ["final.safetensors"]


def test_the_rate_warms_up_holds_and_falls_to_zero() -> None:
    plan = Schedule(rate=1.0, warmup=10, decay_from=100.0, last_from=150.0, stop_at=200.0)
    assert plan.at(0, 0.0) == pytest.approx(0.1)
    assert plan.at(50, 99.0) == 1.0
    assert plan.at(50, 125.0) == pytest.approx(0.5)
    assert plan.at(50, 200.0) == 0.0
    assert [plan.last(149.0), plan.last(150.0)] == [False, True]
    assert dataclasses.replace(plan, power=1.0).at(50, 125.0) == pytest.approx(0.75)


PAIR = WordPair(
    ["L'armée", "a", "repris", "la", "ville", "d'Idleb,", "selon", "Damas."],
    ["The", "army", "retook", "the", "city", "of", "Idlib,", "according", "to", "Damascus."],
    [0, 0, 2, 3, 4, 5, 5, 6, 6, 7],
    [False, True, True, True, True, False, True, True, False, True],
)


def test_words_split_into_opening_core_and_closing() -> None:
    assert source_core("d'Idleb,") == ("d'", "Idleb", ",")
    assert source_core("«L'OSDH»") == ("«L'", "OSDH", "»")
    assert target_core("Idlib's,") == ("", "Idlib", "'s,")
    assert target_core('("SOHR")') == ('("', "SOHR", '")')


def test_terms_stand_after_their_words_and_before_the_comma() -> None:
    class Words:
        pass

    found = find_phrases(PAIR)
    assert any(PAIR.source[f.i : f.j] == ["repris"] and PAIR.target[f.k : f.m] == ["retook"] for f in found)
    annotator = Annotator(Words(), 3)  # type: ignore[arg-type]
    texts = set()
    for _ in range(60):
        made = annotator.annotate(PAIR)
        assert made is not None
        text = " ".join(made.source)
        texts.add(text)
        asked = text.count("⟦")
        assert 1 <= asked <= 4
        assert asked == text.count(" ⟧") == text.count(" ⟦ ")
        assert len(made.link) == len(made.target)
        assert all(-1 <= there < len(made.source) for there in made.link)
    assert any("Damas ⟦ " in text and text.endswith(" ⟧.") for text in texts)


def test_variants_change_both_sides_alike() -> None:
    chance = random.Random(2)
    loud = vary(PAIR, None, "capitals", chance)
    assert loud is not None
    assert " ".join(loud.target) == "THE ARMY RETOOK THE CITY OF IDLIB, ACCORDING TO DAMASCUS"
    assert strip_accents("Élysée, ça") == "Elysee, ca"
    joined = vary(PAIR, PAIR, "joined", chance)
    assert joined is not None
    assert joined.link[10] == 8
    token = vary(PAIR, None, "token", chance)
    assert token is not None
    new = set(token.source) - set(PAIR.source)
    assert new == set(token.target) - set(PAIR.target)


def test_frames_are_linked_where_they_are_filled() -> None:
    chance = random.Random(7)
    for _ in range(300):
        made = vary(PAIR, None, "framed", chance)
        assert made is not None
        links = [
            (word, made.source[there])
            for word, there in zip(made.target, made.link, strict=True)
            if there >= 0
        ]
        assert links
        assert not PLACE.search(" ".join([*made.source, *made.target]))
        for english, french in links:
            if "@" in french or "#" in french or "www" in french:
                assert source_core(french)[1] == target_core(english)[1]


def test_frames_have_the_same_places_on_each_side() -> None:
    for line in FRAMES.read_text(encoding="utf-8").splitlines():
        french, english = (PLACE.findall(side) for side in line.split("\t"))
        assert french, line
        assert french == english, line


def test_invented_times_and_figures_say_the_same_in_both_languages() -> None:
    chance = random.Random(5)
    for _ in range(300):
        french, english = invent_time(chance)
        hour, minute = (int(part or 0) for part in french.split("h"))
        clock, half = english.split()
        twelve, _, past = clock.partition(":")
        assert (int(twelve) % 12 + 12 * (half == "p.m."), int(past or 0)) == (hour, minute)
        french, english = invent_count(chance)
        assert french.replace(" ", "") == english.replace(",", "")
        french, english = invent_money(chance)
        assert french.split()[0].replace(",", ".") == english.split()[0]
        assert ("milliard" in french) == ("billion" in english)


def test_some_terms_ask_for_words_of_another_sentence() -> None:
    annotator = Annotator(object(), 3)  # type: ignore[arg-type]
    annotator.phrases = [["blue", "harvest"]] * 2000
    made = [annotator.annotate(PAIR) for _ in range(100)]
    asked = [pair for pair in made if pair is not None and "harvest" in pair.source]
    assert asked
    assert all("harvest" in " ".join(pair.target) for pair in asked)


def test_a_recipe_with_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text("[train]\nrats = 1.0\n", encoding="utf-8")
    with pytest.raises(RecipeError, match=r"\[train\] has no key 'rats'; did you mean rate\?"):
        read_settings(path)
    path.write_text('[train]\nrate = "high"\n', encoding="utf-8")
    with pytest.raises(RecipeError, match="rate must be float"):
        read_settings(path)


def test_a_step_is_done_again_only_when_its_inputs_change(tmp_path: Path) -> None:
    source, out, ran = tmp_path / "in.txt", tmp_path / "out.txt", []

    def action() -> dict[str, object]:
        ran.append(1)
        out.write_text("x", encoding="utf-8")
        return {}

    def make(knows: object) -> list[steps.Step]:
        return [steps.Step("copy", knows, [source], [out], action)]

    source.write_text("a", encoding="utf-8")
    for knows, text, expected in ((1, "a", 1), (1, "a", 1), (1, "b", 2), (2, "b", 3)):
        source.write_text(text, encoding="utf-8")
        steps.run_steps(make(knows), tmp_path / "done", say=lambda _: None)
        assert len(ran) == expected
    source.unlink()
    with pytest.raises(RecipeError, match=r"step copy: .*in\.txt is missing"):
        steps.run_steps(make(3), tmp_path / "done", say=lambda _: None)


def test_results_made_elsewhere_can_be_accepted(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    todo = [
        steps.Step("copy", 1, [], [out], lambda: pytest.fail("done already")),
        steps.Step("count", 1, [], [], dict, ["copy"]),
    ]
    with pytest.raises(RecipeError, match=r"nothing to accept: .*out\.txt is missing"):
        steps.accept(todo, tmp_path / "done", "copy")
    with pytest.raises(RecipeError, match="there is no step 'cop'; the steps are copy, count"):
        steps.run_steps(todo, tmp_path / "done", first="cop")
    out.write_text("x", encoding="utf-8")
    steps.accept(todo, tmp_path / "done", "copy")
    said: list[str] = []
    steps.run_steps(todo, tmp_path / "done", say=said.append)
    assert said[0] == "copy: done before"
    assert said[-1].startswith("count: done in")


def test_a_corpus_cut_short_names_the_line_it_broke_after(tmp_path: Path) -> None:
    text = "".join(f"{f}\t{e}\n" for f, e in toy_pairs(3000, 1)).encode()
    (tmp_path / "toy.tsv.xz").write_bytes(lzma.compress(text)[:-2000])
    data = Data(root=str(tmp_path), tables=(Table("toy.tsv.xz", part="toy"),))
    with pytest.raises(RecipeError, match=r"toy\.tsv\.xz: cut short or damaged after line \d+"):
        filter_all(data, tmp_path / "filtered")
    assert not (tmp_path / "filtered").exists()


def write_corpus(folder: Path) -> None:
    """Write a toy corpus with lines no filter should let through, and a dev set."""
    rows = [f"{f}\t{e}\ttoy" for f, e in toy_pairs(400, 1)]
    rows[3:3] = [
        "une ligne sans rien d'autre",
        "\tEnglish alone\ttoy",
        "Un mot.\t" + "Far too long. " * 30 + "\ttoy",
    ]
    dev = toy_pairs(24, 2)
    rows.append(f"{dev[0][0]}\t{dev[0][1]}\ttoy")
    data = ("\n".join(rows) + "\n").encode() + b"Caf\xe9\tCoffee\ttoy\n"
    (folder / "toy.tsv").write_bytes(data)
    for number, name in enumerate(("fr", "en")):
        (folder / f"dev.{name}").write_text("\n".join(row[number] for row in dev) + "\n", encoding="utf-8")


TOY = """
work = "run"
[data]
held_out = ["dev"]
[[data.tables]]
file = "toy.tsv"
parts = {toy = "toy"}
[tokenizer]
pieces = 330
[size]
width = 64
inner = 128
heads = 4
encoder_layers = 2
decoder_layers = 1
[annotate]
terms = {toy = 60}
variants = {toy = 60}
[train]
hours = 0.003
decay_minutes = 0.08
rate = 3e-3
warmup = 20
pieces = 400
checkpoint_seconds = 3.0
guide = 0.5
mix = {toy = 1.0, annotated = 0.5, varied = 0.5}
last_mix = {toy = 1.0}
[measure]
sets = ["dev"]
choose_on = "dev"
alignment_part = "toy"
obedience_set = "dev"
obedience_lines = 10
beam = 2
[card]
name = "toy"
"""


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_whole_recipe_on_a_toy_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_corpus(tmp_path)
    recipe = tmp_path / "toy.toml"
    recipe.write_text(TOY, encoding="utf-8")
    assert main(["run", str(recipe)]) == 0, capsys.readouterr().err
    work = tmp_path / "run"
    table = json.loads((work / "filter.json").read_text(encoding="utf-8"))["tables"][0]
    assert table["dropped"]["broken"] == 2
    assert table["dropped"]["not UTF-8"] == 1
    assert table["dropped"]["length ratio"] == 1
    assert table["dropped"]["held out"] >= 1
    assert table["first broken lines"] == [4, 5, 405]
    export = work / "export"
    for name in (
        "config.json",
        "model.safetensors",
        "source.spm",
        "ctranslate2/model.bin",
        "curve.png",
        "README.md",
    ):
        assert (export / name).stat().st_size > 0
    scores = json.loads((work / "scores.json").read_text(encoding="utf-8"))
    assert scores["sets"]["dev"]["lines"] == 24
    assert scores["sets"]["dev"]["bleu"] > 1
    assert "pair visits" in (export / "README.md").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["run", str(recipe)]) == 0
    assert capsys.readouterr().out.count("done before") == 10


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_two_processes_train_one_model_and_a_later_run_goes_on(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    config = {
        "activation_function": "relu", "scale_embedding": True, "static_position_embeddings": True,
        "vocab_size": 50,
        "d_model": 32, "encoder_ffn_dim": 64, "encoder_attention_heads": 4, "encoder_layers": 1,
        "decoder_layers": 1,
        "pad_token_id": 49,
    }  # fmt: skip
    (base / "config.json").write_text(json.dumps(config), encoding="utf-8")
    shard_of(tmp_path / "shards" / "a", 400)

    def plan(seconds: float = 20) -> trainer.Plan:
        return trainer.Plan(
            base=str(base), shards=str(tmp_path / "shards"), out=str(tmp_path / "train"),
            stop_at=time.time() + seconds,
            decay_seconds=2, last_seconds=2, mix={"a": 1.0}, last_mix={},
            pieces=60, processes=2, average_every=0.5,
            checkpoint_every=2, report_every=1, guide=0.0,
        )  # fmt: skip

    trainer.train(plan())
    folder = tmp_path / "train" / "checkpoints"
    first = checkpoints.load_checkpoint(folder / "final.safetensors")[1]
    before = checkpoints.load_checkpoint(max(folder.glob("step-*")))[1]
    stopping = multiprocessing.get_context("spawn").Process(target=trainer.train, args=(plan(300),))
    stopping.start()
    newest = max(folder.glob("step-*"))
    while stopping.is_alive() and max(folder.glob("step-*")) == newest:
        time.sleep(0.2)
    asked = max(folder.glob("step-*"))
    assert stopping.pid is not None
    os.kill(stopping.pid, signal.SIGTERM)
    stopping.join(60)
    assert stopping.exitcode == 0
    assert max(folder.glob("step-*")) > asked
    trainer.train(plan())
    second = checkpoints.load_checkpoint(folder / "final.safetensors")[1]
    assert int(str(first["pairs"])) > 0
    assert int(str(second["pairs"])) > int(str(before["pairs"]))
    assert float(str(second["seconds"])) > float(str(first["seconds"]))
