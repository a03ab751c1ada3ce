"""The checker's rules as a judge of the model's hypotheses."""

from __future__ import annotations

import json

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


def test_a_reviewer_counts_what_the_rules_call_errors() -> None:
    reviewer = Reviewer(None, "fr", "en")
    assert reviewer.count("Douze soldats ont été tués.", "Twelve soldiers were killed.") == 0
    assert reviewer.count("Douze soldats ont été tués.", "Two soldiers were killed.") > 0


def test_the_chosen_hypotheses_have_no_more_objections(bundled_engine: Engine) -> None:
    reviewer = Reviewer(None, "fr", "en")
    tasks = [Task(text, 0, ()) for text in SENTENCES]
    bench = Bench(bundled_engine, Placer(get_fitter("en"), "fr", "en"), 2, "fr", "en")
    drafts = draft_candidates(bench, tasks)
    chosen = prefer_faithful(bundled_engine, tasks, drafts, reviewer.count)
    for task, draft, candidate in zip(tasks, drafts, chosen, strict=True):
        before, after = reviewer.count(task.text, draft.text), reviewer.count(task.text, candidate.text)
        assert after <= before
        if before == 0:
            assert candidate is draft


def test_quiet_changes_nothing_in_the_product(copydesk: RunCommand) -> None:
    story = ROOT / "corpora" / "wire" / "06-ue-budget-energie.fr.txt"
    loud = copydesk("translate", story, "--format", "json")
    quiet = copydesk("translate", story, "--format", "json", "-q")
    assert json.loads(loud.stdout) == json.loads(quiet.stdout)
    assert quiet.stderr == ""
    assert "+review" in json.loads(loud.stdout)["signature"]
    assert "+review" not in copydesk("translate", story, "--format", "json", "--no-review").stdout
