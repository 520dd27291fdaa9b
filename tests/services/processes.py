"""Real processes of the portal for the tests: the scripts' own supervisor over a folder of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from supervise import Program, Supervisor

ROOT = Path(settings.BASE_DIR)
CELERY = [sys.executable, "-m", "celery", "-A", "dialogue_portal"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the portal needs to run from ``folder`` in the profile ``local``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DJANGO_SETTINGS_MODULE": "dialogue_portal.settings.local", "DATA_DIR": str(folder)} | more


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run one management command and return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@contextlib.contextmanager
def running(env: dict[str, str], folder: Path, **commands: list[str]) -> Iterator[dict[str, Program]]:
    """Run programs under the supervisor for the length of the block, then stop them in the orderly way."""
    supervisor = Supervisor(cwd=ROOT, env=env)
    programs = {name: Program(name, command, folder / f"{name}.log") for name, command in commands.items()}
    try:
        for program in programs.values():
            supervisor.start(program)
        yield programs
        supervisor.check()
    finally:
        killed = supervisor.stop()
    assert killed == [], {name: program.last_lines() for name, program in programs.items()}


def eventually(look: Callable[[], object], *, within: float = 60) -> object:
    """The first truthy thing that ``look`` finds; fails when nothing came in time."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.25)
    raise AssertionError(f"nothing came within {within} s")


def group_is_empty(leader: int) -> bool:
    """True when no process of the group is left."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return True
    return False


def ask_to_stop(process: subprocess.Popen) -> None:
    """What ``kill`` and a service manager send."""
    process.send_signal(signal.SIGTERM)
