"""Merging units: what is open passes to the successor with a line in the book, all or nothing; no date moves."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.forms import new_key
from accounts.models import Seat
from audit.models import Act
from audit.transitions import TransitionRefused
from dialogue_portal.reorganisation import verbs
from dialogue_portal.reorganisation.verbs import PictureChanged
from duties.actions import ledger
from duties.models import Duty
from organizations import history
from organizations.actions import HierarchyRefused
from organizations.enums import CustodyKind, RelationKind
from organizations.models import Custody, Relation, Reorganisation, Tenure
from organizations.queries import holder_of
from personal_data.actions import requests
from personal_data.actions.requests import Asking
from personal_data.enums import RequestKind, RequestOutcome, RequestSource, RequestState
from personal_data.models import DataRequest
from sessions_app.actions import planning
from sessions_app.models import AddressBookEntry
from tests.factories import followups
from tests.factories import sessions_app as sessions
from tests.factories.accounts import SeatFactory
from tests.factories.duties import opened
from tests.factories.organizations import (
    SAI_GON,
    PostFactory,
    RelationFactory,
    TenureFactory,
    UnitFactory,
    party_committee,
    party_office,
    secretary_post,
)
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

ON = date(2026, 3, 9)
NOW = at(ON, "10:00")
SEEN = date(2026, 3, 1)
PAPER = {
    "document": "Quyết định 12/QĐ-UBND",
    "document_date": date(2026, 2, 20),
    "effective_on": date(2026, 3, 2),
}


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "10:00")


@pytest.fixture
def admin():
    return SeatFactory(role=Role.ADMIN)


def proposed(admin, old, new, **changed):
    return verbs.propose(old=old, new=new, **(PAPER | changed), seat=admin, on=ON, at=NOW)


def applied(admin, decision):
    run = verbs.dry_run(decision, on=ON)
    return verbs.apply(decision, seal=run.seal, seat=admin, on=ON, at=NOW)


def dates():
    return sorted(
        Duty.objects.values_list("pk", "due_on", "first_due_on", "lawful_until", "met_on", "voided_on")
    )


def test_an_agency_that_is_merged_hands_its_petition_over_and_the_clock_goes_on(admin):
    assignment = followups.assignment()
    old, new = assignment.agency, UnitFactory()
    before = dates()
    decision = proposed(admin, old, new)
    assert verbs.dry_run(decision, on=ON).problems == []
    applied(admin, decision)

    assignment.refresh_from_db()
    assert (assignment.agency, assignment.answer_duty.owed_by) == (new, new)
    assert dates() == before
    line = Custody.objects.get(kind=CustodyKind.ASSIGNMENT)
    assert (line.old, line.new, line.ends, line.by) == (old, new, False, admin.actor.label)
    assert list(Act.objects.filter(verb="assignment.take").values_list("seat", flat=True)) == [admin.pk]
    old.refresh_from_db()
    assert old.valid_until == SEEN


def test_a_request_about_personal_data_is_answered_by_the_successor_in_its_own_time(admin):
    old, new = party_office(), party_office(SAI_GON)

    def asked(name: str) -> DataRequest:
        return requests.receive(
            RequestKind.SEE, Asking(full_name=name), office=old, source=RequestSource.PAPER, subject=None,
            received_on=date(2026, 3, 2), by=admin.actor, at=NOW,
        )  # fmt: skip

    waiting, answered = asked("Minh Họa Một"), asked("Minh Họa Hai")
    DataRequest.objects.filter(pk=answered.pk).update(
        state=RequestState.CLOSED, outcome=RequestOutcome.FULFILLED, closed_at=NOW
    )
    applied(admin, proposed(admin, old, new))
    waiting.refresh_from_db()
    answered.refresh_from_db()
    assert (waiting.office, waiting.received_on, answered.office) == (new, date(2026, 3, 2), old)
    line = Custody.objects.get(kind=CustodyKind.DATA_REQUEST)
    assert (line.old, line.new) == (old, new)
    assert "Minh Họa" not in line.label


def test_everything_of_an_office_passes_on_and_nothing_is_lost(admin):
    """A wider picture: sessions, duties, seats, address book, relations; the open duties are as many as before."""
    seat = sessions.office_seat()
    session = sessions.scheduled(seat)
    duty, met = opened(), opened()
    ledger.meet(met, on=ON, by=admin.actor, at=NOW)
    AddressBookEntry.objects.create(office=seat.unit, full_name="Minh Họa Khách", category="resident")
    before, open_before = dates(), Duty.objects.open().count()
    old, new = party_office(), party_office(SAI_GON)
    applied(admin, proposed(admin, old, new))

    assert (dates(), Duty.objects.open().count()) == (before, open_before)
    assert not Duty.objects.open().filter(owed_by=old).exists()
    duty.refresh_from_db()
    met.refresh_from_db()
    assert (duty.owed_by, met.owed_by) == (new, old)
    assert session.hostings.get().organizing_office == new
    assert AddressBookEntry.objects.get().office == new
    assert list(Seat.objects.filter(user=seat.user, valid_until=None).values_list("unit", "role")) == [
        (new.pk, Role.OFFICE)
    ]
    served = Relation.objects.get(
        unit=party_committee(), kind=RelationKind.ORGANIZING_OFFICE, valid_until=None
    )
    assert (served.other, served.valid_from) == (new, PAPER["effective_on"])
    # The same lines from both sides.
    assert list(history.custody_of(old)) == list(history.custody_of(new)) != []
    assert [line.old for line in history.predecessors_of(new)] == [old]
    assert [line.new for line in history.successors_of(old)] == [new]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_open_duties_before_and_after_are_the_same_ones(admin, count):
    old, new = UnitFactory(), UnitFactory()
    mine = [opened(owed_by=old) for _ in range(count)]
    theirs = [opened(owed_to=old) for _ in range(count)]
    keys = set(Duty.objects.open().values_list("pk", flat=True))
    applied(admin, proposed(admin, old, new))
    assert set(Duty.objects.open().values_list("pk", flat=True)) == keys
    assert set(Duty.objects.open().filter(owed_by=new)) == set(mine)
    assert set(Duty.objects.open().filter(owed_to=new)) == set(theirs)
    assert Custody.objects.filter(kind__in=[CustodyKind.DUTY, CustodyKind.OWED]).count() == 2 * count


def test_a_session_to_come_is_held_for_the_successor_and_its_holder_presides(admin):
    session = sessions.scheduled()
    holder = TenureFactory(post=secretary_post(SAI_GON))
    applied(admin, proposed(admin, party_committee(), party_committee(SAI_GON)))
    hosting = session.hostings.get()
    assert (hosting.post, hosting.presidencies.get().official) == (secretary_post(SAI_GON), holder.official)
    owed = Duty.objects.open().filter(pk__in=[hosting.invitation_duty_id, hosting.notice_duty_id])
    assert set(owed.values_list("owed_to", "owed_by_post")) == {
        (party_committee(SAI_GON).pk, secretary_post(SAI_GON).pk)
    }
    ended = secretary_post()
    assert (ended.valid_until, holder_of(ended, ON)) == (SEEN, None)
    assert Custody.objects.filter(kind=CustodyKind.POST, ends=True).count() == 1


def test_a_session_whose_letters_have_left_keeps_the_decision_waiting(admin):
    session = sessions.announced()
    TenureFactory(post=secretary_post(SAI_GON))
    decision = proposed(admin, party_committee(), party_committee(SAI_GON))
    run = verbs.dry_run(decision, on=ON)
    assert len(run.problems) == 1
    assert "đã gửi thư mời ghi tên đơn vị cũ" in run.problems[0]
    with pytest.raises(HierarchyRefused, match="đã gửi thư mời"):
        verbs.apply(decision, seal=run.seal, seat=admin, on=ON, at=NOW)
    assert party_committee().valid_until is None
    planning.postpone(session, reason="Sáp nhập phường", by=admin.actor, on=ON, at=NOW)
    applied(admin, decision)
    assert session.hostings.get().post == secretary_post(SAI_GON)


def test_what_was_seen_is_what_is_applied_or_nothing(admin):
    old, new = UnitFactory(), UnitFactory()
    decision = proposed(admin, old, new)
    seal = verbs.dry_run(decision, on=ON).seal
    duty = opened(owed_by=old)
    with pytest.raises(PictureChanged):
        verbs.apply(decision, seal=seal, seat=admin, on=ON, at=NOW)
    duty.refresh_from_db()
    assert (duty.owed_by, Custody.objects.count()) == (old, 0)
    applied(admin, decision)
    with pytest.raises(TransitionRefused, match="đã được áp dụng"):
        applied(admin, decision)
    with pytest.raises(HierarchyRefused, match="đã được áp dụng"):
        verbs.add_line(decision, old=UnitFactory(), new=new, seat=admin, at=NOW)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"document_date": date(2026, 3, 10)}, "Ngày văn bản không thể sau hôm nay"),
        ({"effective_on": date(2025, 7, 1)}, "không tồn tại ngay trước ngày 01/07/2025"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(admin, changed, sentence):
    with pytest.raises(HierarchyRefused, match=sentence):
        proposed(admin, UnitFactory(), UnitFactory(), **changed)
    assert not Reorganisation.objects.exists()


def test_a_decision_of_a_day_to_come_is_seen_and_not_applied(admin):
    decision = proposed(admin, UnitFactory(), UnitFactory(), effective_on=ON + timedelta(days=1))
    assert verbs.dry_run(decision, on=ON).problems == [
        "Quyết định có hiệu lực từ 10/03/2026; áp dụng được từ ngày đó."
    ]
    with pytest.raises(HierarchyRefused, match="áp dụng được từ ngày đó"):
        applied(admin, decision)


def test_no_unit_both_ends_and_takes_over(admin):
    old, new, third = UnitFactory(), UnitFactory(), UnitFactory()
    decision = proposed(admin, old, new)
    for pair in ((new, third), (third, old), (old, third), (third, third)):
        with pytest.raises(HierarchyRefused):
            verbs.add_line(decision, old=pair[0], new=pair[1], seat=admin, at=NOW)
    line = verbs.add_line(decision, old=third, new=new, seat=admin, at=NOW)
    verbs.drop_line(line, seat=admin, at=NOW)
    assert [row.old for row in decision.lines.all()] == [old]


def test_two_units_that_know_each_other_end_together(admin):
    new = UnitFactory()
    one, two = UnitFactory(), UnitFactory()
    RelationFactory(unit=one, other=two)
    RelationFactory(unit=new, other=one)
    below = RelationFactory(other=two)
    decision = proposed(admin, one, new)
    verbs.add_line(decision, old=two, new=new, seat=admin, at=NOW)
    applied(admin, decision)
    live = Relation.objects.filter(valid_until=None, kind=RelationKind.PART_OF, other__in=[one, two, new])
    assert [(row.unit, row.other) for row in live] == [(below.unit, new)]


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_applies(admin):
    old, new = UnitFactory(), UnitFactory()
    PostFactory(unit=old)
    opened(owed_by=old)
    decision = proposed(admin, old, new)
    seal = verbs.dry_run(decision, on=ON).seal

    def press(_):
        row = Reorganisation.objects.get(pk=decision.pk)
        return verbs.apply(row, seal=seal, seat=Seat.objects.get(pk=admin.pk), on=ON, at=NOW)

    outcomes = at_once(2, press)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TransitionRefused", "int"]
    assert Custody.objects.count() == 2
    assert not Tenure.objects.exists()


# -- the pages


@pytest.mark.one_engine
def test_the_wizard_from_the_form_to_the_book(client_for, admin):
    client = client_for(admin)
    old, new = UnitFactory(), UnitFactory()
    opened(owed_by=old)
    form = {
        "document": "Quyết định 12/QĐ-UBND", "document_date": "20/02/2026", "effective_on": "02/03/2026",
        "old": old.name, "new": new.code, "idempotency_key": new_key(),
    }  # fmt: skip
    answer = client.post("/to-chuc/sap-nhap/lap/", form)
    decision = Reorganisation.objects.get()
    address = f"/to-chuc/sap-nhap/{decision.code}/"
    assert (answer.status_code, answer.url) == (302, address)
    page = client.get(address)
    assert "Việc thử nghiệm số" in page.content.decode()
    confirm = {"seal": page.context["confirm_form"].initial["seal"], "idempotency_key": new_key()}
    stale = client.post(address, confirm | {"seal": "khác", "idempotency_key": new_key()})
    assert "đã thay đổi từ lúc ông/bà xem" in stale.content.decode()
    assert [client.post(address, confirm).status_code for _ in range(2)] == [302, 302]
    assert Custody.objects.count() == 1
    for unit in (old, new):
        assert "Việc thử nghiệm số" in client.get(f"/to-chuc/{unit.code}/so-ban-giao/").content.decode()
        assert client.get(f"/to-chuc/{unit.code}/").status_code == 200
    assert client.get("/to-chuc/sap-nhap/").status_code == 200


@pytest.mark.one_engine
def test_wrong_units_are_a_sentence_at_the_field_and_keep_what_was_typed(client_for, admin):
    form = {
        "document": "Quyết định 12", "document_date": "31/02/2026", "effective_on": "02/03/2026",
        "old": "Không có đơn vị này", "new": "", "idempotency_key": new_key(),
    }  # fmt: skip
    answer = client_for(admin).post("/to-chuc/sap-nhap/lap/", form)
    assert sorted(answer.context["form"].errors) == ["document_date", "new", "old"]
    assert 'value="Không có đơn vị này"' in answer.content.decode()
    assert not Reorganisation.objects.exists()


@pytest.mark.one_engine
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_the_administrator_reorganises_and_sides_read_the_book(client_for, admin, role):
    old, new = UnitFactory(), UnitFactory()
    decision = proposed(admin, old, new)
    client = client_for(SeatFactory(role=role))
    assert client.get("/to-chuc/sap-nhap/lap/").status_code == 403
    assert client.get(f"/to-chuc/sap-nhap/{decision.code}/").status_code == 404
    assert client.post(f"/to-chuc/sap-nhap/{decision.code}/", {"seal": "x"}).status_code == 404
    expected = 200 if role == Role.CITY_MONITOR else 404
    assert client.get(f"/to-chuc/{old.code}/so-ban-giao/").status_code == expected
    assert (
        client_for(SeatFactory(role=role, unit=new)).get(f"/to-chuc/{new.code}/so-ban-giao/").status_code
        == 200
    )
