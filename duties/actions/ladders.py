"""The verb of the reminders' ladders: change when whom to remind under one clause."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.versions import EditConflict
from duties.ladder import LADDERS, STANDARD, Step, checked
from duties.milestones import changed_ladders
from duties.models import ReminderLadder
from regulation.articles import Article


@transaction.atomic
def change(
    article: Article, steps: Iterable[Step], *, seen_version: int, seat: Seat, at: datetime
) -> ReminderLadder:
    """Let ``steps`` hold for the clause from the next pass on. ``seen_version`` is 0 where the standing ladder held.

    Raises LadderRefused for steps that contradict one another, EditConflict when somebody changed them meanwhile.
    """
    ordered = checked(steps)
    before = changed_ladders().get(article) or LADDERS.get(article, STANDARD)
    row, _ = ReminderLadder.objects.get_or_create(
        article=article.clause, defaults={"steps": _stored(before), "version": 0}
    )
    taken = ReminderLadder.objects.filter(pk=row.pk, version=seen_version)
    if not taken.update(steps=_stored(ordered), version=seen_version + 1):
        raise EditConflict(ReminderLadder.objects.get(pk=row.pk))
    row.refresh_from_db()
    acts.write(
        subject=row,
        verb="duty.ladder",
        title=f"Sửa mốc nhắc hạn: {article.text}",
        by=seat.actor,
        at=at,
        clause=article.clause,
        changes={"steps": [_stored(before), _stored(ordered)]},
    )
    return row


def _stored(steps: Iterable[Step]) -> list[dict]:
    return [{"days_left": step.days_left, "to": sorted(to.value for to in step.to)} for step in steps]
