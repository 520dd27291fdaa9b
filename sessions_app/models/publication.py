"""What the law asks a commune's People's Committee to make public of its conference with the people."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from duties.models import Duty
from sessions_app.enums import PublicationKind
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.hosting import Hosting


class Publication(models.Model):
    """One announcement of a conference, or of its results (Luật 72/2025/QH15, Điều 43): owed first, then made.

    ``channels`` are words of ``PublicationChannel``; ``where`` says on which station, page or board.
    """

    code = PublicCodeField()
    hosting = models.ForeignKey(Hosting, on_delete=models.CASCADE, related_name="publications")
    kind = models.CharField("loại", max_length=20, choices=PublicationKind.choices)
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="publication")
    published_on = models.DateField("ngày công bố", null=True, blank=True)
    channels = models.JSONField("hình thức", default=list, blank=True)
    where = models.CharField("nơi công bố", max_length=500, blank=True)
    recorded_at = models.DateTimeField("ghi nhận lúc", null=True, blank=True)

    class Meta:
        verbose_name = "công bố hội nghị đối thoại"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="publication_made_is_complete",
                condition=Q(published_on__isnull=True, recorded_at__isnull=True, where="")
                | (Q(published_on__isnull=False, recorded_at__isnull=False) & ~Q(where="")),
            ),
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.hosting.session
