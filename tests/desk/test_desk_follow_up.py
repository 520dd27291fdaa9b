"""The queue after a session: answers that are waited for, urged, given; found again by words and codes."""

import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from sessions_app.actions import tracking_codes
from tests.factories import followups
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2026, 4, 8), date(2026, 4, 24)
DESK = "/viec-cua-toi/"


def rows(client, tab=""):
    response = client.get(DESK, {"loc": tab})
    return [(group["title"], row["title"]) for group in response.context["groups"] for row in group["rows"]]


@pytest.mark.rule("D9.3.b.s1", "D14.3")
def test_an_answer_is_the_agencys_work_and_once_late_the_offices_to_urge(client_for, frozen):
    frozen(BEFORE, "09:00")
    followups.concluded()
    seats = day.office(), followups.agency_seat()
    office, agency = map(client_for, seats)
    ((group, title),) = rows(office, "cho-don-vi-khac")
    assert (group, title[:24]) == ("Chờ đơn vị khác", "Trả lời kiến nghị số 01,")
    assert [group for group, _ in rows(agency)] == ["Việc tiếp theo"]
    frozen(AFTER, "09:00")
    office, agency = map(client_for, seats)  # the day before's sign-in is over
    urged = [title for _, title in rows(office, "qua-han") if "kiến nghị" in title]
    assert urged == ["Đôn đốc Trung tâm Quản lý hạ tầng kỹ thuật trả lời kiến nghị số 01"]
    assert rows(office, "cho-don-vi-khac") == []
    assert [group for group, _ in rows(agency)] == ["Quá hạn"]


@pytest.mark.parametrize("role", [Role.AGENCY, Role.LEADER])
def test_one_and_three_late_answers_cost_the_same(client_for, frozen, role):
    frozen(AFTER, "09:00")
    seat = followups.agency_seat() if role == Role.AGENCY else SeatFactory(role=role)
    client = client_for(seat)
    counted = []
    for number in (1, 2):
        followups.concluded(petitions=number)
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
        counted.append(len(queries))
    assert counted[0] == counted[1]


# -- the search box


def found(client, text):
    response = client.get("/tim-kiem/", {"q": text})
    return [row.text for section in response.context["sections"] for row in section["rows"]]


@pytest.mark.parametrize("text", ["nắp cống", "NAP CONG", unicodedata.normalize("NFD", "nắp cống")])
def test_the_house_finds_petitions_by_what_was_said(client_for, frozen, text):
    frozen(AFTER, "09:00")
    followups.concluded()
    assert found(client_for(day.office()), text) == ["Kiến nghị số 01: " + followups.SUMMARY]


def test_everybody_within_reach_finds_a_petition_by_its_code_and_only_the_house_reads_it(client_for, frozen):
    frozen(AFTER, "09:00")
    row = followups.assignment()
    code = f"{row.petition.code[:5]}-{row.petition.code[5:]}".upper()
    assert found(client_for(day.office()), code) == ["Kiến nghị số 01: " + followups.SUMMARY]
    for role in (Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR):
        client = client_for(SeatFactory(role=role))
        assert found(client, code) == ["Kiến nghị số 01"]
        assert found(client, "nắp cống") == []
    assert found(client_for(followups.agency_seat()), row.code) == ["Kiến nghị số 01"]
    assert found(client_for(SeatFactory(role=Role.ADMIN)), code) == []


def test_the_office_finds_a_petition_by_the_code_on_a_receipt(client_for, frozen):
    frozen(AFTER, "09:00")
    row = followups.assignment()
    code = tracking_codes.code_of(row.petition.tracking)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    client = client_for(day.office())
    assert found(client, code) == ["Kiến nghị số 01: " + followups.SUMMARY]
    assert found(client, wrong) == []
