"""From a term and the day of its event to the dates that a duty stores."""

from dataclasses import dataclass
from datetime import date

from duties.models import Duty
from organizations.models import Unit
from organizations.settings import edition_of
from regulation import deadlines
from regulation.articles import Article
from regulation.deadlines import Term
from regulation.editions import TermUnknown, row_in_force
from regulation.enums import Counting, Reading
from regulation.violations import RuleViolation
from regulation.working_days import CalendarUnknown, WorkingCalendar

COMPUTED = (
    "edition",
    "reading",
    "due_on",
    "first_due_on",
    "first_lawful_until",
    "lawful_until",
    "amber_until",
    "tentative",
    "calendar_version",
)


@dataclass(frozen=True, kw_only=True)
class TermFollowed:
    """A term and the code of the edition that sets it."""

    edition: str
    term: Term

    @property
    def reading(self) -> dict:
        """How the duty will say it was counted."""
        return {
            "days": self.term.days,
            "counting": str(self.term.counting),
            "reading": str(self.term.reading),
        }


def term_in_force(rule: Article, base_on: date, unit: Unit) -> TermFollowed:
    """The term of ``rule`` for an event of ``unit`` on ``base_on``: by the text that the unit then follows.

    Raises RuleViolation when no edition sets one.
    """
    try:
        row = row_in_force(rule, base_on, edition=edition_of(unit.pk, base_on))
    except TermUnknown as unknown:
        raise RuleViolation(rule, str(unknown)) from unknown
    term = Term(rule, row.days, Counting(row.counting), Reading(row.reading))
    return TermFollowed(edition=row.edition.code, term=term)


def days_words(duty: Duty) -> str:
    """``5 ngày làm việc``, ``7 ngày``: the length of the term a duty was computed with."""
    followed = term_of(duty).term
    return f"{followed.days} {followed.unit_words}"


def term_of(duty: Duty) -> TermFollowed:
    """The term a duty was computed with, whatever is in force now: old verdicts keep their reading."""
    reading = duty.reading
    term = Term(duty.article, reading["days"], Counting(reading["counting"]), Reading(reading["reading"]))
    return TermFollowed(edition=duty.edition, term=term)


def set_dates(duty: Duty, followed: TermFollowed, *, base_on: date, calendar: WorkingCalendar) -> None:
    """Put the dates of a term on a duty (in memory); all are empty where the calendar does not reach.

    A stated (extended) date stays, unless the first date now lies beyond it. The days are those of the unit whose
    session or post it is (``owed_to``): so a matter keeps its date whoever is to work on it.
    """
    calendar = calendar.for_unit(duty.owed_to_id)
    stated = duty.due_on if duty.is_extended else None
    duty.edition, duty.reading = followed.edition, followed.reading
    duty.calendar_version = calendar.version
    try:
        deadline = deadlines.apply(followed.term, base_on, calendar)
    except CalendarUnknown:
        duty.tentative = True
        duty.first_due_on = duty.first_lawful_until = None
        duty.due_on = duty.lawful_until = duty.amber_until = None
        return
    duty.tentative = deadline.tentative
    duty.first_due_on, duty.first_lawful_until = deadline.due_on, deadline.lawful_until
    if stated is not None and stated > deadline.due_on:
        return
    duty.due_on, duty.lawful_until = deadline.due_on, deadline.lawful_until
    duty.amber_until = deadline.amber_until
