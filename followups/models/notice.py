"""The notice of the presider's conclusions (Đ9.3.a, Đ13.3.a)."""

from django.db import models

from documents.models import IssuedDocument
from sessions_app.models import ConclusionDraft, Hosting


class ConclusionNotice(models.Model):
    """The numbered notice of one hosting: same facts, one paper per post that hosts."""

    hosting = models.OneToOneField(Hosting, on_delete=models.PROTECT, related_name="notice")
    draft = models.ForeignKey(ConclusionDraft, on_delete=models.PROTECT, related_name="notices")
    document = models.OneToOneField(IssuedDocument, on_delete=models.PROTECT, related_name="notice")
    late_reason = models.TextField("lý do phát hành trễ", blank=True)
    # The date on the paper once it is issued; day zero of the twenty working days.
    issued_on = models.DateField("ngày thông báo", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo kết luận"
