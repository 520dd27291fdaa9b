"""What one unit leaves to another: every open thing as one row, which can be shown and can move itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from accounts import actions as accounts
from accounts.models import Seat
from audit.actors import Actor
from documents.models import NumberSeries
from duties.actions import ledger
from duties.models import Duty
from followups.actions import handing_over as followups
from organizations import actions as organizations
from organizations.enums import CustodyKind, RelationKind
from organizations.models import FieldCompetence, Post, Relation, Unit
from personal_data.actions import handing_over as requests
from sessions_app.actions import handing_over as sessions
from sessions_app.models import AddressBookEntry

Take = Callable[[Actor, datetime], object]


@dataclass(frozen=True, kw_only=True)
class Passing:
    """One thing that passes from ``old`` to ``new``, or ends with ``old``. ``key`` names the row and its condition.

    ``problem`` is a sentence why it cannot pass as it stands. ``take`` does it; None where the end of the unit does.
    """

    kind: CustodyKind
    old: Unit
    new: Unit
    key: str
    label: str
    ends: bool = False
    problem: str = ""
    take: Take | None = None


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One line of a reorganisation, with the day and the paper that all its rows cite."""

    old: Unit
    new: Unit
    effective_on: date
    note: str
    # Key of every unit that ends by the same decision to its successor.
    successors: dict[int, Unit]

    def passing(self, kind: CustodyKind, row, label: str, *, take: Take | None = None, **more) -> Passing:
        """One row about a thing of the database; its label fits the book."""
        key = f"{kind}:{row.pk}:{getattr(row, 'version', '')}"
        return Passing(kind=kind, old=self.old, new=self.new, key=key, label=label[:300], take=take, **more)


def passings(handover: Handover) -> list[Passing]:
    """Everything open that the old unit has, in the order in which it moves: people first, so that they are told."""
    found: list[Passing] = []
    for rows in (_seats, _assignments, _sessions, _duties, _beside, _relations, _ending):
        found += rows(handover)
    return found


def _seats(h: Handover) -> Iterator[Passing]:
    seats = Seat.objects.filter(organizations.covering(h.effective_on), unit=h.old).select_related(
        "user", "unit"
    )
    for seat in seats.order_by("pk"):

        def take(by: Actor, at: datetime, seat=seat) -> None:
            new = accounts.move_seat(seat, to=h.new, effective_on=h.effective_on, note=h.note, by=by, at=at)
            sessions.let_take_minutes(seat, new)

        yield h.passing(CustodyKind.SEAT, seat, f"{seat.user.full_name}, {seat.title}", take=take)


def _assignments(h: Handover) -> Iterator[Passing]:
    for row in followups.assignments_in_hand(h.old):

        def take(by: Actor, at: datetime, row=row) -> None:
            followups.take_assignment(row, to=h.new, note=h.note, by=by, at=at)

        yield h.passing(CustodyKind.ASSIGNMENT, row, _petition_words(row), take=take)
    for row in followups.assignments_supported(h.old):

        def take_support(by: Actor, at: datetime, row=row) -> None:
            followups.take_support(row, old=h.old, to=h.new, note=h.note, by=by, at=at)

        yield h.passing(CustodyKind.SUPPORT, row, _petition_words(row), take=take_support)


def _petition_words(row) -> str:
    due = row.answer_duty.due_on
    until = f", hạn {due:%d/%m/%Y}" if due else ""
    return f"Kiến nghị số {row.petition.number:02d}, {row.petition.session.title}{until}"


def _sessions(h: Handover) -> Iterator[Passing]:
    for hosting in sessions.hostings_to_come(h.old, h.effective_on):
        post = _post_beside(hosting.post, h)

        def take(by: Actor, at: datetime, hosting=hosting, post=post) -> None:
            sessions.take_post(hosting, post=post, effective_on=h.effective_on, note=h.note, by=by, at=at)

        problem = sessions.problem_of(hosting, post, h.effective_on)
        label = f"{hosting.session.title}, {sessions.day_of(hosting, h.effective_on):%d/%m/%Y}"
        yield h.passing(CustodyKind.SESSION_POST, hosting, label, take=take, problem=problem)
    for hosting in sessions.hostings_of_office(h.old):

        def take_office(by: Actor, at: datetime, pk=hosting.pk) -> None:
            # Read again: the line before may have given the same session to another post.
            row = sessions.hostings_of_office(h.old).get(pk=pk)
            sessions.take_office(row, office=h.new, note=h.note, by=by, at=at)

        label = f"{hosting.session.title}, {hosting.post.unit.name}"
        yield h.passing(CustodyKind.SESSION_OFFICE, hosting, label, take=take_office)


def _post_beside(post: Post, h: Handover) -> Post | None:
    """The post of the same kind in the successor, on its first day."""
    rows = Post.objects.filter(organizations.covering(h.effective_on), unit=h.new, kind=post.kind)
    return rows.select_related("unit").order_by("valid_from").first()


def _duties(h: Handover) -> Iterator[Passing]:
    """The open duties of the unit that no row above moves, then those that others owe to it."""
    led = followups.assignments_in_hand(h.old).values("answer_duty")
    for duty in Duty.objects.open().filter(owed_by=h.old).exclude(pk__in=led).order_by("pk"):

        def take(by: Actor, at: datetime, duty=duty) -> None:
            ledger.hand_over(duty, to=h.new, by=by, at=at, context=duty.audit_context)

        yield h.passing(CustodyKind.DUTY, duty, _duty_words(duty), take=take)
    # Those of a post go with the session that it hosts, or end with it.
    owed = Duty.objects.open().filter(owed_to=h.old, owed_by_post__isnull=True)
    for duty in owed.order_by("pk"):

        def take_owed(by: Actor, at: datetime, pk=duty.pk) -> None:
            row = Duty.objects.get(pk=pk)
            ledger.owe_to(row, unit=h.new, by=by, at=at, context=row.audit_context)

        yield h.passing(CustodyKind.OWED, duty, _duty_words(duty), take=take_owed)


def _duty_words(duty: Duty) -> str:
    until = f", hạn {duty.due_on:%d/%m/%Y}" if duty.due_on else ""
    return f"{duty.title[:270]}{until}"


def _beside(h: Handover) -> Iterator[Passing]:
    for body in sessions.attendances_to_come(h.old):

        def take(by: Actor, at: datetime, body=body) -> None:
            sessions.take_attendance(body, to=h.new, note=h.note, by=by, at=at)

        yield h.passing(CustodyKind.ATTENDANCE, body, body.session.title, take=take)
    for line in sessions.lines_naming(h.old):

        def take_line(by: Actor, at: datetime, line=line) -> None:
            sessions.take_line(line, old=h.old, to=h.new, note=h.note, by=by, at=at)

        label = f"Kiến nghị số {line.petition.number:02d}, {line.draft.session.title}"
        problem = sessions.problem_of_line(line)
        yield h.passing(CustodyKind.CONCLUSION, line, label, take=take_line, problem=problem)
    people = AddressBookEntry.objects.filter(office=h.old).count()
    if people:

        def take_book(by: Actor, at: datetime) -> None:
            sessions.take_address_book(h.old, to=h.new, note=h.note, by=by, at=at)

        yield h.passing(CustodyKind.ADDRESS_BOOK, h.old, f"{people} người trong danh bạ", take=take_book)
    for row in requests.requests_in_hand(h.old):

        def take_request(by: Actor, at: datetime, row=row) -> None:
            requests.take_request(row, to=h.new, note=h.note, by=by, at=at)

        label = f"{row.get_kind_display()}, nhận ngày {row.received_on:%d/%m/%Y}"
        yield h.passing(CustodyKind.DATA_REQUEST, row, label, take=take_request)
    for competence in FieldCompetence.objects.filter(unit=h.old).select_related("field").order_by("pk"):

        def take_field(by: Actor, at: datetime, row=competence) -> None:
            row.delete()
            FieldCompetence.objects.get_or_create(field=row.field, unit=h.new)

        yield h.passing(CustodyKind.COMPETENCE, competence, competence.field.name, take=take_field)


def _relations(h: Handover) -> Iterator[Passing]:
    """Its own relations end with it; where it was somebody's superior, Front or office, its successor is."""
    covering = organizations.covering(h.effective_on)
    for row in Relation.objects.filter(covering, unit=h.old).select_related("unit", "other").order_by("pk"):

        def end(by: Actor, at: datetime, row=row) -> None:
            organizations.move_relation(row, to=None, effective_on=h.effective_on)

        label = f"{RelationKind(row.kind).label}: {row.other.name}"
        yield h.passing(CustodyKind.RELATION, row, label, ends=True, take=end)
    inverse = Relation.objects.filter(covering, other=h.old).select_related("unit", "other").order_by("pk")
    for row in inverse.exclude(unit__in=h.successors):

        def move(by: Actor, at: datetime, row=row) -> None:
            organizations.move_relation(row, to=h.new, effective_on=h.effective_on)

        label = f"{RelationKind(row.kind).label} của {row.unit.name}"
        yield h.passing(CustodyKind.RELATION, row, label, take=move, ends=row.unit_id == h.new.pk)


def _ending(h: Handover) -> Iterator[Passing]:
    """What has no heir: the posts, whose duty ends with them, and the numbering of papers."""
    for post in Post.objects.filter(organizations.covering(h.effective_on), unit=h.old).order_by("pk"):
        yield h.passing(CustodyKind.POST, post, post.title, ends=True)
    for series in NumberSeries.objects.filter(issuer=h.old).order_by("pk"):
        label = f"{series.get_paper_type_display()}, {series.period}: số cuối {series.next_number - 1}"
        yield h.passing(CustodyKind.NUMBERS, series, label, ends=True)
