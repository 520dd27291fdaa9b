"""Periods and purges, requests of the people whose data are kept, incidents. Facts and dates; lateness is derived."""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from organizations.models import Unit
from personal_data.enums import (
    DataKind,
    HoldReason,
    IdentityCheck,
    IncidentKind,
    IncidentState,
    RefusedBecause,
    RequestKind,
    RequestOutcome,
    RequestSource,
    RequestState,
)
from sessions_app.models import DialogueSession, Guest, Petition, SpeakingRegistration


class RetentionPeriod(models.Model):
    """A period that an administrator set for one kind of data. The latest row of a kind counts."""

    kind = models.CharField("loại dữ liệu", max_length=20, choices=DataKind.choices)
    days = models.PositiveIntegerField("số ngày lưu giữ")
    basis = models.CharField("căn cứ", max_length=300)
    entered_by = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "thời hạn lưu giữ"
        ordering = ("kind", "pk")


class RetentionHold(models.Model):
    """Nothing of a session is erased while this stands."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="retention_holds")
    reason = models.CharField("lý do", max_length=12, choices=HoldReason.choices)
    reference = models.CharField("số văn bản", max_length=120, blank=True)
    placed_by = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField("từ lúc")
    released_at = models.DateTimeField("đến lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tạm dừng xóa dữ liệu"
        ordering = ("-placed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("session", "reason"),
                condition=Q(released_at__isnull=True),
                name="hold_once_per_reason",
            )
        ]

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class PurgeConfirmation(models.Model):
    """An administrator saw what would be erased under exactly these periods. Without one nothing is erased."""

    periods_digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    counts = models.JSONField("số dòng theo loại", default=dict)
    confirmed_by = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("xác nhận lúc")

    class Meta:
        verbose_name = "xác nhận kết quả xóa thử"
        ordering = ("-confirmed_at", "-pk")


class PurgeRun(models.Model):
    """One night's purge: what was erased, by kind. The rows themselves say since when their data are gone."""

    on = models.DateField("ngày", unique=True)
    confirmation = models.ForeignKey(PurgeConfirmation, on_delete=models.PROTECT, related_name="runs")
    counts = models.JSONField("số dòng theo loại", default=dict)
    began_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lượt xóa dữ liệu hết hạn"
        ordering = ("-on",)


class DataRequest(Versioned):
    """What somebody asks about the own data, with the clocks of its answer. Process only."""

    code = PublicCodeField()
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField("yêu cầu", max_length=12, choices=RequestKind.choices)
    source = models.CharField("nhận qua", max_length=8, choices=RequestSource.choices)
    state = models.CharField(
        "trạng thái", max_length=12, choices=RequestState.choices, default=RequestState.RECEIVED
    )
    registration = models.ForeignKey(
        SpeakingRegistration, null=True, blank=True, on_delete=models.PROTECT, related_name="data_requests"
    )
    petition = models.ForeignKey(
        Petition, null=True, blank=True, on_delete=models.PROTECT, related_name="data_requests"
    )
    guest = models.ForeignKey(
        Guest, null=True, blank=True, on_delete=models.PROTECT, related_name="data_requests"
    )
    received_on = models.DateField("nhận ngày")
    identity_check = models.CharField(
        "cách xác định người yêu cầu", max_length=12, choices=IdentityCheck.choices, blank=True
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    extended_by = models.PositiveSmallIntegerField("gia hạn (ngày)", default=0)
    extension_reason = models.CharField("lý do gia hạn", max_length=300, blank=True)
    closed_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=10, choices=RequestOutcome.choices, blank=True)
    ground = models.CharField("căn cứ", max_length=12, choices=RefusedBecause.choices, blank=True)

    class Meta:
        verbose_name = "yêu cầu về dữ liệu cá nhân"
        ordering = ("received_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="data_request_closed_has_outcome",
                condition=~Q(state=RequestState.CLOSED) | Q(closed_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="data_request_confirmed_has_moment",
                condition=~Q(state=RequestState.CONFIRMED) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="data_request_not_wholly_done_says_why",
                condition=Q(outcome__in=("", RequestOutcome.FULFILLED)) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="data_request_extension_says_why",
                condition=Q(extended_by=0) | Q(extended_by__lte=15) & ~Q(extension_reason=""),
            ),
        ]


class DataRequestPerson(models.Model):
    """Who asks, what in the own words, how the answer reaches the person; what was answered. For the office only."""

    request = models.OneToOneField(DataRequest, on_delete=models.CASCADE, related_name="person")
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    words = models.TextField("nội dung yêu cầu", blank=True, max_length=2000)
    reply = models.TextField("nội dung trả lời", blank=True, max_length=2000)
    erased_on = models.DateField("đã xóa dữ liệu cá nhân ngày", null=True, blank=True)

    class Meta:
        verbose_name = "người yêu cầu"


class DataIncident(Versioned):
    """Something that went wrong with personal data: what, since when, how many, what was done, who was told."""

    code = PublicCodeField()
    kind = models.CharField("loại sự cố", max_length=12, choices=IncidentKind.choices)
    state = models.CharField(
        "trạng thái", max_length=8, choices=IncidentState.choices, default=IncidentState.OPEN
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="data_incidents")
    session = models.ForeignKey(
        DialogueSession, null=True, blank=True, on_delete=models.PROTECT, related_name="data_incidents"
    )
    happened_on = models.DateField("xảy ra ngày", null=True, blank=True)
    found_at = models.DateTimeField("phát hiện lúc")
    description = models.TextField("diễn biến", max_length=4000)
    data_concerned = models.CharField("loại dữ liệu bị ảnh hưởng", max_length=300)
    people_count = models.PositiveIntegerField("số người bị ảnh hưởng", null=True, blank=True)
    measures = models.TextField("biện pháp đã làm", blank=True, max_length=4000)
    notified_at = models.DateTimeField("báo cơ quan có thẩm quyền lúc", null=True, blank=True)
    notice_number = models.CharField("số văn bản báo", max_length=60, blank=True)
    late_reason = models.CharField("lý do báo chậm", max_length=300, blank=True)
    people_told_on = models.DateField("báo người bị ảnh hưởng ngày", null=True, blank=True)
    closed_at = models.DateTimeField("xử lý xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "sự cố dữ liệu"
        ordering = ("-found_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="incident_notice_has_number",
                condition=Q(notified_at__isnull=True) | ~Q(notice_number=""),
            ),
            models.CheckConstraint(
                name="incident_closed_has_moment",
                condition=~Q(state=IncidentState.CLOSED) | Q(closed_at__isnull=False),
            ),
        ]
