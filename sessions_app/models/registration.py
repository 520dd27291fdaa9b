"""What a citizen registers to say, in three compartments: process, contact, voice."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from documents.models import StoredFile
from organizations.models import Field, Unit
from regulation.text import fold
from sessions_app.enums import RegistrationSource, RegistrationState
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.erasing import Erasable
from sessions_app.models.invitation import Invitation


class SpeakingRegistration(Versioned):
    """Process: state, dates, place in the order. Says nothing about who or what."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="registrations")
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    source = models.CharField("nguồn", max_length=10, choices=RegistrationSource.choices)
    state = models.CharField(
        "trạng thái", max_length=20, choices=RegistrationState.choices, default=RegistrationState.SUBMITTED
    )
    received_number = models.PositiveIntegerField("số tiếp nhận")
    withhold_identity = models.BooleanField("giữ kín danh tính đối với cơ quan bị phản ánh", default=False)
    speaks_in_person = models.BooleanField("phát biểu trực tiếp", default=True)
    acknowledged_at = models.DateTimeField("đã đọc trách nhiệm (Điều 19) lúc", null=True, blank=True)
    consent_text = models.CharField("bản văn đồng ý", max_length=120, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField("gửi lúc")
    decided_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    speaking_position = models.PositiveSmallIntegerField("thứ tự phát biểu", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    class Meta:
        verbose_name = "đăng ký phát biểu"
        ordering = ("received_number", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("session", "received_number"), name="registration_number_in_session"
            ),
            models.UniqueConstraint(
                fields=("session", "speaking_position"),
                condition=Q(speaking_position__isnull=False),
                name="registration_position_in_session",
            ),
            models.UniqueConstraint(
                fields=("invitation",),
                condition=Q(invitation__isnull=False) & ~Q(state=RegistrationState.WITHDRAWN),
                name="registration_one_live_per_invitation",
            ),
            models.CheckConstraint(
                name="registration_position_only_when_accepted",
                condition=Q(speaking_position__isnull=True) | Q(state=RegistrationState.ACCEPTED),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class RegistrationContact(Erasable):
    """Contact: who it is and how to reach the person. For the own office only."""

    registration = models.OneToOneField(
        SpeakingRegistration, on_delete=models.CASCADE, related_name="contact"
    )
    salutation = models.CharField("danh xưng", max_length=10, blank=True)
    full_name = models.CharField("họ và tên", max_length=120)
    on_behalf_of = models.CharField("đại diện cho", max_length=160, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("khu phố, ấp, địa chỉ", max_length=200, blank=True)
    may_be_named = models.BooleanField("đồng ý nêu tên trong biên bản, thông báo", default=False)

    class Meta:
        verbose_name = "liên hệ của người đăng ký"


class RegistrationVoice(Erasable):
    """Voice: what the person wants to say. Each edit is a version; the last one counts."""

    registration = models.ForeignKey(SpeakingRegistration, on_delete=models.CASCADE, related_name="voices")
    revision = models.PositiveSmallIntegerField(default=1)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+", verbose_name="lĩnh vực")
    text = models.TextField("nội dung muốn phát biểu", max_length=4000)
    asked_body = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text_folded = models.TextField(editable=False)

    class Meta:
        verbose_name = "nội dung đăng ký"
        ordering = ("registration", "revision")
        constraints = [
            models.UniqueConstraint(fields=("registration", "revision"), name="voice_revision_once")
        ]

    def save(self, *args, **kwargs):
        self.text_folded = fold(self.text)
        super().save(*args, **kwargs)


class RegistrationReply(models.Model):
    """What the office told the person about one registration: a question, a place to turn to, a decision.

    Shown to the person behind the link or the code; a message only says that there is something to read.
    """

    registration = models.ForeignKey(SpeakingRegistration, on_delete=models.CASCADE, related_name="replies")
    state = models.CharField("khi chuyển sang", max_length=20, choices=RegistrationState.choices)
    referred_to = models.CharField("nơi tiếp nhận", max_length=20, blank=True)
    text = models.CharField("nội dung báo cho người đăng ký", max_length=600)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "thông tin gửi người đăng ký"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(name="registration_reply_says_something", condition=~Q(text=""))
        ]


class RefusalProposal(models.Model):
    """What an office proposes under Đ5 and only the presider may confirm. Goes when it is decided upon."""

    registration = models.OneToOneField(
        SpeakingRegistration, on_delete=models.CASCADE, related_name="refusal_proposal"
    )
    ground = models.CharField("căn cứ", max_length=20)
    sentence = models.CharField("câu trả lời gửi người đăng ký", max_length=400)
    proposed_by = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đề nghị không tiếp nhận"


class Refusal(models.Model):
    """Đ5: only the ground, who decided, when, and one prepared sentence. Nothing about the person."""

    registration = models.OneToOneField(
        SpeakingRegistration, on_delete=models.CASCADE, related_name="refusal"
    )
    ground = models.CharField("căn cứ", max_length=20)
    sentence = models.CharField("câu trả lời gửi người đăng ký", max_length=400)
    proposed_by = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "không tiếp nhận theo Điều 5"


class TrackingCode(models.Model):
    """The code on a receipt. Fifteen characters: five find the row, ten are the secret; only a digest is kept."""

    selector = models.CharField(max_length=5, unique=True)
    secret_digest = models.CharField(max_length=64)
    generation = models.PositiveSmallIntegerField(default=1)
    registration = models.OneToOneField(
        SpeakingRegistration, null=True, blank=True, on_delete=models.CASCADE, related_name="tracking"
    )
    petition = models.OneToOneField(
        "sessions_app.Petition", null=True, blank=True, on_delete=models.CASCADE, related_name="tracking"
    )

    class Meta:
        verbose_name = "mã tra cứu"
        constraints = [
            models.CheckConstraint(
                name="tracking_of_exactly_one",
                condition=Q(registration__isnull=False, petition__isnull=True)
                | Q(registration__isnull=True, petition__isnull=False),
            )
        ]
