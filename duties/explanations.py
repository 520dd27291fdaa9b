"""How a date was counted, day by day: what "Cách tính" shows and an inspector checks. No queries."""

from dataclasses import dataclass, replace
from datetime import date

from duties.computing import term_of
from duties.models import Duty
from regulation import date_words, deadlines
from regulation.articles import Article
from regulation.deadlines import LEAD_TIMES, Deadline, Term
from regulation.enums import DayStatus, Reading
from regulation.working_days import CalendarUnknown, DayLine, WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class ExplainedDay:
    """One day between the event and the date. ``number`` is its place in the count, or None when skipped."""

    on: date
    number: int | None
    reason: str
    source: str
    expected: bool


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The days of one duty and what they add up to.

    ``computed_on`` is what the days give under the calendar of today; ``agrees`` says whether that is the
    first date that was stored. A closed duty keeps its date when the calendar changes later, so the two may
    differ. ``why_not`` is a sentence where nothing can be counted, and then there are no days.
    """

    days: list[ExplainedDay]
    computed_on: date | None = None
    agrees: bool = True
    why_not: str = ""

    @property
    def counted(self) -> int:
        """How many days count."""
        return sum(day.number is not None for day in self.days)

    @property
    def skipped(self) -> int:
        """How many days were passed over."""
        return sum(day.number is None and day.reason not in _ENDS for day in self.days)

    @property
    def total(self) -> str:
        """The sum in words, ending in the date it gives."""
        return (
            f"Cộng {self.counted} ngày được tính, {self.skipped} ngày không tính: "
            f"{date_words.long_date(self.computed_on)}."
        )


SENT, HELD, EVENT = "Ngày gửi, không tính", "Ngày tổ chức, không tính", "Ngày phát sinh, không tính"
ANNOUNCED = "Ngày công bố, không tính"
_ENDS = frozenset({SENT, ANNOUNCED, HELD, EVENT})


def deed_before(article: Article) -> str:
    """What is done before the event under a lead time: letters are sent, a conference is made public."""
    return "công bố" if article is Article.CONFERENCE_ANNOUNCED else "gửi"


def explanation_of(duty: Duty, *, calendar: WorkingCalendar) -> Explanation:
    """Every day from the event to the first date of a duty, counted or skipped with its reason and source."""
    if "days" not in duty.reading:
        return Explanation(days=[], why_not="Thời hạn này là một ngày cố định trong năm, không đếm ngày.")
    calendar = calendar.for_unit(duty.owed_to_id)
    try:
        deadline = deadlines.apply(term_of(duty).term, duty.base_on, calendar)
    except CalendarUnknown as unknown:
        return Explanation(days=[], why_not=str(unknown))
    explanation = explained(deadline, calendar)
    return replace(explanation, agrees=deadline.due_on == duty.first_due_on)


def explained(deadline: Deadline, calendar: WorkingCalendar) -> Explanation:
    """Every day from the event to the date of a deadline, counted or skipped with its reason and source."""
    days = _backward(deadline, calendar) if deadline.rule in LEAD_TIMES else _forward(deadline, calendar)
    return Explanation(days=days, computed_on=deadline.due_on)


def how_it_is_read(duty: Duty) -> str:
    """The reading of the term in one sentence, or "" for a fixed date."""
    return term_in_words(term_of(duty).term) if "days" in duty.reading else ""


def term_in_words(term: Term) -> str:
    """How a term is counted, in one sentence."""
    unit = term.unit_words
    if term.article in LEAD_TIMES:
        deed = deed_before(term.article)
        if term.reading is Reading.STRICT:
            return f"Phải còn đủ {term.days} {unit} ở giữa, không tính ngày {deed} và ngày tổ chức."
        return f"Ngày tổ chức là ngày thứ {term.days} ({unit}) sau ngày {deed}."
    return f"Ngày phát sinh không tính; hết ngày thứ {term.days} ({unit}) kể từ ngày tiếp theo."


def _backward(deadline: Deadline, calendar: WorkingCalendar) -> list[ExplainedDay]:
    lines = calendar.explain(deadline.due_on, deadline.base_on)
    first = _end(lines[0], ANNOUNCED if deadline.rule is Article.CONFERENCE_ANNOUNCED else SENT)
    if deadline.base_on in deadline.counted:
        return [first, *_numbered(lines[1:], deadline)]
    return [first, *_numbered(lines[1:-1], deadline), _end(lines[-1], HELD)]


def _forward(deadline: Deadline, calendar: WorkingCalendar) -> list[ExplainedDay]:
    lines = calendar.explain(deadline.base_on, deadline.due_on)
    return [_end(lines[0], EVENT), *_numbered(lines[1:], deadline)]


def _numbered(lines: list[DayLine], deadline: Deadline) -> list[ExplainedDay]:
    places = {day: place for place, day in enumerate(deadline.counted, start=1)}
    return [
        ExplainedDay(
            on=line.date,
            number=places.get(line.date),
            reason=line.reason,
            source=line.source,
            expected=line.status is DayStatus.EXPECTED,
        )
        for line in lines
    ]


def _end(line: DayLine, reason: str) -> ExplainedDay:
    return ExplainedDay(
        on=line.date,
        number=None,
        reason=reason,
        source=line.source,
        expected=line.status is DayStatus.EXPECTED,
    )
