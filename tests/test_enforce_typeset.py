"""Quotation marks that a model spaces as French does are closed up; all else stays, and so do the links."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.enforce.candidate import Candidate
from copydesk.enforce.typeset import close_up_quotes
from copydesk.links import WordLinks
from copydesk.text import Span


def candidate(text: str) -> Candidate:
    words = tuple(Span(*m.span()) for m in re.finditer(r"\w+", text))
    mass = tuple(tuple(float(i == j) for j in range(len(words))) for i in range(len(words)))
    return Candidate(text, WordLinks(words, words, mass), -0.5, "draft")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('He was " horrified" and left.', 'He was "horrified" and left.'),
        ('A "fresh start " for "us".', 'A "fresh start" for "us".'),
        ('He said "the so-called " peace " plan" failed.', 'He said "the so-called " peace " plan" failed.'),
        ('It measures 5 " by 7 " wide.', 'It measures 5 " by 7 " wide.'),
        ('" We go ", he said.', '"We go", he said.'),
        ('" We go, he said.', '" We go, he said.'),
        ('He said "yes "and then "no".', 'He said "yes "and then "no".'),
        ('A 6" rod, " long" he said.', 'A 6" rod, " long" he said.'),
    ],
)
def test_white_space_inside_sure_quotation_marks_goes(text: str, right: str) -> None:
    assert close_up_quotes(candidate(text)).text == right


@given(st.lists(st.sampled_from(['"', " ", "word", "other", ",", ".", "'", "(", "\u2013"]), max_size=14))
def test_nothing_but_white_space_goes_and_links_stay_on_their_words(parts: list[str]) -> None:
    before = candidate("".join(parts))
    after = close_up_quotes(before)
    assert re.sub(r"\s", "", after.text) == re.sub(r"\s", "", before.text)
    words = [span.of(before.text) for span in before.links.target]
    assert [span.of(after.text) for span in after.links.target] == words
    assert close_up_quotes(after).text == after.text
