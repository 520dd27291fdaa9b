"""A real worker and a real beat carry ticks over both brokers, on both engines."""

import sqlite3

import psycopg
import pytest

from tests.services.processes import CELERY, environment, eventually, manage, running

pytestmark = pytest.mark.services

WORKER = [
    *CELERY,
    "worker",
    "--concurrency",
    "2",
    "--without-gossip",
    "--without-mingle",
    "--loglevel",
    "WARNING",
]
BEAT = [*CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"]
LAST_PASS = "SELECT at FROM audit_tickpass WHERE name = 'heartbeat'"


def _beats_twice(env, folder, last_pass) -> None:
    manage(env, "migrate", "--verbosity", "0")
    assert last_pass() is None
    with running(env, folder, worker=WORKER, beat=BEAT):
        first = eventually(last_pass)
        assert eventually(lambda: (last_pass() or first) != first)


def test_ticks_arrive_over_files_with_sqlite(tmp_path):
    def last_pass():
        with sqlite3.connect(tmp_path / "portal.sqlite3", timeout=20) as database:
            return (database.execute(LAST_PASS).fetchone() or [None])[0]

    _beats_twice(environment(tmp_path), tmp_path, last_pass)
    assert not list((tmp_path / "queue" / "processed").iterdir())


def test_ticks_arrive_over_redis_with_postgresql(tmp_path, servers):
    def last_pass():
        socket = servers["DATABASE_URL"].partition("host=")[2]
        with psycopg.connect(host=socket, user="postgres", dbname="postgres") as database:
            return (database.execute(LAST_PASS).fetchone() or [None])[0]

    _beats_twice(environment(tmp_path, **servers), tmp_path, last_pass)
    assert not (tmp_path / "queue").exists()
