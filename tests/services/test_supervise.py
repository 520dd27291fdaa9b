"""The small supervisor: starts together, stops together, leaves nobody behind."""

import os
import signal
import sys
import time

import pytest

from supervise import Program, ProgramEndedError, Supervisor
from tests.services.processes import ROOT, eventually, group_is_empty

pytestmark = pytest.mark.services

SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
STUBBORN = DEAF + "print('ready', flush=True); time.sleep(60)"
WITH_CHILD = (
    "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', "
    f"{DEAF + 'time.sleep(60)'!r}]); "
    "print('ready', flush=True); child.wait()"
)


def _program(folder, name: str, code: str) -> Program:
    return Program(name, [sys.executable, "-c", code], folder / f"{name}.log")


def _supervisor(grace: float = 5) -> Supervisor:
    return Supervisor(cwd=ROOT, env=dict(os.environ), grace=grace)


def test_programs_that_obey_are_not_killed(tmp_path):
    supervisor = _supervisor()
    programs = [_program(tmp_path, name, SLEEPS) for name in ("web", "beat")]
    for program in programs:
        supervisor.start(program)
    supervisor.check()
    assert supervisor.stop() == []
    assert [program.process.returncode for program in programs] == [-signal.SIGTERM, -signal.SIGTERM]


def test_what_does_not_obey_is_killed_with_its_children_after_the_grace_time(tmp_path):
    supervisor = _supervisor(grace=1)
    stubborn, parent = _program(tmp_path, "stubborn", STUBBORN), _program(tmp_path, "parent", WITH_CHILD)
    for program in (stubborn, parent):
        supervisor.start(program)
        eventually(lambda program=program: "ready" in program.last_lines())
    began = time.monotonic()
    assert supervisor.stop() == ["stubborn"]
    assert 1 <= time.monotonic() - began < 4
    for program in (stubborn, parent):
        eventually(lambda program=program: group_is_empty(program.process.pid), within=5)


def test_a_program_that_ends_by_itself_is_noticed_with_its_last_words(tmp_path):
    supervisor = _supervisor()
    supervisor.start(_program(tmp_path, "web", SLEEPS))
    supervisor.start(_program(tmp_path, "worker", "import sys; print('no database'); sys.exit(3)"))
    with pytest.raises(ProgramEndedError, match="worker ended with code 3") as ended:
        supervisor.wait()
    assert ended.value.program.last_lines() == "no database"
    supervisor.stop()


def test_programs_end_when_the_supervisor_is_killed(tmp_path):
    code = (
        f"import sys, time; sys.path.append({str(ROOT / 'script' / 'lib')!r}); import os; from pathlib import Path; "
        "from supervise import Program, Supervisor; "
        f"folder = Path({str(tmp_path)!r}); supervisor = Supervisor(cwd=folder, env=dict(os.environ)); "
        f"program = Program('web', [sys.executable, '-c', {SLEEPS!r}], folder / 'web.log'); "
        "supervisor.start(program); print(program.process.pid, flush=True); time.sleep(60)"
    )
    boss = _program(tmp_path, "boss", code)
    outer = _supervisor()
    outer.start(boss)
    child = int(eventually(boss.last_lines))
    os.kill(boss.process.pid, signal.SIGKILL)
    eventually(lambda: group_is_empty(child), within=5)
    outer.stop()
