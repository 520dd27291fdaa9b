"""What the administrator sees of the clockwork: when each tick last ran, what waits, what failed, what is unsure."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from accounts.enums import Role
from accounts.policies import has_role
from audit.models import TickPass
from documents.queries import unfinished_count
from duties.calendar_gaps import gaps
from duties.calendar_pages import columns, labelled
from outbox.enums import MessageState
from outbox.models import Message
from regulation import date_words
from regulation.calendars import working_calendar
from regulation.clock import now

_TICKS = {
    "heartbeat": "Nhịp báo hiệu (bộ lập lịch, hàng đợi, tiến trình nền)",
    "watch": "Theo dõi thời hạn, nhắc hạn",
    "outbox.relay": "Gửi thư",
    "outbox.bounces": "Đọc thư bị trả lại",
    "documents.finish_pending": "Lập nốt văn bản đã lấy số",
    "audit.seal": "Niêm phong nhật ký trong ngày",
    "personal_data.purge": "Xóa dữ liệu cá nhân hết thời hạn lưu giữ",
    "accounts.forget_sessions": "Xóa phiên đăng nhập đã hết hạn",
    "documents.verify": "Kiểm tra nhật ký, văn bản, tệp",
}
_COUNTS = {
    "opened": "việc mở mới",
    "moved": "hạn tính lại",
    "calendar alerts": "thư nhắc lịch",
    "reminded": "thư nhắc hạn",
    "sent": "đã gửi",
    "retried": "gửi lại sau",
    "failed": "không gửi được",
    "cancelled": "không gửi nữa",
    "taken_up_again": "gửi tiếp sau gián đoạn",
    "finished": "văn bản lập xong",
    "erased": "dòng đã xóa",
    "unconfirmed": "chờ xác nhận kết quả xóa thử",
    "exported": "niêm phong đã ghi ra tệp",
}


@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """The page "Vận hành"; it names no person and no letter."""
    if not has_role(request.seat, Role.ADMIN):
        raise PermissionDenied("Trang này dành cho quản trị hệ thống.")
    at = now()
    context = {
        "ticks": _ticks(at),
        "letters": _letters(),
        "papers": unfinished_count(),
        "gaps": [gap.sentence for gap in gaps(working_calendar(), on=at.date())],
        "seen_at": date_words.long_moment(at),
    }
    return render(request, "portal/running.html", context)


def _ticks(at: datetime) -> dict:
    labels = ["Việc nền", "Lượt gần nhất", "Cách đây", "Kết quả"]
    passes = {tick.name: tick for tick in TickPass.objects.order_by("name")}
    rows = []
    for name in [*_TICKS, *sorted(passes.keys() - _TICKS.keys())]:
        last = passes.get(name)
        counts = last.counts if last else {}
        done = "; ".join(f"{words}: {counts[key]}" for key, words in _COUNTS.items() if counts.get(key))
        cells = [
            {"text": _TICKS.get(name, name)},
            {"text": date_words.long_moment(localtime(last.at)) if last else "Chưa chạy lần nào"},
            {"text": _age(at, last.at) if last else ""},
            {"text": done or ("Không có gì phải làm" if last else "")},
        ]
        rows.append(labelled(labels, cells))
    return {"caption": "Việc nền", "columns": columns(labels, dates=()), "rows": rows}


def _age(at: datetime, then: datetime) -> str:
    seconds = max(0, int((at - then).total_seconds()))
    return f"{seconds} giây" if seconds < 120 else f"{seconds // 60} phút"


def _letters() -> dict:
    labels = ["Trạng thái thư", "Số thư", "Lâu nhất từ"]
    found = {
        row["state"]: row
        for row in Message.objects.order_by()
        .values("state")
        .annotate(count=Count("*"), oldest=Min("created_at"))
    }
    rows = []
    for state in MessageState:
        row = found.get(state.value, {"count": 0, "oldest": None})
        waits = state in (
            MessageState.WAITING,
            MessageState.SENDING,
            MessageState.FAILED,
            MessageState.UNCERTAIN,
        )
        oldest = date_words.long_moment(localtime(row["oldest"])) if waits and row["oldest"] else ""
        cells = [{"text": state.label}, {"text": str(row["count"]), "kind": "number"}, {"text": oldest}]
        rows.append(labelled(labels, cells))
    return {"caption": "Thư theo trạng thái", "columns": columns(labels, dates=()), "rows": rows}
