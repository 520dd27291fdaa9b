"""The three clocks of a session and the days each of them colours. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from duties import timeline
from duties.badges import Badge, badge_for, standing_of
from duties.enums import Standing
from duties.models import Duty
from regulation import date_words, deadlines
from regulation.articles import Article
from regulation.deadlines import Term
from regulation.working_days import CalendarUnknown, DayLine, WorkingCalendar

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=120)  # a picture of more than some eighty working days is not read any more
_URGENCY = (
    Standing.OVERDUE, Standing.NOT_COMPUTED, Standing.OPEN, Standing.MET_LATE, Standing.MET_AFTER_EXTENSION,
    Standing.MET_AMBER, Standing.MET_IN_TIME, Standing.VOIDED,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Phase:
    """The working days of one clock, from ``first`` to ``last``.

    ``limit`` is the last day in time and ``done_on`` the day it was kept, if it was; ``expected`` marks a clock
    that waits for an event. A clock that ``looks_back`` (the days that must lie between sending and session)
    is coloured from its other end: days lost by sending late are late, the others are kept.
    """

    first: date
    last: date
    limit: date
    days: int
    expected: bool = False
    looks_back: bool = False
    done_on: date | None = None

    def kind_of(self, day: date, *, on: date) -> str:
        """How a working day of the clock is drawn when the picture is seen on the day ``on``."""
        if self.expected:
            return "expected"
        if self._is_lost(day, on=on):
            return "late"
        if self.done_on is not None:
            return "done"
        return "running" if day <= on else "ahead"

    def _is_lost(self, day: date, *, on: date) -> bool:
        if not self.looks_back:
            return day > self.limit
        sent_on = self.done_on or on
        return sent_on > self.limit and day <= sent_on

    def span(self, *, on: date) -> timeline.Span:
        """The bracket over the clock's days."""
        words = "Ít nhất" if self.looks_back else "Chậm nhất"
        return timeline.Span(
            first=self.first,
            last=self.last if self.looks_back else min(self.last, self.limit),
            text=f"{words} {self.days} ngày làm việc",
            kind=self._kind_of_span(on),
        )

    def _kind_of_span(self, on: date) -> str:
        if self.expected:
            return "expected"
        if (self.done_on or on) > self.limit:
            return "late"
        return "done" if self.done_on is not None else "running"


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """The three clocks of a session; for a joint session the least favourable of each kind."""

    session_on: date
    ended_on: date | None
    invitation: Duty | None
    notice: Duty | None
    answers: list[Duty]
    branches: frozenset[str]
    on: date
    calendar: WorkingCalendar
    soon: int
    answer_term: Term = deadlines.ANSWER_TERM

    @property
    def day_zero(self) -> date:
        """The day after which the notice is counted."""
        return self.ended_on or self.session_on

    @property
    def noticed_on(self) -> date | None:
        """The day of the notice, once it is out."""
        return self.notice.met_on if self.notice else None

    @property
    def notice_expected_on(self) -> date | None:
        """The day on which the notice is expected: its last day, or today once that has passed."""
        if self.notice is None or self.notice.due_on is None or self.noticed_on is not None:
            return None
        return self.notice.due_on if self.notice.base_is_planned else max(self.notice.due_on, self.on)

    @property
    def answer_expected_on(self) -> date | None:
        """When answers would be due if the notice goes out as expected; None where nothing can be said."""
        if self.notice_expected_on is None:
            return None
        try:
            return deadlines.apply(self.answer_term, self.notice_expected_on, self.calendar).due_on
        except CalendarUnknown:
            return None

    def badge(self, duty: Duty) -> Badge:
        """The deadline badge of one of the duties."""
        return badge_for(duty, on=self.on, calendar=self.calendar, soon=self.soon)

    def standing(self, duty: Duty) -> Standing:
        """Where one of the duties stands."""
        return standing_of(duty, on=self.on)


def clocks_of(
    duties: Iterable[Duty],
    *,
    session_on: date,
    ended_on: date | None,
    on: date,
    calendar: WorkingCalendar,
    soon: int,
    answer_term: Term = deadlines.ANSWER_TERM,
) -> Clocks:
    """Sort the duties of a session into its clocks; the days drawn are those of its first host.

    ``answer_term`` is what answers will have once the notice is out: it only dates what is expected.
    """
    by_article: dict[Article, list[Duty]] = {}
    known = list(duties)
    if known:
        calendar = calendar.for_unit(known[0].owed_to_id)
    for duty in known:
        by_article.setdefault(duty.article, []).append(duty)
    invitations = by_article.get(Article.INVITATION_LEAD_TIME, [])
    # A session that was moved keeps the invitation duty of its earlier day; the one of this day counts.
    current = [duty for duty in invitations if duty.base_on == session_on] or invitations
    notices = by_article.get(Article.CONCLUSION_NOTICE, [])
    return Clocks(
        session_on=session_on,
        ended_on=ended_on,
        invitation=least_favourable(current, on),
        notice=least_favourable(notices, on),
        answers=by_article.get(Article.WRITTEN_ANSWER, []),
        branches=frozenset(duty.branch for duty in known),
        on=on,
        calendar=calendar,
        soon=soon,
        answer_term=answer_term,
    )


def least_favourable(duties: list[Duty], on: date) -> Duty | None:
    """The duty that a reader must see first; None of none."""
    return min(
        duties,
        key=lambda duty: (_URGENCY.index(standing_of(duty, on=on)), duty.due_on or date.max, duty.pk),
        default=None,
    )


def phases_of(clocks: Clocks) -> list[Phase]:
    """The clocks that have dates, in the order in which they run."""
    phases = []
    invitation, notice = clocks.invitation, clocks.notice
    if invitation is not None and invitation.due_on is not None:
        phases.append(
            Phase(
                first=invitation.due_on + ONE_DAY,
                last=clocks.session_on - ONE_DAY,
                limit=invitation.lawful_until,
                days=invitation.reading["days"],
                looks_back=True,
                done_on=invitation.met_on,
            )
        )
    if notice is not None and notice.due_on is not None:
        last = notice.met_on or notice.due_on
        if notice.is_open and not notice.base_is_planned:
            last = max(last, clocks.on)
        phases.append(
            Phase(
                first=clocks.day_zero + ONE_DAY,
                last=last,
                limit=notice.due_on,
                days=notice.reading["days"],
                expected=notice.base_is_planned and clocks.ended_on is None,
                done_on=notice.met_on,
            )
        )
    answers = _answer_phase(clocks)
    return [*phases, answers] if answers else phases


def _answer_phase(clocks: Clocks) -> Phase | None:
    dated = [duty for duty in clocks.answers if duty.due_on is not None]
    if dated:
        limit = max(duty.due_on for duty in dated)
        all_met = all(duty.met_on is not None for duty in dated)
        done_on = max(duty.met_on for duty in dated) if all_met else None
        return Phase(
            first=min(duty.base_on for duty in dated) + ONE_DAY,
            last=max(limit, done_on or clocks.on),
            limit=limit,
            days=dated[0].reading["days"],
            done_on=done_on,
        )
    expected_on = clocks.answer_expected_on
    if expected_on is None:
        return None
    return Phase(
        first=clocks.notice_expected_on + ONE_DAY,
        last=expected_on,
        limit=expected_on,
        days=clocks.answer_term.days,
        expected=True,
    )


def days_of(clocks: Clocks, phases: list[Phase]) -> list[timeline.Day]:
    """The days to draw. Raises CalendarUnknown where the calendar does not reach."""
    first = min(phases[0].first - ONE_DAY, clocks.session_on)
    last = min(max(phase.last for phase in phases), first + LONGEST)
    lines = clocks.calendar.explain(first, max(last, clocks.session_on))
    return [day for line in lines if (day := _day(line, clocks, phases)) is not None]


def _day(line: DayLine, clocks: Clocks, phases: list[Phase]) -> timeline.Day | None:
    words = date_words.long_date(line.date)
    if line.date == clocks.session_on:
        return timeline.Day(on=line.date, kind="session", title=f"{words}: buổi đối thoại")
    if not line.counted:
        is_weekend = line.date.weekday() > 4 and not line.source
        if is_weekend:
            return None
        return timeline.Day(on=line.date, kind="holiday", title=f"{words}: không tính, {line.reason}")
    kinds = [
        phase.kind_of(line.date, on=clocks.on) for phase in phases if phase.first <= line.date <= phase.last
    ]
    if kinds:
        return timeline.Day(on=line.date, kind=kinds[-1], title=words)
    return timeline.Day(on=line.date, kind=_kind_of_sending_day(clocks, line.date), title=words)


def _kind_of_sending_day(clocks: Clocks, day: date) -> str:
    """The advised day of sending stands before its bracket; days between two clocks are quiet."""
    duty = clocks.invitation
    if duty is None or day != duty.due_on:
        return "expected"
    if duty.met_on is not None:
        return "done"
    return "running" if day <= clocks.on else "ahead"
