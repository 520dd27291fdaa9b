"""Changes that leave no act of their own: what a migration, the demo city or a repair does, and says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from audit.guards import ACT_IS_OWED


@contextmanager
def context(reason: str) -> Iterator[None]:
    """Let audited tables change without an act inside the block (PostgreSQL asks for one, ``audit.guards``).

    ``reason`` is a few plain words for whoever looks at the running session ("demo city"). Inside a transaction the
    rows changed so far are settled when the block ends; what comes later in it owes its act again.
    Everyday code has no use for this: the house test names the modules that may call it.
    """
    if not reason:
        raise ValueError("Say why no act is written.")
    before = _set(reason)
    try:
        yield
        settle()
    finally:
        try:
            _set(before)
        except DatabaseError:
            # The transaction is broken; its end takes the setting back.
            if not connection.in_atomic_block:
                raise


def settle() -> None:
    """Ask now, not at the commit, whether the rows changed so far in this transaction have their act.

    While the tables of a new database are being made nothing asks yet: there is nothing to settle.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_trigger WHERE tgname = %s)", (ACT_IS_OWED,))
            if not cursor.fetchone()[0]:
                return
            cursor.execute(f"SET CONSTRAINTS {ACT_IS_OWED} IMMEDIATE; SET CONSTRAINTS {ACT_IS_OWED} DEFERRED")


def _set(reason: str) -> str:
    """Put the reason into the session; the one that stood there."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('dialogue.acting', true), '')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('dialogue.acting', %s, false)", (reason,))
    return before
