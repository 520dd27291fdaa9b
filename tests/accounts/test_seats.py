"""Seats: which one a person acts from, checked on every request."""

from datetime import date

import pytest
from django.http import Http404

from accounts import policies, queries
from accounts.enums import Role
from audit.actors import ActorKind
from tests.factories.accounts import SeatFactory, UserFactory
from tests.factories.organizations import party_committee, party_office, unit
from tests.support.moments import ORDINARY_FRIDAY, ORDINARY_MONDAY, SATURDAY

pytestmark = pytest.mark.django_db

SEATS = "/chon-vi-tri/"


@pytest.fixture
def two_seats():
    user = UserFactory(full_name="Minh Họa Quốc Bảo")
    first = SeatFactory(user=user, role=Role.LEADER, title="Bí thư Đảng ủy phường")
    council = unit("hdnd-phuong-ben-thanh")
    return first, SeatFactory(user=user, role=Role.LEADER, unit=council, title="Chủ tịch HĐND phường")


def acting_seat(response):
    return response.wsgi_request.seat


def test_the_first_seat_is_taken_until_another_is_chosen(client, two_seats):
    first, second = two_seats
    client.force_login(first.user)
    assert acting_seat(client.get(SEATS)) == first
    old_key = client.session.session_key

    response = client.post(SEATS, {"seat": second.code})

    assert (response.status_code, response.url) == (302, "/viec-cua-toi/")
    assert client.session.session_key != old_key
    assert acting_seat(client.get(SEATS)) == second


def test_the_page_names_every_seat_with_a_button_for_the_others(client, two_seats):
    client.force_login(two_seats[0].user)
    body = client.get(SEATS).content.decode()
    assert [body.count(f'value="{seat.code}"') for seat in two_seats] == [0, 1]
    assert body.count("Đang dùng") == 1
    assert body.count("Chủ tịch HĐND phường") == 2  # in the row and, for those who listen, in its button
    assert "Hội đồng nhân dân phường Bến Thành" in body


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_seats(client, number, django_assert_num_queries):
    user = UserFactory()
    for key in ("dang-uy-phuong-ben-thanh", "hdnd-phuong-ben-thanh", "ubnd-phuong-ben-thanh")[:number]:
        SeatFactory(user=user, role=Role.LEADER, unit=unit(key))
    client.force_login(user)
    client.get(SEATS)
    with django_assert_num_queries(4):  # browser's session, user, seat, list
        response = client.get(SEATS)
    assert len(response.context["rows"]) == number


def test_a_seat_of_somebody_else_does_not_exist_for_me(client, two_seats):
    foreign = SeatFactory()
    client.force_login(two_seats[0].user)
    for code in (foreign.code, "khong-co", ""):
        assert client.post(SEATS, {"seat": code}).status_code == 404
    assert acting_seat(client.get(SEATS)) == two_seats[0]


def test_a_seat_that_has_ended_cannot_be_taken(client, two_seats, frozen):
    first, second = two_seats
    frozen(ORDINARY_MONDAY)
    second.valid_until = date(2026, 3, 6)
    second.save()
    client.force_login(first.user)
    assert client.post(SEATS, {"seat": second.code}).status_code == 404


def test_a_seat_that_ended_yesterday_is_gone_today_without_signing_in_again(client, two_seats, frozen):
    first, second = two_seats
    second.valid_until = ORDINARY_FRIDAY
    second.save()
    frozen(ORDINARY_FRIDAY, "23:59")
    client.force_login(first.user)
    client.post(SEATS, {"seat": second.code})
    assert acting_seat(client.get(SEATS)) == second
    frozen(SATURDAY, "00:00")
    assert acting_seat(client.get(SEATS)) == first


def test_a_seat_that_begins_tomorrow_is_not_there_yet(frozen):
    seat = SeatFactory(valid_from=SATURDAY)
    frozen(ORDINARY_FRIDAY)
    assert queries.current_seat(seat.user, seat.code) is None
    frozen(SATURDAY)
    assert queries.current_seat(seat.user, None) == seat


def test_somebody_without_a_seat_is_told_what_to_do_and_can_sign_out(client):
    client.force_login(UserFactory())
    response = client.get(SEATS)
    assert response.status_code == 403
    body = response.content.decode()
    assert body.count("Tài khoản chưa có vị trí làm việc") == 1
    assert body.count('action="/dang-xuat/"') == 1
    assert client.post(SEATS, {"seat": SeatFactory().code}).status_code == 403
    assert client.post("/dang-xuat/").status_code == 302


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(SEATS).url == "/dang-nhap/?next=/chon-vi-tri/"
    assert client.post(SEATS).url == "/dang-nhap/?next=/chon-vi-tri/"


def test_a_seat_names_its_actor():
    seat = SeatFactory(user=UserFactory(full_name="Minh Họa Thanh Hương"), title="Chuyên viên Văn phòng")
    assert (seat.actor.kind, seat.actor.seat_id, seat.actor.unit_id, seat.actor.label) == (
        ActorKind.SEAT,
        seat.pk,
        seat.unit_id,
        "Minh Họa Thanh Hương, Chuyên viên Văn phòng",
    )
    assert seat.initials == "TH"


class TestPolicies:
    def test_a_role_is_had_by_its_seat_only(self):
        seat = SeatFactory(role=Role.OFFICE)
        assert policies.has_role(seat, Role.OFFICE, Role.MINUTE_TAKER)
        assert not policies.has_role(seat, Role.LEADER)
        assert not policies.has_role(None, Role.OFFICE)

    def test_somebody_works_for_his_own_unit_in_his_own_role(self):
        seat = SeatFactory(role=Role.OFFICE)
        assert policies.can_work_for(seat, party_office(), Role.OFFICE)
        refused = policies.can_work_for(seat, party_committee(), Role.OFFICE)
        assert refused.reason == "Việc này dành cho văn phòng của Đảng ủy phường Bến Thành."
        assert not policies.can_work_for(seat, party_office(), Role.LEADER)
        assert not policies.can_work_for(None, party_office(), Role.OFFICE)

    def test_only_own_seats_are_found(self):
        seat = SeatFactory()
        assert policies.seat_for(seat.user, seat.code) == seat
        with pytest.raises(Http404):
            policies.seat_for(seat.user, SeatFactory().code)
