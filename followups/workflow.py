"""What may become of an assignment."""

from audit.states import Transition
from followups.enums import AssignmentState as A

# One row of the table on as few lines as it takes to read it.
# fmt: off
ASSIGNMENT = {
    t.verb: t
    for t in (
        Transition(
            "extend",
            "Thông báo gia hạn giải quyết",
            frozenset({A.ASSIGNED, A.EXTENDED}),
            A.EXTENDED,
            stamps="extended_at",
            clause="D9.3.b.s2",
        ),
        Transition(
            "answer",
            "Trả lời bằng văn bản",
            frozenset({A.ASSIGNED, A.EXTENDED}),
            A.ANSWERED,
            stamps="answered_at",
            clause="D9.3.b.s1",
        ),
        Transition(
            "escalate",
            "Kiến nghị cấp trên",
            frozenset({A.ASSIGNED, A.EXTENDED}),
            A.ESCALATED,
            stamps="escalated_at",
            clause="D14.4",
            needs_note=True,
        ),
    )
}
# fmt: on
