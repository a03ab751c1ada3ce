"""Reading and writing files: every unusable one is one line, and no old file is ever lost."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import files
from copydesk.errors import InputError

FRENCH = "Deux soldats turcs ont été tués à Idleb : « un char », « l’armée » – déjà\n"


def test_line_ends_and_characters_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("un\r\ndeux\rtrois\n\u2028fin".encode())
    assert files.read_text(path) == "un\r\ndeux\rtrois\n\u2028fin"


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfL\xc3\xa9on")
    assert files.read_text(path) == "Léon"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["is empty"]),
        (b"abc\0def", ["NUL byte at offset 3", "binary"]),
        ("Le ministre a été nommé".encode("cp1252"), ["byte 0xE9 at offset 14", "--encoding cp1252"]),
        (b"\xef\xbb\xbfabc\xe9", ["offset 6"]),
        (b"\xef\xbb\xbfabc\xe9 d", ["byte 0xE9 at offset 6", "--encoding cp1252"]),
        (
            b"Idleb \xc3",
            ["cut off inside a character", "at offset 6", "give the whole file, or use --encoding"],
        ),
        ("L’été —".encode()[:-1], ["cut off inside a character: byte 0xE2 at offset 10"]),
        ("l’été — « déjà »".encode("mac_roman"), ["--encoding mac_roman"]),
        ("été déjà réglé".encode("cp850"), ["--encoding cp850"]),
        (FRENCH.encode("utf-16"), ["--encoding utf-16"]),
        (FRENCH.encode("utf-16-le"), ["--encoding utf-16-le"]),
        (FRENCH.encode("utf-16-be"), ["--encoding utf-16-be"]),
        (b"PK\x03\x04rest", ["zip archive", "Word"]),
        (b"%PDF-1.7\n", ["PDF"]),
    ],
)
def test_unusable_bytes_are_named_with_the_remedy(tmp_path: Path, data: bytes, words: list[str]) -> None:
    path = tmp_path / "depeche.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        files.read_text(path)
    message = str(caught.value)
    assert "depeche.txt" in message
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "mac_roman", "utf-8"])
def test_the_named_encoding_is_obeyed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FRENCH.encode(encoding))
    assert files.read_text(path, encoding=encoding) == FRENCH


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("ascii", "offset 0"), ("klingon", "not known"), ("base64", "not known"), ("utf-8", "offset 0")],
)
def test_a_wrong_encoding_is_said(tmp_path: Path, encoding: str, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xe9t\xe9")
    with pytest.raises(InputError, match=words):
        files.read_text(path, encoding=encoding)


def test_missing_folder_and_impossible_names(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        files.read_text(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        files.read_text(tmp_path)
    for name in ("a\0b", "x" * 5000):
        with pytest.raises(InputError):
            files.read_text(name)
        with pytest.raises(InputError):
            files.write_text(name, "text")


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(InputError, match="U\\+D800"):
        files.write_text(path, "half \ud800")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    # a limit on the size of files stands in for a full disk: the write fails half-way in the same manner
    path = tmp_path / "out.txt"
    path.write_text("old")
    script = (
        "import resource, signal, sys\n"
        "from copydesk import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    files.write_text(sys.argv[1], 'x' * 100_000)\n"
        "except files.InputError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_standard_output_is_one_error_and_no_noise() -> None:
    script = (
        "from copydesk import files\n"
        "try:\n    files.write_text('-', 'x' * 100_000)\n"
        "except files.InputError as error:\n    import sys; print(error, file=sys.stderr)\n"
    )
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", script], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert done.stderr.splitlines() == ["standard output: cannot be written: no space left on device"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        files.write_text(tmp_path / "no" / "out.txt", "x")
    with pytest.raises(InputError, match="is a folder"):
        files.write_text(tmp_path, "x")


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Let root, who may write everywhere, be nobody for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


def test_an_unwritable_folder_is_named(unprivileged: None) -> None:
    # pytest's own folders are closed to nobody, and it is the folder that must refuse
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o500)
        with pytest.raises(InputError, match="permission"):
            files.write_text(folder / "out.txt", "x")
        folder.chmod(0o700)


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "final.txt"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(InputError, match="is read-only; make it writable, or write elsewhere"):
        files.write_text(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["final.txt"]


def test_mode_and_link_survive(tmp_path: Path) -> None:
    path, link = tmp_path / "out.txt", tmp_path / "link.txt"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    files.write_text(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_not_replaced() -> None:
    files.write_text("/dev/null", "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_standard_input_and_output() -> None:
    script = "from copydesk import files; files.write_text('-', files.read_text('-').upper())"
    done = subprocess.run(
        [sys.executable, "-c", script], input="é\r\n".encode(), capture_output=True, check=True
    )
    assert done.stdout == "É\r\n".encode()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("files") / "a.txt"
    files.write_text(path, text)
    try:
        assert files.read_text(path) == text.removeprefix("\ufeff")
    except InputError as error:
        assert text.startswith(("%PDF", "{\\rtf", "PK\x03\x04")) or "is empty" in str(error)  # noqa: PT017


@given(st.binary(min_size=1))
def test_any_bytes_are_text_or_one_error(data: bytes) -> None:
    for encoding in (None, "cp1252", "utf-16"):
        try:
            outcome = files.decode(data, "x", encoding=encoding)
        except InputError as error:
            outcome = str(error)
            assert "\n" not in outcome
        assert "\0" not in outcome


def test_a_very_long_line_is_read_quickly(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes("é".encode() * 25_000_000)
    begin = time.process_time()
    assert len(files.read_text(path)) == 25_000_000
    assert time.process_time() - begin < 20
