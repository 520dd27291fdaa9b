"""Putting a session on the calendar, changing the plan, postponing, cancelling (D9.1.a, D9.1.b, D13.1)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import advance
from audit.versions import save_if_current
from duties.actions import ledger
from organizations import settings as unit_settings
from organizations.models import Field, Post, SettingKey, Unit
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.text import fold
from regulation.violations import RuleViolation
from regulation.working_days import CalendarUnknown
from sessions_app.actions import publications, telling
from sessions_app.actions.presiding import ChosenPresider, check_hosts, presiding_officials, seat_presider
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession, Hosting, Presidency
from sessions_app.queries.lead_time import sending_window
from sessions_app.queries.publications import NOT_A_CONFERENCE, may_hold_conference
from sessions_app.workflow import SESSION

FARTHEST = timedelta(days=2 * 366)
_PLAIN = (
    "title", "content", "kind", "area", "audience", "starts_at", "planned_end_at", "place",
    "expected_guests", "minute_taker_id", "is_commune_conference",
)  # fmt: skip
# What an invitation states (D9.1.b-2.s1): once it has gone out, these change only by a new plan.
_WORDS_IN_LETTERS = {
    "title": "tên",
    "content": "nội dung",
    "starts_at": "thời gian",
    "place": "địa điểm",
    "presider": "người chủ trì",
}


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """Everything the office decides before the day. ``presider`` None: the holder of the post presides.

    ``short_notice_reason`` says why the session is held although no day is left on which invitations are in
    time (an ad hoc session, Đ20.2); it is asked for only then.
    """

    title: str
    content: str
    kind: str
    starts_at: datetime
    place: str
    posts: list[Post]
    planned_end_at: datetime | None = None
    fields: list[Field] = field(default_factory=list)
    area: str = ""
    audience: str = ""
    expected_guests: int | None = None
    minute_taker: Seat | None = None
    presider: ChosenPresider | None = None
    attending_bodies: list[Unit] = field(default_factory=list)
    short_notice_reason: str = ""
    is_commune_conference: bool = False

    @property
    def minute_taker_id(self) -> int | None:
        return self.minute_taker.pk if self.minute_taker else None

    @property
    def held_on(self) -> date:
        return local_date(self.starts_at)


@transaction.atomic
def schedule(plan: SessionPlan, *, office: Unit, by: Actor, on: date, at: datetime) -> DialogueSession:
    """Put a session on the calendar and open its clocks (D9.1.a-1, D9.1.b, D13.1.a-1, D13.1.b).

    One hosting per post; ``office`` organises all of them, also in a joint session. Each hosting owes its
    invitations by the last safe sending day, and provisionally its notice of conclusions. Raises
    RuleViolation when the day has passed, somebody may not preside, or no sending day is left and no reason
    is given.
    """
    _check(plan, on=on, at=at)
    session = DialogueSession.objects.create(
        **{name: getattr(plan, name) for name in _PLAIN},
        registration_closes_at=_registration_closes_at(plan, office, at=at),
        short_notice_reason=plan.short_notice_reason,
    )
    session.fields.set(plan.fields)
    for position, post in enumerate(plan.posts):
        hosting = Hosting.objects.create(
            session=session, post=post, branch=post.branch, organizing_office=office, position=position
        )
        seat_presider(hosting, plan.presider, on=plan.held_on)
    _set_bodies(session, plan.attending_bodies)
    _refuse_empty_plan(session)
    session = advance(
        session, SESSION["schedule"], by=by, at=at, note=plan.short_notice_reason,
        changes={"starts_at": [None, _as_text(plan.starts_at)]},
    )  # fmt: skip
    _open_duties(session, by=by, at=at)
    publications.follow_plan(session, by=by, on=on, at=at)
    return session


@transaction.atomic
def amend(
    session: DialogueSession, plan: SessionPlan, *, by: Actor, on: date, at: datetime
) -> DialogueSession:
    """Change the plan before the day. The hosts stay.

    Once the letters have gone out, what they state may not change here: the session is postponed and put on
    the calendar again, and new letters say so (D9.1.b-2.s1). Raises EditConflict and RuleViolation.
    """
    before = _known(session)
    if session.state == SessionState.ANNOUNCED:
        _refuse_change_of_letters(session, plan)
    else:
        _check(plan, on=on, at=at)
    old_day = local_date(session.starts_at)
    _write(session, plan, at=at)
    if session.state != SessionState.ANNOUNCED:
        for hosting in session.hostings.all():
            seat_presider(hosting, plan.presider, on=plan.held_on)
    if plan.held_on != old_day:
        _rebase_duties(session, plan.held_on, by=by, at=at)
    publications.follow_plan(session, by=by, on=on, at=at)
    added = _set_bodies(session, plan.attending_bodies)
    if session.state == SessionState.ANNOUNCED:
        telling.tell_bodies(session, added, by=by, at=at)
    acts.write(
        subject=session, verb="amend", title="Sửa kế hoạch buổi đối thoại", by=by, at=at,
        note=plan.short_notice_reason, clause="D9.1.a-1", changes=_changes(before, _known(session)),
    )  # fmt: skip
    return session


@transaction.atomic
def reschedule(
    session: DialogueSession, plan: SessionPlan, *, by: Actor, on: date, at: datetime
) -> DialogueSession:
    """Put a postponed session on the calendar again: a new plan with new clocks and new letters to come.

    What was sent and met under the earlier plan stays as it is.
    """
    _check(plan, on=on, at=at)
    before = _known(session)
    session.plan_revision += 1
    session.late_invitation_reason = ""
    _write(session, plan, "plan_revision", "late_invitation_reason", at=at)
    for hosting in session.hostings.all():
        seat_presider(hosting, plan.presider, on=plan.held_on)
        hosting.invitation_duty = hosting.notice_duty = hosting.invitation_document = None
        hosting.save(update_fields=("invitation_duty", "notice_duty", "invitation_document"))
    _set_bodies(session, plan.attending_bodies)
    session.attending_bodies.update(notified_at=None, notified_by=None)
    session = advance(
        session, SESSION["schedule"], by=by, at=at, note=plan.short_notice_reason,
        changes=_changes(before, _known(session)),
    )  # fmt: skip
    _open_duties(session, by=by, at=at)
    publications.follow_plan(session, by=by, on=on, at=at)
    return session


@transaction.atomic
def postpone(session: DialogueSession, *, reason: str, by: Actor, on: date, at: datetime) -> DialogueSession:
    """Take the session off its day; open clocks are voided, everybody who was invited is told."""
    session = advance(session, SESSION["postpone"], by=by, at=at, note=reason)
    _void_duties(session, f"Hoãn buổi đối thoại: {reason}", by=by, on=on, at=at)
    telling.tell_of_postponement(session, at=at)
    return session


@transaction.atomic
def cancel(session: DialogueSession, *, reason: str, by: Actor, on: date, at: datetime) -> DialogueSession:
    """Call the session off for good; open clocks are voided, everybody who was invited is told."""
    session = advance(session, SESSION["cancel"], by=by, at=at, note=reason)
    _void_duties(session, f"Hủy buổi đối thoại: {reason}", by=by, on=on, at=at)
    telling.tell_of_cancellation(session, at=at)
    return session


# -- checks


def _check(plan: SessionPlan, *, on: date, at: datetime) -> None:
    if plan.starts_at <= at:
        raise RuleViolation(
            Article.TIME_AND_PLACE, f"Thời gian tổ chức đã qua. Nhập ngày từ {on:%d/%m/%Y} trở đi."
        )
    if plan.held_on - on > FARTHEST:
        raise RuleViolation(
            Article.TIME_AND_PLACE, "Ngày tổ chức cách hôm nay hơn hai năm. Kiểm tra lại năm."
        )
    if plan.planned_end_at is not None and plan.planned_end_at <= plan.starts_at:
        raise RuleViolation(Article.TIME_AND_PLACE, "Giờ dự kiến kết thúc phải sau giờ bắt đầu.")
    check_hosts(plan.posts, plan.presider, on=plan.held_on)
    if plan.is_commune_conference and not any(may_hold_conference(post) for post in plan.posts):
        raise RuleViolation(Article.CONFERENCE_ANNOUNCED, NOT_A_CONFERENCE)
    window = sending_window(plan.held_on, on=on, host_id=plan.posts[0].unit_id)
    if window.is_late_today and not plan.short_notice_reason.strip():
        raise RuleViolation(
            Article.INVITATION_LEAD_TIME,
            "Không còn ngày nào gửi thư mời đúng hạn cho ngày tổ chức này. "
            "Chọn ngày khác, hoặc ghi lý do phải tổ chức gấp.",
        )


def _refuse_empty_plan(session: DialogueSession) -> None:
    for name, words in (("content", "nội dung"), ("place", "địa điểm"), ("title", "tên buổi đối thoại")):
        if not getattr(session, name).strip():
            raise RuleViolation(Article.INVITATION_LEAD_TIME, f"Kế hoạch phải có {words}.")


def _refuse_change_of_letters(session: DialogueSession, plan: SessionPlan) -> None:
    facts = set(_WORDS_IN_LETTERS) - {"presider"}
    changed = {name for name in facts if getattr(plan, name) != getattr(session, name)}
    seated = Presidency.objects.filter(hosting__session=session).values_list("official_id", flat=True)
    if presiding_officials(plan.posts, plan.presider, on=plan.held_on) != set(seated):
        changed.add("presider")
    if changed:
        words = ", ".join(words for name, words in _WORDS_IN_LETTERS.items() if name in changed)
        raise RuleViolation(
            Article.INVITATION_LEAD_TIME,
            f"Thư mời đã gửi có nêu {words}. Muốn đổi thì ghi Hoãn rồi lên lịch lại để gửi thư mời mới.",
        )


# -- writing


def _write(session: DialogueSession, plan: SessionPlan, *more: str, at: datetime) -> None:
    """The plan into the row, refusing when somebody changed it since the form was opened."""
    if session.starts_at != plan.starts_at:
        office = session.hostings.first().organizing_office
        session.registration_closes_at = _registration_closes_at(plan, office, at=at)
    for name in _PLAIN:
        setattr(session, name, getattr(plan, name))
    session.title_folded = fold(plan.title)[:300]
    session.short_notice_reason = plan.short_notice_reason
    _refuse_empty_plan(session)
    save_if_current(
        session, (*_PLAIN, "title_folded", "short_notice_reason", "registration_closes_at", *more)
    )
    session.fields.set(plan.fields)


def _set_bodies(session: DialogueSession, units: list[Unit]) -> list[Unit]:
    """The bodies asked to take part (D6.3, D10.3); those newly asked."""
    wanted = {unit.pk: unit for unit in units}
    session.attending_bodies.exclude(unit__in=wanted).delete()
    present = set(session.attending_bodies.values_list("unit_id", flat=True))
    added = [unit for pk, unit in wanted.items() if pk not in present]
    for unit in added:
        session.attending_bodies.create(unit=unit)
    return added


def _registration_closes_at(plan: SessionPlan, office: Unit, *, at: datetime) -> datetime:
    """By default 17:00 on the second working day before; at short notice when the session begins."""
    keys = SettingKey.REGISTRATION_CLOSES_DAYS_BEFORE, SettingKey.REGISTRATION_CLOSES_AT
    days, clock = unit_settings.values(office, keys, plan.held_on).values()
    try:
        last_day = working_calendar().nth_before(plan.held_on, days) if days else plan.held_on
    except CalendarUnknown:
        last_day = plan.held_on - timedelta(days=days)
    closes_at = timezone.make_aware(datetime.combine(last_day, clock))
    return min(closes_at, plan.starts_at) if closes_at > at else plan.starts_at


# -- clocks


def _open_duties(session: DialogueSession, *, by: Actor, at: datetime) -> None:
    held_on = local_date(session.starts_at)
    for hosting in session.hostings.select_related("post__unit", "organizing_office"):
        common = {
            "branch": hosting.branch,
            "subject_key": f"hosting:{hosting.pk}:{session.plan_revision}",
            "owed_by": hosting.organizing_office,
            "owed_to": hosting.post.unit,
            "owed_by_post": hosting.post,
            "base_on": held_on,
            "context_line": session.title,
            "by": by,
            "at": at,
            "context": session,
        }
        hosting.invitation_duty = ledger.open(
            Article.INVITATION_LEAD_TIME,
            title=f"Gửi thư mời buổi đối thoại ngày {held_on:%d/%m/%Y}",
            target_path=reverse("sessions_app:invitations", args=(session.code,)),
            action_label="Gửi thư mời",
            **common,
        )
        hosting.notice_duty = ledger.open(
            Article.CONCLUSION_NOTICE,
            title=f"Phát hành thông báo kết luận buổi đối thoại ngày {held_on:%d/%m/%Y}",
            target_path=reverse("sessions_app:session_detail", args=(session.code,)),
            action_label="Mở buổi đối thoại",
            base_is_planned=True,
            **common,
        )
        hosting.save(update_fields=("invitation_duty", "notice_duty"))


def _rebase_duties(session: DialogueSession, held_on: date, *, by: Actor, at: datetime) -> None:
    reason = f"Đổi ngày tổ chức sang {held_on:%d/%m/%Y}"
    for hosting in session.hostings.select_related("invitation_duty", "notice_duty"):
        for duty, planned in ((hosting.invitation_duty, False), (hosting.notice_duty, True)):
            if duty is not None and duty.is_open:
                ledger.rebase(
                    duty, base_on=held_on, base_is_planned=planned, reason=reason, by=by, at=at,
                    context=session,
                )  # fmt: skip


def _void_duties(session: DialogueSession, reason: str, *, by: Actor, on: date, at: datetime) -> None:
    for hosting in session.hostings.select_related("invitation_duty", "notice_duty"):
        for duty in (hosting.invitation_duty, hosting.notice_duty):
            if duty is not None:
                ledger.void(duty, on=on, reason=reason, by=by, at=at, context=session)
    publications.void(session, reason, by=by, on=on, at=at)


# -- the log's old and new


def _known(session: DialogueSession) -> dict[str, str]:
    """What the log compares: plain facts as text, and who presides."""
    facts = {name: _as_text(getattr(session, name)) for name in _PLAIN}
    presiders = Presidency.objects.filter(hosting__session=session).values_list(
        "official__full_name", flat=True
    )
    facts["presider"] = ", ".join(sorted(set(presiders)))
    bodies = session.attending_bodies.values_list("unit__name", flat=True)
    facts["attending_bodies"] = ", ".join(sorted(bodies))
    return facts


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else str(value)


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}
