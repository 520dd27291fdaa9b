"""The drills with real processes, small: on SQLite with the folder broker, on PostgreSQL with Redis, side by side."""

import json
import subprocess
import sys

import pytest

from tests.services.processes import ROOT, environment

pytestmark = pytest.mark.services

N, SEED = 15, 11
ON_FILES, ON_SERVERS = ("kill-worker", "redelivery"), ("kill-worker", "redelivery", "database-restart")


@pytest.fixture(scope="session")
def found(tmp_path_factory) -> dict[tuple[str, str], dict]:
    """(engine, drill) → (part, figure) → what was found."""
    folder = tmp_path_factory.mktemp("drills")
    started = {
        "files": _start(folder / "files", *ON_FILES),
        "servers": _start(folder / "servers", *ON_SERVERS, "--own-servers"),
    }
    figures = {}
    for engine, process in started.items():
        said, wrong = process.communicate(timeout=900)
        assert process.returncode == 0, said + wrong
        for line in said.splitlines():
            result = json.loads(line)
            figures[engine, result["drill"]] = {
                (figure["part"], figure["what"]): figure["value"] for figure in result["figures"]
            }
    return figures


def _start(folder, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "drill", *arguments, "--json", "--n", str(N), "--seed", str(SEED)],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_every_drill_was_run(found):
    assert set(found) == {("files", name) for name in ON_FILES} | {("servers", name) for name in ON_SERVERS}


@pytest.mark.parametrize("engine", ["files", "servers"])
def test_workers_killed_while_letters_leave_lose_nothing_and_double_nothing_in_silence(found, engine):
    figures = found[engine, "kill-worker"]
    kills = sum(value for (_, what), value in figures.items() if what.startswith("kills "))
    assert kills == 5
    assert figures["outbox", "kills at “accepted”"] == 1
    assert [
        figures["outbox", what] for what in ("messages due", "lost", "doubled in silence", "given up")
    ] == [N, 0, 0, 0]
    assert figures["outbox", "copies received"] == N + figures["outbox", "doubled, said on the row"]
    assert figures["outbox", "doubled, said on the row"] >= 1
    assert figures["naive: a task per letter", "lost"] > 0


@pytest.mark.parametrize("engine", ["files", "servers"])
def test_ticks_that_come_again_and_late_double_nothing(found, engine):
    figures = found[engine, "redelivery"]
    part = "outbox and watch"
    assert figures[part, "passes of the relay"] > 10
    assert [figures[part, what] for what in ("lost", "doubled in silence", "doubled, said on the row")] == [
        0,
        0,
        0,
    ]
    assert figures[part, "reminders not expected"] == 0
    assert figures["naive: sweep without a claim", "doubled"] > 0


def test_a_database_that_is_restarted_loses_nothing_that_was_acknowledged(found):
    figures = found["servers", "database-restart"]
    part = "outbox and watch"
    assert figures[part, "restarts"] == 2
    assert [figures[part, what] for what in ("acknowledged and not there", "lost", "doubled in silence")] == [
        0,
        0,
        0,
    ]
    assert figures[part, "ready page: 200"] > 0
    assert figures[part, "ready page: anything else"] == 0
    assert figures["naive: a task per letter", "lost"] > 0
    assert figures["naive: commits that do not wait", "acknowledged and not there"] > 0
