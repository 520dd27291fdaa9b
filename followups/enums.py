"""States of assignments and outcomes of answers; how a petition's state is read from them."""

from django.db import models

from sessions_app.enums import LineOutcome


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", "Đang giải quyết"
    EXTENDED = "extended", "Đã báo gia hạn"
    ANSWERED = "answered", "Đã trả lời"
    ESCALATED = "escalated", "Kiến nghị cấp trên"


# The agency still owes its answer.
OPEN = frozenset({AssignmentState.ASSIGNED, AssignmentState.EXTENDED})


class AnswerOutcome(models.TextChoices):
    RESOLVED = "resolved", "Đã giải quyết xong"
    IN_PROGRESS = "in_progress", "Đang giải quyết, có lộ trình"
    EXPLAINED = "explained", "Giải trình, không có cơ sở giải quyết"
    BEYOND_AUTHORITY = "beyond_authority", "Vượt thẩm quyền, kiến nghị cấp trên"


class DeliveryChannel(models.TextChoices):
    PORTAL = "portal", "Qua cổng tra cứu"
    PAPER = "paper", "Văn phòng giao văn bản giấy"
    PUBLISHED = "published", "Văn phòng niêm yết công khai"


class PetitionChip(models.TextChoices):
    """The state of a petition in the seven words that everybody reads. "Quá hạn" is a badge beside it."""

    NEW = "new", "Mới ghi nhận"
    UNASSIGNED = "unassigned", "Chưa giao cơ quan"
    IN_PROGRESS = "in_progress", "Đang giải quyết"
    EXTENDED = "extended", "Đã báo gia hạn"
    ANSWERED = "answered", "Đã trả lời"
    ESCALATED = "escalated", "Kiến nghị cấp trên"
    OUT_OF_SCOPE = "out_of_scope", "Không thuộc nội dung"


# The one table: an assignment speaks first, else what the presider concluded, else nothing was decided yet.
CHIP_OF_ASSIGNMENT = {
    AssignmentState.ASSIGNED: PetitionChip.IN_PROGRESS,
    AssignmentState.EXTENDED: PetitionChip.EXTENDED,
    AssignmentState.ANSWERED: PetitionChip.ANSWERED,
    AssignmentState.ESCALATED: PetitionChip.ESCALATED,
}
CHIP_OF_OUTCOME = {
    LineOutcome.UNDECIDED: PetitionChip.NEW,
    LineOutcome.ASSIGNED: PetitionChip.UNASSIGNED,
    LineOutcome.ANSWERED: PetitionChip.ANSWERED,
    LineOutcome.NOTED: PetitionChip.ANSWERED,
    LineOutcome.ESCALATED: PetitionChip.ESCALATED,
    LineOutcome.OUT_OF_SCOPE: PetitionChip.OUT_OF_SCOPE,
}
# How each chip looks: the kind of the component and its icon.
CHIP_LOOK = {
    PetitionChip.NEW: ("neutral", "new"),
    PetitionChip.UNASSIGNED: ("soon", "warning"),
    PetitionChip.IN_PROGRESS: ("working", "working"),
    PetitionChip.EXTENDED: ("extended", "extended"),
    PetitionChip.ANSWERED: ("done", "done"),
    PetitionChip.ESCALATED: ("neutral", "escalated"),
    PetitionChip.OUT_OF_SCOPE: ("neutral", "outside"),
}


def chip_of(*, assignment: str | None, outcome: str | None) -> PetitionChip:
    """The chip of a petition from the state of its assignment and the outcome of its conclusion line."""
    if assignment is not None:
        return CHIP_OF_ASSIGNMENT[AssignmentState(assignment)]
    return CHIP_OF_OUTCOME[LineOutcome(outcome)] if outcome else PetitionChip.NEW
