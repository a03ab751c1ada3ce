"""The trial that looks for the attention head that aligns words: every verdict, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCommand
from random_marian import make_random_marian

from copydesk.engines.heads import (
    FEWEST,
    GUIDED,
    MARGIN,
    USEFUL,
    Forced,
    HeadTrial,
    describe_trial,
    judge_heads,
    sample_sentences,
)  # fmt: skip
from copydesk.engines.protocol import Hypothesis, Prepared
from copydesk.text import Span

LAYERS, HEADS = 2, 3
WORDS = [f"{100 + i}" for i in range(10)]


def force(words: list[str], right: dict[tuple[int, int], int]) -> Forced:
    """Copy *words* word for word; each head ties as many of them rightly as *right* says, the others not."""
    text = " ".join(words)
    spans, at = [], 0
    for word in words:
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    count = len(words)

    def look(layer: int, head: int) -> list[list[float]]:
        good = right.get((layer - LAYERS, head), 0)
        # a head that is no use looks at the word after
        looked_at = [row if row < good else (row + 1) % count for row in range(count)]
        return [
            [0.9 if column == place else 0.1 / (count - 1) for column in range(count)] for place in looked_at
        ]

    return Forced(
        Prepared(text, tuple(words), tuple(spans)),
        Hypothesis(text, tuple(words), tuple(spans), (), (), 0.0),
        [[look(layer, head) for head in range(HEADS)] for layer in range(LAYERS)],
    )


@pytest.mark.parametrize(
    ("right", "head", "share"),
    [
        ({GUIDED: 10}, GUIDED, 1.0),
        ({(-2, 1): 10}, (-2, 1), 1.0),
        # the guided head is kept where another is only a little better
        ({GUIDED: 10, (-1, 2): 10}, GUIDED, 1.0),
        ({GUIDED: 8, (-1, 2): 10}, (-1, 2), 1.0),
        ({GUIDED: 5}, GUIDED, 0.5),
    ],
)
def test_the_head_that_ties_most_words_is_found(
    right: dict[tuple[int, int], int], head: tuple[int, int], share: float
) -> None:
    trial = judge_heads([force(WORDS, right)] * 4)
    assert trial is not None
    assert (trial.head, trial.share, trial.words) == (head, share, 40)
    assert trial.useful
    assert describe_trial(trial) == ""


@pytest.mark.parametrize("right", [{}, {GUIDED: 4}, {(-2, 2): 4, GUIDED: 1}])
def test_heads_that_look_elsewhere_are_no_use(right: dict[tuple[int, int], int]) -> None:
    trial = judge_heads([force(WORDS, right)] * 4)
    assert trial is not None
    assert trial.share < USEFUL
    assert not trial.useful
    assert f"no attention head aligns words (the best {trial.share:.0%} of 40)" in describe_trial(trial)


def test_a_little_better_is_not_enough() -> None:
    # one word more of forty is within the margin
    trials = [force(WORDS, {GUIDED: 9, (-2, 0): 9})] * 3 + [force(WORDS, {GUIDED: 9, (-2, 0): 10})]
    trial = judge_heads(trials)
    assert MARGIN > 1 / 40
    assert trial == HeadTrial(GUIDED, 0.9, 0.9, 40)


def test_few_words_give_no_verdict() -> None:
    perfect = force(WORDS, {GUIDED: 10})
    assert judge_heads([]) is None
    assert judge_heads([perfect] * (FEWEST // 10 - 1)) is None
    assert judge_heads([perfect] * (FEWEST // 10)) is not None
    assert "could not be tried" in describe_trial(None)


def test_the_sample_sentences_hold_enough_words_for_a_verdict() -> None:
    assert len(sample_sentences()) >= FEWEST
    for sentence in sample_sentences():
        assert sum(word.strip("(),.:").isdigit() for word in sentence.split()) >= 3


def test_conversion_says_that_there_is_no_verdict(copydesk: RunCommand, tmp_path: Path) -> None:
    # random weights keep no name as it is
    folder = make_random_marian(tmp_path / "random")
    done = copydesk("models", "convert", folder, "-o", "made")
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "attention heads" in line]
    assert line.startswith("copydesk: ")
    facts = next((tmp_path / "made").glob("*copydesk*.json"))
    assert "head_trial" not in json.loads(facts.read_text("utf-8"))
