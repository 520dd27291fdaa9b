"""Sample facts of the style guide: one invented ward, seen on Wednesday 25/11/2026."""

from datetime import date, timedelta

from duties import timeline

TODAY = date(2026, 11, 25)
SESSION_DAY = date(2026, 11, 12)
HOLIDAY = date(2026, 11, 24)
NOTICE_DUE = date(2026, 11, 27)
ANSWER_DUE = date(2026, 12, 25)


def badge(kind, text, icon, note=""):
    """A deadline badge with an invented state."""
    return {"kind": kind, "text": text, "icon": icon, "note": note}


def chip(kind, text, icon=""):
    """A chip with an invented state."""
    return {"kind": kind, "text": text, "icon": icon}


def ruler(text, *kinds, limit_at=""):
    """``kinds`` are pairs of kind and number of blocks."""
    blocks = [{"kind": kind, "title": ""} for kind, count in kinds for _ in range(count)]
    return {"text": text, "blocks": blocks, "limit_at": limit_at}


OVERDUE = badge("overdue", "Quá hạn 3 ngày làm việc", "overdue")
TWO_LEFT = badge("amber", "Còn 2 ngày làm việc", "clock-solid")
THREE_LEFT = badge("amber", "Còn 3 ngày làm việc", "clock-solid")
BY_EVENING = badge("today", "Trước 17 giờ 00", "clock-solid")
LAST_DAY = badge("today", "Hết hạn hôm nay", "clock-solid")

DEADLINES = [
    {"date": "25/12", "badge": badge("neutral", "Còn 21 ngày làm việc", "clock", "Chưa đến ngưỡng nhắc")},
    {"date": "27/11", "badge": TWO_LEFT, "ruler": ruler("8/10 ngày", ("filled", 8), ("left", 2))},
    {"date": "25/11", "badge": LAST_DAY, "ruler": ruler("10/10 ngày", ("filled", 10))},
    {
        "date": "19/11",
        "badge": OVERDUE,
        "ruler": ruler("Quá 3 ngày", ("spent", 20), ("over", 3), limit_at=20),
    },
    {"date": "17/11", "badge": badge("done", "Đúng hạn", "done", "Sớm 2 ngày làm việc")},
    {"date": "20/11", "badge": badge("late", "Trễ 1 ngày làm việc", "late", "Đã xong, hoàn thành sau hạn")},
    {"date": "15/01", "badge": badge("extended", "Đã báo gia hạn đến 15/01/2027", "extended")},
    {"date": "—", "badge": badge("waiting", "Chưa tính hạn", "waiting")},
]

PETITION_STATES = [
    chip("neutral", "Mới ghi nhận", "new"),
    chip("soon", "Chưa giao cơ quan", "warning"),
    chip("working", "Đang giải quyết", "working"),
    chip("extended", "Đã báo gia hạn", "extended"),
    chip("done", "Đã trả lời", "done"),
    chip("neutral", "Kiến nghị cấp trên", "escalated"),
    chip("neutral", "Không thuộc nội dung", "outside"),
]
ANSWERED_THERE = chip("done", "Đã trả lời tại buổi", "done")
DELIVERY_STATES = [
    chip("neutral", "Chờ gửi", "waiting"),
    chip("working", "Đang gửi", "send"),
    chip("done", "Đã đến máy", "tick"),
    chip("failed", "Không gửi được", "failed"),
    chip("neutral", "Gửi giấy tận nơi", "print"),
]


def row(when, title, context, action, **extra):
    """One row of the queue; ``when`` is urgency, day and weekday in one string."""
    urgency, due, weekday = when.split(" ", 2)
    day, month = due.split("/")
    return {
        "urgency": urgency,
        "due_on": f"2026-{month}-{day}",
        "due_text": due,
        "weekday": weekday,
        "title": title,
        "context": context,
        "action_label": action,
        "action_url": "#",
    } | extra


_TEN = ruler("8/10 ngày", ("filled", 8), ("left", 2))
_TWENTY = ruler("17/20 ngày", ("filled", 17), ("left", 3))
_LATE = ruler("Quá 3 ngày", ("spent", 20), ("over", 3), limit_at=20)

CHASE = row(
    "overdue 19/11 Thứ Năm",
    "Đôn đốc trả lời kiến nghị số 04: chiếu sáng hẻm mẫu",
    "Trung tâm Quản lý hạ tầng kỹ thuật · Buổi đối thoại ngày 08/10/2026",
    "Gửi đôn đốc",
    badge=OVERDUE,
    ruler=_LATE,
    primary=True,
)
INVITE = row(
    "today 25/11 Thứ Tư",
    "Gửi 24 thư mời còn lại cho buổi đối thoại ngày 03/12/2026",
    "Đã gửi 96/120 thư mời · 5 số điện thoại chưa gửi được",
    "Gửi thư mời",
    badge=LAST_DAY,
    note="Trước ít nhất 5 ngày làm việc",
)
ADMIT = row(
    "today 25/11 Thứ Tư",
    "Duyệt 7 đăng ký phát biểu mới",
    "Buổi đối thoại ngày 03/12/2026 · Đã xếp 11/18 lượt phát biểu",
    "Xem đăng ký",
    badge=BY_EVENING,
    note="Việc nội bộ",
)
PUBLISH = row(
    "soon 27/11 Thứ Sáu",
    "Phát hành thông báo kết luận buổi đối thoại ngày 12/11/2026",
    "Dự thảo bản 3 chưa trình Bí thư duyệt · Còn 1 kiến nghị chưa giao cơ quan",
    "Mở dự thảo",
    badge=TWO_LEFT,
    ruler=_TEN,
)
ANSWER = row(
    "soon 30/11 Thứ Hai",
    "Nhập văn bản trả lời của Công an phường cho 2 kiến nghị",
    "Kiến nghị số 02, 09 · Buổi đối thoại ngày 16/10/2026",
    "Nhập văn bản",
    badge=THREE_LEFT,
    ruler=_TWENTY,
)
GUESTS = row(
    "soon 30/11 Thứ Hai",
    "Lập danh sách khách mời buổi đối thoại với thanh niên ngày 17/12/2026",
    "Có thể nhập từ tệp Excel hoặc chép từ buổi trước",
    "Lập danh sách",
    badge=THREE_LEFT,
    note="Việc nội bộ",
)
QUEUE = [
    {"title": "Quá hạn", "count_text": "1 việc", "rows": [CHASE]},
    {"title": "Hôm nay", "count_text": "2 việc", "rows": [INVITE, ADMIT]},
    {
        "title": "Sắp đến hạn",
        "count_text": "3 việc trong 3 ngày làm việc tới",
        "rows": [PUBLISH, ANSWER, GUESTS],
    },
]


def _kind(on):
    if on == SESSION_DAY:
        return "session"
    if on == HOLIDAY:
        return "holiday"
    if on < SESSION_DAY:
        return "done"
    if on <= TODAY:
        return "running"
    return "ahead" if on <= NOTICE_DUE else "expected"


def drawing():
    """The clocks of the sample session, from the last day to invite to the expected answers."""
    first = date(2026, 11, 4)
    every = (first + timedelta(days=n) for n in range((ANSWER_DUE - first).days + 1))
    days = [timeline.Day(on=on, kind=_kind(on), title=f"{on:%d/%m/%Y}") for on in every if on.weekday() < 5]
    return timeline.draw(
        days=days,
        spans=[
            timeline.Span(
                first=date(2026, 11, 5), last=date(2026, 11, 11), text="Ít nhất 5 ngày làm việc", kind="done"
            ),
            timeline.Span(
                first=date(2026, 11, 13), last=NOTICE_DUE, text="Chậm nhất 10 ngày làm việc", kind="running"
            ),
            timeline.Span(
                first=date(2026, 11, 30), last=ANSWER_DUE, text="Chậm nhất 20 ngày làm việc", kind="expected"
            ),
        ],
        marks=[
            timeline.Mark(on=first, title="Hạn gửi thư mời", text="Thứ Tư, 04/11/2026"),
            timeline.Mark(on=SESSION_DAY, title="Buổi đối thoại", text="Thứ Năm, 12/11/2026"),
            timeline.Mark(on=NOTICE_DUE, title="Hạn thông báo kết luận", text="Thứ Sáu, 27/11/2026"),
            timeline.Mark(
                on=ANSWER_DUE,
                title="Hạn trả lời kiến nghị (dự kiến)",
                text="Thứ Sáu, 25/12/2026",
                expected=True,
            ),
        ],
        today=TODAY,
        title="Các mốc của buổi đối thoại ngày 12/11/2026",
    )


TIMELINE = {
    "title": "Tiến độ theo Quy chế",
    "count_url": "#",
    "table_url": "#",
    "drawing": drawing(),
    "items": [
        {
            "kind": "done",
            "title": "Hạn gửi thư mời",
            "text": "Thứ Tư, ngày 04/11/2026. Đã gửi 120/120, đúng hạn",
        },
        {"kind": "done", "title": "Buổi đối thoại", "text": "Thứ Năm, ngày 12/11/2026"},
        {
            "kind": "current",
            "title": "Hạn thông báo kết luận",
            "text": "Thứ Sáu, ngày 27/11/2026. Còn 2 ngày làm việc",
        },
        {"kind": "expected", "title": "Hạn trả lời kiến nghị", "text": "Dự kiến Thứ Sáu, ngày 25/12/2026"},
    ],
    "cells": [
        {
            "title": "Thư mời",
            "badge": badge("done", "Đúng hạn", "done"),
            "text": "Đã gửi 120/120 thư mời ngày 03/11, sớm 1 ngày làm việc",
        },
        {
            "title": "Buổi đối thoại",
            "badge": badge("done", "Đã tổ chức", "done"),
            "text": "104 người dự, 16 người phát biểu, 14 kiến nghị",
        },
        {
            "title": "Thông báo kết luận",
            "badge": TWO_LEFT,
            "text": "Không tính ngày 24/11 (Ngày Văn hóa Việt Nam)",
        },
        {
            "title": "Trả lời kiến nghị",
            "badge": badge("waiting", "Chưa tính hạn", "waiting"),
            "text": "Bắt đầu tính từ ngày phát hành thông báo kết luận",
        },
    ],
}

STEP = {
    "urgency": "amber",
    "title": "hoàn thiện và trình dự thảo thông báo kết luận",
    "due_label": "Hạn phát hành",
    "due_text": "Thứ Sáu, ngày 27/11/2026",
    "note": "Còn 1 kiến nghị chưa giao cơ quan giải quyết.",
    "badge": TWO_LEFT,
    "action_label": "Trình Bí thư duyệt",
    "action_url": "#",
    "refused": "",
}


def _week(first, *marks):
    """Seven days from ``first``; ``marks`` are (place in the week, kind, due, words)."""
    special = {place: (kind, due, title) for place, kind, due, title in marks}
    days = []
    for place in range(7):
        on = first + timedelta(days=place)
        kind, due, title = special.get(place, ("off" if place > 4 else "", False, ""))
        text = f"{on.day}/{on.month}" if on.day == 1 else str(on.day)
        days.append({"text": text, "kind": kind, "due": due, "title": title})
    return days


WEEKS = [
    _week(
        date(2026, 11, 23),
        (1, "holiday", False, "ngày nghỉ"),
        (2, "today", True, "hôm nay, có hạn"),
        (4, "", True, "có hạn"),
    ),
    _week(date(2026, 11, 30), (0, "", True, "có hạn"), (3, "session", False, "buổi đối thoại")),
    _week(date(2026, 12, 7), (3, "", True, "có hạn")),
    _week(date(2026, 12, 14), (3, "session", False, "buổi đối thoại")),
]


def cell(label, text, **extra):
    """One table cell; ``label`` repeats the column's name for narrow screens."""
    return {"label": label, "text": text} | extra


def _petition(number, text, who, agency, due, state, note=""):
    return [
        cell("Số", number, kind="code"),
        cell("Nội dung", text, url="#", note=who),
        cell("Cơ quan", agency),
        cell("Hạn trả lời", due, kind="date", note=note),
        cell("Trạng thái", "", chip=state),
    ]


def columns(*labels):
    """Columns of a sample table from their labels."""
    return [{"label": label} for label in labels]


IN_DRAFT = chip("working", "Trong dự thảo kết luận", "edit")
_PUBLIC_WORKS = "Trung tâm Quản lý hạ tầng kỹ thuật"
_PLANNING = "Phòng Kinh tế, Hạ tầng và Đô thị"
PETITIONS = {
    "caption": "Kiến nghị của buổi đối thoại",
    "columns": columns("Số", "Nội dung kiến nghị", "Cơ quan giải quyết", "Hạn trả lời", "Trạng thái"),
    "rows": [
        _petition(
            "01",
            "Nắp cống hư hỏng, mất an toàn",
            "Bà Trần Thị Mẫu",
            _PUBLIC_WORKS,
            "25/12",
            IN_DRAFT,
            "dự kiến",
        ),
        _petition(
            "02",
            "Lắp thêm camera tại hẻm mẫu",
            "Ông Lê Văn Mẫu",
            "Công an phường",
            "25/12",
            IN_DRAFT,
            "dự kiến",
        ),
        _petition(
            "03", "Giờ thu gom rác", "Ông Phạm Văn Mẫu", _PLANNING, "25/12", PETITION_STATES[1], "dự kiến"
        ),
        _petition(
            "04", "Công khai quy hoạch hẻm", "Bà Võ Thị Mẫu", "Giải thích tại buổi", "12/11", ANSWERED_THERE
        ),
        _petition(
            "05", "Giờ mở cửa công viên", "Ông Nguyễn Văn Mẫu", "Ngoài thẩm quyền", "—", PETITION_STATES[5]
        ),
    ],
}

IMPORT_CHECK = {
    "caption": "Dòng cần sửa trong tệp khách mời",
    "columns": columns("Dòng", "Họ và tên", "Số điện thoại", "Khu phố"),
    "rows": [
        [
            cell("Dòng", "14", kind="code"),
            cell("Họ và tên", "Huỳnh Thị Mẫu"),
            cell("Số điện thoại", "090312345", note="Thiếu 1 chữ số", wrong=True),
            cell("Khu phố", "Khu phố 3"),
        ]
    ],
}
