"""What the tests of reorganisations share."""

import pytest

from documents import rendering


@pytest.fixture
def plain_papers(monkeypatch):
    """Papers are numbered and stored, but not laid out: for tests that do not read them."""
    monkeypatch.setattr(rendering, "render", lambda printout, imprint: b"%PDF-1.7 plain")
