"""What may become of a request about personal data and of an incident."""

from audit.states import Transition
from personal_data.enums import IncidentState as I
from personal_data.enums import RequestState as R

# fmt: off
REQUEST = {
    t.verb: t
    for t in (
        Transition("confirm_request", "Xác nhận yêu cầu về dữ liệu cá nhân", frozenset({R.RECEIVED}), R.CONFIRMED,
                   stamps="confirmed_at"),
        Transition("close_request", "Trả lời yêu cầu về dữ liệu cá nhân", frozenset({R.RECEIVED, R.CONFIRMED}),
                   R.CLOSED, stamps="closed_at"),
    )
}
INCIDENT = {
    t.verb: t
    for t in (
        Transition("close_incident", "Kết thúc xử lý sự cố dữ liệu", frozenset({I.OPEN}), I.CLOSED,
                   stamps="closed_at", needs_note=True),
    )
}
# fmt: on
