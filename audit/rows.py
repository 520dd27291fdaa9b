"""Many rows of one table by one statement: for passes that note or post thousands of things at once."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model


def insert_new(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows that break no unique key and leave the others out; how many are new.

    ``rows`` holds plain values in the order of ``fields``; the other columns get the default of their field, the
    same for all rows. No ``save()`` and no checks of Python run. Raises ValueError for a unique field left out.
    """
    given = [model._meta.get_field(name) for name in fields]
    others = [field for field in model._meta.concrete_fields if field not in given and not field.primary_key]
    if any(field.unique for field in others):
        raise ValueError("A unique field has a value of its own in each row.")
    metas = [*given, *others]
    prepared = [_preparation(field) for field in metas]
    same = [
        prepare(field.get_default()) if prepare else field.get_default()
        for prepare, field in zip(prepared[len(given) :], others, strict=True)
    ]
    ways = prepared[: len(given)]
    values = [
        [*[prepare(value) if prepare else value for prepare, value in zip(ways, row, strict=True)], *same]
        for row in rows
    ]
    if not values:
        return 0
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in metas)
    places = ", ".join(["%s"] * len(metas))
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}) "  # noqa: S608  own names only
        "ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
        return max(0, cursor.rowcount)


def _preparation(field):
    """What turns a value of the field into one that the driver takes, or None when it takes it as it is."""
    if isinstance(field, JSONField):
        return _as_json
    if field.get_internal_type() == "DateTimeField":
        return _remembered(connection.ops.adapt_datetimefield_value)
    if field.get_internal_type() == "DateField":
        return _remembered(connection.ops.adapt_datefield_value)
    return None


# Made once: ``json.dumps`` with another setting than its own makes an encoder for each value.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _remembered(prepare):
    """Days and moments repeat over the rows of a pass."""
    known: dict[date | datetime | None, Any] = {}

    def prepared(value):
        if value not in known:
            known[value] = prepare(value)
        return known[value]

    return prepared
