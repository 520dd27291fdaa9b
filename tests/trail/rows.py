"""Acts for the pages of the trail: of two houses and of the portal itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.models import Act
from tests.support.moments import ORDINARY_MONDAY, at

AT = at(ORDINARY_MONDAY, "09:30")
SYSTEM = Actor.system("kiểm thử")


def act(subject: Model, *, by: Seat | Actor = SYSTEM, at: datetime = AT, **fields) -> Act:
    """One act; ``by`` may be a seat."""
    actor = by.actor if isinstance(by, Seat) else by
    facts = {"verb": "note", "title": "Ghi chú"} | fields
    with transaction.atomic():
        return acts.write(subject=subject, by=actor, at=at, **facts)


def later(minutes: int) -> datetime:
    """Some minutes after the first act."""
    return AT + timedelta(minutes=minutes)
