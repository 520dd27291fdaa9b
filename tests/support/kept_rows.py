"""What migrations brought (calendar, units, posts, fields, content types) survives a flushed test database.

After the databases are made, every table that is not empty is copied once inside the database; after a flush
the copies are poured back. The keys stay, so nothing cached from them goes stale.
"""

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.support.unguarded import unguarded

_kept: list[tuple[str, str]] = []


def keep() -> None:
    """Copy what stands in the fresh database."""
    _kept.clear()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.proxy or not model._meta.managed or not model._base_manager.exists():
                continue
            table = model._meta.db_table
            columns = ", ".join(f'"{f.column}"' for f in model._meta.local_concrete_fields if not f.generated)
            cursor.execute(f'DROP TABLE IF EXISTS "kept_{table}"')
            cursor.execute(f'CREATE TABLE "kept_{table}" AS SELECT {columns} FROM "{table}"')  # noqa: S608
            _kept.append((table, columns))


def pour_back() -> None:
    """Fill the emptied tables from the copies, in one transaction, so that their order does not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns in _kept:
            cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "kept_{table}"')  # noqa: S608


def install() -> None:
    """Let tests that really commit leave the database as the migrations did."""

    def flush_and_pour_back(self: TransactionTestCase) -> None:
        with unguarded():
            call_command(
                "flush", verbosity=0, interactive=False, reset_sequences=False, allow_cascade=False,
                inhibit_post_migrate=True,
            )  # fmt: skip
        pour_back()

    TransactionTestCase._fixture_teardown = flush_and_pour_back
