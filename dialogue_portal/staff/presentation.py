"""People at work in the shapes that the page components ask for."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Seat, StaffInvitation
from dialogue_portal.staff.verbs import Inheritance
from organizations.models import in_force_on
from regulation.date_words import long_moment

COLUMNS = ("Người dùng", "Vai trò", "Đơn vị", "Thời gian", "Kết thúc", "Bàn giao")


def seats_table(seats: Iterable[Seat], *, on: date) -> dict:
    """Who sits where, since when; the two acts at the end of each row."""
    rows = []
    for seat in seats:
        cells = (
            {"text": seat.user.full_name, "note": f"{seat.title} · {seat.user.username}"},
            {"text": seat.get_role_display()},
            {"text": seat.unit.name},
            {"text": _period(seat, on=on), "kind": "date"},
            {"text": "Kết thúc", "url": reverse("staff:end", args=(seat.code,))},
            {"text": "Bàn giao", "url": reverse("staff:hand_over", args=(seat.code,))},
        )
        rows.append([{"label": label, **cell} for label, cell in zip(COLUMNS, cells, strict=True)])
    columns = [{"label": label, "kind": "date" if label == "Thời gian" else ""} for label in COLUMNS]
    return {"caption": "Người dùng và vị trí", "columns": columns, "rows": rows}


def _period(seat: Seat, *, on: date) -> str:
    first = "Sẽ bắt đầu" if seat.valid_from > on else "Từ"
    last = f" đến {seat.valid_until:%d/%m/%Y}" if seat.valid_until else ""
    return f"{first} {seat.valid_from:%d/%m/%Y}{last}"


def invitation_words(row: StaffInvitation, *, at: datetime) -> str:
    """What was asked, and until when the link opens."""
    until = long_moment(localtime(row.expires_at))
    state = f"liên kết đã hết hạn {until}" if row.expires_at <= at else f"liên kết mở được đến {until}"
    return f"{row.get_role_display()}, {row.title}, {row.unit.name}; {state}"


def inheritance_facts(taken: Inheritance) -> list[dict]:
    """What passes on with a seat, for the page that asks before."""
    lines = (
        ("Việc đang mở của vị trí", f"{taken.open_work} việc, ở lại với đơn vị"),
        ("Buổi đối thoại phải ghi biên bản", f"{taken.minutes} buổi, chuyển cho người nhận"),
        ("Nhận thay người vắng mặt", f"{taken.deputies} lịch, chuyển cho người nhận"),
        ("Lịch vắng mặt của người bàn giao", f"{taken.absences} lịch, kết thúc"),
        ("Địa chỉ lịch hạn riêng", "Tắt, người nhận lập địa chỉ mới" if taken.has_feed else "Không có"),
    )
    return [{"label": label, "value": value, "change_url": ""} for label, value in lines]


def posts_of(seat: Seat, *, on: date) -> list[dict]:
    """Posts that the person holds in the unit: who holds a post is entered on the page of the unit."""
    if seat.user.official_id is None:
        return []
    tenures = seat.user.official.tenures.filter(in_force_on(on), post__unit=seat.unit_id).select_related(
        "post__unit"
    )
    return [
        {"title": row.post.title, "url": reverse("reorganisation:unit", args=(row.post.unit.code,))}
        for row in tenures
    ]
