"""The list, the planning form, the overview and the log in the browser of each role."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from outbox.relay import relay_once
from sessions_app.actions import planning
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import (
    SAI_GON,
    TenureFactory,
    council_post,
    party_office,
    secretary_post,
    unit,
)
from tests.sessions_app.sheets import decomposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW, SESSION_ON = factories.TODAY, factories.NOW, factories.SESSION_ON
LIST = "/buoi-doi-thoai/"
NEW = "/buoi-doi-thoai/lap/"
NO_DAY_LEFT = (
    "Không còn ngày nào gửi thư mời đúng hạn cho ngày này. Chọn ngày khác, hoặc ghi lý do phải tổ chức gấp."
)


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


@pytest.fixture
def office(client_for, seat):
    return client_for(seat)


def page(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def typed(**changed):
    """The planning form, filled in."""
    factories.held(secretary_post())
    return {
        "title": "Đối thoại thử về chỉnh trang hẻm",
        "kind": "periodic",
        "content": "Chỉnh trang hẻm",
        "audience": "Đại diện hộ dân",
        "held_on": f"{SESSION_ON:%d/%m/%Y}",
        "begins": "14 giờ 30",
        "ends": "16:30",
        "place": "Hội trường thử",
        "posts": [secretary_post().code],
        "presider": "holder",
        "idempotency_key": "a",
    } | changed


# -- the last safe sending day while the date is chosen


@pytest.mark.rule("D9.1.b-2.s1")
def test_the_last_safe_day_appears_with_the_reason_of_each_skipped_day(office):
    shown = office.get("/han-gui-thu-moi/", {"ngay": "26/11/2026"}).content.decode()
    assert "Thư mời phải gửi chậm nhất Thứ Ba, ngày 17/11/2026" in shown
    assert "Thứ Ba, ngày 24/11/2026: Ngày Văn hóa Việt Nam" in shown
    assert "Thứ Bảy, Chủ nhật: 21/11, 22/11" in shown


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("08/03/2026", "Ngày này đã qua. Nhập ngày từ 09/03/2026 trở đi."),
        ("31/02/2026", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ("ngày mai", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ("12/03/2030", "Hạn gửi thư mời chưa tính được."),
        ("12/03/2026", "Gửi hôm nay đã là trễ hạn."),
        ("16/03/2026", "Gửi trong hôm nay là sát hạn."),
    ],
)
def test_a_date_that_cannot_be_used_gets_a_sentence(office, asked, words):
    assert words in office.get("/han-gui-thu-moi/", {"held_on": asked}).content.decode()


def test_without_a_script_a_button_shows_the_day_and_keeps_what_was_typed(office):
    response = office.post(
        NEW, typed(**{"xem-han": "1", "title": decomposed("Đối thoại giữ lại"), "place": ""})
    )
    shown = response.content.decode()
    assert "Thư mời phải gửi chậm nhất Thứ Tư, ngày 11/03/2026" in shown
    assert 'value="Đối thoại giữ lại"' in shown
    assert "Nhập địa điểm." not in shown
    assert not DialogueSession.objects.exists()


# -- scheduling in the browser


def test_the_office_schedules_and_is_led_to_the_guest_list(office):
    body = unit("so-xay-dung")
    response = office.post(NEW, typed(city_bodies=[body.code], short_notice_reason="", expected_guests="120"))
    session = DialogueSession.objects.get()
    assert response.url == page("guests", session)
    assert (session.state, session.expected_guests) == (SessionState.SCHEDULED, 120)
    assert f"{session.starts_at.astimezone(NOW.tzinfo):%d/%m/%Y %H:%M}" == "19/03/2026 14:30"
    assert [row.unit for row in session.attending_bodies.all()] == [body]


def test_the_same_form_twice_makes_one_session(office):
    form = typed()
    answers = [office.post(NEW, form).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert DialogueSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"title": ""}, {"title": ["Nhập tên buổi đối thoại."]}),
        ({"held_on": "31/02/2026"}, {"held_on": ["Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."]}),
        (
            {"held_on": "08/03/2026"},
            {"held_on": ["Thời gian tổ chức đã qua. Nhập ngày từ 09/03/2026 trở đi."]},
        ),
        ({"begins": "25:00"}, {"begins": ["Nhập giờ, ví dụ 14:00 hoặc 14 giờ 30."]}),
        ({"ends": "13:00"}, {"ends": ["Giờ kết thúc phải sau giờ bắt đầu."]}),
        ({"posts": []}, {"posts": ["Chọn chức vụ chủ trì."]}),
        ({"expected_guests": "nhiều"}, {"expected_guests": ["Nhập số người, ví dụ 120."]}),
        (
            {"kind": "thematic"},
            {"fields_of_life": ["Buổi chuyên đề: chọn lĩnh vực, hoặc ghi địa bàn."]},
        ),
        (
            {"held_on": "13/03/2026"},
            {"short_notice_reason": [NO_DAY_LEFT]},
        ),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(office, changed, errors):
    response = office.post(NEW, typed(**changed))
    form = response.context["form"]
    assert form.errors == errors
    assert form["place"].value() == "Hội trường thử"
    assert "Lỗi: " in response.content.decode()
    assert not DialogueSession.objects.exists()


@pytest.mark.rule("D7.4", "D11.3")
def test_another_presider_is_asked_for_a_reason_in_the_form(office):
    council = TenureFactory(post=council_post())
    chosen = typed(presider=council_post().code)
    refused = office.post(NEW, chosen)
    assert refused.context["form"].errors == {
        "override_reason": ["Ghi lý do người khác chủ trì thay người giữ chức vụ."]
    }
    office.post(NEW, chosen | {"override_reason": "Bí thư nghỉ ốm"})
    presidency = DialogueSession.objects.get().hostings.get().presidencies.get()
    assert (presidency.official, presidency.override_reason) == (council.official, "Bí thư nghỉ ốm")


@pytest.mark.rule("D18.5")
def test_a_joint_session_is_offered_where_one_person_holds_both_posts(office):
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=council_post(), official=tenure.official)
    form = office.get(NEW).context["form"]
    assert [code for code, _ in form.fields["posts"].choices] == [secretary_post().code, council_post().code]
    office.post(NEW, typed(posts=[secretary_post().code, council_post().code]))
    assert DialogueSession.objects.get().hostings.count() == 2


def test_a_joint_session_is_not_offered_where_two_people_hold_the_posts(office):
    TenureFactory(post=secretary_post())
    TenureFactory(post=council_post())
    form = office.get(NEW).context["form"]
    assert [code for code, _ in form.fields["posts"].choices] == [secretary_post().code]


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.LEADER, Role.AGENCY, Role.CITY_MONITOR, Role.ADMIN])
def test_only_offices_schedule(client_for, role):
    client = client_for(SeatFactory(role=role))
    assert client.get(NEW).status_code == 403
    refused = client.post(NEW, typed())
    assert refused.status_code == 403
    assert "Chỉ văn phòng của đơn vị tổ chức được lập buổi đối thoại." in refused.content.decode()
    assert not DialogueSession.objects.exists()


# -- changing


def test_a_change_by_two_desks_shows_both(office, seat):
    session = factories.scheduled(seat)
    form = {**typed(), "version": session.version}
    del form["posts"]
    fresh = DialogueSession.objects.get(pk=session.pk)
    planning.amend(fresh, factories.plan(place="Nhà văn hóa thử"), by=seat.actor, on=TODAY, at=NOW)

    shown = office.post(page("session_edit", session), form | {"place": "Nơi thứ ba"})
    rows = {row["label"]: (row["saved"], row["typed"]) for row in shown.context["conflict"]}
    assert rows["Địa điểm"] == ("Nhà văn hóa thử", "Nơi thứ ba")
    assert shown.context["form"]["version"].value() == str(fresh.version)

    again = form | {"place": "Nơi thứ ba", "version": fresh.version}
    assert office.post(page("session_edit", session), again).url == page("session_detail", session)
    session.refresh_from_db()
    assert session.place == "Nơi thứ ba"


def test_what_the_letters_state_is_shown_but_cannot_be_typed_over(office):
    session = factories.announced(guests=1)
    form = {**typed(place="Nơi khác"), "version": session.version, "audience": "Thêm khu phố 4"}
    response = office.post(page("session_edit", session), form)
    assert response.status_code == 302
    session.refresh_from_db()
    assert (session.place, session.audience) == ("Hội trường thử, số 1 đường Thử", "Thêm khu phố 4")


def test_a_postponed_session_is_put_on_another_day_by_the_same_form(office, seat):
    session = factories.announced(guests=1)
    postponed = office.post(
        page("session_postpone", session),
        {"reason": "Mưa bão", "version": session.version, "idempotency_key": "p"},
    )
    assert postponed.url == page("session_detail", session)
    session.refresh_from_db()
    form = typed(held_on="26/03/2026") | {"version": session.version}
    office.post(page("session_edit", session), form)
    session.refresh_from_db()
    assert (session.state, session.plan_revision) == (SessionState.SCHEDULED, 2)


@pytest.mark.parametrize(("name", "verb"), [("session_postpone", "postpone"), ("session_cancel", "cancel")])
def test_taking_a_session_off_asks_for_a_reason_and_acts_once(office, name, verb):
    session = factories.scheduled()
    empty = office.post(
        page(name, session), {"reason": " ", "version": session.version, "idempotency_key": "a"}
    )
    assert empty.context["form"].errors == {"reason": ["Nhập lý do."]}
    form = {"reason": "Mưa bão", "version": session.version, "idempotency_key": "b"}
    assert [office.post(page(name, session), form).status_code for _ in range(2)] == [302, 302]
    assert Act.objects.filter(verb=verb).count() == 1


# -- the list


def test_the_list_is_searched_without_marks_and_by_year_and_state(office, seat):
    factories.scheduled(seat, title="Đối thoại về nước sạch")
    factories.scheduled(seat, title="Đối thoại về rác", held_on=date(2027, 3, 18))

    def titles(**asked):
        rows = office.get(LIST, asked).context["table"]["rows"]
        return [row[1]["text"] for row in rows]

    assert titles() == ["Đối thoại về rác", "Đối thoại về nước sạch"]
    assert titles(q="NUOC SACH") == ["Đối thoại về nước sạch"]
    assert titles(q=decomposed("nước sạch")) == ["Đối thoại về nước sạch"]
    assert titles(nam="2027") == ["Đối thoại về rác"]
    assert titles(**{"trang-thai": "held"}) == []
    assert titles(nam="hai nghìn", **{"trang-thai": "sai"}) == ["Đối thoại về rác", "Đối thoại về nước sạch"]
    assert "Không tìm thấy “xyz”" in office.get(LIST, {"q": "xyz"}).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(office, seat, django_assert_num_queries):
    factories.scheduled(seat)
    office.get(LIST)
    with CaptureQueriesContext(connection) as at_one:
        office.get(LIST)
    for number in range(2):
        factories.scheduled(seat, title=f"Buổi thử {number}")
    with django_assert_num_queries(len(at_one)):
        assert len(office.get(LIST).context["table"]["rows"]) == 3


def test_twenty_five_stand_on_a_page(office, seat):
    for number in range(26):
        factories.scheduled(seat, title=f"Buổi thử {number}")
    assert len(office.get(LIST).context["table"]["rows"]) == 25
    assert len(office.get(LIST, {"trang": "2"}).context["table"]["rows"]) == 1
    assert len(office.get(LIST, {"trang": "cuối"}).context["table"]["rows"]) == 25


def test_an_empty_list_says_what_fills_it(office, client_for):
    assert "Chưa có buổi đối thoại nào" in office.get(LIST).content.decode()
    assert "Lập buổi đối thoại" not in client_for(SeatFactory(role=Role.FRONT)).get(LIST).content.decode()


# -- the overview


def test_the_overview_says_what_comes_next_and_when(office):
    session = factories.scheduled()
    empty = office.get(page("session_detail", session)).context["step"]
    assert (empty.title, empty.action_url) == (
        "lập danh sách khách mời buổi đối thoại ngày 19/03/2026", page("guests", session)
    )  # fmt: skip
    factories.add_guests(session, 2)
    ready = office.get(page("session_detail", session)).context["step"]
    assert ready.title == "phát hành và gửi 2 thư mời buổi đối thoại ngày 19/03/2026"
    assert (ready.due_text, ready.badge.text) == ("Thứ Tư, ngày 11/03/2026", "Còn 2 ngày làm việc")
    factories.issue(session)
    sent = office.get(page("session_detail", session)).context["step"]
    assert (sent.title, sent.note) == (
        "gửi 2 thư mời còn lại, buổi đối thoại ngày 19/03/2026", "Đã gửi 0/2 thư mời"
    )  # fmt: skip
    relay_once(at=NOW)
    done = office.get(page("session_detail", session))
    assert done.context["step"].title == "chuẩn bị chương trình và tài liệu"
    cells = {cell.title: (cell.badge.text, cell.text) for cell in done.context["timeline"].cells}
    assert cells["Thư mời"] == ("Đúng hạn", "Đã gửi 2/2 thư mời, lần cuối ngày 09/03/2026")
    assert [item["title"] for item in done.context["documents"]] == ["Giấy mời số 01-GM/ĐU"]


@pytest.mark.parametrize(
    ("role", "tabs", "has_log"),
    [
        (Role.OFFICE, ["Tổng quan", "Khách mời", "Thư mời", "Đăng ký phát biểu"], True),
        (Role.LEADER, ["Tổng quan", "Đăng ký phát biểu"], True),
        (Role.CITY_MONITOR, ["Tổng quan"], True),
        (Role.FRONT, ["Tổng quan"], False),
    ],
)
def test_each_role_sees_its_part_of_a_session(client_for, role, tabs, has_log):
    session = factories.announced(guests=1)
    shown = client_for(SeatFactory(role=role)).get(page("session_detail", session))
    labels = [tab["label"] for tab in shown.context["tabs"]]
    assert labels[: len(tabs)] == tabs
    assert bool(shown.context["log"]) == has_log
    assert "Khách Mời Thử" not in shown.content.decode()
    assert ("Sửa kế hoạch" in shown.content.decode()) == (role == Role.OFFICE)


def test_the_overview_costs_the_same_for_one_and_for_three_guests(office, django_assert_num_queries):
    one, three = factories.announced(guests=1), factories.announced(guests=3, title="Ba người")
    office.get(page("session_detail", one))
    with CaptureQueriesContext(connection) as at_one:
        office.get(page("session_detail", one))
    with django_assert_num_queries(len(at_one)):
        office.get(page("session_detail", three))


# -- the log


def test_the_log_shows_what_was_done_newest_first_with_old_and_new(office, seat):
    session = factories.scheduled(seat)
    fresh = DialogueSession.objects.get(pk=session.pk)
    later = NOW + timedelta(hours=1)
    planning.amend(fresh, factories.plan(place="Nhà văn hóa thử"), by=seat.actor, on=TODAY, at=later)

    shown = office.get(page("session_log", session))
    newest = shown.context["lines"][0]
    assert (newest["title"], newest["who"]) == ("Sửa kế hoạch buổi đối thoại", seat.actor.label)
    assert newest["clause"] == "điểm a, khoản 1, Điều 9"
    assert newest["changes"] == [
        {"label": "Địa điểm", "before": "Hội trường thử, số 1 đường Thử", "after": "Nhà văn hóa thử"}
    ]
    clock = next(line for line in shown.context["lines"] if line["title"].startswith("Tính hạn: Gửi thư mời"))
    assert clock["changes"] == [{"label": "Hạn", "before": "chưa có", "after": "11/03/2026"}]
    only = office.get(page("session_log", session), {"q": "sửa kế hoạch"})
    assert [line["title"] for line in only.context["lines"]] == ["Sửa kế hoạch buổi đối thoại"]
    nobody = office.get(page("session_log", session), {"nguoi": "Không ai"})
    assert nobody.context["lines"] == []


def test_the_log_is_not_for_agencies_and_the_front(client_for):
    session = factories.scheduled(attending_bodies=[unit("trung-tam-quan-ly-ha-tang-ky-thuat")])
    for role in (Role.AGENCY, Role.FRONT):
        client = client_for(SeatFactory(role=role))
        assert client.get(page("session_detail", session)).status_code == 200
        assert client.get(page("session_log", session)).status_code == 403


def test_the_log_costs_the_same_for_few_and_for_many_acts(office, seat, django_assert_num_queries):
    session = factories.scheduled(seat)
    office.get(page("session_log", session))
    with CaptureQueriesContext(connection) as at_few:
        office.get(page("session_log", session))
    factories.add_guests(session, 3, seat=seat)
    with django_assert_num_queries(len(at_few)):
        office.get(page("session_log", session))


# -- nobody else


def test_a_stranger_and_a_session_that_does_not_exist_get_the_same_answer(client_for):
    session = factories.announced(guests=1)
    client = client_for(SeatFactory(unit=party_office(SAI_GON)))
    for name in ("session_detail", "session_edit", "session_postpone", "session_cancel", "session_log"):
        foreign = client.get(page(name, session))
        missing = client.get(page(name, session).replace(session.code, "0000000000"))
        assert (foreign.status_code, missing.status_code) == (404, 404)
