"""``script/test``: sets up what the tests need, then runs every check and test of the project."""

import contextlib
import time

import environment
import system_packages
from console import clean_environment, main, run, say
from services import ThrowAwayServices

NOTHING_SELECTED = 5  # pytest's exit code when its arguments chose no test of this part
ORDINARY = "not browser and not services"


def test(arguments: list[str]) -> int:
    """Run all parts, even after one failed; returns 1 when any did."""
    fast = "--fast" in arguments
    chosen = [argument for argument in arguments if argument != "--fast"]
    system_packages.ensure("server", *([] if fast else ["test"]))
    environment.prepare(environment.TEST_LOCK)
    outcomes: list[tuple[str, bool, float]] = []
    with contextlib.ExitStack() as stack:
        servers = {} if fast else stack.enter_context(ThrowAwayServices()).environment
        for name, command, env in _parts(chosen, servers, fast=fast):
            say(name)
            began = time.monotonic()
            code = run(command, env=env)
            outcomes.append((name, code in (0, NOTHING_SELECTED), time.monotonic() - began))
    say("")
    for name, passed, seconds in outcomes:
        say(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
    return 0 if all(passed for _, passed, _ in outcomes) else 1


def _parts(
    chosen: list[str], servers: dict[str, str], *, fast: bool
) -> list[tuple[str, list[str], dict[str, str]]]:
    python = str(environment.PYTHON)
    plain = {name: value for name, value in clean_environment().items() if name not in _SERVICE_VARIABLES}

    def pytest(marks: str, *more: str, processes: int) -> list[str]:
        return [python, "-m", "pytest", "-q", "-n", str(processes), "-m", marks, *more, *chosen]

    checks = ("checks", ["script/check"], plain)
    if fast:
        return [checks, ("tests on SQLite", pytest(f"{ORDINARY} and not slow", processes=2), plain)]
    return [
        checks,
        ("tests on SQLite", pytest(ORDINARY, processes=2), plain),
        ("tests on PostgreSQL and Redis", pytest(ORDINARY, "--only-database", processes=2), plain | servers),
        ("real processes", pytest("services", processes=0), plain),
        ("browser", pytest("browser", processes=0), plain),
    ]


_SERVICE_VARIABLES = {"DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "DATA_DIR", "BASE_URL", "EMAIL_URL"}


if __name__ == "__main__":
    main(test)
