"""The hand of somebody who owns the database: for tests that alter what may not be altered, and for flushes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from audit import guards


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside, no trigger fires and no foreign key is checked (PostgreSQL) or no guard stands (SQLite)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("SET session_replication_role = origin")
        return
    with connection.cursor() as cursor:
        for _, name in guards.installed(connection):
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        guards.install(connection)
