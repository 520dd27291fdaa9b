"""``script/server``: set up, start web server, worker and beat, say where the portal is, stop all together."""

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import environment
import system_packages
from console import ROOT, SetupError, clean_environment, data_dir, main, say
from supervise import Program, ProgramEndedError, Supervisor

READY_WITHIN_SECONDS = 60


def serve(_arguments: list[str]) -> int:
    """Run the portal until it is stopped; returns the exit code."""
    started = time.monotonic()
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    folder = data_dir()
    lock = _only_one(folder)
    _refuse_taken_port(host, port)
    system_packages.ensure("server")
    environment.prepare(environment.SERVER_LOCK)
    env = _environment(folder, host, port)
    shown = _prepare_data(env)
    supervisor = Supervisor(cwd=ROOT, env=env)
    supervisor.listen()
    code = 1
    try:
        for program in _programs(folder / "log"):
            supervisor.start(program)
        _wait_until_it_answers(supervisor, host, port)
        if not supervisor.stopping:
            _show(shown, env["BASE_URL"], folder, time.monotonic() - started)
        supervisor.wait()
        code = 0
    except ProgramEndedError as ended:
        print(f"\n{ended}; the whole portal stops. The end of {ended.program.log}:\n", file=sys.stderr)
        print(ended.program.last_lines(), file=sys.stderr)
    finally:
        say("Stopping")
        killed = supervisor.stop()
        if killed:
            say(f"Had to be killed: {', '.join(killed)}")
        lock.close()
    return code


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SetupError(f"PORT has to be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise SetupError(
                f"Port {port} cannot be used ({problem.strerror}). Choose another: PORT={port + 1} script/server"
            ) from problem


def _only_one(folder: Path):
    """Hold a lock on the data folder: two portals over the same SQLite file and queue would disturb each other."""
    lock = (folder / "server.lock").open("a", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        raise SetupError(
            f"A portal already runs from {folder}. Stop it first, or set DATA_DIR to another folder."
        ) from problem
    return lock


def _environment(folder: Path, host: str, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "dialogue_portal.settings.local",
        "BASE_URL": f"http://localhost:{port}",
        **clean_environment(),
        "DATA_DIR": str(folder),
        "PORTAL_BIND": f"{host}:{port}",
        "PYTHONUNBUFFERED": "1",
    }


def _prepare_data(env: dict[str, str]) -> dict:
    done = subprocess.run(
        [str(environment.PYTHON), "script/lib/prepare.py"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupError("The data could not be prepared; what went wrong stands above. Nothing was started.")
    return json.loads(done.stdout)


def _programs(logs: Path) -> list[Program]:
    python = str(environment.PYTHON)
    celery = [python, "-m", "celery", "-A", "dialogue_portal"]
    quiet = ["--loglevel", "WARNING"]
    return [
        Program(
            "web", [python, "-m", "gunicorn", "-c", "dialogue_portal/gunicorn_conf.py"], logs / "web.log"
        ),
        Program(
            "worker",
            [
                *celery,
                "worker",
                "--concurrency",
                "2",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                *quiet,
            ],
            logs / "worker.log",
        ),
        Program("beat", [*celery, "beat", "--pidfile=", *quiet], logs / "beat.log"),
    ]


def _wait_until_it_answers(supervisor: Supervisor, host: str, port: int) -> None:
    """Return when the liveness page answers; a program that ends meanwhile raises ProgramEndedError."""
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/suc-khoe/"  # noqa: S104
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and not supervisor.stopping:
        supervisor.check()
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    if not supervisor.stopping:
        raise SetupError(
            f"The web server did not answer at {address} within {READY_WITHIN_SECONDS} s; see its log."
        )


def _show(shown: dict, address: str, folder: Path, seconds: float) -> None:
    lines = [f"Cổng đối thoại runs at  {address}/    (started in {seconds:.0f} s, data in {folder})"]
    if shown["accounts"]:
        lines += [
            "",
            f"Sign in at {address}/dang-nhap/ with one of these; the password of all is:  {shown['password']}",
        ]
        lines += [f"  {username:<10} {seats}" for username, seats in shown["accounts"].items()]
    if shown["link"]:
        lines += ["", f"An invitation as a citizen gets it:  {shown['link']}"]
    lines += ["", "Ctrl-C stops it."]
    print("\n" + "\n".join(lines) + "\n", flush=True)


if __name__ == "__main__":
    main(serve)
