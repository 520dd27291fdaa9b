"""Annual reports and to whom they went."""

from django.db import models

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from documents.models import IssuedDocument
from organizations.models import Post, Unit


class AnnualReport(Versioned):
    """The yearly report of one post (Đ9.3.c, Đ13.3.c). Its figures are frozen in the issued document."""

    code = PublicCodeField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField("năm")
    document = models.OneToOneField(
        IssuedDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="annual_report"
    )
    situation = models.TextField("công tác lãnh đạo, chỉ đạo", blank=True, max_length=20000)
    strengths = models.TextField("ưu điểm", blank=True, max_length=20000)
    weaknesses = models.TextField("hạn chế", blank=True, max_length=20000)
    causes = models.TextField("nguyên nhân", blank=True, max_length=20000)
    next_year = models.TextField("phương hướng năm sau", blank=True, max_length=20000)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True, max_length=20000)
    late_reason = models.TextField("lý do báo cáo trễ", blank=True, max_length=2000)
    prepared_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "báo cáo năm"
        constraints = [models.UniqueConstraint(fields=("post", "year"), name="annual_report_once")]


class ReportSending(models.Model):
    """One recipient of an annual report and the day it was sent."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="sendings")
    recipient = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("tư cách nhận", max_length=60)
    sent_on = models.DateField("ngày gửi", null=True, blank=True)

    class Meta:
        verbose_name = "nơi nhận báo cáo"
        constraints = [
            models.UniqueConstraint(fields=("report", "recipient"), name="report_sent_once_to_each")
        ]
