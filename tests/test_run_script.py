"""The script of the two commands, without a network: its arguments, its index of packages, its wheel of pip."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "run.py"


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("run_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare_home(monkeypatch, tmp_path):
    """A user without any configuration of pip."""
    for name in ("PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("arguments", [[], ["build"], ["atlas", "test"], ["--quiet"]])
def test_anything_but_the_two_commands_is_exit_code_2(script, capsys, arguments):
    assert script.main(arguments) == 2
    assert capsys.readouterr().err == "usage: python3 run.py atlas | test\n"


def test_a_failed_step_is_named_and_ends_the_run(script, capsys, monkeypatch):
    monkeypatch.setattr(script, "prepare", lambda _: None)
    monkeypatch.setattr(script, "PYTHON", SCRIPT.parent / "no-such-python")
    assert script.main(["test"]) == 1
    assert capsys.readouterr().err.startswith("run.py: ruff check: ")


def test_pytest_comes_last_so_that_its_count_ends_the_log(script):
    assert script.steps("test")[-1][0] == "pytest"


def test_the_index_is_the_one_of_pip(script, bare_home, monkeypatch):
    assert script.pip_index() == "https://pypi.org/simple"
    config = bare_home / ".config" / "pip" / "pip.conf"
    config.parent.mkdir(parents=True)
    config.write_text("[global]\nindex-url = https://mirror.example/simple/\n", encoding="utf-8")
    assert script.pip_index() == "https://mirror.example/simple/"
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
    assert script.pip_index() == "https://other.example/simple"


def index_of(folder: Path, *, sha256: str) -> str:
    """Package index on disk with two versions of pip; the newest has the bytes ``new``."""
    (folder / "pip").mkdir(parents=True)
    page = "".join(
        f'<a href="pip-{version}-py3-none-any.whl#sha256={digest}">x</a>\n'
        for version, digest in (("9.0", "0" * 64), ("26.1", sha256))
    )
    (folder / "pip" / "index.html").write_text(page, encoding="utf-8")
    (folder / "pip" / "pip-26.1-py3-none-any.whl").write_bytes(b"new")
    return folder.as_uri()


@pytest.fixture
def from_disk(script, monkeypatch):
    """Let the script open a folder of the index as a server would."""
    opened = script.urllib.request.urlopen
    monkeypatch.setattr(
        script.urllib.request,
        "urlopen",
        lambda url, **options: opened(url + "index.html" if url.endswith("/") else url, **options),
    )


@pytest.mark.usefixtures("from_disk")
def test_the_newest_pip_is_taken_when_its_hash_is_right(script, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_INDEX_URL", index_of(tmp_path / "index", sha256=hashlib.sha256(b"new").hexdigest()))
    wheel = script.download_pip(tmp_path)
    assert (wheel.name, wheel.read_bytes()) == ("pip-26.1-py3-none-any.whl", b"new")


@pytest.mark.usefixtures("from_disk")
def test_a_pip_with_another_hash_is_refused(script, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_INDEX_URL", index_of(tmp_path / "index", sha256="f" * 64))
    with pytest.raises(script.StepError, match="hash"):
        script.download_pip(tmp_path)


def test_a_password_of_the_index_is_not_printed(script, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_INDEX_URL", "file://user:secret@/nowhere")
    with pytest.raises(script.StepError) as caught:
        script.download_pip(tmp_path)
    assert "secret" not in str(caught.value)
