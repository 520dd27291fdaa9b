"""Many rows of one table by one statement: for passes that note or post thousands of things at once."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

# Rows in one statement: fewer round trips and turns of the engine, and far below what it takes in parameters.
AT_ONCE = 200


def insert_new(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows that break no unique key and leave the others out; how many are new.

    ``rows`` holds plain values in the order of ``fields``; the other columns get the default of their field, the
    same for all rows. No ``save()`` and no checks of Python run. Raises ValueError for a unique field left out.
    """
    given = [model._meta.get_field(name) for name in fields]
    others = [field for field in model._meta.concrete_fields if field not in given and not field.primary_key]
    if any(field.unique for field in others):
        raise ValueError("A unique field has a value of its own in each row.")
    same = [_prepared(field)(field.get_default()) for field in others]
    ways = [(place, way) for place, field in enumerate(given) if (way := _preparation(field))]
    values = [_whole(row, ways, same) for row in rows]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in (*given, *others))
    places = f"({', '.join(['%s'] * (len(given) + len(others)))})"
    new = 0
    with connection.cursor() as cursor:
        for start in range(0, len(values), AT_ONCE):
            some = values[start : start + AT_ONCE]
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([places] * len(some))} "  # noqa: S608  own names only
                "ON CONFLICT DO NOTHING",
                [value for row in some for value in row],
            )
            new += max(0, cursor.rowcount)
    return new


def _whole(row: Sequence[Any], ways: list[tuple[int, Callable]], same: list[Any]) -> list[Any]:
    """The values of one row in the order of the columns, as the driver takes them."""
    whole = [*row, *same]
    for place, prepare in ways:
        whole[place] = prepare(whole[place])
    return whole


def _prepared(field) -> Callable:
    return _preparation(field) or (lambda value: value)


def _preparation(field):
    """What turns a value of the field into one that the driver takes, or None when it takes it as it is."""
    if isinstance(field, JSONField):
        return _as_json
    if field.get_internal_type() == "DateTimeField":
        return _remembered(connection.ops.adapt_datetimefield_value)
    if field.get_internal_type() == "DateField":
        return _remembered(connection.ops.adapt_datefield_value)
    return None


class Written(str):
    """JSON that is written already, for a column of JSON: by somebody who writes thousands of the same shape."""

    __slots__ = ()


# Made once: ``json.dumps`` with another setting than its own makes an encoder for each value.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _as_json(value: Any) -> str:
    return value if type(value) is Written else _encode(value)


def _remembered(prepare):
    """Days and moments repeat over the rows of a pass."""
    known: dict[date | datetime | None, Any] = {}
    latest, answer = None, prepare(None)

    def prepared(value):
        nonlocal latest, answer
        if value is not latest:  # asking a dictionary for a moment costs more: its hash needs the zone
            if value not in known:
                known[value] = prepare(value)
            latest, answer = value, known[value]
        return answer

    return prepared
