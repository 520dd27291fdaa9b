"""The demo city on any day, with people and accounts, built without the sheets of its papers."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from dialogue_portal.demo.accounts import seed_accounts
from dialogue_portal.demo.holders import seed_holders
from dialogue_portal.demo.scenarios import BEN_THANH
from dialogue_portal.demo.sessions import seed_sessions
from sessions_app.models import DialogueSession
from tests.support.acting import answerable

PASSWORD = "mat-khau-minh-hoa-1"


@pytest.fixture
def people(db, frozen, settings, tmp_path) -> Callable[[date], None]:
    """``people(on)``: it is that morning, and everybody has a post, a seat and a password."""
    settings.EMAIL_BACKEND = "outbox.channels.file_store.EmailBackend"
    settings.MAIL_STORE = tmp_path / "mail"

    def settle(on: date) -> None:
        frozen(on, "09:00")
        seed_holders(on=on)
        seed_accounts(password=PASSWORD)

    return settle


@pytest.fixture
def blank_papers(monkeypatch) -> None:
    """Papers are one empty sheet: laying out the real ones takes seconds and has tests of its own."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    for module in ("documents.rendering", "dialogue_portal.demo.follow_up"):
        monkeypatch.setattr(f"{module}.render_pdf", lambda *args, **kwargs: buffer.getvalue())


@pytest.fixture
def ward(people, blank_papers) -> Callable[[date], list[DialogueSession]]:
    """``ward(on)`` builds the sessions of the ward of the demo accounts as of a day."""

    def build(on: date) -> list[DialogueSession]:
        people(on)
        with answerable():  # every step of every stage leaves its act
            return seed_sessions(on=on, wards=frozenset({BEN_THANH}))

    return build
