"""Days away: entered by the person, never two at once, taken back on any day."""

from datetime import date, timedelta

import pytest

from accounts.actions import AbsenceRefused, come_back, go_away
from accounts.enums import Role
from accounts.forms import new_key
from accounts.models import Absence, Seat
from accounts.queries import deputies_on
from audit.models import Act
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import party_office
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:00")


def colleague(**more):
    return SeatFactory(role=Role.OFFICE, unit=party_office(), user__email="thay@example.vn", **more)


def enter(seat, deputy, first=ON, last=ON + timedelta(days=3)):
    return go_away(seat, deputy=deputy, from_on=first, until_on=last, on=ON, at=at(ON))


def sent(deputy, **changed):
    return {
        "from_on": "25/11/2026",
        "until_on": "27/11/2026",
        "deputy_code": deputy.code,
        "idempotency_key": new_key(),
    } | changed


def test_days_away_are_entered_once_and_leave_one_act(client_for):
    seat, deputy = colleague(), colleague()
    client, form = client_for(seat), sent(deputy)
    assert [client.post("/vang-mat/", form).status_code for _ in range(2)] == [302, 302]
    absence = Absence.objects.get()
    assert (absence.seat, absence.deputy, absence.last_on) == (seat, deputy, date(2026, 11, 27))
    assert Act.objects.filter(verb="absence.enter").count() == 1
    assert deputy.user.full_name in client.get("/vang-mat/").content.decode()
    assert deputies_on(ON) == {seat.pk: deputy}


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"from_on": "31/11/2026"}, "from_on", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ({"until_on": "24/11/2026"}, "until_on", "Ngày cuối phải từ ngày đầu trở đi."),
        (
            {"from_on": "20/11/2026", "until_on": "24/11/2026"},
            "__all__",
            "Những ngày này đã qua. Nhập ngày từ 25/11/2026 trở đi.",
        ),
        ({"deputy_code": ""}, "deputy_code", "Chọn người nhận thay."),
    ],
)
def test_wrong_days_are_a_sentence_and_change_nothing(client_for, changed, field, sentence):
    deputy = colleague()
    answer = client_for(colleague()).post("/vang-mat/", sent(deputy, **changed))
    assert {name: list(found) for name, found in answer.context["form"].errors.items()} == {field: [sentence]}
    assert not Absence.objects.exists()


def test_a_deputy_of_another_unit_cannot_be_chosen(client_for):
    stranger = SeatFactory(role=Role.OFFICE, unit=party_office("phuong-sai-gon"))
    answer = client_for(colleague()).post("/vang-mat/", sent(stranger))
    assert list(answer.context["form"].errors) == ["deputy_code"]
    with pytest.raises(AbsenceRefused, match="cùng đơn vị"):
        enter(colleague(), stranger)


@pytest.mark.parametrize("shift", [-3, 0, 3])
def test_days_that_overlap_are_refused_and_days_beside_them_are_not(shift):
    seat, deputy = colleague(), colleague()
    enter(seat, deputy, ON + timedelta(days=5), ON + timedelta(days=8))
    first = ON + timedelta(days=5 + shift)
    with pytest.raises(AbsenceRefused, match="Đã có lịch vắng mặt từ 30/11/2026 đến 03/12/2026"):
        enter(seat, deputy, first, first + timedelta(days=3))
    enter(seat, deputy, ON + timedelta(days=9), ON + timedelta(days=9))
    enter(seat, deputy, ON + timedelta(days=4), ON + timedelta(days=4))


def test_coming_back_ends_it_and_said_twice_changes_nothing(client_for):
    seat = colleague()
    absence = enter(seat, colleague())
    come_back(absence, seat=seat, on=ON + timedelta(days=1), at=at(ON))
    come_back(absence, seat=seat, on=ON + timedelta(days=2), at=at(ON))
    assert (absence.last_on, Act.objects.filter(verb="absence.end").count()) == (ON, 1)
    assert [bool(deputies_on(day)) for day in (ON, ON + timedelta(days=1))] == [True, False]
    enter(seat, colleague(), ON + timedelta(days=1), ON + timedelta(days=2))


def test_somebody_elses_absence_is_not_found(client_for):
    seat = colleague()
    absence = enter(seat, colleague())
    address = f"/vang-mat/{absence.code}/ket-thuc/"
    assert client_for(colleague()).post(address, {"idempotency_key": new_key()}).status_code == 404
    assert client_for(seat).post(address, {"idempotency_key": new_key()}).status_code == 302
    absence.refresh_from_db()
    assert absence.ended_on == ON


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_at_once_one_is_refused():
    seat, deputy = colleague(), colleague()

    def act(_):
        return enter(Seat.objects.get(pk=seat.pk), deputy)

    outcomes = at_once(2, act)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Absence", "AbsenceRefused"]
    assert Absence.objects.count() == 1
