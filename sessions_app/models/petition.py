"""What was raised and must be followed up, in three compartments."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from organizations.models import Field
from regulation.text import fold
from sessions_app.enums import MatterType
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.erasing import Erasable
from sessions_app.models.proceedings import Turn
from sessions_app.models.registration import SpeakingRegistration


class Petition(Versioned):
    """Process: one matter raised at a session, its number and its field. Its state derives from what was decided."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="petitions")
    number = models.PositiveSmallIntegerField("số")
    turn = models.ForeignKey(Turn, null=True, blank=True, on_delete=models.PROTECT, related_name="petitions")
    registration = models.ForeignKey(
        SpeakingRegistration, null=True, blank=True, on_delete=models.PROTECT, related_name="petitions"
    )
    matter_type = models.CharField(
        "loại ý kiến", max_length=20, choices=MatterType.choices, default=MatterType.PETITION
    )
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, related_name="petitions", verbose_name="lĩnh vực"
    )
    area = models.CharField("địa bàn", max_length=200, blank=True)
    off_topic = models.BooleanField("ngoài chủ đề buổi đối thoại", default=False)
    withhold_identity = models.BooleanField("giữ kín danh tính đối với cơ quan", default=False)
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    class Meta:
        verbose_name = "kiến nghị"
        ordering = ("session", "number")
        constraints = [
            models.UniqueConstraint(fields=("session", "number"), name="petition_number_in_session")
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class PetitionVoice(Erasable):
    """Voice: the matter as minuted, and the text that the agency reads once the office has confirmed it."""

    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="voice")
    summary = models.CharField("tóm tắt", max_length=200)
    text = models.TextField("nội dung theo biên bản", max_length=8000)
    agency_text = models.TextField("nội dung chuyển cơ quan", blank=True, max_length=8000)
    agency_text_confirmed_at = models.DateTimeField(null=True, blank=True)
    agency_text_confirmed_by = models.ForeignKey(
        "accounts.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text_folded = models.TextField(editable=False)

    class Meta:
        verbose_name = "nội dung kiến nghị"
        constraints = [
            models.CheckConstraint(
                name="agency_text_confirmed_by_somebody",
                condition=Q(agency_text_confirmed_at__isnull=True)
                | Q(agency_text_confirmed_by__isnull=False) & ~Q(agency_text=""),
            )
        ]

    def save(self, *args, **kwargs):
        self.text_folded = fold(f"{self.summary} {self.text}")
        super().save(*args, **kwargs)


class PetitionContact(Erasable):
    """Contact: who raised it and how the answer reaches the person. For the own office only."""

    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="contact")
    salutation = models.CharField("danh xưng", max_length=10, blank=True)
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    on_behalf_of = models.CharField("đại diện cho", max_length=160, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("khu phố, ấp, địa chỉ", max_length=200, blank=True)
    may_be_named = models.BooleanField("đồng ý nêu tên trong biên bản, thông báo", default=False)

    class Meta:
        verbose_name = "liên hệ của người kiến nghị"
