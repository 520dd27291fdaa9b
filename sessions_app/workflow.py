"""What may become of a session, a registration, a conclusion. Read these tables before any other file."""

from audit.states import Transition
from sessions_app.enums import ConclusionState as C
from sessions_app.enums import RegistrationState as R
from sessions_app.enums import SessionState as S

# One row of the table on as few lines as it takes to read it.
# fmt: off
SESSION = {
    t.verb: t
    for t in (
        Transition("schedule", "Lên lịch buổi đối thoại", frozenset({S.DRAFT, S.POSTPONED}), S.SCHEDULED,
                   stamps="scheduled_at", clause="D9.1.b-1"),
        Transition("announce", "Gửi thư mời", frozenset({S.SCHEDULED}), S.ANNOUNCED,
                   stamps="announced_at", clause="D9.1.b-2.s1"),
        Transition("begin", "Bắt đầu buổi đối thoại", frozenset({S.ANNOUNCED, S.SCHEDULED}), S.IN_PROGRESS,
                   stamps="began_at", clause="D9.2.a"),
        Transition("record_end", "Ghi nhận kết thúc buổi đối thoại",
                   frozenset({S.IN_PROGRESS, S.ANNOUNCED, S.SCHEDULED}), S.HELD,
                   stamps="ended_at", clause="D9.3.a"),
        Transition("conclude", "Thông báo kết luận", frozenset({S.HELD}), S.CONCLUDED,
                   stamps="concluded_at", clause="D9.3.a"),
        Transition("postpone", "Hoãn buổi đối thoại", frozenset({S.SCHEDULED, S.ANNOUNCED}), S.POSTPONED,
                   stamps="postponed_at", needs_note=True),
        Transition("cancel", "Hủy buổi đối thoại",
                   frozenset({S.DRAFT, S.SCHEDULED, S.ANNOUNCED, S.POSTPONED}), S.CANCELLED,
                   stamps="cancelled_at", needs_note=True),
    )
}

_OPEN = frozenset({R.SUBMITTED, R.NEEDS_INFO, R.RESERVE, R.ACCEPTED, R.WRITTEN})
REGISTRATION = {
    t.verb: t
    for t in (
        Transition("accept", "Nhận đăng ký phát biểu", frozenset({R.SUBMITTED, R.NEEDS_INFO, R.RESERVE, R.WRITTEN}),
                   R.ACCEPTED, stamps="decided_at", clause="D9.1.b-2.s2"),
        Transition("ask", "Đề nghị bổ sung nội dung", frozenset({R.SUBMITTED}), R.NEEDS_INFO,
                   stamps="decided_at", needs_note=True),
        Transition("supplement", "Bổ sung nội dung theo đề nghị", frozenset({R.NEEDS_INFO}), R.SUBMITTED),
        Transition("reserve", "Đưa vào danh sách dự phòng", frozenset({R.SUBMITTED, R.NEEDS_INFO, R.ACCEPTED}),
                   R.RESERVE, stamps="decided_at"),
        Transition("take_in_writing", "Ghi nhận bằng văn bản", _OPEN - {R.WRITTEN}, R.WRITTEN, stamps="decided_at"),
        Transition("merge", "Gộp chung một lượt phát biểu", _OPEN, R.MERGED, stamps="decided_at"),
        Transition("refer", "Hướng dẫn nơi tiếp nhận", _OPEN, R.REFERRED,
                   stamps="decided_at", clause="D2.2", needs_note=True),
        Transition("refuse", "Không tiếp nhận theo Điều 5", _OPEN, R.REFUSED,
                   stamps="decided_at", clause="D5.0", needs_note=True),
        Transition("withdraw", "Rút đăng ký", _OPEN, R.WITHDRAWN, stamps="withdrawn_at"),
    )
}

CONCLUSION = {
    t.verb: t
    for t in (
        Transition("submit", "Trình người chủ trì duyệt kết luận", frozenset({C.DRAFT}), C.SUBMITTED,
                   stamps="submitted_at", clause="D9.2.dd"),
        Transition("return_draft", "Trả lại dự thảo kết luận", frozenset({C.SUBMITTED}), C.RETURNED,
                   stamps="returned_at", needs_note=True),
        Transition("approve", "Duyệt kết luận", frozenset({C.SUBMITTED}), C.APPROVED,
                   stamps="approved_at", clause="D9.2.dd"),
    )
}
# fmt: on
