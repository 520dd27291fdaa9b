"""Words of the ledger."""

from django.db import models


class CalendarChangeState(models.TextChoices):
    """A change of the calendar is first shown with what it would move, then applied."""

    DRAFT = "draft", "Chưa áp dụng"
    APPLIED = "applied", "Đã áp dụng"


class Standing(models.TextChoices):
    """Where a duty stands on a day. "Quá hạn" is open and late; "trễ" is done late."""

    NOT_COMPUTED = "not_computed", "Chưa tính được"
    OPEN = "open", "Đang trong hạn"
    OVERDUE = "overdue", "Quá hạn"
    MET_IN_TIME = "met_in_time", "Đúng hạn"
    MET_AMBER = "met_amber", "Sát hạn"
    MET_AFTER_EXTENSION = "met_after_extension", "Đúng hạn sau gia hạn"
    MET_LATE = "met_late", "Trễ"
    VOIDED = "voided", "Không còn phải làm"
