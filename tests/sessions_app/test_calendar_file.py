"""A session as a calendar entry: the same entry each time, newer when the session changed, gone when cancelled."""

import re

import pytest
from icalendar import Calendar

from regulation.clock import now
from sessions_app.calendar_file import session_entry
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from tests.factories.registrations import AnnouncedSessionFactory
from tests.support.moments import ORDINARY_MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(frozen) -> DialogueSession:
    frozen(ORDINARY_MONDAY)
    return AnnouncedSessionFactory()


def _event(session):
    return next(iter(Calendar.from_ical(session_entry(session, at=now())).walk("VEVENT")))


def test_an_entry_says_what_where_and_when_in_the_zone_of_the_city(session):
    event = _event(session)
    assert (str(event["summary"]), str(event["location"])) == (session.title, session.place)
    assert event["dtstart"].dt == session.starts_at
    assert event["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert event["dtend"].dt == session.planned_end_at


def test_the_same_session_is_the_same_entry_and_rises_with_every_change(session):
    before = _event(session)
    session.version += 1
    after = _event(session)
    assert before["uid"] == after["uid"] == f"{session.code}@testserver"
    assert after["sequence"] == before["sequence"] + 1


def test_a_cancelled_session_says_so(session):
    assert str(_event(session)["status"]) == "CONFIRMED"
    session.state = SessionState.CANCELLED
    assert str(_event(session)["status"]) == "CANCELLED"


def test_the_bytes_obey_the_format_without_help_of_the_library_that_made_them(session):
    """Lines end with CRLF and have at most 75 octets; begin and end match; the zone is defined before it is used."""
    session.content = "Vệ sinh môi trường, chỉnh trang hẻm; ngập nước\nkhu phố 3 " * 5
    raw = session_entry(session, at=now())
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    opened = []
    for line in lines:
        if line.startswith("BEGIN:"):
            opened.append(line[6:])
        elif line.startswith("END:"):
            assert opened.pop() == line[4:]
    assert opened == []
    names = [re.split("[;:]", line)[0] for line in lines if line]
    for name in ("VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "SEQUENCE", "TZOFFSETTO"):
        assert name in names
    assert "TZID:Asia/Ho_Chi_Minh" in lines
    (description,) = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert "\\n" in description
    assert "\\," in description
    assert "\\;" in description


def test_a_session_without_a_day_has_no_entry(session):
    session.starts_at = None
    with pytest.raises(ValueError, match="without a day"):
        session_entry(session, at=now())
