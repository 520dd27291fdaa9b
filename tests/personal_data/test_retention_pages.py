"""The pages on periods: read by offices, changed and confirmed by the administrator; holds by the office."""

from datetime import date

import pytest

from accounts.forms import new_key
from audit.models import Act
from personal_data.models import PurgeConfirmation, RetentionHold, RetentionPeriod
from sessions_app.models import RegistrationContact
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import party_office
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db
ON = date(2027, 6, 1)
TABLE, TRIAL, PERIOD = (
    "/luu-giu-du-lieu/",
    "/luu-giu-du-lieu/xoa-thu/",
    "/luu-giu-du-lieu/thoi-han/slip_unused/",
)


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:00")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("admin", [200, 200, 200]),
        ("office", [200, 403, 403]),
        ("agency", [403, 403, 403]),
        ("city_monitor", [403, 403, 403]),
    ],
)
def test_who_reads_and_who_changes(login, role, expected):
    client = login(role)
    assert [client.get(address).status_code for address in (TABLE, TRIAL, PERIOD)] == expected


def test_the_administrator_sees_what_would_go_confirms_it_once_and_a_change_undoes_that(client_for, admin):
    registration(day.held(), contact={"full_name": "Minh Họa Kín"})
    browser = client_for(admin)
    page = browser.get(TRIAL)
    assert "Minh Họa Kín" not in page.content.decode()
    seal = page.context["confirm_form"].initial["seal"]
    form = {"seal": seal, "idempotency_key": new_key()}
    assert [browser.post(TRIAL, form).status_code for _ in range(2)] == [302, 302]
    assert PurgeConfirmation.objects.get().counts["slip_unused"] == 1
    assert "Đang áp dụng" in browser.get(TABLE).content.decode()
    changed = {"days": "60", "basis": "Danh mục thử", "idempotency_key": new_key()}
    assert browser.post(PERIOD, changed)["Location"] == TRIAL
    assert "Chưa xóa gì" in browser.get(TABLE).content.decode()
    written = Act.objects.filter(seat=admin).order_by("pk")
    assert list(written.values_list("verb", flat=True)) == ["confirm_purge", "set_retention"]
    assert RegistrationContact.objects.get().erased_on is None


def test_figures_of_another_moment_are_not_confirmed(client_for, admin):
    answer = client_for(admin).post(TRIAL, {"seal": "khac", "idempotency_key": new_key()})
    assert "đã thay đổi từ lúc ông/bà xem" in answer.content.decode()
    assert not PurgeConfirmation.objects.exists()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "field"),
    [({"days": "0"}, "days"), ({"days": "x"}, "days"), ({"basis": ""}, "basis"), ({"days": "90"}, "__all__")],
)
def test_a_wrong_period_is_a_sentence(client_for, admin, changed, field):
    browser = client_for(admin)
    initial = browser.get(PERIOD).context["form"].initial
    answer = browser.post(PERIOD, initial | {"idempotency_key": new_key()} | changed)
    assert list(answer.context["form"].errors) == [field]
    assert not RetentionPeriod.objects.exists()


def test_the_office_of_the_session_holds_and_releases(client_for, clerk):
    session = day.held()
    page = f"/buoi-doi-thoai/{session.code}/tam-dung-xoa/"
    office, other = (
        client_for(clerk),
        client_for(SeatFactory(role="office", unit=party_office("phuong-sai-gon"))),
    )
    form = {"reason": "complaint", "reference": "12/KN", "idempotency_key": new_key()}
    assert [client.post(page, form).status_code for client in (other, office, office)] == [404, 302, 302]
    hold = RetentionHold.objects.get()
    again = office.post(page, form | {"idempotency_key": new_key()})
    assert again.status_code == 200
    assert "vì lý do đã chọn" in again.content.decode()
    release = f"{page}{hold.code}/ket-thuc/"
    assert [
        client.post(release, {"idempotency_key": new_key()}).status_code for client in (other, office)
    ] == [404, 302]
    hold.refresh_from_db()
    assert hold.released_at is not None
    assert office.get(page).status_code == 200
    assert client_for(SeatFactory(role="minute_taker")).get(page).status_code == 403
