"""The verbs of the ledger. Nothing else writes what is owed by when.

Every verb writes one act in the transaction of the change; ``context`` is the row under whose log it is shown
(the session). A verb repeated with the same effect changes nothing. What the ledger refuses is a
``RuleViolation``; a row that somebody else changed meanwhile is a stale ``TransitionRefused``.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from duties.computing import COMPUTED, set_dates, term_in_force
from duties.models import Duty, DutyExtension, DutyMove
from organizations.models import Post, Unit
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.violations import RuleViolation
from regulation.working_days import WorkingCalendar


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
    """Enter a duty under ``rule``, due by the edition that ``owed_to`` follows on ``base_on`` (the event's day).

    ``subject_key`` names the row that causes it; a live duty of the same clause and subject is returned
    unchanged. Where the calendar does not reach, the duty stands without a date. Raises RuleViolation when
    no edition sets a term for the clause on that day.
    """
    followed = term_in_force(rule, base_on, owed_to)
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
        context_key=acts.context_key(context) if context else "",
        opened_at=at,
    )
    set_dates(duty, followed, base_on=base_on, calendar=calendar or working_calendar())
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
    followed = term_in_force(duty.article, base_on, duty.owed_to)
    set_dates(duty, followed, base_on=base_on, calendar=calendar or working_calendar())
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

    Issued no later than the date in force, the stated date becomes the due date, also when it is a day off.
    Issued later, the notice is kept and the due date stays: the breach remains. The first due date never
    changes. Raises RuleViolation without a number, for a paper of a later day than today, for a stated date
    that is not later than the date in force, or when the duty is closed or has no date yet.
    """
    _check_extension(duty, document_number, document_date, new_due_on, on=local_date(at))
    in_time = document_date <= duty.lawful_until
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
def hand_over(duty: Duty, *, to: Unit, by: Actor, at: datetime, context: Model | None = None) -> Duty:
    """Let another unit owe the duty. No date moves: the term belongs to the matter, not to who works on it.

    A duty that is met or void stays with the unit that had it (RuleViolation).
    """
    before = duty.owed_by_id
    if before == to.pk:
        return duty
    if not Duty.objects.open().filter(pk=duty.pk, owed_by=before).update(owed_by=to):
        duty.refresh_from_db()
        raise RuleViolation(duty.article, f"“{duty.title}” đã khép lại hoặc vừa được chuyển.")
    duty.owed_by = to
    acts.write(
        subject=duty,
        verb="duty.hand_over",
        title=f"Chuyển cho {to.name}: {duty.title}",
        by=by,
        at=at,
        clause=duty.rule,
        changes={"owed_by": [before, to.pk]},
        context=context,
    )
    return duty


@transaction.atomic
def owe_to(
    duty: Duty, *, unit: Unit, post: Post | None = None, by: Actor, at: datetime, context: Model | None = None
) -> Duty:
    """Let an open duty be owed to another unit (the host of a session was merged); with ``post``, for that post.

    No date moves. A duty that is met or void stays where it was (RuleViolation).
    """
    before = duty.owed_to_id
    values = {"owed_to": unit} | ({"owed_by_post": post} if post is not None else {})
    if all(getattr(duty, f"{name}_id") == row.pk for name, row in values.items()):
        return duty
    if not Duty.objects.open().filter(pk=duty.pk, owed_to=before).update(**values):
        raise RuleViolation(duty.article, f"“{duty.title}” đã khép lại hoặc vừa được chuyển.")
    for name, row in values.items():
        setattr(duty, name, row)
    acts.write(
        subject=duty,
        verb="duty.owe_to",
        title=f"Nay phải báo cáo {unit.name}: {duty.title}",
        by=by,
        at=at,
        clause=duty.rule,
        changes={"owed_to": [before, unit.pk]},
        context=context,
    )
    return duty


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


def _update_open(duty: Duty, known: dict, fields: tuple[str, ...]) -> None:
    """Write ``fields`` if the duty is still open and what was ``known`` of it still stands."""
    conditions = {
        name if value is not None else f"{name}__isnull": value or True for name, value in known.items()
    }
    rows = Duty.objects.open().filter(pk=duty.pk, **conditions)
    if not rows.update(**{name: getattr(duty, name) for name in fields}):
        raise TransitionRefused("Có người vừa cập nhật thời hạn này. Xem lại rồi làm lại.", stale=True)


def _check_extension(
    duty: Duty, document_number: str, document_date: date, new_due_on: date, *, on: date
) -> None:
    if not document_number.strip():
        raise RuleViolation(Article.EXTENSION, "Gia hạn phải bằng văn bản: nhập số văn bản.")
    if document_date > on:
        raise RuleViolation(Article.EXTENSION, f"Ngày văn bản không thể sau hôm nay ({on:%d/%m/%Y}).")
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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
