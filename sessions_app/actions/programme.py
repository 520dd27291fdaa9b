"""The order of speaking: places 1, 2, 3 … without gaps, changed as a whole or not at all."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import DialogueSession, SpeakingRegistration

ORDER_OPEN = frozenset({SessionState.SCHEDULED, SessionState.ANNOUNCED, SessionState.IN_PROGRESS})


def join_order(registration: SpeakingRegistration) -> int:
    """Give an accepted registration the place after the last; returns it. Inside the caller's transaction."""
    last = registration.session.registrations.aggregate(last=Max("speaking_position"))["last"] or 0
    SpeakingRegistration.objects.filter(pk=registration.pk).update(speaking_position=last + 1)
    registration.speaking_position = last + 1
    return last + 1


def leave_order(registration: SpeakingRegistration) -> None:
    """Take a registration out of the order and close the gap. Inside the caller's transaction."""
    left = (
        SpeakingRegistration.objects.filter(pk=registration.pk)
        .values_list("speaking_position", flat=True)
        .first()
    )
    if left is None:
        return
    SpeakingRegistration.objects.filter(pk=registration.pk).update(speaking_position=None)
    registration.speaking_position = None
    behind = SpeakingRegistration.objects.filter(session=registration.session_id, speaking_position__gt=left)
    # One by one from the front: a place must be free before the next one takes it.
    for key in behind.order_by("speaking_position").values_list("pk", flat=True):
        SpeakingRegistration.objects.filter(pk=key).update(speaking_position=F("speaking_position") - 1)


@transaction.atomic
def move(registration: SpeakingRegistration, *, up: bool, by: Actor, at: datetime) -> SpeakingRegistration:
    """Exchange places with the neighbour before (``up``) or after. At the end of the list nothing changes.

    Both rows get a new version, so that a page opened before shows the new order first. Raises EditConflict
    when somebody changed the registration meanwhile, TransitionRefused when it is not among the speakers.
    """
    session = DialogueSession.objects.select_for_update().get(pk=registration.session_id)
    current = SpeakingRegistration.objects.get(pk=registration.pk)
    if session.state not in ORDER_OPEN:
        raise TransitionRefused("Buổi đối thoại đã kết thúc nên không đổi thứ tự phát biểu.", stale=False)
    if current.state != RegistrationState.ACCEPTED:
        raise TransitionRefused("Đăng ký này không có trong danh sách phát biểu.", stale=False)
    if current.version != registration.version:
        raise EditConflict(current)
    old = current.speaking_position
    new = old - 1 if up else old + 1
    neighbour = SpeakingRegistration.objects.filter(session=session, speaking_position=new).first()
    if neighbour is None:
        return current
    SpeakingRegistration.objects.filter(pk=current.pk).update(speaking_position=None)
    SpeakingRegistration.objects.filter(pk=neighbour.pk).update(
        speaking_position=old, version=F("version") + 1
    )
    SpeakingRegistration.objects.filter(pk=current.pk).update(speaking_position=new, version=F("version") + 1)
    current.refresh_from_db()
    acts.write(
        subject=current,
        verb="move_speaker",
        title=f"Chuyển phiếu số {current.received_number:02d} lên thứ tự {new}"
        if up
        else f"Chuyển phiếu số {current.received_number:02d} xuống thứ tự {new}",
        by=by,
        at=at,
        changes={"speaking_position": [old, new]},
    )
    return current
