"""What an editor has settled: ignore files, baselines, earlier drafts, rules off by path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCommand
from hypothesis import given
from hypothesis import strategies as st

from copydesk.findings import Finding, Severity
from copydesk.ignores import Ignore, append_to_sidecar, as_ignores, part, read_sidecar
from copydesk.text import Span

DRAFT = "Fighting went on in Idleb on Monday. The OSDH counted 27 dead. Idleb was quiet on Tuesday.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(DRAFT)
    return path


def codes(output: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines()]


def entry(code: str, words: str, reason: str = "a title") -> str:
    return f'[[ignore]]\ncode = "{code}"\nwords = "{words}"\nreason = "{reason}"\n\n'


def test_ignore_file_settles_one_finding_an_entry(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    assert codes(copydesk("check", "a.txt").stdout) == ["NAM004", "GLO004", "NAM004"]
    (tmp_path / "a.txt.ignores.toml").write_text(entry("NAM004", "Idleb") + entry("GLO004", "OSDH"))
    done = copydesk("check", "a.txt")
    assert codes(done.stdout) == ["NAM004"]
    assert "2 settled" in done.stderr


def test_fixes_honour_ignores(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    done = copydesk("check", "a.txt", "--write-ignores", "as filed by the agency")
    assert done.returncode == 0
    sidecar = tmp_path / "a.txt.ignores.toml"
    assert sidecar.read_text().count('reason = "as filed by the agency"') == 3
    assert copydesk("check", "a.txt", "--fix").returncode == 0
    assert draft.read_text() == DRAFT
    sidecar.write_text(sidecar.read_text().split("\n\n")[0])
    assert copydesk("check", "a.txt", "--fix").returncode == 0
    assert draft.read_text().count("Idleb") == 1
    assert "SOHR" in draft.read_text()


def test_unused_ignore_is_a_finding(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt.ignores.toml").write_text(entry("NAM004", "Alep") + entry("NUM001", "3"))
    done = copydesk("check", "a.txt")
    assert codes(done.stdout)[0] == "IGN001"
    assert "entry 1" in done.stdout
    # NUM001 did not run without the source, so nothing is known of its ignore
    assert "entry 2" not in done.stdout
    (tmp_path / "a.txt.ignores.toml").write_text(entry("UNT001", "OSDH") + entry("ZZZ999", "27"))
    done = copydesk("check", "a.txt", "--ignore", "NAM,GLO")
    # with the source the first might still be needed, as its words stand there; the second never
    assert codes(done.stdout) == ["IGN001"]
    assert "entry 2): no rule has the code 'ZZZ999'; correct it, or take the entry out" in done.stdout
    sarif = json.loads(copydesk("check", "a.txt", "--format", "sarif").stdout)
    rules = [rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in sarif["runs"][0]["results"])


def test_new_ignores_leave_the_old_ones_as_they_are(
    copydesk: RunCommand, draft: Path, tmp_path: Path
) -> None:
    sidecar = tmp_path / "a.txt.ignores.toml"
    old = "# agreed with the foreign desk\n" + entry("NAM004", "Idleb")
    sidecar.write_text(old)
    done = copydesk("check", "a.txt", "--write-ignores", "as filed", "--min-severity", "error")
    assert done.returncode == 0
    written = sidecar.read_text()
    assert written.startswith(old.rstrip())
    # only what was shown is settled: the second Idleb is a warning
    assert [ignore.code for ignore in read_sidecar(sidecar)] == ["NAM004", "GLO004"]


def test_standard_input_has_no_ignore_file(copydesk: RunCommand) -> None:
    done = copydesk("check", "-", "--write-ignores", "as filed", stdin=DRAFT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("copydesk: standard input: has no ignore file beside it; name the draft's file\n")


def test_an_ignore_file_that_cannot_be_read_is_said(
    copydesk: RunCommand, draft: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt.ignores.toml").mkdir()
    done = copydesk("check", "a.txt")
    assert done.returncode == 2
    assert "a.txt.ignores.toml: cannot be read" in done.stderr


def test_the_baseline_of_the_settings_can_be_made(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('[check]\nbaseline = "known.json"\n')
    done = copydesk("check", "a.txt")
    assert done.returncode == 2
    assert "known.json: no such baseline; make it with --write-baseline" in done.stderr
    assert copydesk("check", "a.txt", "--write-baseline", "known.json").returncode == 0
    assert copydesk("check", "a.txt").returncode == 0
    assert copydesk("check", "a.txt", "--write-baseline", "known.json").returncode == 0
    assert copydesk("check", "a.txt").returncode == 0


@pytest.mark.parametrize("name", ["known.json", "a.txt.ignores.toml", "copydesk.toml", "a.fr.txt"])
def test_what_settles_findings_is_not_overwritten(
    copydesk: RunCommand, draft: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "copydesk.toml").write_text('[sources]\n"a.txt" = "a.fr.txt"\n')
    (tmp_path / "a.txt.ignores.toml").write_text(entry("NAM004", "Idleb"))
    (tmp_path / "a.fr.txt").write_text("Les combats ont continué à Idleb lundi.\n", "utf-8")
    (tmp_path / "known.json").write_text('{"schema": 1, "drafts": {}}')
    before = (tmp_path / name).read_bytes()
    done = copydesk("check", "a.txt", "--baseline", "known.json", "-o", name)
    assert done.returncode == 2
    assert f"{name}: is read and would be overwritten" in done.stderr
    assert (tmp_path / name).read_bytes() == before


def test_baseline_shows_only_what_is_new(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    made = copydesk("check", "a.txt", "--write-baseline", "known.json")
    assert made.returncode == 0
    assert copydesk("check", "./a.txt", "--baseline", "known.json").returncode == 0
    draft.write_text("Poutine spoke. " + DRAFT)
    done = copydesk("check", "a.txt", "--baseline", "known.json")
    assert codes(done.stdout) == ["NAM003"]
    sarif = json.loads(copydesk("check", "a.txt", "--baseline", "known.json", "--format", "sarif").stdout)
    states = [result["baselineState"] for result in sarif["runs"][0]["results"]]
    assert sorted(states) == ["new", "unchanged", "unchanged", "unchanged"]


def test_since_an_earlier_draft(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Alep fell. " + DRAFT.replace("OSDH", "SOHR"))
    done = copydesk("check", "b.txt", "--since", "a.txt")
    assert codes(done.stdout) == ["NAM004"]
    assert "Alep" in done.stdout


def test_rules_off_by_path(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('[ignores]\n"a.*" = ["NAM"]\n')
    assert codes(copydesk("check", "a.txt").stdout) == ["GLO004"]
    assert len(codes(copydesk("--isolated", "check", "a.txt").stdout)) == 3
    (tmp_path / "copydesk.toml").write_text('[ignores]\n"a.*" = ["NAMM"]\n')
    wrong = copydesk("check", "a.txt")
    assert wrong.returncode == 2
    assert "NAMM" in wrong.stderr
    (tmp_path / "copydesk.toml").write_text('[ignores]\n"a.*" = "NAM"\n')
    assert copydesk("check", "a.txt").returncode == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[[ignore]]\ncode = "NAM004"\nwords = "x"\n', "has no reason"),
        ('[[ignore]]\ncode = "NAM004"\nreason = "x"\n', "neither fingerprint nor words"),
        ('[[ignore]]\nwords = "a"\nreason = "x"\n', "has no code"),
        ('[[ignore]]\ncod = "NAM004"\n', "unknown key 'cod'"),
        ("[ignored]\n", "unknown table"),
        ("ignore = 5\n", "unknown table"),
        ("[[ignore]\n", "not valid TOML"),
    ],
)
def test_broken_ignore_file(
    copydesk: RunCommand, draft: Path, tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "a.txt.ignores.toml").write_text(content)
    done = copydesk("check", "a.txt")
    assert done.returncode == 2
    assert "a.txt.ignores.toml" in done.stderr
    assert words in done.stderr


def test_broken_baseline(copydesk: RunCommand, draft: Path, tmp_path: Path) -> None:
    assert copydesk("check", "a.txt", "--baseline", "none.json").returncode == 2
    (tmp_path / "bad.json").write_text('{"schema": 9, "drafts": {}}')
    assert copydesk("check", "a.txt", "--baseline", "bad.json").returncode == 2


def test_entry_is_found_by_its_words_when_the_neighbours_changed() -> None:
    finding = Finding("NAM004", Severity.WARNING, "m", Span(3, 8), fingerprint="new")
    standing, settled, unused = part([finding], "in Idleb", [Ignore("NAM004", "old", "Idleb")])
    assert (standing, settled, unused) == ([], [finding], [])


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=5))
def test_ignore_file_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("ignores") / "a.txt.ignores.toml"
    rows = [(a, b) for a, b in rows if b.strip() and all(t.isprintable() for t in (a, b))]
    ignores = [Ignore("NAM004", f"{n:016x}", words, reason) for n, (words, reason) in enumerate(rows)]
    append_to_sidecar(path, *ignores)
    read = read_sidecar(path)
    assert [(i.fingerprint, i.words, i.reason) for i in read] == [
        (i.fingerprint, i.words, i.reason) for i in ignores
    ]


@given(st.lists(st.sampled_from("ab"), max_size=8))
def test_all_findings_are_settled_by_their_own_ignores(letters: list[str]) -> None:
    text = "".join(letters)
    findings = [
        Finding("TYP001", Severity.NOTE, "m", Span(n, n + 1), fingerprint=f"{letter}{n}")
        for n, letter in enumerate(letters)
    ]
    standing, settled, unused = part(findings, text, as_ignores(findings, text, "why"))
    assert (standing, settled, unused) == ([], findings, [])
