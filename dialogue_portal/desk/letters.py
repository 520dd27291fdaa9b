"""Letters that did not arrive as rows of the queue. The outbox knows the letters, this app what a row looks like."""

from datetime import date

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Seat
from duties.work import WorkGroup, WorkItem
from outbox import policies, queries, renderers
from outbox.enums import Channel, MessageState
from outbox.models import Message
from outbox.queries import TO_BE_HANDLED
from regulation.clock import now

ONE_BY_ONE = 5
_TITLES = {
    MessageState.FAILED: "Thư không gửi được: gọi điện hoặc gửi giấy",
    MessageState.BOUNCED: "Thư không đến: gọi điện hoặc gửi giấy",
    MessageState.UNCERTAIN: "Thư chưa rõ đã đi chưa: hỏi người nhận hoặc gửi lại",
}


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """What an office has to do about letters that failed, came back or may have left; for the administrator whether
    text messages stand still. Two queries at most, however many letters there are.
    """
    if seat.role == Role.ADMIN:
        return _for_admin()
    if seat.role != Role.OFFICE:
        return []
    waiting = queries.unsettled(policies.visible_messages(seat, on=on)).exclude(
        kind__in=renderers.kinds_with_own_task(),
        channel=Channel.EMAIL,
        state__in=(MessageState.FAILED, MessageState.BOUNCED),
    )
    waiting = waiting.order_by("created_at", "pk")
    rows = list(waiting[: ONE_BY_ONE + 1])
    if len(rows) > ONE_BY_ONE:
        return [_all_together(waiting.count())]
    return [_one(message) for message in rows]


def _one(message: Message) -> WorkItem:
    about = renderers.label_of(message.kind)
    return WorkItem(
        title=_TITLES[MessageState(message.state)],
        context=" · ".join(part for part in (about, message.recipient_label, message.error) if part),
        url=reverse("outbox:sent_message", args=(message.code,)),
        button="Mở để xử lý",
        group=WorkGroup.INTERNAL,
    )


def _all_together(count: int) -> WorkItem:
    return WorkItem(
        title=f"{count} thư không đến hoặc chưa rõ: gọi điện hoặc gửi giấy",
        context="Sửa địa chỉ rồi gửi lại, giao giấy, gọi điện, hoặc ghi rõ không cần làm gì thêm",
        url=f"{reverse('outbox:sent_list')}?trang-thai={TO_BE_HANDLED}",
        button="Mở danh sách",
        group=WorkGroup.INTERNAL,
    )


def _for_admin() -> list[WorkItem]:
    sentence = queries.sms_pause(at=now())
    if not sentence:
        return []
    return [
        WorkItem(
            title="Kiểm tra dịch vụ tin nhắn",
            context=sentence,
            url=reverse("outbox:sent_list"),
            button="Xem thư đi",
            group=WorkGroup.INTERNAL,
        )
    ]
