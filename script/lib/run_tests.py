"""``script/test``: sets up what the tests need, then runs every check and test of the project."""

import contextlib
import signal
import subprocess
import tempfile
import threading
import time
from typing import NamedTuple

import environment
import system_packages
from console import ROOT, clean_environment, main, run, say
from services import ThrowAwayServices

NOTHING_SELECTED = 5  # pytest's exit code when its arguments chose no test of this part
ORDINARY = "not browser and not services"


class Part(NamedTuple):
    """One command of the run."""

    name: str
    command: list[str]
    env: dict[str, str]


class Outcome(NamedTuple):
    """What became of a part."""

    name: str
    passed: bool
    seconds: float


def test(arguments: list[str]) -> int:
    """Run all parts, even after one failed; returns 1 when any did.

    The parts of the second lane mostly wait (for processes to start, for a browser to paint), so they run beside
    the others. What they print comes when they are done.
    """
    fast = "--fast" in arguments
    chosen = [argument for argument in arguments if argument != "--fast"]
    system_packages.ensure("server", *([] if fast else ["test"]))
    environment.prepare(environment.TEST_LOCK)
    outcomes: list[Outcome] = []
    with contextlib.ExitStack() as stack:
        servers = {} if fast else stack.enter_context(ThrowAwayServices()).environment
        first, second = _lanes(chosen, servers, fast=fast)
        beside = SecondLane(second)
        beside.start()
        try:
            outcomes.extend(_run(part) for part in first)
        except BaseException:
            beside.end()
            raise
        finally:
            beside.join()
    outcomes += beside.outcomes
    say("")
    for outcome in outcomes:
        say(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:6.1f} s  {outcome.name}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _run(part: Part) -> Outcome:
    say(part.name)
    began = time.monotonic()
    code = run(part.command, env=part.env)
    return Outcome(part.name, code in (0, NOTHING_SELECTED), time.monotonic() - began)


class SecondLane(threading.Thread):
    """Runs parts one after the other beside the first lane; prints what each said when it is done."""

    def __init__(self, parts: list[Part]):
        super().__init__()
        self.outcomes: list[Outcome] = []
        self._parts = parts
        self._ended = False
        self._process: subprocess.Popen | None = None

    def run(self) -> None:
        for part in self._parts:
            if self._ended:
                return
            began = time.monotonic()
            with tempfile.TemporaryFile() as said:
                self._process = subprocess.Popen(
                    part.command, cwd=ROOT, env=part.env, stdout=said, stderr=subprocess.STDOUT
                )
                code = self._process.wait()
                said.seek(0)
                text = said.read().decode(errors="replace")
            passed = code in (0, NOTHING_SELECTED)
            self.outcomes.append(Outcome(part.name, passed, time.monotonic() - began))
            say(f"{part.name}, which ran beside the others\n{text}")

    def end(self) -> None:
        """Start nothing more and interrupt what runs, as Ctrl-C does."""
        self._ended = True
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)


def _lanes(chosen: list[str], servers: dict[str, str], *, fast: bool) -> tuple[list[Part], list[Part]]:
    python = str(environment.PYTHON)
    plain = {name: value for name, value in clean_environment().items() if name not in _SERVICE_VARIABLES}

    def pytest(marks: str, *more: str, processes: int) -> list[str]:
        return [
            python,
            "-m",
            "pytest",
            "-q",
            "-n",
            str(processes),
            "--dist",
            "loadgroup",
            "-m",
            marks,
            *more,
            *chosen,
        ]

    checks = Part("checks", ["script/check"], plain)
    if fast:
        quick = pytest(f"{ORDINARY} and not slow", processes=2)
        return [checks, Part("tests on SQLite", quick, plain)], []
    on_servers = pytest(ORDINARY, "--only-database", processes=2)
    return [
        checks,
        Part("tests on SQLite", pytest(ORDINARY, processes=2), plain),
        Part("tests on PostgreSQL and Redis", on_servers, plain | servers),
    ], [
        Part("real processes", pytest("services", processes=0), plain),
        Part("browser", pytest("browser", processes=0), plain),
    ]


_SERVICE_VARIABLES = {"DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "DATA_DIR", "BASE_URL", "EMAIL_URL"}


if __name__ == "__main__":
    main(test)
