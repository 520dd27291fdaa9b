"""No message is sent whose fact has changed meanwhile. A new kind without a case here fails.

Each case posts a message through the verbs and gives what makes it pointless. The same message leaves when nothing
happens, so that the refusal means something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import Seat, StaffInvitation
from dialogue_portal.staff import verbs as staff
from duties import calendar_letters
from duties import letters as duty_letters
from duties.actions import calendar_alerts, ledger
from duties.actions.reminders import remind
from duties.models import Duty
from followups.actions import assignments
from followups.actions import telling as follow_up
from followups.models import Assignment
from outbox import relay, renderers
from outbox.enums import Channel, MessageState
from outbox.models import Message
from personal_data.actions import requests as data_requests
from personal_data.actions.requests import Asking, Reply
from personal_data.enums import IdentityCheck, RequestKind, RequestOutcome, RequestSource
from personal_data.models import DataRequest, DataRequestPerson
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.models import CalendarDay
from sessions_app.actions import dispatches, guests, planning, registrations, triage
from sessions_app.actions import telling as session_telling
from sessions_app.models import (
    DialogueSession,
    GuestContact,
    Invitation,
    PetitionContact,
    RegistrationContact,
)
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, opened
from tests.factories.organizations import unit
from tests.factories.registrations import registration
from tests.support.moments import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain")]
NOW, TODAY = factories.NOW, factories.TODAY
ANSWERED_AT = after.ANSWERED_AT


@pytest.fixture
def _plain(monkeypatch, settings):
    settings.SMS_BACKEND = "file"
    monkeypatch.setattr("documents.rendering.render", lambda printout, imprint: b"%PDF-1.7 plain")


# -- sessions


def _by() -> Seat:
    return factories.office_seat()


def _session() -> DialogueSession:
    return DialogueSession.objects.get()


def _called_off(verb: Callable) -> None:
    verb(_session(), reason="Mưa bão", by=_by().actor, on=TODAY, at=NOW)


def _announced(*, email: bool = True, bodies: bool = False) -> None:
    SeatFactory(role=Role.AGENCY, unit=unit("so-xay-dung"), user__email="co.quan@example.test")
    session = factories.scheduled(attending_bodies=[unit("so-xay-dung")] if bodies else [])
    factories.add_guests(session, 1, email=email)
    factories.issue(session)


def _begun() -> None:
    DialogueSession.objects.update(starts_at=NOW - timedelta(minutes=1))


def _removed() -> None:
    guests.remove(Invitation.objects.get().guest, by=_by().actor, at=NOW)


def _postponed() -> None:
    _announced()
    _called_off(planning.postpone)


def _cancelled() -> None:
    _announced()
    _called_off(planning.cancel)


def _put_on_the_calendar_again() -> None:
    planning.reschedule(
        _session(), factories.plan(held_on=TODAY + timedelta(days=24)), by=_by().actor, on=TODAY, at=NOW
    )


def _revised_plan() -> None:
    DialogueSession.objects.update(plan_revision=2)


# -- registrations


def _received() -> None:
    session = factories.announced(guests=1)
    row = registration(session, contact={"full_name": "Minh Họa Thư", "email": "dang.ky@example.test"})
    registrations._post_receipt(row, office=session_telling.organising_office(session), at=NOW)


def _decided() -> None:
    _received()
    row = _session().registrations.get()
    triage.accept(row, by=_by().actor, at=NOW)


def _withdrawn() -> None:
    registrations.withdraw(_session().registrations.get(), by=_by().actor, at=NOW)


def _decided_otherwise() -> None:
    triage.reserve(_session().registrations.get(), by=_by().actor, at=NOW)


def _no_address(model, **also) -> Callable[[], None]:
    return lambda: model.objects.update(email="", **also)


# -- what follows


def _assigned() -> None:
    after.agency_seat(user__email="co.quan@example.test")
    after.assignment()


def _handed_back() -> None:
    _assigned()
    seat = day.office()
    seat.user.email = "van.phong@example.test"
    seat.user.save()
    row = _assignment()
    assignments.hand_back(row, reason="Không thuộc thẩm quyền", seat=after.agency_seat(), at=ANSWERED_AT)


def _assignment() -> Assignment:
    return Assignment.objects.get()


def _given_elsewhere() -> None:
    assignments.reassign(
        _assignment(), agency=unit("so-xay-dung"), reason="Đúng", seat=day.office(), at=ANSWERED_AT
    )


def _answered() -> None:
    after.answered(after.assignment())


def _extended() -> None:
    after.extended(after.assignment())


def _answered_meanwhile() -> None:
    after.answered(_assignment())


# -- requests about personal data


def _data_request_confirmed() -> None:
    row = data_requests.receive(
        RequestKind.SEE, Asking(full_name="Minh Họa Hỏi", email="hoi@example.test"), office=_by().unit,
        source=RequestSource.PAPER, subject=None, received_on=TODAY, by=_by().actor, at=NOW,
    )  # fmt: skip
    data_requests.confirm(row, identity_check=IdentityCheck.SEEN, seat=_by(), at=NOW)


def _data_request_answered() -> None:
    reply = Reply(outcome=RequestOutcome.FULFILLED, text="Đã gửi")
    data_requests.close(DataRequest.objects.get(), reply, seat=_by(), at=NOW, on=TODAY)


# -- deadlines


def _reminded() -> None:
    SeatFactory(role=Role.OFFICE, user__email="van.phong@example.test")
    opened(Article.CONCLUSION_NOTICE)
    on = date(2026, 11, 26)
    assert remind(on=on, at=at(on, "09:00"), calendar=working_calendar()) == 1


def _met() -> None:
    on = date(2026, 11, 26)
    ledger.meet(Duty.objects.get(), on=on, by=CLERK, at=at(on, "10:00"))


def _voided() -> None:
    on = date(2026, 11, 26)
    ledger.void(Duty.objects.get(), on=on, reason="Hủy", by=CLERK, at=at(on, "10:00"))


def _moved() -> None:
    Duty.objects.update(
        due_on=date(2026, 12, 1), lawful_until=date(2026, 12, 1), amber_until=date(2026, 12, 1)
    )


def _seat_ended() -> None:
    Seat.objects.filter(user__email="van.phong@example.test").update(valid_until=date(2026, 11, 25))


def _year_asked_for() -> None:
    SeatFactory(role=Role.ADMIN, user__email="van.phong@example.test")
    on = date(2026, 11, 26)
    assert calendar_alerts.alert(on=on, at=at(on, "09:00"), calendar=working_calendar()) == 1


def _year_settled() -> None:
    CalendarDay.objects.filter(date__year=2027).update(status="confirmed")


@dataclass(frozen=True)
class Case:
    """How a message of the kind comes about, and one change that takes its point away."""

    kind: str
    post: Callable[[], None]
    spoil: Callable[[], None]


def _asked_to_work() -> None:
    place = staff.Place(unit=unit("so-y-te"), role=Role.AGENCY, title="Chuyên viên", valid_from=TODAY)
    staff.invite(place, full_name="Minh Họa Mới", email="moi@example.test", seat=_admin(), at=NOW)


def _admin() -> Seat:
    return Seat.objects.filter(role=Role.ADMIN).first() or SeatFactory(role=Role.ADMIN)


def _taken_back() -> None:
    staff.withdraw(StaffInvitation.objects.get(), seat=_admin(), at=NOW)


def _taken() -> None:
    staff.accept_as(StaffInvitation.objects.get(), user=_admin().user, at=NOW)


CASES = {
    "staff invitation, withdrawn": Case(staff.KIND, _asked_to_work, _taken_back),
    "staff invitation, accepted": Case(staff.KIND, _asked_to_work, _taken),
    "invitation, cancelled": Case(dispatches.LETTER, _announced, lambda: _called_off(planning.cancel)),
    "invitation, postponed": Case(dispatches.LETTER, _announced, lambda: _called_off(planning.postpone)),
    "invitation, new plan": Case(dispatches.LETTER, _announced, _revised_plan),
    "invitation, begun": Case(dispatches.LETTER, _announced, _begun),
    "invitation, taken off the list": Case(dispatches.LETTER, _announced, _removed),
    "invitation, address gone": Case(dispatches.LETTER, _announced, _no_address(GuestContact)),
    "invitation by text, cancelled": Case(
        dispatches.LETTER, lambda: _announced(email=False), lambda: _called_off(planning.cancel)
    ),
    "invitation by text, number gone": Case(
        dispatches.LETTER, lambda: _announced(email=False), _no_address(GuestContact, phone="02838220000")
    ),
    "body, cancelled": Case(
        session_telling.BODY_NOTICE, lambda: _announced(bodies=True), lambda: _called_off(planning.cancel)
    ),
    "body, begun": Case(session_telling.BODY_NOTICE, lambda: _announced(bodies=True), _begun),
    "body, no longer asked": Case(
        session_telling.BODY_NOTICE,
        lambda: _announced(bodies=True),
        lambda: _session().attending_bodies.all().delete(),
    ),
    "postponed, new day": Case(session_telling.POSTPONED, _postponed, _put_on_the_calendar_again),
    "postponed, then cancelled": Case(
        session_telling.POSTPONED, _postponed, lambda: _called_off(planning.cancel)
    ),
    "postponed, address gone": Case(session_telling.POSTPONED, _postponed, _no_address(GuestContact)),
    "cancelled, taken off the list": Case(session_telling.CANCELLED, _cancelled, _removed),
    "receipt, withdrawn": Case(registrations.RECEIPT, _received, _withdrawn),
    "receipt, cancelled": Case(registrations.RECEIPT, _received, lambda: _called_off(planning.cancel)),
    "update, withdrawn": Case(triage.UPDATE, _decided, _withdrawn),
    "update, decided otherwise": Case(triage.UPDATE, _decided, _decided_otherwise),
    "update, address gone": Case(triage.UPDATE, _decided, _no_address(RegistrationContact)),
    "assignment, answered": Case(follow_up.ASSIGNMENT, _assigned, _answered_meanwhile),
    "assignment, given elsewhere": Case(follow_up.ASSIGNMENT, _assigned, _given_elsewhere),
    "handed back, decided": Case(follow_up.HANDED_BACK, _handed_back, _given_elsewhere),
    "answer, address gone": Case(follow_up.ANSWER, _answered, _no_address(PetitionContact)),
    "extension, answered": Case(follow_up.EXTENSION, _extended, _answered_meanwhile),
    "conclusions, address gone": Case(follow_up.CONCLUDED, after.concluded, _no_address(PetitionContact)),
    "data request, answered": Case(data_requests.NEWS, _data_request_confirmed, _data_request_answered),
    "data request, address gone": Case(
        data_requests.NEWS, _data_request_confirmed, _no_address(DataRequestPerson)
    ),
    "calendar, settled": Case(calendar_letters.KIND, _year_asked_for, _year_settled),
    "calendar, seat ended": Case(calendar_letters.KIND, _year_asked_for, _seat_ended),
    "reminder, met": Case(duty_letters.KIND, _reminded, _met),
    "reminder, void": Case(duty_letters.KIND, _reminded, _voided),
    "reminder, moved": Case(duty_letters.KIND, _reminded, _moved),
    "reminder, seat ended": Case(duty_letters.KIND, _reminded, _seat_ended),
}


def test_every_kind_of_message_has_a_case():
    own = {kind for kind in renderers.known_kinds() if not kind.startswith("tests.")}
    assert {case.kind for case in CASES.values()} == own


def _posted(case: Case) -> Message:
    """The one message of the kind, alone in the outbox."""
    case.post()
    messages = Message.objects.filter(kind=case.kind).order_by("pk")
    message = messages[0]
    Message.objects.filter(state=MessageState.WAITING).exclude(pk=message.pk).update(
        not_before=message.not_before + timedelta(days=3650)
    )
    return message


def _relayed(message: Message) -> Message:
    relay.relay_once(at=message.not_before, batch=1)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("name", CASES)
def test_as_long_as_nothing_changes_it_leaves(name, settings, tmp_path):
    settings.SMS_STORE = tmp_path
    message = _relayed(_posted(CASES[name]))
    assert (message.state, message.error) == (MessageState.SENT, "")
    assert (message.channel == Channel.SMS) is ("by text" in name)


@pytest.mark.every_case
@pytest.mark.parametrize("name", CASES)
def test_when_its_fact_has_changed_it_is_dropped(name, mailoutbox):
    case = CASES[name]
    message = _posted(case)
    case.spoil()
    Message.objects.filter(state=MessageState.WAITING).exclude(pk=message.pk).update(
        not_before=message.not_before + timedelta(days=3650)
    )
    message = _relayed(message)
    assert message.state == MessageState.CANCELLED
    assert message.error.endswith(".")
    assert mailoutbox == []
