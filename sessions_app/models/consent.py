"""What somebody agreed to, purpose by purpose, with the exact words; taken back without a trace being lost."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from sessions_app.enums import ConsentPurpose
from sessions_app.models.petition import Petition
from sessions_app.models.registration import SpeakingRegistration


class Consent(models.Model):
    """One purpose that a person agreed to. Version and digest name the words; taking back keeps the row."""

    code = PublicCodeField()
    registration = models.ForeignKey(
        SpeakingRegistration, null=True, blank=True, on_delete=models.CASCADE, related_name="consents"
    )
    petition = models.ForeignKey(
        Petition, null=True, blank=True, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField("mục đích", max_length=12, choices=ConsentPurpose.choices)
    text_version = models.CharField("bản văn", max_length=40)
    text_digest = models.CharField(max_length=64)
    given_at = models.DateTimeField("đồng ý lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    class Meta:
        verbose_name = "sự đồng ý"
        ordering = ("given_at", "pk")
        constraints = [
            models.CheckConstraint(
                name="consent_of_exactly_one",
                condition=Q(registration__isnull=False, petition__isnull=True)
                | Q(registration__isnull=True, petition__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("registration", "purpose"),
                condition=Q(registration__isnull=False, withdrawn_at__isnull=True),
                name="consent_one_live_per_purpose",
            ),
        ]

    @property
    def audit_context(self) -> models.Model:
        """The session under whose log acts about this consent are shown."""
        return (self.registration or self.petition).session
