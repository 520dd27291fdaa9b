"""Open sessions: seeing them, ending them from elsewhere, the pause that locks the screen, a new password."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import Client

from accounts import browser_sessions, protecting
from accounts.models import BrowserSession
from accounts.tasks import forget_sessions
from audit.models import Act
from regulation.clock import now
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory
from tests.support.moments import ORDINARY_MONDAY, at

pytestmark = pytest.mark.django_db

SECURITY, SEATS = "/bao-mat/", "/chon-vi-tri/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
NEW = "ba con cò trắng bay qua sông"


@pytest.fixture
def seat():
    return SeatFactory(user=UserFactory(username="vanphong.thu"))


@pytest.fixture
def here(seat):
    return signed_in(EDGE)


def signed_in(device, username="vanphong.thu", network="10.1.2.3", password=PASSWORD) -> Client:
    client = Client(headers={"user-agent": device}, REMOTE_ADDR=network)
    answer = client.post("/dang-nhap/", {"username": username, "password": password})
    assert answer.status_code == 302
    return client


def is_in(client) -> bool:
    return client.get(SEATS).status_code == 200


def listed(client) -> list[dict]:
    return client.get(SECURITY).context["sessions"]


class TestList:
    def test_each_browser_by_device_and_network_this_one_first(self, here, seat, frozen):
        frozen(ORDINARY_MONDAY, "09:30")
        signed_in(PHONE, network="2001:db8:1:2::7")
        rows = listed(here)
        assert [(row["device"], row["network"], row["is_this"]) for row in rows] == [
            ("Edge trên Windows", "10.1.2.x", True),
            ("Safari trên iPhone", "2001:0db8:0001:…", False),
        ]
        assert rows[1]["since"] == f"09:30 {ORDINARY_MONDAY:%d/%m/%Y}"
        body = here.get(SECURITY).content.decode()
        assert here.session.session_key not in body
        assert "10.1.2.3" not in body

    @pytest.mark.parametrize(
        ("user_agent", "words"),
        [
            ("", "Trình duyệt khác"),
            ("curl/8", "Trình duyệt khác"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox trên Linux"),
            ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome trên Android"),
        ],
    )
    def test_devices_in_words(self, user_agent, words):
        assert browser_sessions.device_of(user_agent) == words

    def test_nobody_elses(self, here):
        SeatFactory(user=UserFactory(username="nguoi.khac"))
        signed_in(PHONE, username="nguoi.khac")
        assert len(listed(here)) == 1

    def test_the_last_look_is_noted_to_the_minute_without_touching_the_content(self, seat):
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            here = signed_in(EDGE)
            is_in(here)
        content = BrowserSession.objects.get().session_data
        for seconds, seen in ((50, moment), (70, moment + timedelta(seconds=70))):
            with time_machine.travel(moment + timedelta(seconds=seconds), tick=False):
                is_in(here)
            row = BrowserSession.objects.get()
            assert (row.last_seen_at, row.session_data, row.user) == (seen, content, seat.user)


class TestEnding:
    def end(self, client, row):
        return client.post(f"/bao-mat/phien/{row['code']}/dang-xuat/", {"idempotency_key": row["code"]})

    def test_one_browser_is_signed_out_from_another(self, here, seat):
        phone, third = signed_in(PHONE), signed_in(PHONE)
        row = next(row for row in listed(here) if not row["is_this"])
        assert self.end(here, row).url == SECURITY
        assert is_in(here)
        assert [is_in(phone), is_in(third)].count(False) == 1
        act = Act.objects.get(verb="browser_session.end")
        assert (act.seat, act.subject_id) == (seat, seat.user.pk)

    def test_all_others_at_once(self, here):
        others = [signed_in(PHONE), signed_in(EDGE)]
        assert here.post("/bao-mat/phien/dang-xuat-het/", {"idempotency_key": "k"}).url == SECURITY
        assert is_in(here)
        assert not any(is_in(other) for other in others)
        assert Act.objects.get(verb="browser_session.end_others").title == "Đăng xuất 2 thiết bị khác từ xa"

    def test_somebody_elses_browser_stays(self, here):
        SeatFactory(user=UserFactory(username="nguoi.khac"))
        other = signed_in(PHONE, username="nguoi.khac")
        self.end(here, listed(other)[0])
        assert is_in(other)
        assert not Act.objects.filter(verb="browser_session.end").exists()

    def test_reading_ends_nothing(self, here):
        signed_in(PHONE)
        row = next(row for row in listed(here) if not row["is_this"])
        assert here.get(f"/bao-mat/phien/{row['code']}/dang-xuat/").status_code == 405
        assert len(listed(here)) == 2


class TestPause:
    @pytest.fixture
    def paused(self, seat):
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            client = signed_in(EDGE)
            is_in(client)
        with time_machine.travel(moment + timedelta(minutes=61), tick=False):
            yield client

    def test_within_an_hour_nothing_is_asked(self, seat):
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            client = signed_in(EDGE)
            is_in(client)
        for minutes in (59, 118):
            with time_machine.travel(moment + timedelta(minutes=minutes), tick=False):
                assert "rows" in client.get(SEATS).context

    def test_a_page_waits_for_the_password_and_opens_where_it_was(self, paused):
        question = paused.get(f"{SEATS}?a=1")
        assert "rows" not in question.context
        answer = paused.post(
            f"{SEATS}?a=1", dict(question.context["carried"]) | {"reauthentication_secret": PASSWORD}
        )
        assert answer.url == f"{SEATS}?a=1"
        assert "rows" in paused.get(SEATS).context

    def test_a_form_that_was_long_in_writing_is_not_lost(self, paused, seat):
        typed = {"seat": seat.code}
        assert paused.post(SEATS, typed).context["carried"] == [("seat", seat.code)]
        assert paused.post(SEATS, typed | {"reauthentication_secret": "sai"}).context["form"].errors
        assert paused.post(SEATS, typed | {"reauthentication_secret": PASSWORD}).url == "/viec-cua-toi/"
        assert paused.session["seat"] == seat.code

    def test_public_pages_and_signing_out_stay_open(self, paused):
        assert paused.get("/").status_code == 200
        assert paused.post("/dang-xuat/").url == "/dang-nhap/"


class TestPassword:
    ADDRESS = "/bao-mat/mat-khau/"

    def change(self, client, **typed):
        fields = {
            "current_password": PASSWORD,
            "new_password": NEW,
            "new_password_again": NEW,
            "idempotency_key": "k",
        }
        return client.post(self.ADDRESS, fields | typed)

    def test_a_new_password_signs_all_other_browsers_out(self, here, seat):
        phone = signed_in(PHONE)
        key = here.session.session_key
        assert self.change(here).url == SECURITY
        assert is_in(here)
        assert here.session.session_key != key
        assert not is_in(phone)
        assert authenticate(username="vanphong.thu", password=NEW) == seat.user
        act = Act.objects.get(verb="password.change")
        assert NEW not in f"{act.title}{act.note}{act.changes}"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"current_password": "sai"}, "current_password"),
            ({"new_password": "ngan", "new_password_again": "ngan"}, "new_password"),
            ({"new_password": "123456789012345", "new_password_again": "123456789012345"}, "new_password"),
            ({"new_password": "vanphong.thu1", "new_password_again": "vanphong.thu1"}, "new_password"),
            ({"new_password": PASSWORD, "new_password_again": PASSWORD}, "new_password"),
            ({"new_password_again": "khác hẳn lần đầu"}, "new_password_again"),
            ({"new_password": ""}, "new_password"),
        ],
    )
    def test_anything_else_is_refused_at_the_field_and_not_shown_again(self, here, seat, typed, field):
        answer = self.change(here, **typed)
        assert list(answer.context["form"].errors) == [field]
        body = answer.content.decode()
        assert NEW not in body
        assert PASSWORD not in body
        assert authenticate(username="vanphong.thu", password=PASSWORD) == seat.user

    def test_ten_wrong_guesses_at_the_present_password_stop_the_page(self, here, seat):
        for number in range(10):
            self.change(here, current_password=f"sai {number}", idempotency_key=f"{number}")
        assert self.change(here).context["form"].errors["current_password"] == [protecting.TOO_MANY]
        assert authenticate(username="vanphong.thu", password=PASSWORD) == seat.user

    def test_the_shared_password_of_a_demo_account_stays(self, client_for):
        client = client_for(SeatFactory(user=UserFactory(is_demo=True)))
        assert client.get(self.ADDRESS).status_code == 403
        assert self.change(client).status_code == 403


def test_sessions_whose_time_is_over_are_forgotten_and_open_ones_stay(here, seat):
    with time_machine.travel(now() - timedelta(hours=13), tick=False):
        signed_in(PHONE)
    assert BrowserSession.objects.count() == 2
    forget_sessions()
    assert BrowserSession.objects.get().session_key == here.session.session_key
    assert is_in(here)
