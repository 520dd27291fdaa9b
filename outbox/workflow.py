"""What people may make of a message. The relay moves the other states under its lease."""

from audit.states import Transition
from outbox.enums import MessageState as S

# fmt: off
MESSAGE = {
    t.verb: t
    for t in (
        Transition("withdraw", "Không gửi thư nữa", frozenset({S.WAITING}), S.CANCELLED, needs_note=True),
        Transition("note_bounce", "Ghi nhận thư bị trả lại", frozenset({S.SENT, S.UNCERTAIN}), S.BOUNCED,
                   stamps="bounced_at", needs_note=True),
        Transition("note_arrival", "Xác nhận thư đã đến", frozenset({S.UNCERTAIN, S.BOUNCED}), S.SENT,
                   stamps="sent_at", needs_note=True),
    )
}
# fmt: on
