"""The day itself: who spoke, and the minutes (Đ9.2)."""

from django.db import models
from django.db.models import F, Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from documents.models import IssuedDocument
from organizations.models import Unit
from sessions_app.enums import SpeakerKind
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.erasing import Erasable
from sessions_app.models.registration import SpeakingRegistration


class Turn(Versioned, Erasable):
    """One turn on the floor; one turn may hold several petitions."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("loại", max_length=20, choices=SpeakerKind.choices, default=SpeakerKind.CITIZEN)
    registration = models.ForeignKey(
        SpeakingRegistration, null=True, blank=True, on_delete=models.PROTECT, related_name="turns"
    )
    agency = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    speaker_label = models.CharField("người phát biểu", max_length=160)
    text = models.TextField("nội dung ghi", blank=True, max_length=20000)
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    began_at = models.DateTimeField("bắt đầu", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc", null=True, blank=True)
    entered_later = models.BooleanField("nhập sau", default=False)

    class Meta:
        verbose_name = "lượt phát biểu"
        ordering = ("session", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("session", "position"), name="turn_position_in_session"),
            models.UniqueConstraint(
                fields=("session",),
                condition=Q(began_at__isnull=False, ended_at__isnull=True),
                name="turn_one_running_per_session",
            ),
            models.CheckConstraint(
                name="turn_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class Minutes(Versioned):
    """Biên bản: structured text, one per session; finalised by the minute taker."""

    session = models.OneToOneField(DialogueSession, on_delete=models.CASCADE, related_name="minutes")
    attended_total = models.PositiveIntegerField("số người dự", null=True, blank=True)
    attended_people = models.PositiveIntegerField("trong đó đại diện Nhân dân", null=True, blank=True)
    opening = models.TextField(
        "khai mạc, nội dung người chủ trì thông báo (Đ8.1, Đ12.1)", blank=True, max_length=20000
    )
    previous_results = models.TextField("kết quả giải quyết kỳ trước", blank=True, max_length=20000)
    course = models.TextField("diễn biến chung", blank=True, max_length=40000)
    closing = models.TextField("kết luận của người chủ trì tại buổi", blank=True, max_length=20000)
    finalised_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    finalised_by = models.ForeignKey(
        "accounts.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.OneToOneField(
        IssuedDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes"
    )

    class Meta:
        verbose_name = "biên bản"
        constraints = [
            models.CheckConstraint(
                name="minutes_final_counts_attendance",
                condition=Q(finalised_at__isnull=True)
                | Q(attended_total__isnull=False, finalised_by__isnull=False),
            ),
            models.CheckConstraint(
                name="minutes_people_within_total",
                condition=Q(attended_people__isnull=True) | Q(attended_people__lte=F("attended_total")),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session
