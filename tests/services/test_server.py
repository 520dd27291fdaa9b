"""``script/server`` as a stranger meets it: it starts, says where, works, stops clean, starts again with its data."""

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.services.processes import ROOT, ask_to_stop, environment, eventually, group_is_empty

pytestmark = pytest.mark.services

FIRST_START_SECONDS, SECOND_START_SECONDS = 240, 30


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return trial.getsockname()[1]


def _start(folder: Path, port: int, said: Path) -> subprocess.Popen:
    env = environment(folder, PORT=str(port), DEMO_PASSWORD="mat-khau-thu-nghiem")
    with said.open("wb") as out:
        return subprocess.Popen(
            ["script/server"], cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )


def _banner(process: subprocess.Popen, said: Path, *, within: float) -> str:
    def look() -> str:
        text = said.read_text(encoding="utf-8")
        assert process.poll() is None, text
        return text if "Ctrl-C stops it." in text else ""

    return eventually(look, within=within)


def _fetch(address: str) -> tuple[int, str, str]:
    """Status, text and final address, as a browser that takes cookies gets them."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with browser.open(address, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.url
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode(), address
    except OSError as problem:
        return 0, str(problem), address


def _stop(process: subprocess.Popen) -> int:
    ask_to_stop(process)
    return process.wait(40)


def test_from_the_first_start_to_the_second(tmp_path):
    port, said = _free_port(), tmp_path / "said.txt"
    address = f"http://localhost:{port}"
    process = _start(tmp_path / "data", port, said)
    try:
        banner = _banner(process, said, within=FIRST_START_SECONDS)
        assert f"{address}/" in banner
        assert "mat-khau-thu-nghiem" in banner
        shown = {line.split()[0] for line in banner.splitlines() if line.startswith("  ")}
        assert shown == {
            "vanphong", "vanphong2", "vanphong3", "thuky", "lanhdao",
            "coquan", "coquan2", "mttq", "captren", "bandanvan", "quantri",
        }  # fmt: skip

        assert _fetch(f"{address}/suc-khoe/")[:2] == (200, "ok")
        ready = eventually(
            lambda: (found := _fetch(f"{address}/suc-khoe/san-sang/"))[0] == 200 and found, within=90
        )
        assert json.loads(ready[1])["ready"] is True
        assert process.poll() is None, said.read_text(encoding="utf-8")
        link = re.search(rf"{address}/moi/[\w-]+/", banner)[0]
        status, page, where = _fetch(link)
        assert (status, where) == (200, f"{address}/thu-moi/")
        assert "THƯ MỜI" in page.upper()

        second = _start(tmp_path / "data", _free_port(), tmp_path / "second.txt")
        assert second.wait(30) == 1
        assert "already runs" in (tmp_path / "second.txt").read_text()
    finally:
        code = _stop(process)
    assert code == 0
    assert group_is_empty(process.pid)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port)).close()

    began = time.monotonic()
    process = _start(tmp_path / "data", port, said)
    try:
        banner = _banner(process, said, within=SECOND_START_SECONDS)
        assert time.monotonic() - began < SECOND_START_SECONDS
        assert link in banner
        assert _fetch(link)[0] == 200
    finally:
        code = _stop(process)
    assert code == 0


def test_a_port_that_is_taken_is_said_and_nothing_is_started(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = _start(tmp_path / "data", port, tmp_path / "said.txt")
        assert process.wait(30) == 1
    assert f"Port {port} cannot be used" in (tmp_path / "said.txt").read_text()
    assert not (tmp_path / "data" / "portal.sqlite3").exists()


@pytest.mark.parametrize("port", ["80a", "0", "70000"])
def test_a_port_that_is_none_is_said(tmp_path, port):
    process = _start(tmp_path / "data", port, tmp_path / "said.txt")
    assert process.wait(30) == 1
    assert "PORT has to be a number" in (tmp_path / "said.txt").read_text()
