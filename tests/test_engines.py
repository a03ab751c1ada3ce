"""The two engines are one model: same pieces, same words, same scores, same attention."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.engines import Engine, Hypothesis
from copydesk.engines.pieces import join_pieces, language_prefix
from copydesk.engines.store import find_model, load_engine
from copydesk.errors import ModelError, SettingsError
from copydesk.languages import get_language
from copydesk.normalise import normalise
from copydesk.resources import data_folder
from copydesk.segment import split_sentences

if not (data_folder("models") / "copydesk-fr-en" / "ctranslate2" / "model.bin").is_file():
    pytest.skip("the bundled model's weights are not in this checkout", allow_module_level=True)

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def one_thread() -> None:
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def reference() -> Engine:
    return load_engine(find_model(), engine="transformers", threads=1)


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """Take fifty sentences of the shipped wire stories."""
    french = get_language("fr")
    found = []
    for story in sorted((data_folder("corpora") / "wire").glob("*.fr.txt")):
        text = story.read_text(encoding="utf-8")
        found += [span.of(text) for span in split_sentences(text, french) if 20 < len(span) < 160]
    return found[: 50 * (len(found) // 50) : len(found) // 50][:50]


def largest(ones: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> float:
    return max(
        (
            abs(a - b)
            for one, other in zip(ones, others, strict=True)
            for a, b in zip(one, other, strict=True)
        ),
        default=0.0,
    )


@pytest.fixture(scope="module")
def greedy(
    bundled_engine: Engine, reference: Engine, sentences: list[str]
) -> list[tuple[Hypothesis, Hypothesis]]:
    mine, theirs = (engine.translate(sentences, beam=1) for engine in (bundled_engine, reference))
    assert [result.source for result in mine] == [result.source for result in theirs]
    return [(one.best, other.best) for one, other in zip(mine, theirs, strict=True)]


def test_both_engines_give_the_same_greedy_translation(
    greedy: list[tuple[Hypothesis, Hypothesis]],
) -> None:
    assert len(greedy) == 50
    assert [one.text for one, _ in greedy] == [other.text for _, other in greedy]


def test_both_engines_give_the_same_scores(greedy: list[tuple[Hypothesis, Hypothesis]]) -> None:
    assert largest([one.log_probs for one, _ in greedy], [other.log_probs for _, other in greedy]) < 1e-2
    assert all(len(one.log_probs) == len(one.pieces) + one.finished for one, _ in greedy)


def test_both_engines_give_the_same_attention(greedy: list[tuple[Hypothesis, Hypothesis]]) -> None:
    for one, other in greedy:
        assert len(one.attention) == len(one.pieces)
        assert largest(one.attention, other.attention) < 1e-3


def test_attention_is_right_in_a_batched_beam_search(bundled_engine: Engine, sentences: list[str]) -> None:
    """CTranslate2 mixes up the first rows of a batch; one sentence a call has the true ones."""
    some = sentences[:12]
    together = bundled_engine.translate(some, beam=4)
    for sentence, result in zip(some, together, strict=True):
        alone = bundled_engine.translate([sentence], beam=4)[0].best
        assert alone.text == result.best.text
        assert largest(alone.attention, result.best.attention) < 1e-3


def test_pieces_are_those_of_the_marian_tokenizer(bundled_engine: Engine, sentences: list[str]) -> None:
    transformers = pytest.importorskip("transformers", reason="the marian extra is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would like sacremoses, and never calls it
        tokenizer = transformers.MarianTokenizer.from_pretrained(find_model().path)
    for text in [*sentences, "ﬁn № 5 — « l’État » : 3 000 €, 😀 中文", "a", "…"]:
        ours = bundled_engine.prepare(text).pieces
        shadow = normalise(text).text
        assert list(ours) == tokenizer.tokenize(shadow)
        numbers = tokenizer(shadow).input_ids
        assert tokenizer.convert_tokens_to_ids(list(ours)) == numbers[:-1]


any_text = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aàéL'’ \u00a0\u202f«»…0123,.\u0301\u0327\u00ad\u200b\ufb01\u2581<x>😀中𝔸"),
    ),
    max_size=40,
)


@given(any_text)
@settings(max_examples=300, deadline=None)
def test_every_piece_has_its_place(bundled_engine: Engine, text: str) -> None:
    prepared = bundled_engine.prepare(text)
    assert prepared.text == text
    assert len(prepared.pieces) == len(prepared.spans)
    previous = (0, 0)
    for span in prepared.spans:
        assert span.end <= len(text)
        assert (span.start, span.end) >= previous
        assert span.start >= previous[1] or (span.start, span.end) == previous, "pieces overlap"
        previous = (span.start, span.end)
    covered = {i for span in prepared.spans for i in range(span.start, span.end)}
    bare = {i for i, c in enumerate(text) if c.isascii() and c.isalnum()}
    assert bare <= covered


@given(any_text)
@settings(max_examples=300, deadline=None)
def test_joining_what_was_cut_gives_the_text_again(bundled_engine: Engine, text: str) -> None:
    from copydesk.engines.ctranslate2 import CTranslate2Engine

    assert isinstance(bundled_engine, CTranslate2Engine)
    coder = bundled_engine._coder
    pieces, places = coder.cut_target(text)
    if "<unk>" in pieces:
        return
    joined, spans = join_pieces(pieces)
    normal = coder._target.normalize(normalise(text).text)
    plain = "".join(" " if c == "\u2581" or category(c) == "Cc" else c for c in normal).split()
    assert joined.split() == plain
    assert len(spans) == len(pieces) == len(places)
    for piece, span in zip(pieces, spans, strict=True):
        if "<0x" not in piece:
            assert span.of(joined).split() == piece.replace("\u2581", " ").split()


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([], ""),
        (["\u2581"], ""),
        (["\u2581The", "\u2581", "\u2581end", "."], "The end."),
        (["\u2581", "1", "1", "\u2581\u00e9", "t\u00e9", "\u2581"], "11 \u00e9t\u00e9"),
        (["\u2581", "<0xE2>", "<0x82>", "<0xAC>", "5"], "\u20ac5"),
        (["<0xE2>", "<0x82>", "a"], "\ufffd\ufffda"),
        (["<0xFF>"], "\ufffd"),
        (["\u2581one", "<0x0A>", "two", "<0x1C>", "<0xC2>", "<0xA0>", "\u2028", "three"], "one two three"),
    ],
)
def test_joining_pieces(pieces: list[str], text: str) -> None:
    joined, spans = join_pieces(pieces)
    assert joined == text
    assert len(spans) == len(pieces)
    assert all(span.end <= len(joined) for span in spans)


@pytest.mark.parametrize("name", ["bundled_engine", "reference"])
def test_a_prefix_is_kept_and_alternatives_differ(request: pytest.FixtureRequest, name: str) -> None:
    engine: Engine = request.getfixturevalue(name)
    source = "Le ministre a rencontré son homologue syrien lundi."
    result, plain = engine.translate(
        [source, source], prefixes=["On Monday the minister", ""], alternatives=3, beam=4
    )
    assert len(result.hypotheses) == len(plain.hypotheses) == 3
    assert len({hypothesis.text for hypothesis in plain.hypotheses}) == 3
    for hypothesis in result.hypotheses:
        assert hypothesis.text.startswith("On Monday the minister")
        assert len(hypothesis.attention) == len(hypothesis.pieces) == len(hypothesis.spans)
        assert len(hypothesis.attention[0]) == len(result.source.pieces)
    assert not plain.best.text.startswith("On Monday the minister")


def test_no_repeat_forbids_repeated_pieces(bundled_engine: Engine) -> None:
    source = "non, " * 12
    pieces = bundled_engine.translate([source], no_repeat=2)[0].best.pieces
    pairs = list(pairwise(pieces))
    assert len(pairs) == len(set(pairs))


def test_forced_scores_are_those_of_the_decode(bundled_engine: Engine, reference: Engine) -> None:
    source, target = "Le ministre est à Paris.", "The minister is in Paris."
    mine, theirs = bundled_engine.score([source], [target])[0], reference.score([source], [target])[0]
    assert mine.text == target
    assert mine.pieces == theirs.pieces
    assert largest([mine.log_probs], [theirs.log_probs]) < 1e-2
    assert mine.attention == ()
    assert len(theirs.attention) == len(theirs.pieces)
    bad = bundled_engine.score([source], ["The weather was fine."])[0]
    assert bad.score < mine.score - 1


def test_scores_of_tokens_can_be_left_out(bundled_engine: Engine) -> None:
    from copydesk.engines.ctranslate2 import CTranslate2Engine

    assert isinstance(bundled_engine, CTranslate2Engine)
    fast = bundled_engine.translate(["Oui, bien sûr."], token_scores=False)[0].best
    full = bundled_engine.translate(["Oui, bien sûr."])[0].best
    assert fast.log_probs == ()
    assert fast.text == full.text
    assert fast.score == pytest.approx(full.score, abs=1e-2)


def test_a_source_beyond_the_positions_is_an_error_not_a_cut(bundled_engine: Engine) -> None:
    with pytest.raises(ModelError, match="more than the model can hold"):
        bundled_engine.translate(["oui " * 3000])
    long = bundled_engine.score(["Oui."], ["yes " * 3000])[0]
    assert len(long.log_probs) == bundled_engine.max_pieces + 1


def test_nothing_asked_gives_nothing(bundled_engine: Engine) -> None:
    assert bundled_engine.translate([]) == []
    assert bundled_engine.score([], []) == []


def test_an_engine_may_be_shared_between_threads(bundled_engine: Engine, sentences: list[str]) -> None:
    some = sentences[:6]
    expected = [result.best.text for result in bundled_engine.translate(some, beam=2)]
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: bundled_engine.translate(some, beam=2), range(4)))
    assert all([result.best.text for result in run] == expected for run in runs)


def test_the_default_engine_loads_neither_torch_nor_transformers() -> None:
    script = (
        "import sys; from copydesk.engines.store import find_model, load_engine; "
        "print(load_engine(find_model()).translate(['Bonjour.'])[0].best.text); "
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr == ""


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_wrong_number_of_threads_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("COPYDESK_THREADS", value)
    with pytest.raises(SettingsError, match="COPYDESK_THREADS"):
        load_engine(find_model())


def test_a_head_that_ctranslate2_cannot_give_comes_from_the_reference() -> None:
    from dataclasses import replace

    model = replace(find_model(), head=(0, 1))
    texts = ["Le ministre a rencontré son homologue.", "Oui, bien sûr."]
    mine = load_engine(model, threads=1).translate(texts, beam=2)
    theirs = load_engine(model, engine="transformers", threads=1).translate(texts, beam=2)
    for one, other in zip(mine, theirs, strict=True):
        assert one.best.text == other.best.text
        assert largest(one.best.attention, other.best.attention) < 1e-3
    guided = load_engine(find_model(), threads=1).translate(texts, beam=2)[0].best
    assert largest(guided.attention, mine[0].best.attention) > 0.1


TOKENS = ["</s>", "<unk>", ">>fra<<", ">>por<<", ">>pt_br<<", ">>cmn_Hans<<", "a", "<pad>"]


@pytest.mark.parametrize(
    ("language", "prefix"), [("fr", ">>fra<<"), ("pt", ">>por<<"), ("zh", ">>cmn_Hans<<"), ("fra", ">>fra<<")]
)
def test_the_language_token_is_chosen(language: str, prefix: str) -> None:
    assert language_prefix(TOKENS, language, where="m") == prefix
    assert language_prefix(["a", "b"], language, where="m") == ""


def test_a_missing_language_token_names_the_others() -> None:
    with pytest.raises(ModelError, match=r"cannot translate to 'de'.*fra, por"):
        language_prefix(TOKENS, "de", where="m")


def test_the_language_token_leads_the_pieces(tmp_path: Path) -> None:
    from copydesk.engines.pieces import PieceCoder

    folder = find_model().path
    coder = PieceCoder(folder / "source.spm", folder / "target.spm", TOKENS, prefix=">>fra<<")
    prepared = coder.prepare("a </s> >>por<<")
    assert prepared.pieces[0] == ">>fra<<"
    assert set(prepared.pieces[1:]) <= {"<unk>", "a"}, "a user's text gave a control token"
