"""What tests of personal data share."""

import pytest

from accounts.enums import Role
from documents import rendering
from tests.factories.accounts import SeatFactory


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are laid out in no time."""
    monkeypatch.setattr(rendering, "_render", lambda *_, **__: b"%PDF-1.7 thu nghiem %%EOF")


@pytest.fixture
def admin(db):
    """Somebody who keeps the periods and the register."""
    return SeatFactory(role=Role.ADMIN)


@pytest.fixture
def clerk(db):
    """Somebody of the office of phường Bến Thành."""
    return SeatFactory(role=Role.OFFICE)
