"""Every row of the table of renderings, run through the rule that asks it how sure a lost negation is."""

from __future__ import annotations

import pytest

from copydesk.checks.registry import load_rules
from copydesk.checks.renderings import is_rendered, key_of, load_renderings
from copydesk.checks.run import Checker
from copydesk.findings import Severity

CHECKER = Checker([load_rules()["NEG001"]])
# after a negation these make a turn of phrase, of which nothing is said without evidence
TURNS = frozenset(
    """attendre attendu coutume exceptionnel exceptionnelle manqué étonnant étonne étonné étrange étranger
    étrangers étrangère étrangères arrêté arrêtée arrêtées arrêtés dépasse dépassent dépasser dépassé exclu
    exclure exclus exclusive exclusivement exclut excédent excédents longtemps""".split()
)


def severities(french: str, english: str) -> list[Severity]:
    found = CHECKER.check_row("row", english, french).findings
    assert not CHECKER.broken
    return [finding.severity for finding in found]


def stretch(key: str) -> str:
    """Make a word of a key: five letters stand for longer words, fewer for themselves."""
    return f"{key}xx" if len(key) == 5 else key


def test_each_row_knows_its_words_and_no_others() -> None:
    for word, keys in load_renderings().items():
        assert keys, word
        assert word == word.lower(), word
        for key in keys:
            assert is_rendered(word, frozenset((key_of(stretch(key)),))), (word, key)
        assert is_rendered(word, frozenset(("qqqq",))) is False, word
        french = f"Il n'a pas {word}."
        assert severities(french, f"He did not {stretch(min(keys))}.") == [], word
        # nothing at the negation is rendered: the English may say it in another way
        assert severities(french, "He did qqqq.") == ([] if word in TURNS else [Severity.WARNING]), word


@pytest.mark.parametrize(
    ("french", "english", "severity"),
    [
        ("L'armée n'a pas détruit le pont.", "The army destroyed the bridge.", Severity.ERROR),
        ("L'armée n'a pas détruit le pont.", "The crossing is safe.", Severity.WARNING),
    ],
)
def test_a_literal_rendering_makes_a_lost_negation_sure(
    french: str, english: str, severity: Severity
) -> None:
    assert severities(french, english) == [severity]
