"""``copydesk translate`` as a user runs it: the installed command on real copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, RunCommand

WIRE = ROOT / "corpora" / "wire"
STORY = WIRE / "01-idleb-treve.fr.txt"


def test_a_story_comes_out_with_every_term_in_place(copydesk: RunCommand, tmp_path: Path) -> None:
    done = copydesk("translate", STORY, "--receipt", "receipt.json")
    assert done.returncode == 0, done.stderr
    assert "every glossary term is in place" in done.stderr
    receipt = json.loads((tmp_path / "receipt.json").read_text("utf-8"))["documents"][0]
    assert set(receipt["counts"]) <= {"ok", "placed", "ambiguous"}
    assert sum(receipt["counts"].values()) == len(receipt["occurrences"])
    assert "Syrian Observatory for Human Rights (SOHR)" in done.stdout
    for wrong in ("OSDH", "Idleb", "Publicité", "google-play-badge", "Lire la suite"):
        assert wrong not in done.stdout


def test_receipts_are_true_of_the_json_product(copydesk: RunCommand) -> None:
    done = copydesk("translate", STORY, "--format", "json")
    product = json.loads(done.stdout)
    text = STORY.read_text("utf-8")
    assert product["signature"].startswith("copydesk:")
    seen = 0
    for segment in product["segments"]:
        assert text[slice(*segment["span"])] == segment["source"]
        for receipt in segment["occurrences"]:
            seen += 1
            assert text[slice(*receipt["source_span"])] == receipt["source"]
            if receipt["status"] in ("ok", "placed"):
                assert segment["target"][slice(*receipt["target_span"])] == receipt["target"]
    assert seen == sum(product["counts"]["occurrences"].values()) > 10


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_keep_their_number(copydesk: RunCommand, ending: str) -> None:
    lines = [
        "Bonjour.",
        "",
        "   ",
        "Le président a parlé. Il est parti.",
        "12,5 %",
        " ".join(["mot"] * 400) + ".",
        "",
    ]
    done = copydesk("translate", "--lines", "-", stdin=ending.join([*lines, ""]))
    assert done.returncode == 0, done.stderr
    out = done.stdout.replace("\r\n", "\n").split("\n")
    assert len(out) == len(lines) + 1
    assert [bool(line.strip()) for line in out[:-1]] == [bool(line.strip()) for line in lines]


def test_two_columns_are_a_glossary(copydesk: RunCommand, tmp_path: Path) -> None:
    terms = [("Zorvik", "Zorwick"), ("OXYZ", "XYZO"), ("trêve", "armistice")]
    (tmp_path / "terms.csv").write_text("".join(f"{a},{b}\n" for a, b in [("source", "target"), *terms]))
    lines = [f"Le ministre a visité {terms[i % 2][0]} hier, et la trêve tient." for i in range(20)]
    done = copydesk(
        "translate", "--lines", "-g", "terms.csv", "--receipt", "r.json", "-", stdin="\n".join(lines)
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads((tmp_path / "r.json").read_text())["documents"][0]["counts"]
    assert sum(counts.values()) == 40
    assert counts.get("ok", 0) + counts.get("placed", 0) == 40


def test_a_saved_page_gives_a_page(copydesk: RunCommand) -> None:
    done = copydesk("translate", WIRE / "02-liban-frontiere.fr.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.lstrip().lower().startswith("<!doctype html")
    assert 'lang="en"' in done.stdout


def test_jsonl_passes_its_identifiers_through(copydesk: RunCommand) -> None:
    rows = [
        {"id": "a1", "title": "Trêve à Idleb", "body": "Les combats ont cessé."},
        {"id": 7, "text": "Merci."},
    ]
    done = copydesk("translate", "-", "--format", "jsonl", stdin="\n".join(json.dumps(r) for r in rows))
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in out] == ["a1", 7]
    assert "Idlib" in out[0]["title"]


def test_strict_fails_on_a_term_that_is_not_in_place(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("source,target\nbanque,bank\n")
    (tmp_path / "b.csv").write_text("source,target,kind\nbanque,bench,noun\nbanque,shoal,noun\n")
    done = copydesk("translate", "--lines", "--strict", "-g", "b.csv", "-", stdin="La banque est fermée.")
    assert done.returncode == 1
    assert "ambiguous" in done.stderr


def test_an_ambiguous_term_names_its_rows_and_the_remedy(copydesk: RunCommand, tmp_path: Path) -> None:
    # as merged from two lists: nothing in it tells the two rows apart
    (tmp_path / "merged.csv").write_text("source,target\nbanque,bench\nville,town\nbanque,shoal\n")
    done = copydesk("translate", "--lines", "-g", "merged.csv", "-", stdin="La banque est fermée.")
    assert done.returncode == 0
    (line,) = [line for line in done.stderr.splitlines() if "ambiguous: " in line]
    for words in ("'bench' (merged:2)", "'shoal' (merged:4)", "'context'", "'allowed'"):
        assert words in line


def test_a_term_inside_a_longer_one_has_its_place_in_the_receipt(
    copydesk: RunCommand, tmp_path: Path
) -> None:
    terms = "Conseil de sécurité de l'ONU,UN Security Council\nsécurité,safety\nONU,UN\n"
    (tmp_path / "t.csv").write_text(f"source,target\n{terms}", encoding="utf-8")
    text = "Le Conseil de sécurité de l'ONU s'est réuni."
    done = copydesk("translate", "--lines", "-v", "-g", "t.csv", "--receipt", "r.json", "-", stdin=text)
    assert done.returncode == 0, done.stderr
    outer = "inside 'Conseil de sécurité de l'ONU'"
    assert f"  1:29: covered: ONU -> UN, {outer}" in done.stderr.splitlines()
    assert f"  1:15: not asked for: sécurité -> safety, {outer}" in done.stderr.splitlines()
    (receipt,) = json.loads((tmp_path / "r.json").read_text("utf-8"))["documents"][0]["occurrences"]
    for inner in receipt["nested"]:
        assert text[slice(*inner["source_span"])] == inner["source"]
        assert (inner["status"] == "covered") == (inner["target_span"] is not None)
        if inner["target_span"]:
            assert done.stdout[slice(*inner["target_span"])] == inner["target"]


def test_an_output_file_is_whole_or_absent(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Bonjour.\n", encoding="utf-8")
    assert copydesk("translate", "story.txt", "-o", "out.txt").returncode == 0
    assert (tmp_path / "out.txt").read_text("utf-8").strip()
    done = copydesk("translate", "story.txt", "-o", "no/such/folder/out.txt")
    assert done.returncode == 2
    assert "no/such/folder" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.txt", "story.txt"]


def test_one_bad_file_of_three(copydesk: RunCommand, tmp_path: Path) -> None:
    for name in ("a.txt", "c.txt"):
        (tmp_path / name).write_text("Bonjour.\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    done = copydesk("translate", "a.txt", "b.txt", "c.txt", "-o", "out")
    assert done.returncode == 2
    assert "b.txt" in done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.en.txt", "c.en.txt"]


def test_two_stories_of_one_name_are_not_written_over_each_other(
    copydesk: RunCommand, tmp_path: Path
) -> None:
    for name in ("monday/s.txt", "tuesday/s.txt", "out/x", "s.en.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Bonjour à tous.\n", encoding="utf-8")
    done = copydesk("translate", "monday/s.txt", "tuesday/s.txt", "-o", "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "copydesk: tuesday/s.txt: would be written to out/s.en.txt, as monday/s.txt would; "
        "rename one, or use two folders\n"
    )
    done = copydesk("translate", "monday/s.txt", "s.en.txt", "-o", ".")
    assert done.returncode == 2
    assert "s.en.txt: is read and would be overwritten" in done.stderr
    assert (tmp_path / "s.en.txt").read_text("utf-8") == "Bonjour à tous.\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x"]


@pytest.mark.parametrize("option", ["--output", "--receipt"])
def test_a_glossary_is_not_overwritten(copydesk: RunCommand, tmp_path: Path, option: str) -> None:
    (tmp_path / "s.txt").write_text("Bonjour à tous.\n", encoding="utf-8")
    (tmp_path / "ours.csv").write_text("source,target\nIdleb,Idlib\n")
    done = copydesk("translate", "s.txt", "-g", "ours.csv", option, "ours.csv")
    assert done.returncode == 2
    assert "ours.csv: is read and would be overwritten" in done.stderr
    assert (tmp_path / "ours.csv").read_text() == "source,target\nIdleb,Idlib\n"


BAD_CALLS = [
    (["translate", "good.txt", "./good.txt", "-o", "hollow"], "given twice"),
    (["translate", "missing.txt"], "missing.txt"),
    (["translate", "."], "folder"),
    (["translate", "empty.txt"], "empty.txt"),
    (["translate", "binary.bin"], "binary.bin"),
    (["translate", "latin.txt"], "--encoding"),
    (["translate", "good.txt", "-g", "missing.csv"], "missing.csv"),
    (["translate", "good.txt", "-g", "wrong.csv"], "wrong.csv"),
    (["translate", "good.txt", "--model", "nowhere/at-all"], "nowhere/at-all"),
    (["translate", "good.txt", "--model", "hollow"], "hollow"),
    (["translate", "good.txt", "--from", "sw", "--to", "fi"], "Helsinki-NLP/opus-mt-sw-fi"),
    (["translate", "english.txt"], "English"),
    (["translate", "good.txt", "--beam", "0"], "--beam"),
    (["translate", "good.txt", "--date", "yesterday"], "yesterday"),
    (["translate", "good.txt", "-o", "good.txt"], "overwritten"),
    (["translate", "good.txt", "-o", "new.json", "--receipt", "new.json"], "twice"),
    (["translate", "good.txt", "--receipt", "r.doc"], ".html"),
    (["translate", "good.txt", "--receipt", "nowhere/r.json"], "folder"),
    (["translate", "--lines", "good.txt", "--format", "html"], "--lines"),
    (["translate", "good.txt", "--from", "french"], "'french' is no language code such as fr, en or pt-BR"),
    (["translate", "good.txt", "--from", "EN"], "source and target are both 'en'"),
    (["translate", "good.txt", "--to", "../fr"], "'../fr' is no language code"),
    (["translate"], "FILES"),
    (["tranlsate", "good.txt"], "translate"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD_CALLS)
def test_a_mistake_is_one_line_and_exit_2(
    copydesk: RunCommand, tmp_path: Path, arguments: list[str], named: str
) -> None:
    (tmp_path / "good.txt").write_text("Bonjour à tous.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "latin.txt").write_bytes("Un été à l'étranger".encode("cp1252"))
    (tmp_path / "wrong.csv").write_text("source,targt\na,b\n")
    (tmp_path / "hollow").mkdir()
    (tmp_path / "english.txt").write_text(
        "The minister said on Monday that the talks had failed. He will return with his team.\n"
    )
    done = copydesk(*arguments)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_settings_come_from_the_nearest_file(copydesk: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Trêve à Idleb.\n", encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text("[translate]\nno-glossary = true\n")
    assert "without a glossary" in copydesk("translate", "story.txt").stderr
    assert "without a glossary" not in copydesk("--isolated", "translate", "story.txt").stderr
    (tmp_path / "copydesk.toml").write_text("[translate]\nno_glosary = true\n")
    done = copydesk("translate", "story.txt")
    assert done.returncode == 2
    assert "no_glossary" in done.stderr
    (tmp_path / "copydesk.toml").write_text("beam = 2\n")
    done = copydesk("translate", "story.txt")
    assert done.returncode == 2
    assert "[translate]" in done.stderr


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    import subprocess

    from conftest import COMMAND

    text = "\n".join(["Bonjour à tous."] * 50)
    (tmp_path / "story.txt").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["bash", "-c", f"{COMMAND} translate --lines -q story.txt | head -1"],
        capture_output=True, cwd=tmp_path, timeout=120, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"Broken pipe" not in done.stderr


def test_closed_and_full_streams_are_no_defect(tmp_path: Path) -> None:
    import subprocess

    from conftest import COMMAND

    for call, code in ((">&-", 0), ("2>&-", 0), (">/dev/full", 2)):
        done = subprocess.run(
            ["bash", "-c", f"{COMMAND} explain GLO004 {call}"],
            capture_output=True, cwd=tmp_path, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == code
        assert b"Traceback" not in done.stderr
        assert b"Exception" not in done.stderr


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    import signal
    import subprocess
    import time

    from conftest import COMMAND

    (tmp_path / "story.txt").write_text(
        "\n".join(f"Le ministre numéro {i} a parlé de la situation." for i in range(60_000)), encoding="utf-8"
    )
    with subprocess.Popen(
        [COMMAND, "translate", "--lines", "story.txt", "-o", "out.txt"],
        # a test run in the background of a shell has SIGINT ignored, and its children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in error
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]


def test_receipts_come_as_a_table_and_as_a_page(copydesk: RunCommand, tmp_path: Path) -> None:
    import csv

    from lxml import html

    (tmp_path / "story.txt").write_text("Trêve conclue à Idleb, selon l'ONU <officiel>.\n", encoding="utf-8")
    for name in ("r.csv", "r.html"):
        assert copydesk("translate", "story.txt", "--receipt", name).returncode == 0
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text("utf-8").splitlines()))
    assert [row["source"] for row in rows] == ["Trêve", "Idleb", "ONU"]
    page = html.fromstring((tmp_path / "r.html").read_text("utf-8"))
    source = page.xpath("//td[@lang='fr']")[0]
    assert source.text_content().strip() == "Trêve conclue à Idleb, selon l'ONU <officiel>."
    assert [mark.text for mark in source.xpath("mark")] == ["Trêve", "Idleb", "ONU"]
    done = copydesk("translate", "story.txt", "--receipt", "r.doc")
    assert done.returncode == 2
    assert "r.doc" in done.stderr
