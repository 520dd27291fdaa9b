"""Alive and ready: what machines ask, and what they are told when one part fails."""

import socket
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pytest
from django.db import OperationalError
from django.urls import reverse
from kombu import Connection

from audit import ticks
from dialogue_portal import health
from dialogue_portal.celery import app
from tests.support import moments

GIB = 1024**3


class Usage(NamedTuple):
    """As ``shutil.disk_usage`` tells it."""

    total: int
    used: int
    free: int


def _ready(client) -> tuple[int, dict]:
    answer = client.get("/suc-khoe/san-sang/")
    return answer.status_code, answer.json()


@pytest.fixture
def healthy(db, frozen) -> None:
    """Ticks came through a moment ago."""
    at = frozen(moments.ORDINARY_MONDAY, "10:00")
    for tick in ("heartbeat", "watch"):
        ticks.record(tick, at=at)


def test_addresses_are_those_that_were_promised():
    assert (reverse("live"), reverse("ready")) == ("/suc-khoe/", "/suc-khoe/san-sang/")


def test_alive_without_asking_the_database(client):
    answer = client.get("/suc-khoe/")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.parametrize("address", ["/suc-khoe/", "/suc-khoe/san-sang/"])
def test_health_is_only_read(client, address):
    assert client.post(address).status_code == 405


def test_ready_when_every_part_works(healthy, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        status, answer = _ready(client)
    assert (status, answer) == (
        200,
        {
            "ready": True,
            "checks": {"database": "ok", "broker": "ok", "worker": "ok", "watch": "ok", "disk": "ok"},
        },
    )


@pytest.mark.parametrize(
    ("clock", "worker", "watch"),
    [
        ("10:03", "ok", "ok"),
        ("10:04", "worker or beat last ran 4 minutes ago", "ok"),
        ("12:00", "worker or beat last ran 120 minutes ago", "ok"),
        ("12:01", "worker or beat last ran 121 minutes ago", "deadline watch last ran 121 minutes ago"),
    ],
)
def test_silent_clockwork_is_told(healthy, frozen, client, clock, worker, watch):
    frozen(moments.ORDINARY_MONDAY, clock)
    status, answer = _ready(client)
    assert (answer["checks"]["worker"], answer["checks"]["watch"]) == (worker, watch)
    assert status == (200 if (worker, watch) == ("ok", "ok") else 503)


@pytest.mark.django_db
def test_clockwork_that_never_ran_is_told(client):
    status, answer = _ready(client)
    assert status == 503
    assert answer["checks"]["worker"] == "worker or beat has not run yet"
    assert answer["checks"]["watch"] == "deadline watch has not run yet"


def test_a_database_that_does_not_answer_is_told_without_its_address(healthy, client, monkeypatch):
    def broken(at):
        raise OperationalError('connection to server at "10.0.0.7" failed: password authentication failed')

    monkeypatch.setitem(health.CHECKS, "database", broken)
    status, answer = _ready(client)
    assert (status, answer["checks"]["database"]) == (503, "database does not answer")


@pytest.fixture
def broker_at(monkeypatch) -> Callable[[str], None]:
    """Let the page look for the broker at another address."""

    def move(address: str) -> None:
        monkeypatch.setattr(app, "connection_for_write", partial(Connection, address))

    return move


def test_a_broker_that_is_down_is_told(healthy, client, broker_at):
    broker_at("redis://127.0.0.1:1/0")
    status, answer = _ready(client)
    assert (status, answer["checks"]["broker"]) == (503, "broker does not answer")


@pytest.mark.django_db
def test_a_frozen_broker_does_not_freeze_the_page(client, broker_at):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()
        status, answer = _ready(client)
    assert (status, answer["checks"]["broker"]) == (503, "broker does not answer")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("total", "free", "outcome"),
    [
        pytest.param(100 * GIB, 6 * GIB, "ok", id="share-left"),
        pytest.param(1000 * GIB, 40 * GIB, "ok", id="small-share-of-a-large-disk"),
        pytest.param(20 * GIB, 1 * GIB - 1, "disk is nearly full", id="little-left"),
    ],
)
def test_a_full_disk_is_told(healthy, client, monkeypatch, total, free, outcome):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: Usage(total, total - free, free))
    status, answer = _ready(client)
    assert (status, answer["checks"]["disk"]) == (200 if outcome == "ok" else 503, outcome)
