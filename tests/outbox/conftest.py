"""The kind of letter of these tests."""

import pytest

from outbox import renderers
from tests.factories import outbox as letters


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """Registered before each test; a test that registers it anew changes only its own."""
    monkeypatch.setattr(renderers, "_RENDERERS", {})
    renderers.register(letters.KIND, letters.letter, label="Thư mời")
    return letters.KIND
