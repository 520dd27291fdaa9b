"""Real processes of the portal, started and killed by a drill. They end with the drill, however it ends."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Self

from django.conf import settings

CELERY = [sys.executable, "-m", "celery", "-A", "dialogue_portal"]
QUIET = ["--loglevel", "CRITICAL"]
WORKER = [
    *CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat", *QUIET,
]  # fmt: skip
PATIENCE = 120  # seconds; a drill that waits longer has failed


class DrillStuck(RuntimeError):
    """What a drill waited for did not come."""


def script_module(name: str) -> ModuleType:
    """A module of ``script/lib``: standard library only, because the scripts run before anything is installed."""
    folder = str(Path(settings.BASE_DIR) / "script" / "lib")
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module(name)


def beat(scheduler: str) -> list[str]:
    """The command of a beat with one of the schedulers of ``beats``."""
    return [*CELERY, "beat", "--pidfile=", "--scheduler", f"dialogue_portal.drills.beats:{scheduler}", *QUIET]


def eventually(look: Callable[[], object], what: str, *, within: float = PATIENCE) -> object:
    """The first truthy thing that ``look`` finds; raises DrillStuck after ``within`` seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise DrillStuck(f"Not seen within {within:.0f} s: {what}.")


class Crew:
    """The processes of one drill, by name. Leaving the block stops them in the orderly way."""

    def __init__(self, **environment: str):
        self._supervise = script_module("supervise")
        # Workers are started again and again: the checks of settings and addresses were made by the drill itself.
        self._env = os.environ | {"CELERY_SKIP_CHECKS": "1"} | environment
        self._members: dict[str, object] = {}
        self._programs: dict[str, object] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem) -> None:
        for name in list(self._members):
            self._members.pop(name).stop()

    def start(self, name: str, command: list[str]) -> None:
        """Start one program under a name of its own."""
        supervisor = self._supervise.Supervisor(cwd=Path(settings.BASE_DIR), env=self._env, grace=10)
        program = self._supervise.Program(name, command, Path(settings.DATA_DIR) / "log" / f"{name}.log")
        supervisor.start(program)
        self._members[name], self._programs[name] = supervisor, program

    def kill(self, name: str) -> None:
        """SIGKILL to a program and all its children, as when a machine goes down."""
        process = self._programs.pop(name).process
        del self._members[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> None:
        """Ask one program to end and wait until it has."""
        del self._programs[name]
        self._members.pop(name).stop()


def kill_one(pid: int) -> None:
    """SIGKILL to a single process of ours, a child of a worker."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
