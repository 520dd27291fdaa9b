"""Who hosts and presides: a session may be held for one post or, jointly, for two (Đ18.5)."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Seat
from audit.public_codes import PublicCodeField
from documents.models import IssuedDocument
from duties.models import Duty
from organizations.enums import Branch
from organizations.models import Delegation, Official, Post, Unit
from sessions_app.models.dialogue_session import DialogueSession


class Hosting(models.Model):
    """One session held for one post. Duties of invitation and notice, papers and counts hang here."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="hostings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="hostings")
    branch = models.CharField("hệ", max_length=20, choices=Branch.choices)
    organizing_office = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="organized_hostings", verbose_name="văn phòng tổ chức"
    )
    position = models.PositiveSmallIntegerField(default=0)
    invitation_duty = models.OneToOneField(
        Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation_hosting"
    )
    notice_duty = models.OneToOneField(
        Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="notice_hosting"
    )
    invitation_document = models.OneToOneField(
        IssuedDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation_hosting"
    )

    class Meta:
        verbose_name = "đơn vị tổ chức buổi đối thoại"
        ordering = ("session", "position", "pk")
        constraints = [models.UniqueConstraint(fields=("session", "post"), name="hosting_once_per_post")]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class Presidency(models.Model):
    """Who presides over a hosting, over which period of the session (the chair may change hands)."""

    hosting = models.ForeignKey(Hosting, on_delete=models.CASCADE, related_name="presidencies")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="presidencies")
    title = models.CharField("chức danh", max_length=160)
    is_holder = models.BooleanField("là người giữ chức vụ")
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Đ7, Đ11 name no deputy for most posts: another presider needs a written reason that oversight sees.
    override_reason = models.TextField("lý do", blank=True)
    from_at = models.DateTimeField("từ lúc", null=True, blank=True)
    until_at = models.DateTimeField("đến lúc", null=True, blank=True)

    class Meta:
        verbose_name = "người chủ trì"
        ordering = ("hosting", "pk")
        constraints = [
            models.CheckConstraint(
                name="presidency_deputy_has_ground",
                condition=Q(is_holder=True) | Q(delegation__isnull=False) | ~Q(override_reason=""),
            ),
            models.CheckConstraint(
                name="presidency_period",
                condition=Q(until_at__isnull=True) | Q(from_at__isnull=True) | Q(until_at__gte=F("from_at")),
            ),
        ]


class AttendingBody(models.Model):
    """A body asked to prepare and take part (Đ6.3, Đ9.1.b dash 3), with what it prepared (Đ17.1)."""

    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="attending_bodies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="attendances")
    representative = models.CharField("người đại diện", max_length=160, blank=True)
    is_authorised_deputy = models.BooleanField("cấp phó được ủy quyền", default=False)
    notified_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notified_at = models.DateTimeField(null=True, blank=True)
    prepared_content = models.TextField("nội dung chuẩn bị", blank=True)

    class Meta:
        verbose_name = "cơ quan tham gia"
        ordering = ("unit__name_sort", "pk")
        constraints = [models.UniqueConstraint(fields=("session", "unit"), name="attending_body_once")]
