"""A session as a calendar entry (iCalendar): the same entry in every file, newer when the session changed."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession

USUAL_LENGTH = timedelta(hours=2)


def session_entry(session: DialogueSession, *, at: datetime) -> bytes:
    """The bytes of an .ics file. UID stays, SEQUENCE rises with every change, a cancelled session says so.

    Holds nothing about the person who fetches it. Raises ValueError while the session has no day.
    """
    if session.starts_at is None:
        raise ValueError("a session without a day has no calendar entry")
    zone = ZoneInfo(settings.TIME_ZONE)
    event = Event()
    event.add("uid", f"{session.code}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", session.version)
    event.add("dtstamp", at.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", (session.planned_end_at or session.starts_at + USUAL_LENGTH).astimezone(zone))
    event.add("summary", session.title)
    event.add("location", session.place)
    event.add("description", session.content)
    event.add("status", "CANCELLED" if session.state == SessionState.CANCELLED else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Cong doi thoai//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
