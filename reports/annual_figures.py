"""The figures of one post in one year, counted from sessions, petitions, assignments and duties (Đ9.3.c, Đ13.3.c)."""

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear

from duties.badges import standing_of
from duties.enums import Standing
from duties.models import Duty
from duties.queries import kept_by_rule
from followups.enums import AnswerOutcome, AssignmentState
from followups.models import Assignment
from organizations.models import Post
from regulation.articles import Article
from regulation.clock import local_date
from reports.printouts import CountedRow, ListedOpinion, OpinionCounts, SessionFigures, TermFigures
from sessions_app.enums import ConclusionState, LineOutcome, SessionKind, SessionState
from sessions_app.models import ConclusionLine, DialogueSession, Hosting, Petition

_TOOK_PLACE = (SessionState.HELD, SessionState.CONCLUDED)
_NOTHING = OpinionCounts(
    carried_over=0,
    received=0,
    answered_at_session=0,
    assigned=0,
    resolved=0,
    open_in_time=0,
    open_overdue=0,
    not_started=0,
    escalated=0,
    out_of_scope=0,
)


@dataclass(frozen=True, kw_only=True)
class AnnualFigures:
    """Everything the report counts. Rows of annexes C and D each add up to ``opinions``."""

    sessions: SessionFigures
    terms: tuple[TermFigures, ...]
    opinions: OpinionCounts
    by_session: tuple[CountedRow, ...]
    by_field: tuple[CountedRow, ...]
    listed: tuple[ListedOpinion, ...]


@dataclass(frozen=True, kw_only=True)
class _Matter:
    """One petition with what was concluded and what became of it."""

    petition: Petition
    line: ConclusionLine | None
    assignment: Assignment | None
    carried_over: bool


def annual_figures(post: Post, year: int, *, as_of: date) -> AnnualFigures:
    """The figures of ``post`` for the calendar year, as they stand on ``as_of``.

    An opinion is carried over when it was given to an agency before the year and not answered before it.
    """
    hostings = _hostings(post).annotate(year=ExtractYear("session__starts_at"))
    own = list(
        hostings.filter(year=year, session__state__in=_TOOK_PLACE)
        .select_related("session__minutes", "invitation_duty", "notice_duty")
        .prefetch_related("presidencies", "session__hostings")
        .order_by("session__starts_at", "pk")
    )
    planned = hostings.filter(year=year).exclude(
        session__state__in=(SessionState.DRAFT, SessionState.CANCELLED)
    )
    matters = _matters(post, year, [hosting.session for hosting in own])
    by_session, by_field = _rows(matters, as_of=as_of)
    return AnnualFigures(
        sessions=_session_figures(own, planned=planned.count()),
        terms=_terms(own, matters, as_of=as_of),
        opinions=_added(row.counts for row in by_session),
        by_session=by_session,
        by_field=by_field,
        listed=tuple(_listed(matter, as_of=as_of) for matter in matters),
    )


def _hostings(post: Post) -> QuerySet[Hosting]:
    return Hosting.objects.filter(post=post)


def _matters(post: Post, year: int, sessions: list[DialogueSession]) -> list[_Matter]:
    first_day = date(year, 1, 1)
    unanswered = Q(answer__isnull=True) | Q(answer__recorded_at__date__gte=first_day)
    earlier = Assignment.objects.filter(
        unanswered,
        petition__session__hostings__post=post,
        petition__session__starts_at__year__lt=year,
    ).values("petition")
    petitions = (
        Petition.objects.filter(Q(session__in=sessions) | Q(pk__in=earlier))
        .select_related("session", "field", "voice")
        .order_by("session__starts_at", "number")
    )
    keys = [petition.pk for petition in petitions]
    lines = {
        line.petition_id: line
        for line in ConclusionLine.objects.filter(petition__in=keys)
        .exclude(draft__state=ConclusionState.RETURNED)
        .select_related("lead_agency")
    }
    assignments = {
        assignment.petition_id: assignment
        for assignment in Assignment.objects.filter(petition__in=keys)
        .select_related("agency", "answer_duty", "answer", "notice__document")
        .order_by("pk")
    }
    return [
        _Matter(
            petition=petition,
            line=lines.get(petition.pk),
            assignment=assignments.get(petition.pk),
            carried_over=local_date(petition.session.starts_at).year < year,
        )
        for petition in petitions
    ]


def _session_figures(hostings: list[Hosting], *, planned: int) -> SessionFigures:
    kinds = [hosting.session.kind for hosting in hostings]
    by_holder = sum(
        1 for hosting in hostings if all(presidency.is_holder for presidency in hosting.presidencies.all())
    )
    minutes = [getattr(hosting.session, "minutes", None) for hosting in hostings]
    return SessionFigures(
        planned=planned,
        held=len(hostings),
        periodic=kinds.count(SessionKind.PERIODIC),
        thematic=kinds.count(SessionKind.THEMATIC),
        ad_hoc=kinds.count(SessionKind.AD_HOC),
        presided_by_holder=by_holder,
        presided_by_deputy=len(hostings) - by_holder,
        joint=sum(1 for hosting in hostings if len(hosting.session.hostings.all()) > 1),
        attended_total=sum(each.attended_total or 0 for each in minutes if each),
        attended_people=sum(each.attended_people or 0 for each in minutes if each),
    )


def _terms(hostings: list[Hosting], matters: list[_Matter], *, as_of: date) -> tuple[TermFigures, ...]:
    keys = {hosting.invitation_duty_id for hosting in hostings}
    keys |= {hosting.notice_duty_id for hosting in hostings}
    keys |= {matter.assignment.answer_duty_id for matter in matters if matter.assignment}
    kept = kept_by_rule(Duty.objects.filter(pk__in=keys - {None}), on=as_of)
    words = {
        Article.INVITATION_LEAD_TIME: "Gửi thư mời trước buổi đối thoại",
        Article.CONCLUSION_NOTICE: "Thông báo kết luận sau buổi đối thoại",
        Article.WRITTEN_ANSWER: "Trả lời kiến nghị sau thông báo kết luận",
    }
    return tuple(
        TermFigures(
            rule=text,
            in_time=tally.in_time,
            in_time_after_extension=tally.extended,
            late=tally.late,
            open_overdue=tally.overdue,
            open_in_time=tally.total - tally.judged,
        )
        for article, text in words.items()
        if (tally := kept.get(article))
    )


def _counts(matter: _Matter, *, as_of: date) -> OpinionCounts:
    outcome = matter.line.outcome if matter.line else LineOutcome.UNDECIDED
    arrived = {"carried_over": 1} if matter.carried_over else {"received": 1}
    if matter.assignment is not None:
        return replace(_NOTHING, **arrived, assigned=1, **{_stage(matter.assignment, as_of=as_of): 1})
    if outcome in {LineOutcome.ANSWERED, LineOutcome.NOTED}:
        return replace(_NOTHING, **arrived, resolved=1, answered_at_session=1)
    part = {LineOutcome.ESCALATED: "escalated", LineOutcome.OUT_OF_SCOPE: "out_of_scope"}
    return replace(_NOTHING, **arrived, **{part.get(outcome, "not_started"): 1})


def _stage(assignment: Assignment, *, as_of: date) -> str:
    if assignment.state == AssignmentState.ESCALATED:
        return "escalated"
    answer = getattr(assignment, "answer", None)
    if answer is not None:
        return {
            AnswerOutcome.IN_PROGRESS: "open_in_time",
            AnswerOutcome.BEYOND_AUTHORITY: "escalated",
        }.get(AnswerOutcome(answer.outcome), "resolved")
    overdue = standing_of(assignment.answer_duty, on=as_of) is Standing.OVERDUE
    return "open_overdue" if overdue else "open_in_time"


def _rows(matters: list[_Matter], *, as_of: date) -> tuple[tuple[CountedRow, ...], tuple[CountedRow, ...]]:
    sessions: dict[str, list[OpinionCounts]] = defaultdict(list)
    topics: dict[tuple[int, str], list[OpinionCounts]] = defaultdict(list)
    for matter in matters:
        counts = _counts(matter, as_of=as_of)
        sessions[_session_label(matter.petition.session)].append(counts)
        field = matter.petition.field
        topics[field.position, field.name].append(counts)
    by_session = tuple(CountedRow(label=label, counts=_added(parts)) for label, parts in sessions.items())
    by_field = tuple(
        CountedRow(label=name, counts=_added(parts)) for (_, name), parts in sorted(topics.items())
    )
    return by_session, by_field


def _session_label(session: DialogueSession) -> str:
    return f"{local_date(session.starts_at):%d/%m/%Y}: {session.title}"


def _added(parts) -> OpinionCounts:
    parts = list(parts)
    return OpinionCounts(
        **{each.name: sum(getattr(part, each.name) for part in parts) for each in fields(OpinionCounts)}
    )


def _listed(matter: _Matter, *, as_of: date) -> ListedOpinion:
    petition, assignment = matter.petition, matter.assignment
    duty = assignment.answer_duty if assignment else None
    answer = getattr(assignment, "answer", None) if assignment else None
    counts = _counts(matter, as_of=as_of)
    return ListedOpinion(
        code=f"{petition.number:02d}",
        session=f"{local_date(petition.session.starts_at):%d/%m/%Y}",
        area=petition.area,
        text=petition.voice.summary,
        field=petition.field.name,
        lead_agency=assignment.agency.name if assignment else "",
        assigned_by=assignment.notice.document.cited.removeprefix("số ") if assignment else "",
        due_on=duty.first_due_on if duty else None,
        extended_to=duty.due_on if duty and duty.due_on != duty.first_due_on else None,
        answer=f"{answer.document_number}, {answer.document_date:%d/%m/%Y}" if answer else "",
        state=next(words for name, words in _STATES if getattr(counts, name)),
    )


_STATES = (
    ("resolved", "Đã giải quyết xong"),
    ("open_overdue", "Đang giải quyết, quá hạn"),
    ("open_in_time", "Đang giải quyết"),
    ("escalated", "Kiến nghị cấp trên"),
    ("out_of_scope", "Không thuộc nội dung"),
    ("not_started", "Chưa giải quyết"),
)
