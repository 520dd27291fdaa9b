"""What tests of what follows a session share."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import rendering


@pytest.fixture(autouse=True)
def _quick_papers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are laid out in no time, unless a test asks for real ones with the fixture ``real_papers``."""
    if "real_papers" not in request.fixturenames:
        monkeypatch.setattr(rendering, "_render", lambda *_, **__: b"%PDF-1.7 thu nghiem %%EOF")


@pytest.fixture
def real_papers() -> None:
    """Papers are laid out by the engine."""


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """``queries_of(client, address)``: how many statements a page takes, the first visit left aside."""

    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count
