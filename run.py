#!/usr/bin/env python3
"""The two commands of Plan Atlas, each with all its set-up; nothing but Python 3.11 or newer is needed.

python3 run.py atlas    build the atlas of the embedded catalogue into atlas/
python3 run.py test     run every check and every test

Both make .venv beside this file and use it again until pyproject.toml changes.
"""

import configparser
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs an older Python shall read why it ends here
    sys.exit(f"run.py: Python 3.11 or newer is needed, this is {sys.version.split()[0]} ({sys.executable})")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EXTRAS = {"atlas": "", "test": "[china,test]"}
BROWSERS = ("chromium", "chromium-browser")
TESTED = ("tests", "geo", "gazetteer", "maps", "notebooks")


def main(arguments: list[str]) -> int:
    """Do one of the two commands; returns the exit code."""
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if len(arguments) != 1 or arguments[0] not in EXTRAS:
        print("usage: python3 run.py atlas | test", file=sys.stderr)
        return 2
    command = arguments[0]
    try:
        prepare(command)
        for name, *line in steps(command):
            step(name, [PYTHON, *line])
    except StepError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("run.py: interrupted", file=sys.stderr)
        return 130
    return 0


def steps(command: str) -> list[list[str]]:
    """Name and arguments of what a command runs inside the environment; pytest last, so that its count ends the log."""
    if command == "atlas":
        return [["atlas", "-m", "maps", "build", "--output", str(ROOT / "atlas")]]
    return [
        ["ruff check", "-m", "ruff", "check", "."],
        ["ruff format", "-m", "ruff", "format", "--check", "."],
        ["mypy", "-m", "mypy"],
        ["evaluation", "benchmarks/evaluate.py"],
        ["evaluation, leave one out", "benchmarks/evaluate.py", "--leave-one-out"],
        ["pytest", "-m", "pytest", "--numprocesses=2", "--dist=loadfile", "--nbmake", *TESTED],
    ]


class StepError(Exception):
    """A step failed; its own output stands above."""


def step(name: str, line: list[str | Path], *, env: dict[str, str] | None = None) -> None:
    """Run one command from the root, saying its name before and its seconds after; raise where it fails."""
    print(f"=== {name}", flush=True)
    start = time.monotonic()
    try:
        code = subprocess.run(line, cwd=ROOT, check=False, env={**os.environ, **(env or {})}).returncode
    except OSError as error:
        raise StepError(f"{name}: {line[0]}: {error.strerror}") from None
    if code:
        raise StepError(f"{name} failed (exit code {code})")
    if name != "pytest":
        print(f"--- {name}: {time.monotonic() - start:.0f} s", flush=True)


def prepare(command: str) -> None:
    """Make the environment and install the package into it, unless that has been done for this pyproject.toml."""
    if command == "test":
        install_browser()
    stamp = VENV / f"plan-atlas-{command}.stamp"
    project = (ROOT / "pyproject.toml").read_bytes()
    state = hashlib.sha256(f"{sys.version} {ROOT} {EXTRAS[command]}".encode() + project).hexdigest()
    if stamp.is_file() and stamp.read_text() == state and runs(PYTHON, "-c", "import maps"):
        return
    if not runs(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        make_environment()
    if not runs(PYTHON, "-m", "pip", "--version"):
        install_pip()
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    step("install", [PYTHON, "-m", "pip", "install", "--quiet", "--editable", f".{EXTRAS[command]}"], env=quiet)
    stamp.write_text(state)


def runs(*line: str | Path) -> bool:
    """Whether a command ends well; what it says is not shown."""
    try:
        return subprocess.run(line, cwd=ROOT, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make .venv, with pip in it where Python has ensurepip; Debian has it in the package python3-venv."""
    has_pip = (sys.executable, "-c", "import ensurepip")
    if not runs(*has_pip) and Path(sys.executable).resolve().is_relative_to("/usr/bin"):
        apt_install("python3-venv")
    without = [] if runs(*has_pip) else ["--without-pip"]
    step("environment", [sys.executable, "-m", "venv", "--clear", *without, VENV])


def install_pip() -> None:
    """Install pip into .venv from its own wheel, which runs without being installed."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = download_pip(Path(folder))
        step("pip", [PYTHON, wheel / "pip", "install", "--quiet", "--no-index", wheel])


def apt_install(*packages: str) -> None:
    """Install Debian packages where that is allowed; where it fails, say so and go on."""
    if shutil.which("apt-get") is None or getattr(os, "geteuid", lambda: 1)() != 0:
        return
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    names = " ".join(packages)
    try:
        step("apt-get update", ["apt-get", "update", "-qq"], env=env)
        step(f"apt-get install {names}", ["apt-get", "install", "-qq", "--no-install-recommends", *packages], env=env)
    except StepError as error:
        print(f"run.py: {error}; going on without {names}", file=sys.stderr)


def install_browser() -> None:
    """See to a Chromium and a font with Chinese characters for the tests of the pages; say what will be skipped."""
    if missing := missing_for_browser():
        apt_install(*missing)
        missing = missing_for_browser()
    if "chromium" in missing:
        print("run.py: no Chromium: browser tests will be SKIPPED (as root: apt-get install chromium fonts-noto-cjk)")
    elif missing:
        print("run.py: no Chinese font: pictures will show boxes (as root: apt-get install fonts-noto-cjk)")


def missing_for_browser() -> list[str]:
    """Debian packages that the tests of the pages lack."""
    browser = os.environ.get("PLAN_ATLAS_CHROMIUM") or any(map(shutil.which, BROWSERS))
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    chinese = re.compile(r"cjk|wqy|sourcehan|droidsansfallback|uming|ukai", re.IGNORECASE)
    font = any(chinese.search(file.name) for folder in folders for file in folder.rglob("*.[ot]t[fc]"))
    return [*([] if browser else ["chromium"]), *([] if font or sys.platform != "linux" else ["fonts-noto-cjk"])]


def download_pip(folder: Path) -> Path:
    """Download the newest wheel of pip from the index that pip would use, and check the hash that the index tells."""
    page = f"{pip_index().rstrip('/')}/pip/"
    shown = re.sub(r"//[^/@]*@", "//", page)
    try:
        with urllib.request.urlopen(page, timeout=60) as answer:
            links = re.findall(r'href="([^"]*\bpip-([\d.]+)-py3-none-any\.whl[^"]*)"', answer.read().decode())
            link = max(links, key=lambda found: tuple(map(int, found[1].split("."))))[0]
            address = urllib.parse.urljoin(answer.url, link)
        with urllib.request.urlopen(address, timeout=60) as answer:
            data = answer.read()
    except (OSError, ValueError) as error:
        raise StepError(f"no pip from {shown} ({error}); install python3-venv and run this again") from None
    told = re.search(r"#sha256=([0-9a-f]{64})", address)
    if told and hashlib.sha256(data).hexdigest() != told.group(1):
        raise StepError(f"pip from {shown} does not have the hash that the index tells")
    wheel = folder / Path(urllib.parse.urlsplit(address).path).name
    wheel.write_bytes(data)
    return wheel


def pip_index() -> str:
    """Address of the package index: PIP_INDEX_URL, else pip's configuration, else PyPI."""
    home, own = Path.home(), os.environ.get("PIP_CONFIG_FILE") or os.devnull
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read(["/etc/pip.conf", home / ".pip/pip.conf", home / ".config/pip/pip.conf", own], encoding="utf-8")
    told = (config.get(section, "index-url", fallback="") for section in ("install", "global"))
    return os.environ.get("PIP_INDEX_URL") or next(filter(None, told), "https://pypi.org/simple")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
