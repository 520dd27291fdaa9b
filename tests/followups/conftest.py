"""What tests of what follows a session share."""

import pytest

from documents import rendering


@pytest.fixture(autouse=True)
def _quick_papers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are laid out in no time, unless a test asks for real ones with the fixture ``real_papers``."""
    if "real_papers" not in request.fixturenames:
        monkeypatch.setattr(rendering, "_render", lambda *_, **__: b"%PDF-1.7 thu nghiem %%EOF")


@pytest.fixture
def real_papers() -> None:
    """Papers are laid out by the engine."""
