"""Stopping the purge for one session, and letting it go on."""

from datetime import datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.transitions import TransitionRefused
from personal_data.enums import HoldReason
from personal_data.models import RetentionHold
from sessions_app.models import DialogueSession


@transaction.atomic
def place(
    session: DialogueSession, *, reason: HoldReason, reference: str, seat: Seat, at: datetime
) -> RetentionHold:
    """Keep everything of a session until the hold is released. Raises TransitionRefused for the same reason twice."""
    DialogueSession.objects.select_for_update().get(pk=session.pk)
    if session.retention_holds.filter(reason=reason, released_at__isnull=True).exists():
        raise TransitionRefused("Buổi đối thoại này đang tạm dừng xóa dữ liệu vì lý do đã chọn.", stale=False)
    hold = RetentionHold.objects.create(
        session=session, reason=reason, reference=reference, placed_by=seat, placed_at=at
    )
    _write(hold, "place_hold", "Tạm dừng xóa dữ liệu", seat=seat, at=at)
    return hold


@transaction.atomic
def release(hold: RetentionHold, *, seat: Seat, at: datetime) -> RetentionHold:
    """Let the purge go on. Raises TransitionRefused when it was released before."""
    hold = RetentionHold.objects.select_for_update().get(pk=hold.pk)
    if hold.released_at is not None:
        raise TransitionRefused("Việc tạm dừng này đã kết thúc trước đó.", stale=False)
    hold.released_at = at
    hold.save(update_fields=("released_at",))
    _write(hold, "release_hold", "Thôi tạm dừng xóa dữ liệu", seat=seat, at=at)
    return hold


def _write(hold: RetentionHold, verb: str, title: str, *, seat: Seat, at: datetime) -> None:
    label = hold.get_reason_display().lower()
    acts.write(subject=hold, verb=verb, title=f"{title}: {label}", by=seat.actor, at=at, note=hold.reference)
