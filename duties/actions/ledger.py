"""The verbs of the ledger: open, rebase, meet, extend, void. Nothing else writes what is owed by when.

Every verb writes one act in the transaction of the change; ``context`` is the row under whose log it is shown
(the session). A verb repeated with the same effect changes nothing. What the ledger refuses is a
``RuleViolation``; a row that somebody else changed meanwhile is a stale ``TransitionRefused``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from duties.models import Duty, DutyExtension, DutyMove
from organizations.models import Post, Unit
from regulation import deadlines
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.editions import TermUnknown, term_for
from regulation.models import Edition
from regulation.violations import RuleViolation
from regulation.working_days import CalendarUnknown, WorkingCalendar

DATES = ("due_on", "first_due_on", "first_lawful_until", "lawful_until", "amber_until")


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The columns that one computation fills; all dates are empty where the calendar does not reach."""

    edition: str
    reading: dict
    due_on: date | None
    lawful_until: date | None
    amber_until: date | None
    tentative: bool
    calendar_version: str


def open(  # noqa: A001  the verb of the ledger
    rule: Article,
    *,
    branch: str,
    subject_key: str,
    owed_by: Unit,
    owed_to: Unit,
    owed_by_post: Post | None = None,
    base_on: date,
    base_is_planned: bool = False,
    title: str,
    context_line: str = "",
    target_path: str,
    action_label: str = "",
    by: Actor,
    at: datetime,
    context: Model | None = None,
    calendar: WorkingCalendar | None = None,
) -> Duty:
    """Enter a duty under ``rule``, due by the edition in force on ``base_on`` (the day of the event).

    ``subject_key`` names the row that causes it; a live duty of the same clause and subject is returned
    unchanged. Where the calendar does not reach, the duty stands without a date. Raises RuleViolation when
    no edition sets a term for the clause on that day.
    """
    dates = compute(rule, base_on=base_on, calendar=calendar or working_calendar())
    clause = rule.clause_for(branch)
    duty = Duty(
        rule=clause,
        branch=branch,
        subject_key=subject_key,
        owed_by=owed_by,
        owed_to=owed_to,
        owed_by_post=owed_by_post,
        base_on=base_on,
        base_is_planned=base_is_planned,
        title=title,
        context_line=context_line,
        target_path=target_path,
        action_label=action_label,
        opened_at=at,
    )
    set_dates(duty, dates)
    try:
        with transaction.atomic():
            standing = Duty.objects.live().filter(rule=clause, subject_key=subject_key).first()
            if standing is not None:
                return standing
            duty.save(force_insert=True)
            acts.write(
                subject=duty,
                verb="duty.open",
                title=f"Tính hạn: {title}",
                by=by,
                at=at,
                clause=clause,
                changes={"due_on": [None, _iso(duty.due_on)]},
                context=context,
            )
    except IntegrityError:
        earlier = Duty.objects.live().filter(rule=clause, subject_key=subject_key).first()
        if earlier is None:
            raise
        return earlier
    return duty


@transaction.atomic
def rebase(
    duty: Duty,
    *,
    base_on: date,
    base_is_planned: bool,
    reason: str,
    by: Actor,
    at: datetime,
    context: Model | None = None,
    calendar: WorkingCalendar | None = None,
) -> Duty:
    """Count again from another day of the event (the session moved, or its real end is now known).

    The old date stays in the history of moves. A duty that is met or void keeps its dates: rebasing it is a
    RuleViolation.
    """
    if not duty.is_open:
        raise RuleViolation(duty.article, f"“{duty.title}” đã khép lại nên không tính lại hạn.")
    if (duty.base_on, duty.base_is_planned) == (base_on, base_is_planned):
        return duty
    known = {"base_on": duty.base_on, "due_on": duty.due_on}
    set_dates(duty, compute(duty.article, base_on=base_on, calendar=calendar or working_calendar()))
    duty.base_on, duty.base_is_planned = base_on, base_is_planned
    _update_open(duty, known, (*COMPUTED, "base_on", "base_is_planned"))
    if duty.due_on != known["due_on"]:
        DutyMove.objects.create(
            duty=duty, old_due_on=known["due_on"], new_due_on=duty.due_on, reason=reason[:300], at=at
        )
    acts.write(
        subject=duty,
        verb="duty.rebase",
        title=f"Tính lại hạn: {duty.title}",
        by=by,
        at=at,
        note=reason,
        clause=duty.rule,
        changes={name: [_iso(value), _iso(getattr(duty, name))] for name, value in known.items()},
        context=context,
    )
    return duty


@transaction.atomic
def meet(
    duty: Duty, *, on: date, by: Actor, at: datetime, late_reason: str = "", context: Model | None = None
) -> Duty:
    """Record that the duty was done on the day ``on``.

    The first record stands: meeting a duty again changes nothing, whatever the day, because a date that
    could be improved afterwards would prove nothing. A void duty cannot be met (RuleViolation).
    """
    rows = Duty.objects.open().filter(pk=duty.pk)
    if not rows.update(met_on=on, met_recorded_at=at, late_reason=late_reason):
        duty.refresh_from_db()
        if duty.voided_on is not None:
            raise RuleViolation(duty.article, f"“{duty.title}” đã được ghi là không còn phải làm.")
        return duty
    acts.write(
        subject=duty,
        verb="duty.meet",
        title=f"Hoàn thành: {duty.title}",
        by=by,
        at=at,
        note=late_reason,
        clause=duty.rule,
        changes={"met_on": [None, _iso(on)]},
        context=context,
    )
    duty.refresh_from_db()
    return duty


@transaction.atomic
def extend(
    duty: Duty,
    *,
    document_number: str,
    document_date: date,
    new_due_on: date,
    by: Actor,
    at: datetime,
    context: Model | None = None,
) -> DutyExtension:
    """Keep a written notice of extension with the date it states (D9.3.b.s2, D13.3.b.s2).

    In time (dated and entered by the end of the date in force) the stated date becomes the due date, also
    when it is a day off. Late, the notice is kept and the due date stays: the breach remains. The first due
    date never changes. Raises RuleViolation without a number, for a stated date that is not later than the
    date in force, or when the duty is closed or has no date yet.
    """
    _check_extension(duty, document_number, new_due_on)
    entered_on = _local_date(at)
    in_time = max(document_date, entered_on) <= duty.lawful_until
    old_due_on = duty.due_on
    extension = DutyExtension.objects.create(
        duty=duty,
        document_number=document_number,
        document_date=document_date,
        old_due_on=old_due_on,
        new_due_on=new_due_on,
        in_time=in_time,
        recorded_at=at,
    )
    if in_time:
        duty.due_on = duty.lawful_until = duty.amber_until = new_due_on
        _update_open(duty, {"due_on": old_due_on}, ("due_on", "lawful_until", "amber_until"))
    late = "" if in_time else " (báo sau khi hết hạn, hạn cũ giữ nguyên)"
    acts.write(
        subject=duty,
        verb="duty.extend",
        title=f"Gia hạn đến {new_due_on:%d/%m/%Y} theo văn bản số {document_number}{late}: {duty.title}",
        by=by,
        at=at,
        clause=Article.EXTENSION.clause_for(duty.branch),
        changes={"due_on": [_iso(old_due_on), _iso(duty.due_on)], "stated": _iso(new_due_on)},
        context=context,
    )
    return extension


@transaction.atomic
def void(duty: Duty, *, on: date, reason: str, by: Actor, at: datetime, context: Model | None = None) -> Duty:
    """Record that the duty no longer has to be done, and why.

    A duty that was met stays met and a void one stays void: both are returned unchanged.
    """
    if not reason.strip():
        raise RuleViolation(duty.article, "Cần ghi rõ lý do không còn phải làm.")
    if not Duty.objects.open().filter(pk=duty.pk).update(voided_on=on, void_reason=reason[:300]):
        duty.refresh_from_db()
        return duty
    acts.write(
        subject=duty,
        verb="duty.void",
        title=f"Không còn phải làm: {duty.title}",
        by=by,
        at=at,
        note=reason,
        clause=duty.rule,
        changes={"voided_on": [None, _iso(on)]},
        context=context,
    )
    duty.refresh_from_db()
    return duty


# -- computing


COMPUTED = (*DATES, "edition", "reading", "tentative", "calendar_version")


def compute(rule: Article, *, base_on: date, calendar: WorkingCalendar) -> Dates:
    """The dates of ``rule`` for an event on ``base_on``, under the edition in force on that day.

    Raises RuleViolation when no edition sets a term for the clause.
    """
    edition = edition_followed(rule, base_on)
    try:
        term = term_for(rule, base_on, edition=edition)
    except TermUnknown as unknown:
        raise RuleViolation(rule, str(unknown)) from unknown
    reading = {"days": term.days, "counting": str(term.counting), "reading": str(term.reading)}
    try:
        deadline = deadlines.apply(term, base_on, calendar)
    except CalendarUnknown:
        return Dates(
            edition=edition,
            reading=reading,
            due_on=None,
            lawful_until=None,
            amber_until=None,
            tentative=True,
            calendar_version=calendar.version,
        )
    return Dates(
        edition=edition,
        reading=reading,
        due_on=deadline.due_on,
        lawful_until=deadline.lawful_until,
        amber_until=deadline.amber_until,
        tentative=deadline.tentative,
        calendar_version=deadline.calendar_version,
    )


def edition_followed(rule: Article, on: date) -> str:
    """Code of the text that sets the term of ``rule`` on a day: the latest city-wide one; "" without any."""
    editions = Edition.objects.filter(
        is_city_wide=True, terms__article=rule.clause, valid_from__lte=on
    ).exclude(valid_until__lt=on)
    return editions.order_by("-valid_from", "code").values_list("code", flat=True).first() or ""


def set_dates(duty: Duty, dates: Dates) -> None:
    """Put computed dates on a duty; a stated (extended) date stays unless the first date lies beyond it."""
    stated = duty.due_on if duty.is_extended else None
    duty.edition, duty.reading = dates.edition, dates.reading
    duty.tentative, duty.calendar_version = dates.tentative, dates.calendar_version
    duty.first_due_on, duty.first_lawful_until = dates.due_on, dates.lawful_until
    if stated is not None and dates.due_on is not None and stated > dates.due_on:
        return
    duty.due_on, duty.lawful_until, duty.amber_until = dates.due_on, dates.lawful_until, dates.amber_until


def _update_open(duty: Duty, known: dict, fields: tuple[str, ...]) -> None:
    """Write ``fields`` if the duty is still open and what was ``known`` of it still stands."""
    conditions = {
        name if value is not None else f"{name}__isnull": value or True for name, value in known.items()
    }
    rows = Duty.objects.open().filter(pk=duty.pk, **conditions)
    if not rows.update(**{name: getattr(duty, name) for name in fields}):
        raise TransitionRefused("Có người vừa cập nhật thời hạn này. Xem lại rồi làm lại.", stale=True)


def _check_extension(duty: Duty, document_number: str, new_due_on: date) -> None:
    if not document_number.strip():
        raise RuleViolation(Article.EXTENSION, "Gia hạn phải bằng văn bản: nhập số văn bản.")
    if not duty.is_open:
        raise RuleViolation(Article.EXTENSION, f"“{duty.title}” đã khép lại nên không gia hạn được.")
    if duty.due_on is None:
        raise RuleViolation(Article.EXTENSION, "Việc này chưa tính được hạn nên chưa gia hạn được.")
    stated = duty.extensions.order_by("-new_due_on").values_list("new_due_on", flat=True).first()
    in_force = max(duty.due_on, stated or duty.due_on)
    if new_due_on <= in_force:
        raise RuleViolation(
            Article.EXTENSION, f"Thời hạn mới phải sau ngày {in_force:%d/%m/%Y} là hạn đang áp dụng."
        )


def _local_date(at: datetime) -> date:
    return timezone.localtime(at).date()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
