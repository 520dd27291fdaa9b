"""What may become of a paper. A number once taken is never given back."""

from audit.states import Transition
from documents.enums import DocumentState as S

# One row of the table on as few lines as it takes to read it.
# fmt: off
TRANSITIONS = {
    t.verb: t
    for t in (
        Transition("complete", "Phát hành văn bản", frozenset({S.NUMBERED}), S.ISSUED, stamps="issued_at"),
        Transition(
            "void", "Hủy số văn bản", frozenset({S.NUMBERED}), S.VOID, stamps="voided_at", needs_note=True
        ),
    )
}
# fmt: on
