"""``copydesk models`` as a user runs it; the hub is a small server on this machine."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

pytest.importorskip("torch", reason="the marian extra is not installed")

from random_marian import make_random_marian

Run = Callable[..., "CompletedProcess[str]"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Keep the user's own models out of the test."""
    return {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "HF_HOME": str(tmp_path / "hub"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_OFFLINE": "0",
        "OMP_NUM_THREADS": "1",
    }


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_random_marian(tmp_path_factory.mktemp("hub") / "opus-mt-fr-en")


@pytest.fixture
def hub(random_model: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve three repositories the way the hub does; yield the address and the list of files asked for."""
    files = {file.name: file.read_bytes() for file in random_model.iterdir()}
    files["README.md"] = b"---\nlicense: apache-2.0\n---\n"
    files["tf_model.h5"] = files["rust_model.ot"] = b"never asked for"
    pickled = dict(files)
    del pickled["model.safetensors"]
    pickled["pytorch_model.bin"] = _as_pickle(random_model)
    repositories = {
        "desk/opus-mt-fr-en": files,
        "desk/pickled-fr-en": pickled,
        "desk/not-marian": {"config.json": b"{}", "model.safetensors": b""},
        "desk/cut-short": {**files, "model.safetensors": files["model.safetensors"][:-9]},
    }
    asked: list[str] = []

    class Hub(BaseHTTPRequestHandler):
        def _find(self) -> tuple[int, bytes, dict[str, str]]:
            path = self.path.split("?")[0].strip("/")
            if path.startswith("api/models/"):
                name = "/".join(path.split("/")[2:4])
                if name not in repositories:
                    return 404, b"{}", {"X-Error-Code": "RepoNotFound"}
                siblings = [{"rfilename": file} for file in repositories[name]]
                body = {"_id": "1", "id": name, "modelId": name, "sha": COMMIT, "siblings": siblings}
                return 200, json.dumps(body).encode(), {"Content-Type": "application/json"}
            owner, model, _, _, file = path.split("/", 4)
            data = repositories[f"{owner}/{model}"].get(file)
            if data is None:
                return 404, b"", {"X-Error-Code": "EntryNotFound"}
            asked.append(file)
            return 200, data, {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": COMMIT}

        def _answer(self, *, body: bool) -> None:
            status, data, headers = self._find()
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if body:
                self.wfile.write(data)

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def _as_pickle(folder: Path) -> bytes:
    import io

    import torch
    from safetensors.torch import load_file

    out = io.BytesIO()
    torch.save(load_file(folder / "model.safetensors"), out)
    return out.getvalue()


def test_info_describes_the_bundled_model(copydesk: Run, home: dict[str, str]) -> None:
    done = copydesk("models", "info", "--format", "json", **home)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["name"] == "copydesk-fr-en"
    assert facts["languages"] == ["fr", "en"]
    assert facts["licence"]
    assert len(facts["digest"]) == 64
    assert facts["engine"].startswith("ctranslate2")
    assert (Path(facts["path"]) / "config.json").is_file()
    assert (Path(facts["ctranslate2"]) / "model.bin").is_file()
    text = copydesk("models", "info", **home).stdout
    assert "copydesk-fr-en" in text
    assert facts["digest"] in text


def test_info_follows_the_settings(
    copydesk: Run, home: dict[str, str], random_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "copydesk.toml").write_text(f'[translate]\nmodel = "{random_model}"\n')
    facts = json.loads(copydesk("models", "info", "--format", "json", **home).stdout)
    assert facts["path"] == str(random_model)
    assert facts["ctranslate2"] is None
    bundled = {**home, "COPYDESK_MODEL": "copydesk-fr-en"}
    facts = json.loads(copydesk("models", "info", "--format", "json", **bundled).stdout)
    assert facts["name"] == "copydesk-fr-en", "the environment beats the file"


def test_list_names_the_bundled_model(copydesk: Run, home: dict[str, str]) -> None:
    done = copydesk("models", "list", "--format", "json", **home)
    rows = json.loads(done.stdout)
    assert [row["kind"] for row in rows] == ["bundled"]
    assert rows[0]["bytes"] > 1_000_000
    assert "copydesk-fr-en" in copydesk("models", "list", **home).stdout


def test_convert_prints_the_folder(
    copydesk: Run, home: dict[str, str], random_model: Path, tmp_path: Path
) -> None:
    done = copydesk("models", "convert", random_model, "-o", tmp_path / "out", **home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "out")
    assert (tmp_path / "out" / "model.bin").is_file()
    facts = json.loads(copydesk("models", "info", tmp_path / "out", "--format", "json", **home).stdout)
    assert facts["form"] == "ctranslate2"
    assert facts["self_test"]["sentences"] == 10


def test_pull_fetches_converts_and_translates(
    copydesk: Run, home: dict[str, str], hub: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = hub
    home = {**home, "HF_ENDPOINT": address}
    done = copydesk("models", "pull", "desk/opus-mt-fr-en", **home)
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    assert folder.is_relative_to(tmp_path / "data")
    assert not {"tf_model.h5", "rust_model.ot"} & set(asked)
    offline = {**home, "HF_ENDPOINT": "http://127.0.0.1:9"}
    facts = json.loads(copydesk("models", "info", "desk/opus-mt-fr-en", "--format", "json", **offline).stdout)
    assert facts["path"] == str(folder)
    assert facts["licence"] == "apache-2.0"
    assert facts["languages"] == ["fr", "en"]
    assert (Path(facts["ctranslate2"]) / "model.bin").is_file()
    kinds = {
        row["kind"] for row in json.loads(copydesk("models", "list", "--format", "json", **offline).stdout)
    }
    assert {"pulled", "converted"} <= kinds
    assert not [entry for entry in folder.parent.iterdir() if entry.name.startswith(".")]


@pytest.mark.slow
def test_pull_leaves_no_pickle(copydesk: Run, home: dict[str, str], hub: tuple[str, list[str]]) -> None:
    done = copydesk("models", "pull", "desk/pickled-fr-en", **home, HF_ENDPOINT=hub[0])
    assert done.returncode == 0, done.stderr
    names = {file.name for file in Path(done.stdout.strip()).iterdir()}
    assert "model.safetensors" in names
    assert "pytorch_model.bin" not in names


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("desk/nobody", "no model desk/nobody"),
        ("desk/not-marian", "no vocab.json"),
        ("desk/cut-short", "cut short"),
        ("not a name", "not a hub name"),
    ],
)
def test_a_pull_that_fails_leaves_nothing(
    copydesk: Run, home: dict[str, str], hub: tuple[str, list[str]], tmp_path: Path, name: str, words: str
) -> None:
    done = copydesk("models", "pull", name, **home, HF_ENDPOINT=hub[0])
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    models = tmp_path / "data" / "copydesk" / "models"
    assert not models.exists() or not list(models.iterdir())


def test_no_network_is_one_line(copydesk: Run, home: dict[str, str]) -> None:
    done = copydesk("models", "pull", "desk/opus-mt-fr-en", **home, HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "check the network" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("info", "nowhere"),
        ("info", "./nowhere"),
        ("convert", "."),
        ("info", "Helsinki-NLP/opus-mt-fr-en"),
    ],
)
def test_what_is_not_there_exits_2_on_one_line(
    copydesk: Run, home: dict[str, str], arguments: tuple[str, str]
) -> None:
    done = copydesk("models", *arguments, **home)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("copydesk: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["list", "info", "pull", "convert"])
def test_help(copydesk: Run, name: str) -> None:
    done = copydesk("models", name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: copydesk models")
