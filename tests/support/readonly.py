"""GET changes nothing: while a page is read, the database takes no statement that writes."""

import re
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Sessions live in the database by default; which seat was chosen or which message was shown is not business.
ALLOWED_TABLES = ("accounts_browsersession",)
_READS = re.compile(
    r"^[\s(]*(SELECT|EXPLAIN|PRAGMA\s+\w+\s*\(|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SHOW|WITH)\b",
    re.IGNORECASE,
)
_WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE
)


class WroteOnRead(AssertionError):
    """A GET, HEAD or OPTIONS tried to change the database."""


def refuse_writes(execute, sql, params, many, context):
    """Execute wrapper that lets reading statements through and raises WroteOnRead for any other."""
    statement = str(sql)
    head = _READS.match(statement)
    writes = head is None or (head.group(1).upper() == "WITH" and _WRITES.search(statement))
    if writes and not any(f'"{table}"' in statement for table in ALLOWED_TABLES):
        raise WroteOnRead(f"A page that is read must not write: {statement[:200]}")
    return execute(sql, params, many, context)


class GetCannotWriteMiddleware:
    """Stands first in the test profile, so that every client and the live server pass through it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING_METHODS:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
