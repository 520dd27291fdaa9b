"""Who may see which messages, and who may open one."""

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from organizations.queries import served_by
from outbox.enums import IN_TROUBLE, Channel, MessageState
from outbox.models import Message


def visible_messages(seat: Seat | None, *, on: date) -> QuerySet[Message]:
    """The messages a seat may see listed on a day.

    Offices and agencies: those of their own unit, an office also those of the bodies it organises for.
    Administrators: all, to see whether letters leave, without names (``can_read``). Others: none.
    """
    if seat is None:
        return Message.objects.none()
    if seat.role == Role.ADMIN:
        return Message.objects.all()
    if seat.role in (Role.OFFICE, Role.AGENCY):
        served = served_by(seat.unit, on).values("pk")
        return Message.objects.filter(Q(sender=seat.unit_id) | Q(sender__in=served))
    return Message.objects.none()


def can_read(seat: Seat | None) -> Decision:
    """Whether the seat may see to whom messages went and what they said."""
    if seat is not None and seat.role in (Role.OFFICE, Role.AGENCY):
        return ALLOWED
    return refused("Chỉ văn phòng của đơn vị gửi được xem người nhận và nội dung thư.")


def message_for(seat: Seat | None, code: str, *, on: date) -> Message:
    """The only way a view obtains a message: 404 outside the seat's reach."""
    return get_object_or_404(visible_messages(seat, on=on).select_related("sender"), code=code)


def can_withdraw(seat: Seat | None, message: Message) -> Decision:
    """Take back a message that still waits."""
    return _when(seat, message.state == MessageState.WAITING, "Thư này không còn chờ gửi.")


def can_note_bounce(seat: Seat | None, message: Message) -> Decision:
    """Note that an e-mail came back."""
    sent = message.state == MessageState.SENT and message.channel == Channel.EMAIL
    return _when(seat, sent, "Chỉ ghi nhận bị trả lại với thư điện tử đã gửi đi.")


def can_note_arrival(seat: Seat | None, message: Message) -> Decision:
    """Say that a message of unknown fate arrived after all."""
    return _when(
        seat,
        message.state in (MessageState.UNCERTAIN, MessageState.BOUNCED) and message.handled_at is None,
        "Chỉ xác nhận với thư có thể đã gửi hoặc bị trả lại.",
    )


def can_settle(seat: Seat | None, message: Message) -> Decision:
    """Send again, or close the task in another way."""
    waits = message.state in IN_TROUBLE and message.handled_at is None
    return _when(seat, waits, "Thư này không cần xử lý, hoặc đã được xử lý.")


def _when(seat: Seat | None, possible: bool, otherwise: str) -> Decision:
    """For whoever may read the message, while its state allows it."""
    readable = can_read(seat)
    if not readable:
        return readable
    return ALLOWED if possible else refused(otherwise)
