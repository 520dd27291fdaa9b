"""The ledger of what is owed by when."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from accounts.models import Seat
from audit.public_codes import PublicCodeField
from audit.states import Versioned
from duties.enums import CalendarChangeState
from duties.querysets import DutyQuerySet
from organizations.enums import Branch
from organizations.models import Post, Unit
from regulation.articles import Article
from regulation.calendar_entries import Entry
from regulation.enums import DayKind, DayStatus

ONCE_PER_SESSION = frozenset({Article.INVITATION_LEAD_TIME, Article.CONCLUSION_NOTICE})


class Duty(models.Model):
    """One thing owed: by whom, under which clause, from which event, due when, met when.

    Lateness, days left and compliance are derived from these dates, never stored. The ledger knows no noun:
    the row that causes a duty points at it. ``subject_key`` names that row for the unique key only.
    """

    code = PublicCodeField()
    rule = models.CharField(
        "điều khoản", max_length=20, help_text="Clause id of the branch, e.g. D9.3.a or D13.3.a"
    )
    branch = models.CharField(max_length=20, choices=Branch.choices)
    edition = models.CharField("văn bản quy định", max_length=40)
    # How it was computed: {"days": 10, "counting": "working", "reading": "strict"}; old verdicts keep theirs.
    reading = models.JSONField(default=dict)
    subject_key = models.CharField(max_length=80)
    owed_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="duties", verbose_name="đơn vị phải làm"
    )
    owed_by_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    # The unit whose session or post it is; equals owed_by except where an agency owes an answer to a session.
    owed_to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties_owed_to")
    title = models.CharField("việc", max_length=300)
    context_line = models.CharField("bối cảnh", max_length=300, blank=True)
    target_path = models.CharField(max_length=200)
    # Under whose log and on whose page it is shown (the session), as ``audit.acts.context_key`` names it.
    context_key = models.CharField(max_length=60, blank=True, db_index=True)
    action_label = models.CharField(max_length=60, blank=True)
    base_on = models.DateField("ngày phát sinh", null=True, blank=True)
    base_is_planned = models.BooleanField("ngày phát sinh là dự kiến", default=False)
    due_on = models.DateField("hạn", null=True, blank=True)
    # The date the base event gave. An extension never changes it; a corrected base day or calendar does.
    first_due_on = models.DateField("hạn đầu tiên", null=True, blank=True)
    first_lawful_until = models.DateField("đúng hạn đầu tiên đến hết", null=True, blank=True)
    lawful_until = models.DateField("đúng hạn đến hết", null=True, blank=True)
    amber_until = models.DateField("sát hạn đến hết", null=True, blank=True)
    tentative = models.BooleanField("tạm tính", default=False)
    calendar_version = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    met_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    met_recorded_at = models.DateTimeField(null=True, blank=True)
    voided_on = models.DateField("không còn phải làm từ", null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    late_reason = models.TextField("lý do trễ", blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "việc phải làm theo Quy chế"
        ordering = (F("due_on").asc(nulls_last=True), "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("rule", "subject_key"),
                condition=Q(voided_on__isnull=True),
                name="duty_one_live_per_subject",
            ),
            models.CheckConstraint(
                name="duty_met_or_voided", condition=Q(met_on__isnull=True) | Q(voided_on__isnull=True)
            ),
            models.CheckConstraint(
                name="duty_void_has_reason", condition=Q(voided_on__isnull=True) | ~Q(void_reason="")
            ),
            models.CheckConstraint(
                name="duty_lawful_not_before_due",
                condition=Q(lawful_until__isnull=True) | Q(lawful_until__gte=F("due_on")),
            ),
            models.CheckConstraint(
                name="duty_amber_not_before_lawful",
                condition=Q(amber_until__isnull=True) | Q(amber_until__gte=F("lawful_until")),
            ),
            models.CheckConstraint(
                name="duty_dates_all_or_none",
                condition=Q(
                    due_on__isnull=True,
                    first_due_on__isnull=True,
                    first_lawful_until__isnull=True,
                    lawful_until__isnull=True,
                    amber_until__isnull=True,
                )
                | Q(
                    due_on__isnull=False,
                    first_due_on__isnull=False,
                    first_lawful_until__isnull=False,
                    lawful_until__isnull=False,
                    amber_until__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="duty_due_not_before_first_due",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("first_due_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=("due_on", "owed_by"),
                condition=Q(met_on__isnull=True, voided_on__isnull=True),
                name="duty_open_by_due",
            ),
            models.Index(fields=("owed_to", "rule"), name="duty_of_unit_rule"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def article(self) -> Article:
        """The clause as a member of the catalogue."""
        return Article.by_clause(self.rule)

    @property
    def citation(self) -> str:
        """``điểm b, khoản 1, Điều 9``: the clause as letters of the branch cite it."""
        return self.article.cited_for(self.branch)

    @property
    def audit_context(self) -> models.Model | None:
        """The row under whose log acts about this duty are shown, by name only; None where there is none."""
        if not self.context_key:
            return None
        label, _, pk = self.context_key.partition(":")
        return apps.get_model(label)(pk=int(pk))

    @property
    def act(self) -> tuple:
        """What must be done, whoever owes it: duties with the same act are met by one.

        A joint session (Đ18.5) owes its letters and its notice once for each host, but sends them once.
        """
        if self.context_key and self.article in ONCE_PER_SESSION:
            return (self.article, self.context_key, self.due_on)
        return (self.pk,)

    @property
    def is_open(self) -> bool:
        """Neither met nor voided."""
        return self.met_on is None and self.voided_on is None

    @property
    def is_extended(self) -> bool:
        """A written notice given in time moved the date beyond the first one."""
        return self.due_on is not None and self.due_on != self.first_due_on


class DutyExtension(models.Model):
    """A written notice that states a new date (Đ9.3.b câu 2, Đ13.3.b câu 2).

    Given in time it moves the due date of its duty; given late it is kept here and moves nothing.
    """

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="extensions")
    document_number = models.CharField("số văn bản", max_length=60)
    document_date = models.DateField("ngày văn bản")
    old_due_on = models.DateField("hạn cũ")
    new_due_on = models.DateField("hạn mới")
    in_time = models.BooleanField("báo trước khi hết hạn")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "gia hạn"
        ordering = ("recorded_at", "pk")
        constraints = [
            models.CheckConstraint(
                name="extension_moves_date_forward", condition=Q(new_due_on__gt=F("old_due_on"))
            )
        ]


class DutyMove(models.Model):
    """A due date recomputed because the calendar or the planned day changed: old date, new date, why."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="moves")
    old_due_on = models.DateField("hạn cũ", null=True, blank=True)
    new_due_on = models.DateField("hạn mới", null=True, blank=True)
    reason = models.CharField("lý do", max_length=300)
    # "Quá hạn do đổi lịch": a new calendar put the date before the day of the change. Counted apart.
    already_past = models.BooleanField("hạn mới đã qua khi điều chỉnh", default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "điều chỉnh hạn"
        ordering = ("at", "pk")


class MilestonePassed(models.Model):
    """A milestone of the reminders that a duty reached: written once, with the day on which it fell.

    A pass after a silence writes all that fell meanwhile, each with its own day; letters go out for the latest.
    """

    # The unique key begins with it; a second index would only cost each row that is noted.
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    due_on = models.DateField("hạn lúc đó")
    # Working days left when it was reached: 5, 2, 0, and negative once late.
    days_left = models.SmallIntegerField("số ngày làm việc còn lại")
    fell_on = models.DateField("đến mốc ngày")
    recorded_at = models.DateTimeField("ghi nhận lúc")

    class Meta:
        verbose_name = "mốc nhắc hạn đã qua"
        ordering = ("fell_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=("duty", "due_on", "days_left"), name="milestone_passed_once")
        ]


class ReminderLadder(Versioned):
    """When whom to remind under one clause, where somebody changed it; without a row the standing ladder holds.

    ``steps`` is a list of {days_left, to}; ``to`` names members of ``ladder.Reminded``.
    """

    article = models.CharField("điều khoản", max_length=20, unique=True)
    steps = models.JSONField("các mốc")

    class Meta:
        verbose_name = "mốc nhắc hạn"
        ordering = ("article",)


class CalendarChange(Versioned):
    """Days to be entered into the working calendar, or taken out: shown first, then applied as a whole.

    ``days`` is a list of {date, kind, name, source, status}; kind "" takes the day out.
    """

    code = PublicCodeField()
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="đơn vị có lịch riêng",
    )
    days = models.JSONField("các ngày")
    origin = models.CharField("nguồn nhập", max_length=200, blank=True)
    proposed_by = models.CharField("người nhập", max_length=200)
    proposed_at = models.DateTimeField("nhập lúc")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=CalendarChangeState.choices,
        default=CalendarChangeState.DRAFT,
    )
    applied_at = models.DateTimeField("áp dụng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thay đổi lịch ngày làm việc"
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="calendar_change_applied_has_moment",
                condition=Q(state=CalendarChangeState.APPLIED, applied_at__isnull=False)
                | Q(state=CalendarChangeState.DRAFT, applied_at__isnull=True),
            )
        ]

    @property
    def entries(self) -> list[Entry]:
        """The days as the rules of the calendar read them, in order."""
        return [
            Entry(
                date=date.fromisoformat(day["date"]),
                kind=DayKind(day["kind"]) if day["kind"] else None,
                name=day["name"],
                source=day["source"],
                status=DayStatus(day["status"]),
            )
            for day in self.days
        ]


class DeadlineFeed(models.Model):
    """The address under which a calendar program fetches the open duties of a seat; at most one per seat.

    The token is derived from seat and generation (docs/decisions/0004); only its digest is kept. Without a
    digest the feed is off. A new generation withdraws the address before it.
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="deadline_feed")
    generation = models.PositiveIntegerField(default=0)
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    renewed_at = models.DateTimeField("lập địa chỉ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "địa chỉ lịch hạn"
