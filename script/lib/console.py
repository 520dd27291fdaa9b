"""What the scripts say and how they run commands. Standard library only: nothing is installed yet."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


INTERRUPT_SECONDS = 20
_UNWANTED = {"PYTHONDONTWRITEBYTECODE", "PYTHONWARNINGS"}


class Terminated(KeyboardInterrupt):
    """TERM was received: ends the script in the same orderly way as Ctrl-C."""


class SetupError(Exception):
    """The set-up cannot go on; the text says what to do."""


def say(text: str) -> None:
    """One line to the person at the terminal."""
    print(f"-- {text}", flush=True)


def run(command: list[str], *, env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run a command from the project's root and return its exit code; ``quiet`` drops what it prints."""
    out = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out) as process:
        try:
            return process.wait()
        except KeyboardInterrupt as interrupt:
            # Ctrl-C at the terminal has reached the command as well; a TERM was for this script alone.
            if isinstance(interrupt, Terminated):
                process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(INTERRUPT_SECONDS)
            process.kill()
            raise


def must(command: list[str], *, failing: str, env: dict[str, str] | None = None) -> None:
    """Run a command that has to succeed; ``failing`` tells the person what went wrong."""
    if run(command, env=env):
        raise SetupError(f"{failing}\n   The command was: {shlex.join(command)}")


def clean_environment() -> dict[str, str]:
    """The environment without what would slow every start down or turn warnings of libraries into failures."""
    return {name: value for name, value in os.environ.items() if name not in _UNWANTED}


def data_dir() -> Path:
    """Where everything that is written lies: ``DATA_DIR``, else ``var/``."""
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SetupError(f"The data folder {folder} cannot be made ({problem}). Set DATA_DIR.") from problem
    return folder


def _raise_terminated(_number, _frame) -> None:
    raise Terminated


def main(body) -> None:
    """Run a script's body; a SetupError becomes a clear sentence and exit code 1. TERM ends it like Ctrl-C."""
    signal.signal(signal.SIGTERM, _raise_terminated)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = body(sys.argv[1:])
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
