"""The stage with its demo people: the holders of the posts and the ten accounts of the city."""

import pytest

from dialogue_portal.demo.accounts import seed_accounts
from dialogue_portal.demo.holders import seed_holders
from tests.journeys.stage import PASSWORD, Stage
from tests.support.moments import ORDINARY_MONDAY


@pytest.fixture
def people(transactional_db, frozen) -> None:
    """Everybody who acts, as ``seed_demo`` makes them, on an ordinary Monday morning."""
    frozen(ORDINARY_MONDAY, "08:00")
    seed_holders(on=ORDINARY_MONDAY)
    seed_accounts(password=PASSWORD)


@pytest.fixture
def stage(people, live_app, browser, frozen, settings, tmp_path) -> Stage:
    """The portal on a machine without a mail server: letters are kept as files and shown at "Thư đi"."""
    settings.EMAIL_BACKEND = "outbox.channels.file_store.EmailBackend"
    settings.MAIL_STORE = tmp_path / "mail"
    settings.MAIL_STORE_PAGE = True
    stage = Stage(live_app.url, browser, frozen)
    yield stage
    assert stage.complaints == []
