"""Servers for the tests of this folder."""

from collections.abc import Iterator

import pytest

from services import ThrowAwayServices


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, str]]:
    """The variables that lead to a PostgreSQL and a Redis of this run's own."""
    with ThrowAwayServices() as started:
        yield started.environment
