"""What the presider concludes: drafts in rounds, one line per petition, decisions bound to the exact text."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from organizations.models import Unit
from sessions_app.enums import ConclusionState, LineOutcome, Verdict
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.hosting import Hosting
from sessions_app.models.petition import Petition


class ConclusionDraft(Versioned):
    """One round of the conclusions of a session. A returned round stays; the next one is a new row."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="conclusion_drafts")
    revision = models.PositiveSmallIntegerField("bản", default=1)
    assessment = models.TextField("đánh giá chung", blank=True, max_length=20000)
    organisation = models.TextField("tổ chức thực hiện", blank=True, max_length=20000)
    state = models.CharField(
        "trạng thái", max_length=20, choices=ConclusionState.choices, default=ConclusionState.DRAFT
    )
    # SHA-256 of the text and lines at submission: approval names exactly what was read.
    content_digest = models.CharField(max_length=64, blank=True)
    submitted_by = models.ForeignKey(
        "accounts.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "dự thảo kết luận"
        ordering = ("session", "-revision")
        constraints = [
            models.UniqueConstraint(fields=("session", "revision"), name="conclusion_revision_once"),
            models.UniqueConstraint(
                fields=("session",),
                condition=~Q(state=ConclusionState.RETURNED),
                name="conclusion_one_live_round",
            ),
            models.CheckConstraint(
                name="conclusion_submitted_is_sealed",
                condition=Q(state__in=[ConclusionState.DRAFT])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(content_digest=""),
            ),
            models.CheckConstraint(
                name="conclusion_approved_has_moment",
                condition=~Q(state=ConclusionState.APPROVED) | Q(approved_at__isnull=False),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class ConclusionLine(models.Model):
    """What is concluded about one petition in one round."""

    draft = models.ForeignKey(ConclusionDraft, on_delete=models.CASCADE, related_name="lines")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="conclusion_lines")
    outcome = models.CharField(
        "kết luận", max_length=20, choices=LineOutcome.choices, default=LineOutcome.UNDECIDED
    )
    lead_agency = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="cơ quan chủ trì",
    )
    supporting_agencies = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="cơ quan phối hợp"
    )
    instruction = models.TextField("ý kiến kết luận", blank=True, max_length=4000)

    class Meta:
        verbose_name = "ý kiến kết luận"
        ordering = ("draft", "petition__number")
        constraints = [
            models.UniqueConstraint(fields=("draft", "petition"), name="conclusion_line_once"),
            models.CheckConstraint(
                name="conclusion_line_agency_only_when_assigned",
                condition=Q(outcome=LineOutcome.ASSIGNED) | Q(lead_agency__isnull=True),
            ),
        ]


class ConclusionDecision(models.Model):
    """The verdict of a presider for one hosting on exactly one text."""

    draft = models.ForeignKey(ConclusionDraft, on_delete=models.CASCADE, related_name="decisions")
    hosting = models.ForeignKey(Hosting, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField("ý kiến", max_length=20, choices=Verdict.choices)
    remark = models.TextField("ý kiến chỉ đạo", blank=True, max_length=4000)
    content_digest = models.CharField(max_length=64)
    seat = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "ý kiến duyệt"
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("draft", "hosting"), name="conclusion_decision_once_per_hosting"),
            models.CheckConstraint(
                name="conclusion_return_has_remark",
                condition=Q(verdict=Verdict.APPROVED) | ~Q(remark=""),
            ),
        ]
