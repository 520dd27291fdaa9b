"""The last pass of each tick."""

from datetime import datetime

from audit.models import TickPass


def record(name: str, *, at: datetime, counts: dict | None = None) -> None:
    """Note that the tick ``name`` finished a pass at ``at``."""
    TickPass.objects.update_or_create(name=name, defaults={"at": at, "counts": counts or {}})


def last_pass(name: str) -> datetime | None:
    """When the tick last finished, or None if it never ran."""
    return TickPass.objects.filter(name=name).values_list("at", flat=True).first()
