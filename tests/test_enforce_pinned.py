"""Entries pinned to one step, the constrained beam, swapped columns, one spelling a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCommand

from copydesk.align import split_words
from copydesk.enforce.candidate import Candidate, Task
from copydesk.enforce.unify import unify_spellings
from copydesk.enforce.verify import verify
from copydesk.glossary import Glossary, Kind, Term
from copydesk.glossary.match import Matcher
from copydesk.links import WordLinks

PINNED = "source,target,strategy\nsoldat,trooper,{}\n"


@pytest.mark.parametrize("strategy", ["span", "inline"])
def test_a_pinned_entry_is_placed_by_its_step_alone(
    copydesk: RunCommand, tmp_path: Path, strategy: str
) -> None:
    (tmp_path / "g.csv").write_text(PINNED.format(strategy))
    done = copydesk(
        "translate", "-", "-g", "g.csv", "--receipt", "r.json", stdin="Deux soldats ont été tués jeudi.\n"
    )
    assert done.returncode == 0, done.stderr
    (receipt,) = json.loads((tmp_path / "r.json").read_text())["documents"][0]["occurrences"]
    if receipt["status"] == "placed":
        assert receipt["strategy"] == strategy
    else:
        assert (receipt["status"], receipt["note"]) == ("missing", f"no step but '{strategy}' may place it")


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        ("mer,sea,constrained\n", [], "'mer' (row 2) asks for a constrained beam"),
        ("mer,sea,\n", ["--constrained"], "--constrained asks for a constrained beam"),
        ("a,b,\nc,d,spam\n", [], "g.csv:3: column 'strategy': unknown strategy 'spam'"),
    ],
)
def test_what_the_engine_cannot_do_is_one_line(
    copydesk: RunCommand, tmp_path: Path, rows: str, options: list[str], message: str
) -> None:
    (tmp_path / "g.csv").write_text("source,target,strategy\n" + rows)
    done = copydesk("translate", "-", "-g", "g.csv", *options, stdin="Bonjour.\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Aleppo,Alep\nSOHR,OSDH\nfoo,bar\n", "g.csv:1: the columns look swapped in 2 rows"),
        ("Zork,Idleb\nBlap,Alep\nDamas,Damas\n", "no source form stands in the text, but 2 targets do"),
        ("OSDH,SOHR\nzork,trève\n", ""),
    ],
)
def test_swapped_columns_are_said(copydesk: RunCommand, tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "g.csv").write_text(rows)
    done = copydesk("translate", "-", "-g", "g.csv", stdin="Le calme règne à Idleb, à Alep et à Damas.\n")
    assert done.returncode == 0
    assert ("swapped" in done.stderr) is bool(message)
    assert message in done.stderr


def make(source: str, target: str, ties: str, *terms: Term) -> tuple[Task, Candidate]:
    task = Task(source, 0, tuple(Matcher(Glossary("t", "fr", "en", terms)).find(source)))
    ours, theirs = split_words(source), split_words(target)
    pairs = dict(reversed(tie.split("=")) for tie in ties.split())
    mass = tuple(tuple(float(pairs.get(t.of(target)) == s.of(source)) for s in ours) for t in theirs)
    return task, verify(task, Candidate(target, WordLinks(ours, theirs, mass), 0.0, "draft"))


ECOWAS = Term("1", "CEDEAO", "ECOWAS", Kind.ACRONYM, allowed=("Ecowas", "West African bloc"))
CASES = [
    # a name that no glossary has: the majority, or the spelling of the source
    ((), [("À Idleb", "In Idlib", "Idleb=Idlib")] * 2 + [("À Idleb", "In Edleb", "Idleb=Edleb")],
     ["In Idlib", "In Idlib", "In Idlib"]),
    ((), [("Petr dort", "Petr sleeps", "Petr=Petr"), ("Petr dort", "Pétar sleeps", "Petr=Pétar")],
     ["Petr sleeps", "Petr sleeps"]),
    ((), [("Le Niger", "Niger", "Niger=Niger"), ("Le Nigeria", "Nigeria", "Nigeria=Nigeria")],
     ["Niger", "Nigeria"]),
    ((), [("La Syrie", "Syria", "Syrie=Syria"), ("La Syrie", "Syrian", "Syrie=Syrian")], ["Syria", "Syrian"]),
    # a term: another spelling of the house form gives way, another name of the body does not
    ((ECOWAS,), [("La CEDEAO", "Ecowas", "CEDEAO=Ecowas"), ("La CEDEAO", "ECOWAS", "CEDEAO=ECOWAS"),
                 ("La CEDEAO", "West African bloc", "CEDEAO=bloc")],
     ["ECOWAS", "ECOWAS", "West African bloc"]),
    ((ECOWAS,), [("La CEDEAO", "Ecowas", "CEDEAO=Ecowas")], ["Ecowas"]),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "sentences", "expected"), CASES)
def test_one_spelling_a_name(
    terms: tuple[Term, ...], sentences: list[tuple[str, str, str]], expected: list[str]
) -> None:
    made = [make(*sentence, *terms) for sentence in sentences]
    done = unify_spellings([task for task, _ in made], [candidate for _, candidate in made])
    assert [candidate.text for candidate in done] == expected
    for candidate in done:
        assert candidate.open == 0


def test_a_pronoun_asks_for_no_term() -> None:
    glossary = Glossary("t", "fr", "en", (Term("1", "OSDH", "SOHR", Kind.ACRONYM),))
    assert len(Matcher(glossary).find("L'OSDH a publié un bilan.")) == 1
    assert Matcher(glossary).find("Il a démenti, et celui-ci le confirme.") == []
