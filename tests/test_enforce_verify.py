"""What the verifier refuses and what it lets pass, on texts as a model may give them."""

from __future__ import annotations

import pytest

from copydesk.enforce import Candidate, Task
from copydesk.enforce.keeps import find_keeps
from copydesk.enforce.verify import stands_apart, verify
from copydesk.engines import Engine
from copydesk.glossary import Kind, Term
from copydesk.glossary.match import Match
from copydesk.links import WordLinks
from copydesk.text import Span
from copydesk.translation import Status

SOURCE = "Le ministre a visité la ville."


def candidate(text: str) -> Candidate:
    return Candidate(text, WordLinks((), (), ()), 0.0, "constrained")


@pytest.mark.parametrize(
    ("text", "target", "apart"),
    [
        ("The minister visited the city. umbrella.", "umbrella", True),
        ("The minister visited the city. Umbrella", "umbrella", True),
        ("The minister visited the city! house of cards.", "house of cards", True),
        ("The minister visited the umbrella.", "umbrella", False),
        ("The minister came. He visited the umbrella.", "umbrella", False),
        ("The minister visited Mr. Umbrella.", "Umbrella", False),
        ("Umbrella.", "umbrella", False),
        ("umbrella. The minister visited the city.", "umbrella", False),
    ],
)
def test_a_term_hung_on_as_a_sentence_is_seen(text: str, target: str, apart: bool) -> None:
    term = Term("1", "ville", target, Kind.NOUN)
    task = Task(SOURCE, 0, (Match(term, Span(24, 29), "ville"),))
    checked = verify(task, candidate(text), frozenset({0}))
    assert checked.outcomes[0].status is Status.PLACED
    assert stands_apart(checked, "en") is apart


@pytest.mark.parametrize(
    ("source", "kept", "text", "found"),
    [
        ("Les xs sont là.", Span(4, 5), "The xs are there.", Span(4, 5)),
        ("Les xs sont là.", Span(4, 5), "The x s are there.", Span(4, 5)),
        ("Les xs sont là.", Span(4, 5), "The xenon is there.", None),
        ("Un précommit.", Span(6, 12), "A précommit.", Span(5, 11)),
        ("Un précommit.", Span(6, 12), "A recommit.", None),
        ("Le x est là.", Span(3, 4), "The xs are there.", None),
    ],
)
def test_what_is_kept_may_have_its_letters_joined(
    source: str, kept: Span, text: str, found: Span | None
) -> None:
    task = Task(source, 0, tuple(find_keeps(source, [], [kept])))
    (outcome,) = verify(task, candidate(text)).outcomes
    assert outcome.span == found
    assert outcome.status is (Status.MISSING if found is None else Status.OK)


def test_every_glued_word_has_a_true_receipt(bundled_engine: Engine) -> None:
    from copydesk.documents import parse
    from copydesk.pipeline import translate_document

    text = "Les `fichier`s sont prêts.\n\nUn pré`commit` a eu lieu.\n\nLes `API`s publiques, et `x`."
    done = translate_document(parse(text, format="markdown", language="fr"), bundled_engine, beam=2)
    assert [o.source for o in done.kept] == ["fichier", "commit", "API", "x"]
    for translation in done.translations:
        for o in translation.kept:
            assert o.status in (Status.OK, Status.PLACED)
            assert o.target_span is not None
            assert o.target_span.of(translation.text) == o.source
