"""The terms of the regulation: 5 working days before, 10 after the session, 20 after the notice. Pure.

What a term is (days, counting, reading) is data of an edition; what a term means is written here.
"""

from dataclasses import dataclass
from datetime import date

from regulation.articles import Article
from regulation.enums import Counting, LabelledEnum, Reading
from regulation.working_days import ONE_DAY, DayLine, WorkingCalendar, calendar_days_after

# Terms that look back from an event that is still to come; every other term looks forward from its event.
LEAD_TIMES = frozenset({Article.INVITATION_LEAD_TIME, Article.CONFERENCE_ANNOUNCED})


class Verdict(LabelledEnum):
    """How a sending stands to the lead time."""

    IN_TIME = "in_time", "Đúng hạn"
    AMBER = "amber", "Sát hạn"
    LATE = "late", "Trễ hạn"


@dataclass(frozen=True)
class Term:
    """A number of days that an edition sets for a clause, and how they are counted."""

    article: Article
    days: int
    counting: Counting = Counting.WORKING
    reading: Reading = Reading.STRICT

    def __post_init__(self):
        if self.days < 1:
            raise ValueError("a term has at least one day")

    @property
    def unit_words(self) -> str:
        """``ngày làm việc`` or ``ngày``: what the term counts."""
        return "ngày làm việc" if self.counting is Counting.WORKING else "ngày"


# What 935-QĐ/TU sets. Editions in the database start from these and may differ later.
INVITATION_LEAD = Term(Article.INVITATION_LEAD_TIME, 5)
NOTICE_TERM = Term(Article.CONCLUSION_NOTICE, 10)
ANSWER_TERM = Term(Article.WRITTEN_ANSWER, 20)

# What Điều 43 of the Law on local government sets for a commune conference: days, not working days, and the
# seventh day before is in time (docs/regulation/interpretations.md).
ANNOUNCEMENT_LEAD = Term(Article.CONFERENCE_ANNOUNCED, 7, Counting.CALENDAR, Reading.LOOSE)
RESULTS_TERM = Term(Article.CONFERENCE_RESULTS, 10, Counting.CALENDAR)


@dataclass(frozen=True)
class Deadline:
    """One term applied to one day, with everything needed to explain it later.

    ``due_on`` is the day that is shown and advised. ``lawful_until`` is the last calendar day that is
    still in time and ``amber_until`` the last that only the looser reading accepts; for terms that look
    forward all three agree, unless a term in calendar days ends on a day off. ``counted`` are the days that
    make up the term; ``skipped`` are the days passed over on the way, each with its reason.
    """

    rule: Article
    base_on: date
    due_on: date
    lawful_until: date
    amber_until: date
    tentative: bool
    skipped: tuple[DayLine, ...]
    counted: tuple[date, ...]
    calendar_version: str
    reading: Reading

    def verdict(self, done_on: date) -> Verdict:
        """How an act on ``done_on`` stands to this deadline."""
        if done_on <= self.lawful_until:
            return Verdict.IN_TIME
        return Verdict.AMBER if done_on <= self.amber_until else Verdict.LATE


# -- the three terms, in the reading that was chosen (docs/regulation/interpretations.md)


def last_day_to_invite(session_on: date, calendar: WorkingCalendar) -> date:
    """D9.1.b-2/D13.1.b-2: last working day with five whole working days strictly between."""
    return calendar.nth_before(session_on, INVITATION_LEAD.days + 1)


def lawful_until(session_on: date, calendar: WorkingCalendar, days: int = INVITATION_LEAD.days) -> date:
    """Last calendar day, also a day off, that leaves ``days`` working days strictly between."""
    return calendar.nth_before(session_on, days) - ONE_DAY


def amber_until(session_on: date, calendar: WorkingCalendar, days: int = INVITATION_LEAD.days) -> date:
    """Last calendar day that leaves one working day fewer between: the session is the last of the days."""
    if days == 1:
        return session_on - ONE_DAY
    return calendar.nth_before(session_on, days - 1) - ONE_DAY


def invitation_verdict(
    sent_on: date, session_on: date, calendar: WorkingCalendar, days: int = INVITATION_LEAD.days
) -> Verdict:
    """In time with ``days`` working days strictly between, amber with one fewer, else late (D9.1.b-2)."""
    between = calendar.working_days_between(sent_on, session_on)
    if between >= days:
        return Verdict.IN_TIME
    return Verdict.AMBER if sent_on < session_on and between == days - 1 else Verdict.LATE


def conclusion_notice_due(ended_on: date, calendar: WorkingCalendar) -> date:
    """D9.3.a/D13.3.a: the tenth working day after the session ended; that day is not counted."""
    return calendar.nth_after(ended_on, NOTICE_TERM.days)


def answer_due(noticed_on: date, calendar: WorkingCalendar) -> date:
    """D9.3.b/D13.3.b: the twentieth working day after the date of the notice; that day is not counted."""
    return calendar.nth_after(noticed_on, ANSWER_TERM.days)


# -- any term of any edition


def apply(term: Term, base_on: date, calendar: WorkingCalendar) -> Deadline:
    """Apply a term to the day of its event: the session for a lead time, the event itself otherwise.

    Raises CalendarUnknown when a needed day lies outside the calendar's cover.
    """
    if term.article in LEAD_TIMES:
        due, lawful, amber = _looking_back(term, base_on, calendar)
        passed_first, passed_last = _days_before(term, due, lawful, base_on)
        rests_on = (due, base_on)
    else:
        due, lawful = _looking_forward(term, base_on, calendar)
        amber = lawful
        passed_first, passed_last = base_on + ONE_DAY, due
        rests_on = (base_on, lawful)
    lines = calendar.explain(passed_first, passed_last)
    in_calendar_days = term.counting is Counting.CALENDAR
    return Deadline(
        rule=term.article,
        base_on=base_on,
        due_on=due,
        lawful_until=lawful,
        amber_until=amber,
        tentative=calendar.is_tentative(*rests_on),
        skipped=() if in_calendar_days else tuple(line for line in lines if not line.counted),
        counted=tuple(line.date for line in lines if line.counted or in_calendar_days),
        calendar_version=calendar.version,
        reading=term.reading,
    )


def _looking_back(term: Term, session_on: date, calendar: WorkingCalendar) -> tuple[date, date, date]:
    """Advised, lawful and amber day of a sending before a session."""
    between = term.days if term.reading is Reading.STRICT else term.days - 1
    if term.counting is Counting.CALENDAR:
        last = calendar_days_after(session_on, -between - 1)
        advised = last if calendar.is_working_day(last) else calendar.nth_before(last, 1)
        return advised, last, calendar_days_after(session_on, -term.days)
    due = calendar.nth_before(session_on, between + 1)
    amber = amber_until(session_on, calendar, term.days)
    lawful = amber if term.reading is Reading.LOOSE else lawful_until(session_on, calendar, term.days)
    return due, lawful, amber


def _days_before(term: Term, due: date, lawful: date, session_on: date) -> tuple[date, date]:
    """First and last of the days on which a term before a session is counted out.

    The looser reading counts the day of the session as the last one. A term in calendar days is counted from the
    last lawful day, though an office is advised to act on the working day before it.
    """
    first = (lawful if term.counting is Counting.CALENDAR else due) + ONE_DAY
    return first, session_on if term.reading is Reading.LOOSE else session_on - ONE_DAY


def _looking_forward(term: Term, base_on: date, calendar: WorkingCalendar) -> tuple[date, date]:
    """Advised and lawful day of an act after an event.

    A term in calendar days that ends on a day off ends with the next working day (Bộ luật Dân sự 2015,
    Điều 148.5); the advised day stays the earlier one.
    """
    if term.counting is Counting.WORKING:
        due = calendar.nth_after(base_on, term.days)
        return due, due
    due = calendar_days_after(base_on, term.days)
    return due, due if calendar.is_working_day(due) else calendar.nth_after(due, 1)
