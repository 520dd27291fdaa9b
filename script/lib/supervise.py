"""A small supervisor: starts several programs, stops them together, leaves nobody behind.

TERM goes to the main process of each program only, because each of them knows how to end its own children: a
worker that gets the signal together with its children loses the task it is running. What has not ended after the
grace time is killed with all its children.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 20
_LOOK_EVERY = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """One program: its name, what to run, and the file that takes what it prints."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen | None = field(default=None, init=False)

    def last_lines(self, count: int = 20) -> str:
        """The end of what it printed."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


class ProgramEndedError(Exception):
    """A program ended although nobody asked it to."""

    def __init__(self, program: Program):
        super().__init__(f"{program.name} ended with code {program.process.returncode}")
        self.program = program


class Supervisor:
    """Runs programs until one of them ends or somebody asks to stop (Ctrl-C or TERM; twice kills at once)."""

    def __init__(self, *, cwd: Path, env: dict[str, str], grace: float = GRACE_SECONDS):
        self._cwd, self._env, self._grace = cwd, env, grace
        self._running: list[Program] = []
        self._requests = 0

    def listen(self) -> None:
        """Take Ctrl-C and TERM as the request to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._request_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asked to survive the terminal
            signal.signal(signal.SIGHUP, self._request_stop)

    def _request_stop(self, _number, _frame) -> None:
        self._requests += 1

    @property
    def stopping(self) -> bool:
        """True once somebody asked to stop."""
        return self._requests > 0

    def start(self, program: Program) -> None:
        """Start one program in a session of its own, so that a Ctrl-C at the terminal reaches only this supervisor."""
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("wb") as log:
            program.process = subprocess.Popen(
                program.command, cwd=self._cwd, env=self._env, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_die_with_parent,  # noqa: PLW1509
            )  # fmt: skip
        self._running.append(program)

    def check(self) -> None:
        """Raise ProgramEndedError when a program has ended by itself."""
        for program in self._running:
            if program.process.poll() is not None:
                raise ProgramEndedError(program)

    def wait(self) -> None:
        """Return when asked to stop; raise ProgramEndedError when a program ends before that."""
        while not self.stopping:
            self.check()
            time.sleep(_LOOK_EVERY)

    def stop(self) -> list[str]:
        """Ask every program to end, wait, kill what remains. Returns the names of those that had to be killed."""
        requests = self._requests
        for program in self._running:
            if program.process.poll() is None:
                program.process.terminate()
        until = time.monotonic() + self._grace
        while self._alive() and time.monotonic() < until and self._requests <= max(requests, 1):
            time.sleep(_LOOK_EVERY / 2)
        killed = [program.name for program in self._alive()]
        for program in self._running:
            # The group outlives its leader when a child did not end with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()
        self._running.clear()
        return killed

    def _alive(self) -> list[Program]:
        return [program for program in self._running if program.process.poll() is None]


def _die_with_parent() -> None:
    """In the child, before it becomes the program: end when the supervisor is killed without a chance to stop us."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
