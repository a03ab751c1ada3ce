"""The checker's rules as a judge of the model's hypotheses."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT, RunCommand

from copydesk.enforce import Task
from copydesk.enforce.faithful import prefer_faithful
from copydesk.enforce.fit import get_fitter
from copydesk.enforce.placing import Placer
from copydesk.enforce.stages import Bench, draft_candidates
from copydesk.engines import Engine
from copydesk.review import Reviewer

SENTENCES = [
    "Une vingtaine de personnes ont été blessées, dont trois grièvement.",
    "Beaucoup d'habitants redoutent que la mission, déployée depuis plus de vingt ans, ne parte.",
    "L'euro s'échangeait à 1,05 dollar, en recul de 0,1 %, et le gaz à 43 euros, loin des 300 euros.",
    "Le gouvernement n'a pas confirmé la mort de 12 soldats et de 7 rebelles le 13 novembre 2019.",
]


def test_a_reviewer_weighs_what_the_rules_call_errors_most() -> None:
    reviewer = Reviewer(None, "fr", "en")
    french = "Douze soldats ont été tués."
    assert reviewer.judge(french, "Twelve soldiers were killed.").objections == 0
    error = reviewer.judge(french, "Two soldiers were killed.")
    slip = reviewer.judge(french, "Twelve soldiers were were killed.")
    assert error.objections > slip.objections > 0


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (
            "Selon le parquet, l'argent aurait transité par Chypre.",
            "Prosecutors say it would have passed Cyprus.",
        ),
        (
            "Il a dit : « L'équipage dégage le navire ».",
            'He said: "The crew is freeing the ship.',
        ),
        ("Chaque jour, 40 enfants y sont admis pour 25 lits.", "Every day 40 children come for 25 lits."),
        ("Qui gouvernera demain ?", "Who will govern tomorrow."),
    ],
)
def test_sure_slips_call_for_another_hypothesis(french: str, english: str) -> None:
    assert Reviewer(None, "fr", "en").judge(french, english).objections > 0


def test_a_word_of_no_language_is_no_better_than_a_french_one() -> None:
    reviewer = Reviewer(None, "fr", "en")
    french = "Il souffre d'une raideur de la nuque depuis lundi."
    left = reviewer.judge(french, "He has had a stiff nuque since Monday.")
    made_up = reviewer.judge(french, "He has had a stiff vanans since Monday.")
    right = reviewer.judge(french, "He has had a stiff neck since Monday.")
    assert left.objections
    assert not made_up.objections  # no reason to decode again
    assert right.weight < made_up.weight >= left.weight


def test_what_only_a_person_can_mend_is_said_and_costs_no_decoding() -> None:
    reviewer = Reviewer(None, "fr", "en")
    verdict = reviewer.judge(
        "L'ouragan Danielle a touché terre lundi.", "The hurricane made landfall on Monday."
    )
    assert verdict.objections == 0
    assert verdict.doubts > 0


def test_the_chosen_hypotheses_have_no_more_objections(bundled_engine: Engine) -> None:
    reviewer = Reviewer(None, "fr", "en")
    tasks = [Task(text, 0, ()) for text in SENTENCES]
    bench = Bench(bundled_engine, Placer(get_fitter("en"), "fr", "en"), 2, "fr", "en")
    drafts = draft_candidates(bench, tasks)
    chosen = prefer_faithful(bundled_engine, tasks, drafts, reviewer.judge)
    for task, draft, candidate in zip(tasks, drafts, chosen, strict=True):
        before, after = reviewer.judge(task.text, draft.text), reviewer.judge(task.text, candidate.text)
        assert after.weight <= before.weight
        if before.objections == 0:
            assert candidate is draft
        # what is chosen has the scores of its tokens as every translation has
        assert len(candidate.token_scores) > 1
        assert candidate.score == pytest.approx(
            sum(candidate.token_scores) / len(candidate.token_scores), abs=1e-4
        )


def test_quiet_changes_nothing_in_the_product(copydesk: RunCommand) -> None:
    story = ROOT / "corpora" / "wire" / "06-ue-budget-energie.fr.txt"
    loud = copydesk("translate", story, "--format", "json")
    quiet = copydesk("translate", story, "--format", "json", "-q")
    assert json.loads(loud.stdout) == json.loads(quiet.stdout)
    assert quiet.stderr == ""
    assert "+review" in json.loads(loud.stdout)["signature"]
    assert "+review" not in copydesk("translate", story, "--format", "json", "--no-review").stdout
