"""Real processes, killed with SIGKILL where it hurts: nothing is lost, nothing is numbered twice."""

import subprocess
import sys

import pytest

from tests.services.processes import ROOT, environment, manage

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A migrated portal in a folder of its own."""
    folder = tmp_path_factory.mktemp("killed")
    env = environment(folder)
    manage(env, "migrate", "--verbosity", "0")
    return folder, env


def _hand(env, name: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.services.hands", name],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _kill_at(env, name: str, point: str) -> None:
    hand = _hand(env, name)
    try:
        lines = []
        for line in hand.stdout:
            lines.append(line)
            if line.strip() == point:
                break
        else:
            pytest.fail("".join(lines))
    finally:
        hand.kill()
        hand.stdout.close()
        hand.wait()


def _result_of(env, name: str) -> list[str]:
    hand = _hand(env, name)
    output, _ = hand.communicate(timeout=120)
    assert hand.returncode == 0, output
    return output.strip().splitlines()


def test_a_relay_killed_between_sending_and_marking_loses_nothing(portal):
    folder, env = portal
    _kill_at(env, "post_and_die_after_sending", "sent, not marked")
    [letter] = (folder / "mail").iterdir()

    assert _result_of(env, "relay_after_the_lease") == ["1 1"]
    assert list((folder / "mail").iterdir()) == [letter]
    assert "sent 2 True" in _result_of(env, "verify")


def test_a_paper_whose_issuer_was_killed_before_rendering_is_finished_under_its_number(portal):
    _, env = portal
    _kill_at(env, "number_and_die_before_rendering", "numbered, not rendered")
    assert _result_of(env, "finish_after_the_grace")[-1] == "1"
    assert _result_of(env, "finish_after_the_grace")[-1] == "0"
    assert "issued Số 01-GM/ĐU True" in _result_of(env, "verify")
