"""The minutes of a session: written, edited without losing anybody's text, finalised (Đ9.2.a, Đ13.2.a)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from audit.versions import EditConflict, save_if_current
from sessions_app.models import DialogueSession, Minutes


@dataclass(frozen=True, kw_only=True)
class MinutesText:
    """What people write into the minutes; turns and petitions come from the record of the day."""

    attended_total: int | None
    attended_people: int | None
    opening: str
    previous_results: str
    course: str
    closing: str


@transaction.atomic
def write(session: DialogueSession, text: MinutesText, *, version: int, by: Actor, at: datetime) -> Minutes:
    """Save the minutes opened at ``version`` (0 when none existed yet).

    Raises EditConflict when somebody saved meanwhile and TransitionRefused when the minutes are final.
    """
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None:
        minutes = Minutes.objects.create(session=session, **asdict(text))
    elif minutes.finalised_at is not None:
        raise TransitionRefused("Biên bản đã chốt, không sửa được nữa.", stale=False)
    elif minutes.version != version:
        raise EditConflict(minutes)
    else:
        for name, value in asdict(text).items():
            setattr(minutes, name, value)
        save_if_current(minutes, asdict(text))
    acts.write(
        subject=minutes,
        verb="write_minutes",
        title=f"Lưu biên bản, bản {minutes.version}",
        by=by,
        at=at,
        clause="D9.2.a",
    )
    return minutes


@transaction.atomic
def finalise(minutes: Minutes, *, version: int, seat: Seat, at: datetime) -> Minutes:
    """Close the minutes: attendance is counted, nothing can be edited after.

    Raises TransitionRefused when attendance is missing, the session has not ended, or they are final already;
    EditConflict when they were edited since the page was opened.
    """
    if minutes.session.ended_at is None:
        raise TransitionRefused("Ghi nhận giờ kết thúc buổi đối thoại trước khi chốt biên bản.", stale=False)
    if minutes.attended_total is None:
        raise TransitionRefused("Nhập số người dự trước khi chốt biên bản.", stale=False)
    if minutes.finalised_at is not None:
        raise TransitionRefused("Biên bản đã được chốt trước đó.", stale=False)
    if minutes.version != version:
        raise EditConflict(minutes)
    minutes.finalised_at, minutes.finalised_by = at, seat
    save_if_current(minutes, ("finalised_at", "finalised_by"))
    acts.write(
        subject=minutes,
        verb="finalise_minutes",
        title="Chốt biên bản",
        by=seat.actor,
        at=at,
        clause="D9.2.a",
    )
    return minutes
