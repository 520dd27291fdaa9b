"""The strict harness.

Warnings are errors and unknown template variables fail (pyproject.toml). Here: no network; querysets without an
order come out mixed; tests run in random order (``TEST_SEED`` repeats one); a GET that writes fails; reference
data stand in every test, also in those that commit; the clock is frozen by name.
"""

import gc
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.support import kept_rows, moments, offline, shuffle

# Playwright drives the browser from an event loop in the same thread in which the ORM is used.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SLOW_FOLDER = Path(__file__).parent / "demo"  # builds whole cities
LONG_ID = 40
CASES_ON_SECOND_ENGINE = 3  # the fourth bad date is refused like the third, whatever the engine
DATABASE_FIXTURES = frozenset({"db", "transactional_db"})
# The last password of such a browser is always recent, whatever a test does to the clock; how it grows old is proven in
# tests/accounts/test_reauthentication.py.
NEVER_STALE = moments.at(date(2100, 1, 1)).timestamp()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_SWITCHES = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def pytest_configure(config: pytest.Config) -> None:
    # Nothing here lives in cycles for long: looking for them after every 700 objects takes a tenth of the whole run.
    gc.set_threshold(100_000, 20, 50)
    offline.install()
    shuffle.install()
    kept_rows.install()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out the tests that touch no database: on a second engine they would prove nothing new",
    )


def pytest_report_header() -> str:
    return f"order of tests and of unordered rows: TEST_SEED={shuffle.SEED}"


def pytest_make_parametrize_id(val: object) -> str | None:
    """No name from bytes and long texts: signed or zipped ones carry the time and differ between processes."""
    if isinstance(val, bytes):
        return "bytes"
    return "text" if isinstance(val, str) and len(val) > LONG_ID else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Random order; pytest-django then puts the tests that commit after those that roll back."""
    for item in items:
        if SLOW_FOLDER in item.path.parents:
            item.add_marker(pytest.mark.slow)
    if config.getoption("only_database"):
        chosen = set(_for_the_second_engine(items))
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]
    random.Random(shuffle.SEED).shuffle(items)


def _for_the_second_engine(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """What another engine could answer otherwise: of a test with many cases a few, unless each is about the engine."""
    seen: Counter[str] = Counter()
    for item in items:
        if not _proves_something_new(item):
            continue
        test = item.nodeid.partition("[")[0]
        seen[test] += 1
        if seen[test] <= CASES_ON_SECOND_ENGINE or item.get_closest_marker("every_case") is not None:
            yield item


def _proves_something_new(item: pytest.Item) -> bool:
    """Whether a second engine could answer otherwise."""
    return _touches_database(item) and item.get_closest_marker("one_engine") is None


def _touches_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(
        item.fixturenames
    )


@pytest.fixture(autouse=True)
def _own_order(request: pytest.FixtureRequest) -> None:
    shuffle.reseed(request.node.nodeid)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate counters and remembered figures of one test are unknown to the next."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The migrated database, with the reference data kept aside for the tests that flush."""
    with django_db_blocker.unblock():
        kept_rows.keep()


@pytest.fixture
def frozen() -> Iterator[Callable[..., datetime]]:
    """``frozen(ORDINARY_MONDAY, "16:59")`` stops the clock there; calling again moves it."""
    travellers = []

    def stop(day: date, clock: str = "08:00") -> datetime:
        moment = moments.at(day, clock)
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        travellers.append(traveller)
        return moment

    yield stop
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """``client_for(seat)``: a browser signed in as the seat's user, sitting on that seat."""

    def make(seat, **defaults) -> Client:
        client = Client(**defaults)
        client.force_login(seat.user)
        session = client.session
        session["seat"] = seat.code
        session["authenticated_at"] = NEVER_STALE
        session.save()
        return client

    return make


@pytest.fixture
def login(db, client_for) -> Callable[..., Client]:
    """``login(Role.OFFICE, unit=unit)``: a browser signed in on a fresh seat, found again as ``client.seat``."""

    def make(role: str, **seat_fields) -> Client:
        from tests.factories.accounts import SeatFactory

        seat = SeatFactory(role=role, **seat_fields)
        client = client_for(seat)
        client.seat = seat
        return client

    return make


@pytest.fixture(scope="session")
def base_url() -> None:
    """Journeys name whole addresses. (The plugin's own fixture is made in a way that pytest warns of.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, without a sandbox (tests run as root in containers) and without calling home."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_SWITCHES.split()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A browser of this city."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture
def live_app(live_server, settings):
    """The portal on a real port; links in letters point at it. ``live_app.url`` is its address."""
    settings.BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server
