"""A PostgreSQL cluster and a Redis of our own for the length of a test run; nothing of the machine's is touched.

``manage.py drill`` uses the same servers, to restart a cluster while the portal works.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from console import SetupError, run


def as_postgres(program: str, *arguments: str) -> list[str]:
    """The command that runs one of PostgreSQL's programs, as the user postgres when we are root."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not versions:
        raise SetupError("PostgreSQL is not installed; script/apt-packages.txt names its packages.")
    command = [str(versions[-1] / program), *arguments]
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def restart_cluster(cluster: Path, mode: str) -> None:
    """Stop and start a cluster in the mode ``fast`` (sessions are cut) or ``immediate`` (as in a crash)."""
    log = str(cluster.parent / "postgres.log")
    _must("pg_ctl", "-D", str(cluster), "-m", mode, "-w", "-l", log, "restart")


def _must(program: str, *arguments: str) -> None:
    # Its output goes to a file: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(
            as_postgres(program, *arguments),
            cwd="/",
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            out.seek(0)
            raise SetupError(f"PostgreSQL for the tests did not start ({program}):\n{out.read()[-1500:]}")


class ThrowAwayServices:
    """Both servers listen on unix sockets in one fresh folder only; leaving the block stops and removes them.

    A ``durable`` cluster writes each commit to its log before it answers, as a real one does; the others save
    the time.
    """

    def __init__(self, *, durable: bool = False):
        self._durable = durable
        self._folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir="/var/tmp"))
        self._redis: subprocess.Popen | None = None
        self._cluster_runs = False

    def __enter__(self) -> Self:
        try:
            self._start_postgres()
            self._start_redis()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_problem) -> None:
        if self._redis:
            self._redis.terminate()
            self._redis.wait()
        if self._cluster_runs:
            run(
                as_postgres("pg_ctl", "-D", str(self.cluster), "-m", "immediate", "-w", "stop"),
                quiet=True,
            )
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead the portal to these servers."""
        socket = self._folder / "redis.sock"
        return {
            "DATABASE_URL": f"postgres://postgres@/postgres?host={self._folder}",
            "CACHE_URL": f"redis://{socket}",
            "CELERY_BROKER_URL": f"redis+socket://{socket}",
        }

    @property
    def cluster(self) -> Path:
        """The data folder of the cluster: what ``restart_cluster`` needs."""
        return self._folder / "cluster"

    def _start_postgres(self) -> None:
        """Trust: for tests only. Root may not own a cluster, so the user postgres does."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._folder.chmod(0o755)
        _must(
            "initdb",
            "-D",
            str(self.cluster),
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-N",
        )
        hurried = "" if self._durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        # Two processes of pytest may each let fifty hands act at the same moment.
        options = f"-c listen_addresses='' -c max_connections=200 -k {self._folder} {hurried}"
        log = str(self._folder / "postgres.log")
        _must("pg_ctl", "-D", str(self.cluster), "-w", "-l", log, "-o", options, "start")
        self._cluster_runs = True

    def _start_redis(self) -> None:
        socket = self._folder / "redis.sock"
        settings = [
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--dir",
            str(self._folder),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._redis = subprocess.Popen(
            ["redis-server", *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ask = ["redis-cli", "-s", str(socket), "ping"]
        for _ in range(50):
            if run(ask, quiet=True) == 0:
                return
            run(["sleep", "0.1"])
        raise SetupError("Redis for the tests did not start.")
