"""What is known of conclusions: rounds, lines, counts, what changed since the last round, who still decides."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.enums import Role
from accounts.models import Seat
from duties.models import Duty
from duties.queries import soon_days, work_item
from duties.work import WorkGroup, WorkItem
from organizations import queries as organizations
from organizations.models import Field, Tenure, Unit, in_force_on
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.working_days import WorkingCalendar
from sessions_app.enums import ConclusionState, LineOutcome, SessionState, Verdict
from sessions_app.models import (
    ConclusionDecision,
    ConclusionDraft,
    ConclusionLine,
    DialogueSession,
    Hosting,
    Petition,
    Presidency,
)
from sessions_app.queries.proceedings import petitions_of

# -- rounds and lines


def rounds_of(session: DialogueSession) -> QuerySet[ConclusionDraft]:
    """All rounds, the newest first, with who submitted them and what was decided."""
    decisions = ConclusionDecision.objects.select_related("seat__user", "hosting__post").order_by("at", "pk")
    return session.conclusion_drafts.select_related("submitted_by__user").prefetch_related(
        Prefetch("decisions", queryset=decisions)
    ).order_by("-revision")  # fmt: skip


_ROUND_CHIPS = {
    ConclusionState.DRAFT: ("working", "edit"),
    ConclusionState.SUBMITTED: ("soon", "waiting"),
    ConclusionState.RETURNED: ("soon", "back"),
    ConclusionState.APPROVED: ("done", "done"),
}


def round_chip(draft: ConclusionDraft) -> dict[str, str]:
    """The state of a round in a word, with its colour and icon."""
    kind, icon = _ROUND_CHIPS[ConclusionState(draft.state)]
    return {"kind": kind, "text": draft.get_state_display(), "icon": icon}


@dataclass(frozen=True, kw_only=True)
class RoundTold:
    """One round in the history of a draft: what became of it, who said so, with which words."""

    title: str
    kind: str
    text: str
    remark: str


def rounds_told(session: DialogueSession) -> list[RoundTold]:
    """The rounds of a session, the newest first, each with the verdicts on it."""
    return [
        RoundTold(
            title=f"Bản {draft.revision}: {draft.get_state_display().lower()}",
            kind="done" if draft.state == ConclusionState.APPROVED else "todo",
            text=" · ".join(_told(draft)),
            remark=" ".join(decision.remark for decision in draft.decisions.all() if decision.remark),
        )
        for draft in rounds_of(session)
    ]


def _told(draft: ConclusionDraft) -> list[str]:
    parts = []
    if draft.submitted_by is not None:
        parts.append(f"{draft.submitted_by.user.full_name} trình {_when(draft.submitted_at)}")
    for decision in draft.decisions.all():
        verdict = decision.get_verdict_display().lower()
        parts.append(f"{decision.seat.user.full_name}: {verdict}, {_when(decision.at)}")
    return parts


def _when(moment: datetime) -> str:
    return f"{localtime(moment):%H:%M %d/%m/%Y}"


def live_round(session: DialogueSession) -> ConclusionDraft | None:
    """The round that is drafted, lies before the presider or is approved; None before the first or after a return."""
    return rounds_of(session).exclude(state=ConclusionState.RETURNED).first()


def is_approved(draft: ConclusionDraft | None) -> bool:
    """Whether the notice of this round may be issued."""
    return draft is not None and draft.state == ConclusionState.APPROVED


def submitted_round(session: DialogueSession) -> ConclusionDraft | None:
    """The round that lies before the presider, or None."""
    return rounds_of(session).filter(state=ConclusionState.SUBMITTED).first()


def lines_of(draft: ConclusionDraft) -> list[ConclusionLine]:
    """The lines of a round by number of the petition, with agencies and texts at hand."""
    return list(
        draft.lines.select_related(
            "petition__voice", "petition__contact", "petition__field", "petition__turn",
            "petition__registration__contact", "petition__registration__invitation__guest", "lead_agency",
        )
        .prefetch_related(
            Prefetch("supporting_agencies", queryset=Unit.objects.order_by("name_sort", "pk"))
        )
        .order_by("petition__number")
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PetitionLine:
    """One petition beside what the round says about it; ``line`` is None while nothing is said."""

    petition: Petition
    line: ConclusionLine | None

    @property
    def outcome(self) -> LineOutcome:
        return LineOutcome(self.line.outcome) if self.line else LineOutcome.UNDECIDED

    @property
    def agency_words(self) -> str:
        """Who resolves it; a dash where nobody is asked to."""
        return self.line.lead_agency.name if self.line and self.line.lead_agency else "—"

    @property
    def agency_note(self) -> str:
        """Who supports, and that the text for the agency still waits to be read for names."""
        if self.outcome != LineOutcome.ASSIGNED:
            return ""
        supporting = ", ".join(unit.name for unit in self.line.supporting_agencies.all())
        parts = [f"Phối hợp: {supporting}"] if supporting else []
        if self.petition.voice.agency_text_confirmed_at is None:
            parts.append("Chưa xác nhận nội dung chuyển cơ quan")
        return ". ".join(parts)


def petition_lines(draft: ConclusionDraft) -> list[PetitionLine]:
    """Every petition of the session by number, also those about which the round says nothing yet."""
    lines = {line.petition_id: line for line in lines_of(draft)}
    return [
        PetitionLine(petition=petition, line=lines.get(petition.pk))
        for petition in petitions_of(draft.session)
    ]


def line_of(draft: ConclusionDraft, petition: Petition) -> ConclusionLine | None:
    """What a round says about one petition now, or None."""
    return next((line for line in lines_of(draft) if line.petition_id == petition.pk), None)


_OUTCOME_CHIPS = {
    LineOutcome.UNDECIDED: ("soon", "warning"),
    LineOutcome.ANSWERED: ("done", "done"),
    LineOutcome.ASSIGNED: ("working", "working"),
    LineOutcome.ESCALATED: ("neutral", "escalated"),
    LineOutcome.NOTED: ("neutral", "tick"),
    LineOutcome.OUT_OF_SCOPE: ("neutral", "outside"),
}


def outcome_chip(outcome: LineOutcome) -> dict[str, str]:
    """What was concluded in a word, with its colour and icon."""
    kind, icon = _OUTCOME_CHIPS[outcome]
    return {"kind": kind, "text": outcome.label, "icon": icon}


@dataclass(frozen=True)
class OutcomeCount:
    label: str
    count: int


# In the words of the panel beside the paper, and in the order of the notice.
_COUNTED = (
    (LineOutcome.ANSWERED, "Trả lời tại buổi đối thoại"),
    (LineOutcome.ASSIGNED, "Giao cơ quan giải quyết"),
    (LineOutcome.ESCALATED, "Kiến nghị cấp trên"),
    (LineOutcome.NOTED, "Ghi nhận, tiếp thu"),
    (LineOutcome.OUT_OF_SCOPE, "Không thuộc nội dung"),
    (LineOutcome.UNDECIDED, "Chưa kết luận"),
)


def outcome_counts(lines: Iterable[ConclusionLine]) -> list[OutcomeCount]:
    """How many petitions went which way; ways that none went are left out."""
    counted = Counter(line.outcome for line in lines)
    return [OutcomeCount(label, counted[outcome]) for outcome, label in _COUNTED if counted[outcome]]


# -- what changed since the last round


def previous_round(draft: ConclusionDraft) -> ConclusionDraft | None:
    """The round before this one, or None."""
    return ConclusionDraft.objects.filter(session=draft.session_id, revision=draft.revision - 1).first()


def changes_between(
    before: tuple[ConclusionDraft, list[ConclusionLine]], after: tuple[ConclusionDraft, list[ConclusionLine]]
) -> list[str]:
    """What a round changed, in sentences a presider reads; empty when nothing did."""
    (old, old_lines), (new, new_lines) = before, after
    sentences = []
    if old.assessment != new.assessment:
        sentences.append("Sửa phần đánh giá chung")
    known = {line.petition_id: line for line in old_lines}
    for line in new_lines:
        sentences += _changes_of_line(known.get(line.petition_id), line)
    gone = {line.petition_id for line in new_lines}
    sentences += [
        f"Bỏ kiến nghị {line.petition.number:02d}" for line in old_lines if line.petition_id not in gone
    ]
    if old.organisation != new.organisation:
        sentences.append("Sửa phần tổ chức thực hiện")
    return sentences


def _changes_of_line(old: ConclusionLine | None, new: ConclusionLine) -> list[str]:
    number = f"kiến nghị {new.petition.number:02d}"
    if old is None:
        return [f"Thêm {number}: {new.get_outcome_display().lower()}"]
    changes = []
    if old.outcome != new.outcome:
        changes.append(
            f"Đổi kết luận của {number} từ “{old.get_outcome_display()}” sang “{new.get_outcome_display()}”"
        )
    if old.lead_agency_id != new.lead_agency_id and new.lead_agency_id is not None:
        changes.append(f"Giao {new.lead_agency.name} giải quyết {number}")
    if _supporting(old) != _supporting(new):
        changes.append(f"Đổi cơ quan phối hợp của {number}")
    if old.instruction != new.instruction:
        changes.append(f"Sửa ý kiến kết luận ở {number}")
    return changes


@dataclass(frozen=True, kw_only=True)
class MarkedLine:
    """A line beside whether it says something else than in the round before."""

    line: ConclusionLine
    changed: bool


def marked(
    lines: list[ConclusionLine], before: tuple[ConclusionDraft, list[ConclusionLine]] | None
) -> list[MarkedLine]:
    """The lines of a round with those marked that the last round said differently; none in a first round."""
    known = {line.petition_id: line for line in before[1]} if before else {}
    return [
        MarkedLine(
            line=line,
            changed=before is not None and bool(_changes_of_line(known.get(line.petition_id), line)),
        )
        for line in lines
    ]


def _supporting(line: ConclusionLine) -> set[int]:
    return {unit.pk for unit in line.supporting_agencies.all()}


# -- agencies


def assignable(session: DialogueSession, field: Field, *, on: date) -> tuple[list[Unit], list[Unit]]:
    """Agencies a petition may be given to: those competent for its field, and the others of the host's reach."""
    host = session.hostings.select_related("post__unit").order_by("position", "pk").first().post.unit
    competent = list(organizations.agencies_for_field(field, host, on))
    known = {unit.pk for unit in competent}
    return competent, [unit for unit in organizations.agencies_for(host, on) if unit.pk not in known]


# -- who decides


def decided_by(seat: Seat, *, on: date) -> QuerySet[Hosting]:
    """The hostings whose conclusions the seat decides on the day ``on``.

    A leader decides where he presided, and where he holds the post on that day: the conclusion belongs to
    the post. Nobody else decides.
    """
    if seat.role != Role.LEADER or seat.user.official_id is None:
        return Hosting.objects.none()
    official = seat.user.official_id
    presided = Presidency.objects.filter(hosting=OuterRef("pk"), official=official)
    held = Tenure.objects.filter(in_force_on(on), post=OuterRef("post"), official=official)
    return Hosting.objects.filter(Q(Exists(presided)) | Q(Exists(held)))


def undecided_hostings(seat: Seat, draft: ConclusionDraft, *, on: date) -> list[Hosting]:
    """Of the hostings of a round, those for which the seat still has to give a verdict."""
    return list(
        decided_by(seat, on=on)
        .filter(session=draft.session_id)
        .exclude(decisions__draft=draft)
        .select_related("post__unit", "notice_duty")
        .order_by("position", "pk")
    )


def shown_hosting(draft: ConclusionDraft, seat: Seat, *, on: date) -> Hosting:
    """The hosting whose paper a seat is shown: one it decides for, else the first of the session."""
    hostings = Hosting.objects.select_related("session", "post__unit", "organizing_office").order_by(
        "position", "pk"
    )
    of_session = hostings.filter(session=draft.session_id)
    own = decided_by(seat, on=on).values("pk")
    return of_session.filter(pk__in=own).first() or of_session.first()


def waiting_for(seat: Seat, *, on: date) -> QuerySet[ConclusionDraft]:
    """The rounds that wait for the verdict of a seat, the earliest session first."""
    given = ConclusionDecision.objects.filter(draft=OuterRef(OuterRef("pk")), hosting=OuterRef("pk"))
    mine = decided_by(seat, on=on).filter(session=OuterRef("session")).filter(~Exists(given))
    return (
        ConclusionDraft.objects.filter(Exists(mine), state=ConclusionState.SUBMITTED)
        .select_related("session", "submitted_by__user")
        .prefetch_related("lines", "session__hostings__notice_duty")
        .order_by("session__ended_at", "pk")
    )


def notice_duty_of(session: DialogueSession) -> Duty | None:
    """The clock of the notice that runs out first among the hostings of a session."""
    duties = [hosting.notice_duty for hosting in session.hostings.all() if hosting.notice_duty is not None]
    return min(duties, key=lambda duty: (duty.due_on is None, duty.due_on or date.max, duty.pk), default=None)


def last_remark(draft: ConclusionDraft) -> str:
    """Why the round was sent back; empty when it was not."""
    returned = draft.decisions.filter(verdict=Verdict.RETURNED).order_by("-at", "-pk").first()
    return returned.remark if returned else ""


# -- work


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """What the conclusions ask of an office (draft, correct, wait) and of a leader (decide)."""
    if seat.role not in (Role.LEADER, Role.OFFICE):
        return []
    clocks = _Clocks(on=on, calendar=working_calendar(), soon=soon_days(seat.unit, on=on))
    if seat.role == Role.LEADER:
        return [_review_item(draft, clocks) for draft in waiting_for(seat, on=on)]
    own = Hosting.objects.filter(session=OuterRef("pk"), organizing_office=seat.unit_id)
    sessions = (
        DialogueSession.objects.filter(Exists(own), state=SessionState.HELD)
        .prefetch_related("conclusion_drafts", "hostings__notice_duty")
        .order_by("ended_at", "pk")
    )
    return [item for session in sessions if (item := _office_item(session, clocks)) is not None]


@dataclass(frozen=True, kw_only=True)
class _Clocks:
    """What the rows of one queue are measured with."""

    on: date
    calendar: WorkingCalendar
    soon: int

    def row(self, session: DialogueSession, *, title: str, context: str, url: str, button: str) -> WorkItem:
        """A row under the clock of the notice, in place of the plain row that the ledger gives."""
        duty = notice_duty_of(session)
        if duty is None:
            return WorkItem(title=title, context=context, url=url, button=button)
        row = work_item(duty, on=self.on, calendar=self.calendar, soon=self.soon)
        return replace(row, title=title, context=context, url=url, button=button)


def _review_item(draft: ConclusionDraft, clocks: _Clocks) -> WorkItem:
    held_on = local_date(draft.session.ended_at)
    return clocks.row(
        draft.session,
        title=f"Duyệt thông báo kết luận buổi đối thoại ngày {held_on:%d/%m/%Y}",
        context=f"{draft.session.title} · Bản {draft.revision}",
        url=reverse("sessions_app:conclusion_review", args=(draft.session.code,)),
        button="Mở dự thảo",
    )


def _office_item(session: DialogueSession, clocks: _Clocks) -> WorkItem | None:
    latest = max(session.conclusion_drafts.all(), key=lambda draft: draft.revision, default=None)
    state = latest.state if latest else None
    if state == ConclusionState.APPROVED:
        return None  # the notice itself is the next step, and it is not of this app
    held_on = f"buổi đối thoại ngày {local_date(session.ended_at):%d/%m/%Y}"
    words = {
        None: (f"Soạn dự thảo kết luận {held_on}", "Soạn dự thảo"),
        ConclusionState.DRAFT: (f"Hoàn thiện và trình dự thảo kết luận {held_on}", "Mở dự thảo"),
        ConclusionState.RETURNED: (f"Sửa dự thảo kết luận bị trả lại, {held_on}", "Mở dự thảo"),
        ConclusionState.SUBMITTED: (f"Chờ người chủ trì duyệt kết luận {held_on}", "Xem dự thảo"),
    }
    title, button = words[state]
    row = clocks.row(
        session,
        title=title,
        context=session.title if latest is None else f"{session.title} · Bản {latest.revision}",
        url=reverse("sessions_app:conclusion", args=(session.code,)),
        button=button,
    )
    return replace(row, group=WorkGroup.WAITING) if state == ConclusionState.SUBMITTED else row
