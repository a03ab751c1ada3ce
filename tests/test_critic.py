"""The model as critic: the forward pass, the decision, and ``check --critic`` on real and broken input."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, RunCommand
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.checks.critic_model.decision import KINDS, Decision, Detector, read_decision
from copydesk.checks.critic_model.evidence import MEASURES
from copydesk.checks.critic_model.judge import Critic, load_critic
from copydesk.checks.registry import Selection, load_rules
from copydesk.checks.run import Checker
from copydesk.engines import Engine
from copydesk.engines.store import converted_folder, find_model
from copydesk.errors import ModelError

_CODES = ("CRI001", "CRI002", "CRI003")
# the rules' own examples: one bad draft each, and a good one
_RULES = {code: load_rules()[code] for code in _CODES}
_SPOILT = {code: (rule.bad[0].source or "", rule.bad[0].target) for code, rule in _RULES.items()}
_ENGLISH, _FRENCH = _RULES["CRI002"].good[0].target, _SPOILT["CRI002"][0]
_SUSPECTED, _ARRESTED = _RULES["CRI003"].good[0].target, _SPOILT["CRI003"][0]
_SIGNED, _CHICKEN = _SPOILT["CRI001"]
_DECLARATION = _CHICKEN.replace("chicken", "comprehensive")


@pytest.fixture(scope="module")
def critic() -> Critic:
    return load_critic()


@pytest.fixture(scope="module")
def checker(critic: Critic) -> Checker:
    return Checker(Selection(("CRI",), critic=True).chosen(), critic=critic)


def codes(checker: Checker, target: str, source: str = _FRENCH) -> set[str]:
    found = checker.check_row("row", target, source)
    assert not checker.broken
    return {finding.code for finding in found.findings}


def test_the_network_says_what_the_engine_says(critic: Critic, bundled_engine: Engine) -> None:
    told = bundled_engine.score([_FRENCH], [_ENGLISH])[0]
    source = bundled_engine.prepare(_FRENCH)
    own = critic._network.force([source.pieces], [told.pieces])[0]
    assert max(abs(a - b) for a, b in zip(told.log_probs, own.log_probs, strict=True)) < 1e-3
    assert (own.best >= own.log_probs - 1e-4).all()
    assert own.attention.shape == (len(told.pieces) + 1, len(source.pieces) + 1)
    window = (2, 6)
    part = critic._network.score([source.pieces], [told.pieces], [window])[0]
    assert math.isclose(part, float(own.log_probs[2:6].sum()), abs_tol=1e-3)


def test_a_batch_says_what_single_passes_say(critic: Critic, bundled_engine: Engine) -> None:
    sources = [bundled_engine.prepare(text).pieces for text in (_FRENCH, "Il pleut.", _FRENCH)]
    targets = [
        bundled_engine.score([_FRENCH], [text])[0].pieces for text in (_ENGLISH, "It rains.", "It rains.")
    ]
    together = critic._network.force(sources, targets)
    for source, target, among in zip(sources, targets, together, strict=True):
        alone = critic._network.force([source], [target])[0]
        assert abs(alone.log_probs - among.log_probs).max() < 1e-3
    whole = [(0, len(target) + 1) for target in targets]
    for value, among in zip(critic._network.score(sources, targets, whole), together, strict=True):
        assert math.isclose(value, float(among.log_probs.sum()), abs_tol=1e-2)


def test_a_good_translation_is_left_alone(checker: Checker) -> None:
    assert codes(checker, _ENGLISH) == set()
    assert codes(checker, _DECLARATION, _SIGNED) == set()
    assert codes(checker, _SUSPECTED, _ARRESTED) == set()


@pytest.mark.parametrize("code", _CODES)
def test_a_clear_fault_is_found(checker: Checker, code: str) -> None:
    source, target = _SPOILT[code]
    found = checker.check_row("row", target, source).findings
    assert code in {finding.code for finding in found}
    for finding in found:
        assert finding.source_span is not None
        assert finding.source_span.end <= len(source)
        assert finding.span.end <= len(target)
        assert 0 < finding.confidence <= 1
        assert not finding.edits, "the model's words are shown, never put"


def test_replaced_words_are_found_in_their_place(checker: Checker) -> None:
    places = []
    for source, target, word, other in (
        (_SIGNED, _DECLARATION, "signed", "ladder"),
        (_SIGNED, _DECLARATION, "comprehensive", "wedding"),
        (_ARRESTED, _SUSPECTED, "men", "horses"),
        (_FRENCH, _ENGLISH, "security", "butterfly"),
    ):
        spoilt = target.replace(word, other)
        for finding in checker.check_row("row", spoilt, source).findings:
            places.append((other, finding.span.of(spoilt)))
    # not every one is found; what is found is found in its place
    assert len(places) >= 2
    assert all(other == place for other, place in places)


def test_a_replaced_word_is_shown_with_what_the_model_has(checker: Checker) -> None:
    source, target = _SPOILT["CRI001"]
    found = checker.check_row("row", target, source).findings
    messages = [finding.message for finding in found if finding.code == "CRI001"]
    assert messages
    assert all("it has" in message for message in messages)


def test_good_wire_references_stay_silent(checker: Checker) -> None:
    lines = (ROOT / "corpora" / "wire-pairs" / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t")[:2] for line in lines[200:20000:390] if line.count("\t")]
    assert len(rows) >= 45
    checker.critic.prepare((french, english) for french, english in rows)  # type: ignore[union-attr]
    flagged = [english for french, english in rows if codes(checker, english, french)]
    assert len(flagged) <= 0.12 * len(rows), flagged


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=0, max_size=60
) | st.lists(st.sampled_from([*_ENGLISH.split(), "«", "»", "\u00a0", "l'OSDH", "€", "🙂"]), max_size=12).map(
    " ".join
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_TEXTS, _TEXTS)
def test_any_pair_can_be_judged(critic: Critic, source: str, target: str) -> None:
    for remark in critic.judge(source, target):
        assert 0 <= remark.span.start < remark.span.end <= len(target)
        if remark.source_span is not None:
            assert remark.source_span.end <= len(source)


def test_reading_ahead_loses_no_row(critic: Critic) -> None:
    from copydesk.checks.corpus import Row
    from copydesk.errors import InputError

    def rows() -> Iterator[Row]:
        for number in range(3):
            yield Row(number, _ENGLISH, _FRENCH, number)
        raise InputError("is broken", where="rows:4")

    seen: list[int] = []
    with pytest.raises(InputError, match="is broken"):
        seen.extend(row.id for row in critic.read_ahead(rows()))
    given_rows = iter(critic.read_ahead(Row(n, _ENGLISH, None, n) for n in range(70)))
    assert [row.id for row in given_rows] == list(range(70))


def test_the_rules_run_only_when_the_critic_is_wanted() -> None:
    assert not {rule.code for rule in Selection(preview=True).chosen()} & set(_CODES)
    assert {rule.code for rule in Selection(critic=True).chosen()} >= set(_CODES)
    assert [rule.code for rule in Selection(("CRI002",)).chosen()] == ["CRI002"]
    assert all(load_rules()[code].needs_critic for code in _CODES)


# --- the decision -------------------------------------------------------------------------------------------


def _decision(threshold: float = 0.0) -> Decision:
    return Decision("d", {kind: Detector((0.1,) * len(MEASURES), 0.0, threshold) for kind in KINDS})


def test_a_decision_comes_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "critic.json"
    path.write_text(json.dumps(_decision(1.5).as_data()), encoding="utf-8")
    again = read_decision(path)
    assert again == _decision(1.5)
    assert again.for_stranger().detectors["omission"].threshold > 1.5


def test_a_whole_sentence_beats_its_words() -> None:
    row = [1.0] * len(MEASURES)
    assert [kind for kind, _ in _decision().decide(row)] == ["sentence"]
    assert _decision(1e6).decide(row) == []


@pytest.mark.parametrize(
    "contents", ["", "[]", "{}", '{"schema": 1, "measures": [], "detectors": {}, "digest": "x"}', "\x00"]
)
def test_a_broken_calibration_is_one_line(tmp_path: Path, contents: str) -> None:
    path = tmp_path / "critic.json"
    path.write_text(contents, encoding="utf-8")
    with pytest.raises(ModelError, match=r"critic\.json: is no calibration"):
        read_decision(path)


def test_the_shipped_calibration_states_its_rates() -> None:
    decision = read_decision(find_model().path / "critic.json")
    for part in ("tuned", "held_out"):
        measured = decision.measured[part]
        assert 0 < measured["good_flagged_critic"] < measured["found_critic"] < 1
        assert measured["found_rules"] < measured["found_both"]


# --- other models -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch")
    from random_marian import make_random_marian

    from copydesk.engines.convert import convert

    folder = make_random_marian(tmp_path_factory.mktemp("critic") / "tiny-fr-en")
    cache = folder.parent / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        convert(find_model(folder))
    return folder


def _row(tmp_path: Path) -> Path:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": 1, "source": _FRENCH, "target": _ENGLISH}) + "\n", encoding="utf-8")
    return rows


def test_another_model_says_that_it_is_not_calibrated(
    copydesk: RunCommand, tiny: Path, tmp_path: Path
) -> None:
    cache = str(tiny.parent / "cache")
    done = copydesk(
        "check", "--critic", "--model", tiny, "-v", "--pairs", _row(tmp_path), XDG_CACHE_HOME=cache
    )
    assert done.returncode in (0, 1), done.stderr
    assert "not calibrated for this model" in done.stderr
    assert "critic:" in done.stderr
    assert "+uncalibrated" in done.stderr


def test_a_model_that_cannot_score_is_one_line(copydesk: RunCommand, tmp_path: Path) -> None:
    converted = converted_folder(find_model())
    assert converted is not None
    broken = tmp_path / "broken"
    shutil.copytree(converted, broken)
    data = (broken / "model.bin").read_bytes()
    (broken / "model.bin").write_bytes(b"\x63" + data[1:])
    done = copydesk("check", "--critic", "--model", broken, "--pairs", _row(tmp_path))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "convert the model again" in done.stderr


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_shows_both_places(copydesk: RunCommand, tmp_path: Path) -> None:
    source, target = _SPOILT["CRI003"]
    (tmp_path / "draft.txt").write_text(target + "\n", encoding="utf-8")
    (tmp_path / "source.txt").write_text(source + "\n", encoding="utf-8")
    given_options = ("check", "draft.txt", "--source", "source.txt", "--critic", "--select", "CRI", "-v")
    done = copydesk(*given_options, "--format", "json")
    assert done.returncode == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert any(finding["code"] == "CRI003" for finding in findings), findings
    assert "critic:copydesk-fr-en@" in done.stderr
    written = copydesk(*given_options, "--write-baseline", "base.json")
    assert written.returncode == 0, written.stderr
    assert copydesk(*given_options, "--baseline", "base.json").returncode == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("draft.txt", "--critic"), "--critic needs the source of the draft; give it with --source"),
        (("draft.txt", "--select", "CRI001"), "CRI001 asks the translation model; add --critic"),
        (("draft.txt", "--select", "CRI,NUM"), "CRI asks the translation model; add --critic"),
        (("draft.txt", "--model", "x"), "--model is for --critic; add --critic, or leave it out"),
        (
            ("draft.txt", "--source", "source.txt", "--critic", "--model", "no/model"),
            "the model no/model is not on this machine; copydesk models pull no/model",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(
    copydesk: RunCommand, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    (tmp_path / "draft.txt").write_text(_ENGLISH, encoding="utf-8")
    (tmp_path / "source.txt").write_text(_FRENCH, encoding="utf-8")
    done = copydesk("check", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"copydesk: {message}\n"


def test_the_settings_file_can_ask_for_it(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("[check]\ncritic = true\n", encoding="utf-8")
    (tmp_path / "draft.txt").write_text(_ENGLISH + "\n", encoding="utf-8")
    (tmp_path / "source.txt").write_text(_FRENCH + "\n", encoding="utf-8")
    alone = copydesk("check", "draft.txt")
    assert alone.returncode == 0, alone.stderr
    assert "CRI" in alone.stderr
    together = copydesk("check", "-v", "draft.txt", "--source", "source.txt")
    assert "critic:" in together.stderr


def test_nothing_heavy_is_loaded_without_it(copydesk: RunCommand) -> None:
    import subprocess
    import sys

    script = (
        "import sys; from copydesk.checks.registry import load_rules; load_rules(); "
        "print([m for m in ('numpy', 'ctranslate2', 'copydesk.checks.critic_model') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_explain_knows_it(copydesk: RunCommand) -> None:
    done = copydesk("explain", "CRI001")
    assert done.returncode == 0
    assert "--critic" in done.stdout
