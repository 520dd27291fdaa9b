"""One petition given to one lead agency, its written answer and its extensions (Đ9.3.b, Đ13.3.b)."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from documents.models import StoredFile
from duties.models import Duty, DutyExtension
from followups.enums import AnswerOutcome, AssignmentState, DeliveryChannel
from followups.models.notice import ConclusionNotice
from organizations.models import Unit
from sessions_app.models import DialogueSession, Petition


class Assignment(Versioned):
    """What one agency owes on one petition. The clock is its duty; one duty per assignment."""

    code = PublicCodeField()
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="assignments")
    agency = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name="cơ quan chủ trì"
    )
    supporting_agencies = models.ManyToManyField(Unit, blank=True, related_name="supported_assignments")
    notice = models.ForeignKey(ConclusionNotice, on_delete=models.PROTECT, related_name="assignments")
    instruction = models.TextField("ý kiến kết luận", blank=True)
    state = models.CharField(
        "trạng thái", max_length=20, choices=AssignmentState.choices, default=AssignmentState.ASSIGNED
    )
    answer_duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="assignment")
    assigned_at = models.DateTimeField("giao lúc")
    extended_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    # The agency says that the matter belongs elsewhere; the clock goes on until the office decides.
    handed_back_at = models.DateTimeField("báo không thuộc thẩm quyền lúc", null=True, blank=True)
    hand_back_reason = models.TextField("lý do không thuộc thẩm quyền", blank=True, max_length=2000)

    class Meta:
        verbose_name = "việc giao cơ quan"
        ordering = ("petition__session", "petition__number", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("petition",),
                condition=~Q(state=AssignmentState.ESCALATED),
                name="assignment_one_lead_per_petition",
            ),
            models.CheckConstraint(
                name="assignment_answered_matches_state",
                condition=Q(state=AssignmentState.ANSWERED, answered_at__isnull=False)
                | ~Q(state=AssignmentState.ANSWERED) & Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="assignment_extended_has_moment",
                condition=~Q(state=AssignmentState.EXTENDED) | Q(extended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_handed_back_says_why",
                condition=Q(handed_back_at__isnull=True) | ~Q(hand_back_reason=""),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.petition.session


class Answer(models.Model):
    """The written answer. The duty is met on the later of delivery to the petitioner and report to the head."""

    code = PublicCodeField()
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="answer")
    document_number = models.CharField("số văn bản", max_length=60)
    document_date = models.DateField("ngày văn bản")
    signer = models.CharField("người ký", max_length=160)
    outcome = models.CharField("kết quả", max_length=20, choices=AnswerOutcome.choices)
    summary = models.TextField("nội dung trả lời", max_length=8000)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="answer")
    recorded_at = models.DateTimeField("nhập lúc")
    channel = models.CharField("cách gửi", max_length=12, choices=DeliveryChannel.choices)
    handed_over_on = models.DateField("giao văn phòng chuyển ngày", null=True, blank=True)
    delivered_on = models.DateField("gửi người kiến nghị ngày", null=True, blank=True)
    reported_on = models.DateField("báo cáo người đứng đầu ngày", null=True, blank=True)
    report_number = models.CharField("số báo cáo", max_length=60, blank=True)
    seen_by_head_at = models.DateTimeField("người đứng đầu xem lúc", null=True, blank=True)

    class Meta:
        verbose_name = "văn bản trả lời"
        constraints = [
            models.CheckConstraint(
                name="answer_by_portal_is_delivered",
                condition=~Q(channel=DeliveryChannel.PORTAL) | Q(delivered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_on_paper_passes_the_office",
                condition=Q(channel=DeliveryChannel.PORTAL) | Q(handed_over_on__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_seen_only_when_reported",
                condition=Q(seen_by_head_at__isnull=True) | Q(reported_on__isnull=False),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.assignment.petition.session


class Extension(models.Model):
    """The written notice of an extension to the petitioner, with the date it states."""

    code = PublicCodeField()
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    duty_extension = models.OneToOneField(DutyExtension, on_delete=models.PROTECT, related_name="notice")
    reason = models.TextField("lý do", max_length=4000)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="extension")
    recorded_at = models.DateTimeField("nhập lúc")
    channel = models.CharField("cách gửi", max_length=12, choices=DeliveryChannel.choices)
    delivered_on = models.DateField("gửi người kiến nghị ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo gia hạn"
        ordering = ("recorded_at", "pk")
        constraints = [
            models.CheckConstraint(
                name="extension_by_portal_is_delivered",
                condition=~Q(channel=DeliveryChannel.PORTAL) | Q(delivered_on__isnull=False),
            )
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.assignment.petition.session
