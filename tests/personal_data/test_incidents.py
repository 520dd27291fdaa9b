"""The register of incidents: 72 hours from the finding, kept by the administrator, read by the monitoring body."""

from datetime import date, timedelta

import pytest

from accounts.forms import new_key
from audit.models import Act
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from personal_data.actions import incidents as verbs
from personal_data.actions.incidents import IncidentFacts
from personal_data.enums import IncidentKind
from personal_data.models import DataIncident
from regulation.date_words import long_moment
from tests.factories.organizations import party_office
from tests.support.counting import queries_of
from tests.support.moments import at

pytestmark = pytest.mark.django_db
FOUND = at(date(2026, 4, 13), "08:00")
NOW = at(date(2026, 4, 14), "09:00")
LIST = "/su-co-du-lieu/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(NOW.date(), "09:00")


def facts(**changed) -> IncidentFacts:
    return IncidentFacts(
        **{
            "kind": IncidentKind.DISCLOSED, "unit": party_office(), "found_at": FOUND,
            "description": "Gửi nhầm danh sách", "data_concerned": "tên, số điện thoại", "people_count": 12,
        }
        | changed
    )  # fmt: skip


def recorded(admin) -> DataIncident:
    return verbs.record(facts(), seat=admin, at=NOW)


def typed(**changed) -> dict:
    return {
        "version": 0, "kind": "disclosed", "unit_name": party_office().name, "found_on": "13/04/2026",
        "found_clock": "08:00", "description": "Gửi nhầm danh sách", "data_concerned": "tên, số điện thoại",
        "people_count": "12", "idempotency_key": new_key(),
    } | changed  # fmt: skip


def test_an_incident_is_entered_notified_amended_and_closed(client_for, admin):
    browser = client_for(admin)
    form = typed()
    assert [browser.post(f"{LIST}ghi-moi/", form).status_code for _ in range(2)] == [302, 302]
    row = DataIncident.objects.get()
    assert (row.found_at, row.unit, row.people_count) == (FOUND, party_office(), 12)
    page = f"{LIST}{row.code}/"
    assert (
        f"Chưa báo; chậm nhất {long_moment(FOUND + timedelta(hours=72))}"
        in browser.get(page).content.decode()
    )
    sent = {
        "version": 1,
        "notified_on": "14/04/2026",
        "notified_clock": "08:30",
        "number": "15/BC",
        "idempotency_key": new_key(),
    }
    assert browser.post(f"{page}bao/", sent).status_code == 302
    edit = typed(version=2, people_count="20", measures="Thu hồi")
    assert browser.post(f"{page}sua/", edit).status_code == 302
    assert (
        browser.post(
            f"{page}xong/", {"version": 3, "note": "Đã thu hồi", "idempotency_key": new_key()}
        ).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.state, row.people_count, row.notice_number, row.found_at) == ("closed", 20, "15/BC", FOUND)
    verbs_written = list(Act.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs_written == ["record_incident", "notify_incident", "amend_incident", "close_incident"]
    assert "trong 72 giờ" in browser.get(LIST).content.decode()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit_name": "Không có"}, "unit_name"),
        ({"found_on": "15/04/2026"}, "found_on"),
        ({"happened_on": "14/04/2026"}, "happened_on"),
        ({"session_code": "khong"}, "session_code"),
        ({"description": ""}, "description"),
        ({"people_count": "-1"}, "people_count"),
    ],
)
def test_a_wrong_entry_is_a_sentence_at_the_field(client_for, admin, changed, field):
    answer = client_for(admin).post(f"{LIST}ghi-moi/", typed(**changed))
    assert list(answer.context["form"].errors) == [field]
    assert not DataIncident.objects.exists()


@pytest.mark.one_engine
def test_the_monitoring_body_reads_and_does_not_write_others_do_neither(login, admin):
    row = recorded(admin)
    addresses = [LIST, f"{LIST}{row.code}/", f"{LIST}ghi-moi/", f"{LIST}{row.code}/sua/"]
    assert [login("city_monitor").get(address).status_code for address in addresses] == [200, 200, 403, 403]
    assert [login("office").get(address).status_code for address in addresses] == [403] * 4
    monitor = login("city_monitor")
    assert monitor.post(f"{LIST}{row.code}/bao/", {"idempotency_key": new_key()}).status_code == 403


@pytest.mark.parametrize(
    ("hours", "reason", "is_taken"), [(72, "", True), (73, "", False), (73, "Mất điện", True)]
)
def test_after_72_hours_the_notice_needs_a_reason(admin, hours, reason, is_taken):
    row, told_at = recorded(admin), FOUND + timedelta(hours=hours)
    later = FOUND + timedelta(days=10)
    if is_taken:
        row = verbs.notify(row, notified_at=told_at, number="1", late_reason=reason, seat=admin, at=later)
        assert row.notified_at == told_at
    else:
        with pytest.raises(TransitionRefused, match="72 giờ"):
            verbs.notify(row, notified_at=told_at, number="1", late_reason=reason, seat=admin, at=later)


def test_a_notice_lies_between_finding_and_now_and_is_noted_once(admin):
    row = recorded(admin)
    for moment in (FOUND - timedelta(minutes=1), NOW + timedelta(minutes=1)):
        with pytest.raises(TransitionRefused, match="Giờ báo"):
            verbs.notify(row, notified_at=moment, number="1", late_reason="", seat=admin, at=NOW)
    row = verbs.notify(row, notified_at=NOW, number="1", late_reason="", seat=admin, at=NOW)
    with pytest.raises(TransitionRefused, match="đã được ghi"):
        verbs.notify(row, notified_at=NOW, number="2", late_reason="", seat=admin, at=NOW)


def test_what_is_closed_or_changed_meanwhile_is_not_amended(admin):
    row = recorded(admin)
    old = DataIncident.objects.get()
    verbs.amend(row, facts(people_count=3), seat=admin, at=NOW)
    with pytest.raises(EditConflict):
        verbs.amend(old, facts(people_count=4), seat=admin, at=NOW)
    row = verbs.close(row, note="Xong", seat=admin, at=NOW)
    with pytest.raises(TransitionRefused, match="đã xử lý xong"):
        verbs.amend(row, facts(people_count=4), seat=admin, at=NOW)


@pytest.mark.one_engine
def test_the_list_takes_the_same_statements_for_one_and_three(client_for, admin):
    browser = client_for(admin)
    recorded(admin)
    one = queries_of(browser, LIST)
    for _ in range(2):
        recorded(admin)
    assert queries_of(browser, LIST) == one
