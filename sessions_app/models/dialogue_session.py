"""One direct meeting or dialogue between a head and the people (Đ1.1)."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from organizations.models import Field
from regulation.text import fold
from sessions_app.enums import SessionKind, SessionState


def stamped(field: str, states: list[str]) -> models.CheckConstraint:
    """In the given states the stamp is present; a stamp is never missing where the state says it happened."""
    return models.CheckConstraint(
        name=f"session_{field}_matches_state",
        condition=~Q(state__in=states) | Q(**{f"{field}__isnull": False}),
    )


class DialogueSession(Versioned):
    """The session itself: content, time, place, audience. Who hosts and presides stands in its hostings."""

    code = PublicCodeField()
    title = models.CharField("tên buổi đối thoại", max_length=300)
    content = models.TextField("nội dung", max_length=4000, blank=True)
    kind = models.CharField("loại", max_length=20, choices=SessionKind.choices, default=SessionKind.PERIODIC)
    fields = models.ManyToManyField(Field, blank=True, related_name="sessions", verbose_name="lĩnh vực")
    area = models.CharField("địa bàn", max_length=200, blank=True)
    # A session of a commune's People's Committee may be the yearly conference of Luật 72/2025/QH15, Điều 43, as well.
    is_commune_conference = models.BooleanField("là hội nghị đối thoại với Nhân dân", default=False)
    audience = models.CharField("thành phần Nhân dân", max_length=300, blank=True)
    starts_at = models.DateTimeField("bắt đầu", null=True, blank=True)
    planned_end_at = models.DateTimeField("dự kiến kết thúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    expected_guests = models.PositiveIntegerField("số người dự kiến", null=True, blank=True)
    registration_closes_at = models.DateTimeField("chốt đăng ký lúc", null=True, blank=True)
    # How often the session was put on the calendar: a session that is held on another day than first announced
    # gets new invitations, new papers and new clocks; those of the earlier plan stay as they are.
    plan_revision = models.PositiveSmallIntegerField("lần lên lịch", default=1)
    # Why it was put on the calendar when no day was left on which invitations are in time (Đ9.1.b, Đ20.2).
    short_notice_reason = models.TextField("lý do tổ chức gấp", blank=True, max_length=1000)
    # Why the invitations of this plan are sent late; kept with the duty once the last one has left.
    late_invitation_reason = models.TextField("lý do gửi thư mời trễ", blank=True, max_length=1000)
    state = models.CharField(
        "trạng thái", max_length=20, choices=SessionState.choices, default=SessionState.DRAFT
    )
    created_at = models.DateTimeField(auto_now_add=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    postponed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    minute_taker = models.ForeignKey(
        "accounts.Seat",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="thư ký",
    )
    title_folded = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        verbose_name = "buổi đối thoại"
        ordering = ("-starts_at", "-pk")
        constraints = [
            stamped("scheduled_at", [SessionState.SCHEDULED]),
            stamped("announced_at", [SessionState.ANNOUNCED]),
            stamped("began_at", [SessionState.IN_PROGRESS]),
            stamped("ended_at", [SessionState.HELD, SessionState.CONCLUDED]),
            stamped("concluded_at", [SessionState.CONCLUDED]),
            stamped("postponed_at", [SessionState.POSTPONED]),
            stamped("cancelled_at", [SessionState.CANCELLED]),
            models.CheckConstraint(
                name="session_beyond_draft_is_complete",
                condition=Q(state__in=[SessionState.DRAFT, SessionState.CANCELLED])
                | (Q(starts_at__isnull=False) & ~Q(place="") & ~Q(content="")),
            ),
        ]
        indexes = [models.Index(fields=("state", "starts_at"), name="session_state_start")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self.title_folded = fold(self.title)[:300]
        super().save(*args, **kwargs)
