"""Petitions for the house and for whoever oversees it: reach, filters, compartments, what the office does."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from followups.models import Answer, Assignment
from outbox.models import Message
from sessions_app.enums import LineOutcome
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_ON, EMAIL, HOUSE, NAME, PHONE, SECRETS
from tests.factories.organizations import unit
from tests.support.counting import queries_of

pytestmark = pytest.mark.django_db
LIST = "/kien-nghi/"
MONITORS = (Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR)


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(ANSWERED_ON, "10:00")


@pytest.fixture
def row() -> Assignment:
    return after.assignment()


def page(name: str, row: Assignment) -> str:
    return reverse(f"followups:{name}", args=(row.petition.code,))


def tab(row: Assignment) -> str:
    return reverse("followups:session_petitions", args=(row.petition.session.code,))


def shown(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# -- reach and compartments


@pytest.mark.rule("D16.2")
@pytest.mark.parametrize("role", MONITORS)
def test_whoever_oversees_reads_the_facts_without_the_person(role, login, row):
    after.answered(row)
    client = login(role)
    for address in (LIST, tab(row), page("petition_detail", row)):
        text = shown(client, address)
        assert [secret for secret in SECRETS if secret in text] == []
        assert "Tôi là" not in text
    detail = shown(client, page("petition_detail", row))
    assert "Nắp cống trước hẻm 12 hư hỏng." in detail
    assert "215/TTHT-KT" in detail
    for name in ("answer_file", "answer_deliver", "reassign"):
        assert client.get(page(name, row)).status_code in (403, 404)


@pytest.mark.parametrize("role", MONITORS)
def test_whoever_oversees_sees_nothing_before_the_notice_is_out(role, login):
    draft = after.approved()
    petition = draft.session.petitions.get()
    client = login(role)
    assert petition.code not in shown(client, LIST)
    assert client.get(reverse("followups:petition_detail", args=(petition.code,))).status_code == 404


@pytest.mark.parametrize(
    ("role", "unit_key"),
    [
        (Role.OFFICE, "van-phong-dang-uy-phuong-sai-gon"),
        (Role.LEADER, "dang-uy-phuong-sai-gon"),
        (Role.FRONT, "mttq-phuong-sai-gon"),
        (Role.AGENCY, "trung-tam-quan-ly-ha-tang-ky-thuat"),
        (Role.ADMIN, "van-phong-thanh-uy"),
    ],
)
def test_others_find_no_petition(role, unit_key, login, row):
    client = login(role, unit=unit(unit_key))
    assert client.get(page("petition_detail", row)).status_code == 404
    assert client.get(page("answer_file", row)).status_code == 404
    form = {"idempotency_key": "k", "reason": "deliver"}
    assert client.post(page("petition_reveal", row), form).status_code == 404
    assert row.petition.code not in client.get(LIST).content.decode()


def test_the_house_reads_what_was_said_but_no_contact(login, row):
    for role in (Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER):
        text = shown(login(role), page("petition_detail", row))
        assert "Tôi là" in text
        assert EMAIL not in text


def test_a_contact_is_shown_once_for_a_reason_and_the_look_is_kept(login, row):
    client = login(Role.OFFICE)
    response = client.post(page("petition_reveal", row), {"idempotency_key": "k", "reason": "deliver"})
    text = response.content.decode()
    assert [part for part in (NAME, EMAIL, HOUSE, "0909 876 543") if part not in text] == []
    act = Act.objects.get(verb="reveal_petitioner")
    assert (act.subject_id, act.note) == (row.petition.pk, "Giao văn bản trả lời, thông báo gia hạn")
    again = client.post(page("petition_reveal", row), {"idempotency_key": "k", "reason": "deliver"})
    assert again.status_code == 302
    wrong = client.post(page("petition_reveal", row), {"idempotency_key": "k2", "reason": ""})
    assert EMAIL not in wrong.content.decode()
    assert Act.objects.filter(verb="reveal_petitioner").count() == 1


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.LEADER, *MONITORS])
def test_nobody_else_looks_at_a_contact(role, login, row):
    response = login(role).post(page("petition_reveal", row), {"idempotency_key": "k", "reason": "deliver"})
    assert response.status_code == 403
    assert PHONE not in response.content.decode()
    assert Act.objects.filter(verb="reveal_petitioner").count() == 0


# -- lists


def rows_of(response) -> list[str]:
    return [cells[0]["text"][:2] for cells in response.context["table"]["rows"]]


def test_the_list_is_filtered_by_state_agency_lateness_and_words(login, frozen):
    session = day.held()
    rows = [
        after.petition(session, text=f"Việc số {number}", summary=f"Rác ở hẻm {number}")
        for number in (1, 2, 3)
    ]
    other = unit("so-xay-dung")
    lines = (
        day.line(rows[0]),
        day.line(rows[1], lead_agency=other),
        day.line(rows[2], LineOutcome.ANSWERED),
    )
    after.issued(after.approved(session=session, lines=lines).session)
    frozen(date(2026, 4, 22), "09:00")
    client = login(Role.OFFICE)
    address = reverse("followups:session_petitions", args=(session.code,))
    assert rows_of(client.get(address)) == ["01", "02", "03"]
    assert rows_of(client.get(address, {"trang-thai": "answered"})) == ["03"]
    assert rows_of(client.get(address, {"co-quan": other.code})) == ["02"]
    assert rows_of(client.get(address, {"qua-han": "on"})) == ["01", "02"]
    assert rows_of(client.get(address, {"q": "RÁC Ở HEM 2"})) == ["02"]
    assert rows_of(client.get(address, {"q": "khong co"})) == []
    assert rows_of(client.get(address, {"trang-thai": "bay-ba", "co-quan": "x", "trang": "zz"})) == [
        "01",
        "02",
        "03",
    ]
    assert rows_of(client.get(LIST)) == ["01", "02", "03"]


def test_whoever_oversees_cannot_search_what_was_said(login, row):
    client = login(Role.CITY_MONITOR)
    assert rows_of(client.get(LIST, {"q": NAME})) == ["01"]  # not a filter for them: nothing can be tried out
    assert list(client.get(LIST).context["filters"].fields) == ["trang-thai", "co-quan", "qua-han"]


def test_queries_do_not_grow_with_the_lists(login):
    client = login(Role.OFFICE)
    session = after.concluded()
    address = reverse("followups:session_petitions", args=(session.code,))
    few, all_few = queries_of(client, address), queries_of(client, LIST)
    bigger = after.concluded(petitions=3)
    assert queries_of(client, reverse("followups:session_petitions", args=(bigger.code,))) == few
    assert queries_of(client, LIST) == all_few


def test_an_empty_list_says_why(login):
    assert "Chưa có kiến nghị nào" in shown(login(Role.OFFICE), LIST)


# -- urging


@pytest.mark.rule("D14.3", "D15.3", "D20.3.a")
@pytest.mark.parametrize(
    ("role", "clause"),
    [(Role.OFFICE, "D14.3"), (Role.LEADER, "D14.3"), (Role.CITY_MONITOR, "D20.3.a")],
)
def test_urging_tells_the_agency_once_a_day(role, clause, login, row):
    after.agency_seat(user__email="co.quan@example.test")
    client = login(role)
    response = client.post(page("urge", row), {"idempotency_key": "k1"}, follow=True)
    assert messages_of(response) == ["Đã gửi đôn đốc Trung tâm Quản lý hạ tầng kỹ thuật."]
    again = client.post(page("urge", row), {"idempotency_key": "k2"}, follow=True)
    assert messages_of(again) == ["Hôm nay cơ quan này đã được đôn đốc về kiến nghị này."]
    assert [act.clause for act in Act.objects.filter(verb="urge")] == [clause]
    assert Message.objects.filter(kind="followups.assignment", params__about="urge").count() == 1


def test_an_agency_without_anybody_on_the_portal_must_be_called(login, row):
    response = login(Role.OFFICE).post(page("urge", row), {"idempotency_key": "k1"}, follow=True)
    [told] = messages_of(response)
    assert told == (
        "Đã ghi nhận đôn đốc. Trung tâm Quản lý hạ tầng kỹ thuật chưa có người nhận thư trên cổng: "
        "gọi điện hoặc gửi văn bản."
    )


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.FRONT, Role.SUPERIOR])
def test_others_do_not_urge(role, login, row):
    assert login(role).post(page("urge", row), {"idempotency_key": "k1"}).status_code == 403
    assert Act.objects.filter(verb="urge").count() == 0


def test_what_is_answered_is_not_urged(login, row):
    after.answered(row)
    assert login(Role.OFFICE).post(page("urge", row), {"idempotency_key": "k1"}).status_code == 403


# -- papers handed over by the office


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_the_office_hands_over_what_cannot_go_by_the_portal(login, frozen):
    row = after.on_paper()
    after.answered(row)
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.met_on is None
    frozen(date(2026, 4, 16), "09:00")
    client = login(Role.OFFICE)
    detail = shown(client, page("petition_detail", row))
    assert "Văn phòng giữ văn bản 3 ngày làm việc" in detail
    client.post(page("answer_deliver", row), {"idempotency_key": "k1", "delivered_on": "15/04/2026"})
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.met_on == date(2026, 4, 15)
    assert Answer.objects.get().delivered_on == date(2026, 4, 15)
    assert client.get(page("answer_deliver", row)).status_code == 403


@pytest.mark.parametrize("typed", ["12/04/2026", "14/04/2026"])
def test_a_paper_is_not_handed_over_before_it_came_or_tomorrow(typed, login):
    row = after.on_paper()
    after.answered(row)
    response = login(Role.OFFICE).post(
        page("answer_deliver", row), {"idempotency_key": "k1", "delivered_on": typed}
    )
    assert response.context["form"].non_field_errors() == [
        "Ngày giao văn bản phải từ ngày 13/04/2026 (ngày văn phòng nhận) đến hôm nay."
    ]
    assert Answer.objects.get().delivered_on is None


def test_the_office_hands_over_the_notice_of_an_extension(login):
    row = after.on_paper()
    extension = after.extended(row)
    client = login(Role.OFFICE)
    address = reverse("followups:extension_deliver", args=(row.petition.code, extension.code))
    client.post(address, {"idempotency_key": "k1", "delivered_on": "13/04/2026"})
    extension.refresh_from_db()
    assert extension.delivered_on == ANSWERED_ON
    assert login(Role.LEADER).get(address).status_code == 403


def test_files_of_papers_come_as_downloads_that_do_nothing(login, row):
    after.answered(row)
    extension_of = after.on_paper()
    extension = after.extended(extension_of)
    client = login(Role.OFFICE)
    for address in (
        page("answer_file", row),
        reverse("followups:extension_file", args=(extension_of.petition.code, extension.code)),
    ):
        response = client.get(address)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"


# -- the head


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_the_report_reaches_the_head_who_marks_it_as_seen(row, client_for):
    after.answered(row)
    leader = client_for(day.leader())
    assert "Đã xem báo cáo" in shown(leader, page("petition_detail", row))
    leader.post(page("report_seen", row), {"idempotency_key": "k1"})
    assert Answer.objects.get().seen_by_head_at is not None
    assert Act.objects.filter(verb="see_report").count() == 1
    assert leader.post(page("report_seen", row), {"idempotency_key": "k2"}).status_code == 403


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_nobody_marks_it_for_the_head(role, login, row):
    after.answered(row)
    assert login(role).post(page("report_seen", row), {"idempotency_key": "k1"}).status_code == 403


# -- another agency


def test_choosing_another_agency_needs_a_reason_and_the_current_version(login, row):
    client = login(Role.OFFICE)
    other = unit("so-xay-dung")
    typed = {"idempotency_key": "k1", "version": row.version, "agency": other.code, "reason": ""}
    assert client.post(page("reassign", row), typed).context["form"].errors["reason"] == ["Nhập lý do."]
    typed |= {"idempotency_key": "k2", "reason": "Đúng thẩm quyền", "version": row.version + 3}
    stale = client.post(page("reassign", row), typed).context["form"].non_field_errors()
    assert stale == ["Có người vừa sửa nội dung này. Nội dung ông/bà nhập vẫn được giữ bên dưới."]
    row.refresh_from_db()
    assert row.agency == day.agency()
