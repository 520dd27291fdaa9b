"""The virtual environment ``.venv`` with the locked requirements. Interrupted work is simply done again."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import system_packages
from console import ROOT, SetupError, must, run, say

VENV = ROOT / ".venv"
# Stands there while packages are being installed: a package half copied looks installed to every installer.
UNFINISHED = VENV / ".unfinished"
# Stands there once the PDF engine was seen to start with these packages.
RENDERS = VENV / ".renders"
PYTHON = VENV / "bin" / "python"
SERVER_LOCK = "requirements.txt"
TEST_LOCK = "requirements-dev.txt"  # holds every line of the server's lock and what the tests need beside it
UV_LOCK = "requirements-uv.txt"
HASHED = ["--require-hashes", "--no-deps", "-r"]
PIP = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", *HASHED]


def prepare(lock: str) -> None:
    """Bring ``.venv`` to what ``lock`` says, and see that papers can be rendered. Quick when nothing changed."""
    with _alone():
        if not _works():
            _make()
        if not _is_installed(lock):
            _install(lock)
    if not RENDERS.exists():
        if not _papers_render():
            system_packages.ensure_for_papers()
            if not _papers_render(show=True):
                raise SetupError("The PDF engine WeasyPrint does not start; its message stands above.")
        RENDERS.touch()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two scripts started at the same time set up one after the other."""
    path = ROOT / ".venv.lock"
    with path.open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    return (
        PYTHON.exists()
        and not UNFINISHED.exists()
        and run([str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"], quiet=True) == 0
    )


def _make() -> None:
    say("Making the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    must([base, "-m", "venv", str(VENV)], failing="The virtual environment could not be made.")


def _stamp(lock: str) -> Path:
    return VENV / f".installed-{lock}"


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _is_installed(lock: str) -> bool:
    stamp = _stamp(lock)
    return stamp.exists() and stamp.read_text(encoding="ascii") == _digest(lock)


def _install(lock: str) -> None:
    locks = (lock,) if lock == SERVER_LOCK else (SERVER_LOCK, lock)
    for name in locks:
        _stamp(name).unlink(missing_ok=True)
    UNFINISHED.touch()
    RENDERS.unlink(missing_ok=True)
    say(f"Installing the locked requirements of {lock}")
    if not _install_with_uv(lock):
        must(
            [*PIP, lock],
            failing="The requirements could not be installed. Is the package index within reach?",
        )
    for name in locks:
        _stamp(name).write_text(_digest(name), encoding="ascii")
    UNFINISHED.unlink()


def _install_with_uv(lock: str) -> bool:
    """uv does in seconds what takes pip a minute; when it cannot be had or fails, pip does it."""
    if run([*PIP, UV_LOCK], quiet=True):
        return False
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--compile-bytecode", "--python", str(PYTHON)]
    return run([*uv, *HASHED, lock], env=os.environ | {"UV_LINK_MODE": "copy"}, quiet=True) == 0


def _papers_render(*, show: bool = False) -> bool:
    """True when WeasyPrint imports without even a warning: then all its libraries are there."""
    done = subprocess.run(
        [str(PYTHON), "-W", "error", "-c", "import weasyprint"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if show and done.returncode:
        print(done.stderr[-1500:], file=sys.stderr)
    return done.returncode == 0
