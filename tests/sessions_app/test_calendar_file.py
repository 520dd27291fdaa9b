"""A session as a calendar entry: the same entry each time, newer when the session changed, gone when cancelled."""

import re

import pytest
from icalendar import Calendar

from outbox.enums import Channel
from outbox.models import Message
from outbox.relay import relay_once
from regulation.clock import now
from sessions_app.actions import planning
from sessions_app.calendar_file import content_type, session_entry
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from tests.factories import sessions_app as stages
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


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.POSTPONED])
def test_a_session_off_its_day_takes_its_entry_out_of_the_calendar(session, state):
    assert (str(_event(session)["status"]), _method(session)) == ("CONFIRMED", "PUBLISH")
    assert content_type(session) == "text/calendar; method=PUBLISH"
    session.state = state
    assert (str(_event(session)["status"]), _method(session)) == ("CANCELLED", "CANCEL")
    assert content_type(session) == "text/calendar; method=CANCEL"


def _method(session):
    return str(Calendar.from_ical(session_entry(session, at=now()))["method"])


def test_the_office_is_the_organizer_and_nobody_is_asked_to_answer(session):
    raw = session_entry(session, at=now()).replace(b"\r\n ", b"").decode()
    (line,) = [line for line in raw.split("\r\n") if line.startswith("ORGANIZER")]
    office = session.hostings.get().organizing_office.name
    assert line == f'ORGANIZER;CN="{office}":mailto:khong-tra-loi@localhost'
    assert "ATTENDEE" not in raw


# -- read by a parser of our own: RFC 5545 line by line, RFC 5546 for what a calendar does with it


def _unfolded(raw: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Name, parameters and value of each content line."""
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found = []
    for line in lines:
        matched = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^;:,"]*))*):(.*)', line)
        assert matched, line
        name, parameters, value = matched.groups()
        pairs = re.findall(r';([A-Z-]+)=("[^"]*"|[^;:,"]*)', parameters)
        found.append((name, {key: text.strip('"') for key, text in pairs}, value))
    return found


class StrictCalendar:
    """A reader's calendar: it takes an entry in, a newer one in its place, and out what is cancelled."""

    def __init__(self):
        self.entries = {}

    def take_in(self, raw: bytes) -> None:
        lines = _unfolded(raw)
        assert lines[0] == ("BEGIN", {}, "VCALENDAR")
        method = self._one(lines, "METHOD")
        zones = [value for name, _, value in lines if name == "TZID"]
        start = lines.index(("BEGIN", {}, "VEVENT"))
        event = lines[start : lines.index(("END", {}, "VEVENT"))]
        for name in ("UID", "DTSTAMP", "ORGANIZER", "SEQUENCE", "DTSTART", "STATUS"):
            self._one(event, name)
        [(_, parameters, value)] = [line for line in event if line[0] == "DTSTART"]
        assert parameters == {"TZID": "Asia/Ho_Chi_Minh"}
        assert zones == ["Asia/Ho_Chi_Minh"]
        assert lines.index(("BEGIN", {}, "VTIMEZONE")) < start
        assert ("TZOFFSETTO", {}, "+0700") in lines
        assert re.fullmatch(r"\d{8}T\d{6}", value)
        assert re.fullmatch(r"\d{8}T\d{6}Z", self._one(event, "DTSTAMP"))
        uid, sequence = self._one(event, "UID"), int(self._one(event, "SEQUENCE"))
        assert sequence > self.entries.get(uid, (-1,))[0]
        assert (method == "CANCEL") == (self._one(event, "STATUS") == "CANCELLED")
        self.entries[uid] = (sequence, method, value)

    @staticmethod
    def _one(lines, name):
        [value] = [line[2] for line in lines if line[0] == name]
        return value

    @property
    def days(self) -> list[str]:
        return [value for _, method, value in self.entries.values() if method == "PUBLISH"]


@pytest.mark.usefixtures("plain_papers")
def test_a_reader_of_every_mail_has_the_session_on_the_right_day_and_only_there(frozen, mailoutbox):
    """Invited, postponed, invited anew, cancelled: the calendar follows, by the files of the mails alone."""
    frozen(stages.TODAY)
    seat, calendar, seen = stages.office_seat(), StrictCalendar(), []

    def read_mail():
        relay_once(at=stages.NOW)
        for letter in mailoutbox:
            (entry,) = letter.attachments
            parts = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
            assert [part.get_param("method") for part in parts] == [entry.mimetype.partition("method=")[2]]
            calendar.take_in(parts[0].get_payload(decode=True))
        mailoutbox.clear()
        seen.append(calendar.days)

    session = stages.announced(guests=1)
    read_mail()
    session = planning.postpone(session, reason="Mưa bão", by=seat.actor, on=stages.TODAY, at=stages.NOW)
    read_mail()
    later = stages.plan(held_on=stages.SESSION_ON.replace(day=26))
    planning.reschedule(session, later, by=seat.actor, on=stages.TODAY, at=stages.NOW)
    stages.issue(session)
    read_mail()
    session.refresh_from_db()
    planning.cancel(session, reason="Thôi", by=seat.actor, on=stages.TODAY, at=stages.NOW)
    read_mail()
    assert seen == [["20260319T140000"], [], ["20260326T140000"], []]
    assert Message.objects.filter(channel=Channel.EMAIL).count() == 4


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
