"""One personal invitation with its link and its way to the guest (Đ9.1.b dash 2)."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from outbox.enums import Channel
from outbox.models import Message
from sessions_app.enums import HandedHow, InvitationResponse
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.guests import Guest


class Invitation(models.Model):
    """The invitation of one guest. The link is derived from id and generation; only its digest is kept."""

    code = PublicCodeField()
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="invitations")
    generation = models.PositiveSmallIntegerField("đời liên kết", default=1)
    # Empty until the key of the row is known, from which the link derives; null, so that several may be empty at once.
    token_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    short_code = models.CharField("mã mời", max_length=12, unique=True)
    issued_at = models.DateTimeField("phát hành lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    response = models.CharField(
        "phản hồi", max_length=20, choices=InvitationResponse.choices, default=InvitationResponse.NONE
    )
    response_reason = models.CharField("lý do", max_length=300, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "thư mời"
        constraints = [
            models.UniqueConstraint(
                fields=("guest",), condition=Q(revoked_at__isnull=True), name="invitation_one_live_per_guest"
            )
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.guest.session


class Dispatch(models.Model):
    """One way an invitation took: by message, or handed over on paper and entered in the register.

    A line of channel SMS tells that a letter is on its way; the letter itself goes by mail or on paper, and only
    these lines meet the duty (docs/decisions/0012).
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="dispatches")
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="dispatch"
    )
    # The plan of the session it belongs to (DialogueSession.plan_revision).
    revision = models.PositiveSmallIntegerField("lần lên lịch", default=1)
    # The day it left: provider acceptance for messages, the day of handing over for paper.
    left_on = models.DateField("ngày gửi", null=True, blank=True)
    left_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    handed_by = models.CharField("người giao", max_length=120, blank=True)
    handed_how = models.CharField("cách giao", max_length=12, choices=HandedHow.choices, blank=True)
    post_number = models.CharField("số bưu gửi", max_length=40, blank=True)
    returned_on = models.DateField("bị trả lại ngày", null=True, blank=True)
    failed_reason = models.CharField("lý do không gửi được", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần gửi thư mời"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("invitation", "revision"),
                condition=Q(channel=Channel.PRINT, failed_reason=""),
                name="dispatch_one_live_paper_per_plan",
            ),
            models.CheckConstraint(
                name="dispatch_returned_left_and_says_why",
                condition=Q(returned_on__isnull=True) | Q(left_on__isnull=False) & ~Q(failed_reason=""),
            ),
            models.CheckConstraint(
                name="dispatch_by_post_has_number",
                condition=~Q(handed_how=HandedHow.BY_POST) | ~Q(post_number=""),
            ),
            models.CheckConstraint(
                name="dispatch_on_paper_names_who_handed_it",
                condition=~Q(channel=Channel.PRINT) | Q(left_on__isnull=True) | ~Q(handed_by=""),
            ),
            models.CheckConstraint(
                name="dispatch_left_has_day_and_moment",
                condition=Q(left_on__isnull=True, left_at__isnull=True)
                | Q(left_on__isnull=False, left_at__isnull=False),
            ),
        ]
