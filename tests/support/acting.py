"""The rows that tests build have no act; what a request changes must have one, on PostgreSQL, in every test.

The whole test session acts under a name (settings of the test profile), so that factories may write. While a POST
is answered the name is taken away, and at its end the database is asked whether each change had its act.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from audit import acting
from tests.support.readonly import READING_METHODS

TESTS = "tests"


@contextmanager
def answerable() -> Iterator[None]:
    """Inside, audited tables change with an act or not at all, as in service. Nothing on SQLite."""
    if connection.vendor != "postgresql":
        yield
        return
    acting.settle()
    _set(acting="", act="")
    try:
        yield
        if connection.in_atomic_block and not connection.needs_rollback:
            with transaction.atomic():  # a refusal leaves the transaction of the test usable
                acting.settle()
    finally:
        if not connection.needs_rollback:
            _set(acting=TESTS, act="")


def _set(*, acting: str, act: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('dialogue.acting', %s, false), set_config('dialogue.act', %s, true)",
            (acting, act),
        )


class ActsAreOwedMiddleware:
    """Stands in the test profile around everything that a request changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING_METHODS:
            return self.get_response(request)
        with answerable():
            return self.get_response(request)
