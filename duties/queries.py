"""What is known of duties: whose they are, what stands in a work queue, how many were kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Seat
from audit import acts
from duties.badges import SOON_DAYS, Badge, badge_for, days_left, ruler_for, standing_of
from duties.computing import days_words
from duties.enums import Standing
from duties.models import Duty
from duties.work import WorkGroup, WorkItem
from organizations import queries as organizations
from organizations import settings as unit_settings
from organizations.enums import Branch, RelationKind
from organizations.models import Post, Relation, SettingKey, Unit, in_force_on
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.deadlines import LEAD_TIMES
from regulation.working_days import CalendarUnknown, WorkingCalendar

# -- duties of one row, one post


def duties_of(row: Model) -> QuerySet[Duty]:
    """The live duties entered under the log of a row (a session), invitations first as they were opened."""
    return Duty.objects.live().filter(context_key=acts.context_key(row)).order_by("pk")


def yearly_key(post: Post, year: int) -> str:
    """The subject of a yearly duty: one post in one year."""
    return f"post:{post.pk}:{year}"


def yearly_session_duty(post: Post, year: int) -> Duty | None:
    """The duty of a post to hold a session in a year (D20.2.s1), met or not; None when it was not entered."""
    return _yearly(Article.YEARLY_SESSION, post, year)


def annual_report_duty(post: Post, year: int) -> Duty | None:
    """The duty of a post to report on a year (D9.3.c, D13.3.c), met or not; None when it was not entered."""
    return _yearly(annual_report_article(post.branch), post, year)


def annual_report_article(branch: str) -> Article:
    """The clause under which a branch reports: the chapters name different receivers, so there are two."""
    return Article.PARTY_ANNUAL_REPORT if branch == Branch.PARTY else Article.GOVERNMENT_ANNUAL_REPORT


def _yearly(article: Article, post: Post, year: int) -> Duty | None:
    clause = article.clause_for(post.branch)
    return Duty.objects.live().filter(rule=clause, subject_key=yearly_key(post, year)).first()


# -- whose they are


@dataclass(frozen=True)
class Reach:
    """Two sides of a unit's ledger: what it owes, and what others owe to it."""

    own: Q
    others: Q


def reach_of(unit: Unit, *, on: date) -> Reach:
    """The ledger of a unit on a day. An office owes for the bodies it serves; a body through its office.

    A duty that the unit itself or its office owes is its own; one that another unit (an agency) owes to it
    is the others'.
    """
    served = organizations.served_by(unit, on).values("pk")
    office = organizations.office_of(unit, on)
    own = Q(owed_by=unit) | Q(owed_by__in=served)
    if office != unit:
        own |= Q(owed_by=office, owed_to=unit)
    owed_to_it = Q(owed_to=unit) | Q(owed_to__in=served)
    return Reach(own=own, others=owed_to_it & ~own)


def offices_on(on: date) -> dict[int, int]:
    """Key of every unit with an organising office on a day to the key of that office, in one query."""
    relations = Relation.objects.filter(in_force_on(on), kind=RelationKind.ORGANIZING_OFFICE)
    return dict(relations.order_by("valid_from", "pk").values_list("unit", "other"))


def soon_days(unit: Unit, *, on: date) -> int:
    """From how many working days left a duty of the unit counts as "sắp đến hạn"."""
    return unit_settings.value(unit, SettingKey.DUE_SOON_DAYS, on)


def badge_of(duty: Duty, *, on: date, calendar: WorkingCalendar) -> Badge:
    """The badge of a duty under the threshold of the unit it is owed to."""
    return badge_for(duty, on=on, calendar=calendar, soon=soon_days(duty.owed_to, on=on))


# -- the work queue

OWING = frozenset({Role.OFFICE, Role.AGENCY, Role.LEADER})


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """The open duties of a seat as rows of the queue, those of others under WAITING.

    Offices and agencies see all of their unit; leaders only what is late, due or soon due, to read. Other
    roles owe nothing by themselves. A duty whose event is still to come (a notice of a planned session) is no work yet.
    """
    if seat.role not in OWING:
        return []
    reach = reach_of(seat.unit, on=on)
    soon = soon_days(seat.unit, on=on)
    calendar = working_calendar()
    begun = Duty.objects.begun(on=on)
    rows = [
        replace(work_item(duty, on=on, calendar=calendar, soon=soon), twin_ids=twins)
        for duty, twins in _once_per_act(begun.filter(reach.own))
    ]
    if seat.role == Role.LEADER:
        return [_only_to_read(row) for row in rows if row.group != WorkGroup.LATER]
    for duty in begun.filter(reach.others).select_related("owed_by"):
        row = work_item(duty, on=on, calendar=calendar, soon=soon)
        context = " · ".join(part for part in (duty.owed_by.name, row.context) if part)
        rows.append(replace(_only_to_read(row), context=context, group=WorkGroup.WAITING))
    return rows


def _only_to_read(row: WorkItem) -> WorkItem:
    """The row for somebody who does not do the work: its button leads to the count, not to the act."""
    return replace(row, url=row.explained_url, button="Xem hạn")


def _once_per_act(duties: Iterable[Duty]) -> list[tuple[Duty, tuple[int, ...]]]:
    """The duties with those that one act meets folded into the first of them, whose twins' keys go with it."""
    folded: dict[tuple, list[Duty]] = {}
    for duty in duties:
        folded.setdefault(duty.act, []).append(duty)
    return [(first, tuple(twin.pk for twin in twins)) for first, *twins in folded.values()]


def work_item(duty: Duty, *, on: date, calendar: WorkingCalendar, soon: int = SOON_DAYS) -> WorkItem:
    """One duty as a row of the queue of whoever owes it."""
    return WorkItem(
        title=duty.title,
        context=duty.context_line,
        due_on=duty.due_on,
        badge=badge_for(duty, on=on, calendar=calendar, soon=soon),
        ruler=ruler_for(duty, on=on, calendar=calendar),
        url=duty.target_path,
        button=duty.action_label or "Mở",
        group=_group(duty, on=on, calendar=calendar, soon=soon),
        note=f"Trước ít nhất {days_words(duty)}" if duty.article in LEAD_TIMES else "",
        duty_id=duty.pk,
        explained_url=reverse("duties:explain", args=[duty.code]),
    )


def _group(duty: Duty, *, on: date, calendar: WorkingCalendar, soon: int) -> WorkGroup:
    if duty.due_on is None:
        return WorkGroup.LATER
    if standing_of(duty, on=on) is Standing.OVERDUE:
        return WorkGroup.OVERDUE
    try:
        left = days_left(duty, on=on, calendar=calendar)
    except CalendarUnknown:
        return WorkGroup.LATER
    if left <= 0:
        return WorkGroup.TODAY
    return WorkGroup.SOON if left <= soon else WorkGroup.LATER


# -- figures


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How a set of duties was kept. ``judged`` is what is done or overdue: the base of every rate (DB-2).

    ``in_time`` counts done by the first date (close to the limit included), ``extended`` done by a date that
    was announced in time; both verdicts stay apart.
    """

    total: int = 0
    in_time: int = 0
    extended: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def met(self) -> int:
        return self.in_time + self.extended + self.late

    @property
    def judged(self) -> int:
        return self.met + self.overdue


_IN_TIME = (Standing.MET_IN_TIME, Standing.MET_AMBER)


def kept_by_rule(duties: QuerySet[Duty], *, on: date) -> dict[Article, Kept]:
    """How the duties of each clause were kept as of ``on``, in one query; twins of both chapters together."""
    rows = (
        duties.live()
        .standing(on=on)
        .order_by()
        .values("rule")
        .annotate(
            total=Count("pk"),
            in_time=Count("pk", filter=Q(standing__in=_IN_TIME)),
            extended=Count("pk", filter=Q(standing=Standing.MET_AFTER_EXTENSION)),
            late=Count("pk", filter=Q(standing=Standing.MET_LATE)),
            overdue=Count("pk", filter=Q(standing=Standing.OVERDUE)),
        )
    )
    kept: dict[Article, Kept] = {}
    for row in rows:
        article = Article.by_clause(row.pop("rule"))
        before = kept.get(article, Kept())
        kept[article] = Kept(**{name: getattr(before, name) + count for name, count in row.items()})
    return kept


# -- warnings before an extension is entered


def extension_warnings(
    duty: Duty, *, document_date: date, new_due_on: date, calendar: WorkingCalendar
) -> list[str]:
    """What to say before a notice of extension is entered; none of it refuses (D9.3.b.s2, D13.3.b.s2)."""
    warnings = []
    if duty.lawful_until is not None and document_date > duty.lawful_until:
        warnings.append(
            f"Văn bản đề ngày {document_date:%d/%m/%Y}, sau khi hết hạn {duty.due_on:%d/%m/%Y}: "
            "vẫn được lưu nhưng hạn cũ giữ nguyên."
        )
    warnings += _day_off_warning(new_due_on, calendar.for_unit(duty.owed_to_id))
    earlier = duty.extensions.count()
    if earlier == 1:
        warnings.append("Đây là lần gia hạn thứ hai.")
    elif earlier > 1:
        warnings.append(f"Đây là lần gia hạn thứ {earlier + 1}: cần ý kiến của người đứng đầu.")
    return warnings


def _day_off_warning(day: date, calendar: WorkingCalendar) -> Iterable[str]:
    try:
        lines = calendar.skipped(day, day)
    except CalendarUnknown:
        return [f"Chưa có lịch ngày làm việc cho năm {day.year}; thời hạn {day:%d/%m/%Y} được giữ nguyên."]
    return [f"Ngày {day:%d/%m/%Y} là ngày nghỉ ({line.reason}); thời hạn được giữ nguyên." for line in lines]
