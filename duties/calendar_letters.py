"""What the letter about an unsure year says."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts.models import Seat
from duties.calendar_gaps import gaps
from organizations.models import in_force_on
from outbox import renderers
from outbox.letters import Letter, Stale
from outbox.models import Message
from regulation.calendars import working_calendar

KIND = "duties.calendar_gap"

_BODY = """Kính gửi ông/bà {name},

{sentence}

Nhập thông báo của cơ quan có thẩm quyền tại: {url}
Cổng đối thoại nhắc lại mỗi tháng một lần cho đến khi lịch được xác nhận.

Thư này do Cổng đối thoại gửi tự động. Không cần trả lời thư.
"""


def register() -> None:
    """Let the outbox find the renderer."""
    renderers.register(KIND, render, label="Nhắc nhập lịch")


def render(message: Message) -> Letter:
    """The letter; Stale once the year is settled or the seat has lost its holder."""
    year, on = message.params["year"], date.fromisoformat(message.params["on"])
    gap = next((gap for gap in gaps(working_calendar(), on=on) if gap.year == year), None)
    if gap is None:
        raise Stale("Lịch năm này đã được xác nhận.")
    seat = Seat.objects.filter(in_force_on(on), pk=message.params["seat"], user__is_active=True).first()
    if seat is None or not seat.user.email:
        raise Stale("Người nhận không còn giữ vị trí này hoặc không có địa chỉ thư điện tử.")
    url = settings.BASE_URL + reverse("duties:calendar_year", args=[year])
    return Letter(
        to=seat.user.email,
        subject=f"Nhập lịch ngày làm việc năm {year}",
        body=_BODY.format(name=seat.user.full_name, sentence=gap.sentence, url=url),
    )
