"""A session as a calendar entry (iCalendar, RFC 5545 and 5546): the same entry in every file, newer when it changed.

A session that is off its day takes its entry out of the calendar (METHOD:CANCEL); put on the calendar again, the
same UID comes back under a higher SEQUENCE.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession

USUAL_LENGTH = timedelta(hours=2)
CALLED_OFF = frozenset({SessionState.POSTPONED, SessionState.CANCELLED})
PUBLISH, CANCEL = "PUBLISH", "CANCEL"


def method_of(session: DialogueSession) -> str:
    """What the file does to the calendar that takes it in."""
    return CANCEL if session.state in CALLED_OFF else PUBLISH


def content_type(session: DialogueSession) -> str:
    """The type of the file as an attachment: mail programs read the method there."""
    return f"text/calendar; method={method_of(session)}"


def session_entry(session: DialogueSession, *, at: datetime) -> bytes:
    """The bytes of an .ics file. UID stays, SEQUENCE rises with every change, one that is off its day is cancelled.

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
    event["organizer"] = _organizer(session)
    event.add("status", "CANCELLED" if method_of(session) == CANCEL else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Cong doi thoai//VI")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(session))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _organizer(session: DialogueSession) -> vCalAddress:
    """Who holds the session; the address is the portal's own, to which nobody needs to answer."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    hosting = session.hostings.select_related("organizing_office").order_by("position", "pk").first()
    if hosting is not None:
        organizer.params["cn"] = vText(hosting.organizing_office.name)
    return organizer
