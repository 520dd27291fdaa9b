"""The duties of a seat as a calendar (RFC 5545): all-day entries on the due dates, saying what kind of work it is.

Calendar programs are outside the house: no person, no title of a petition, nothing that was said.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from icalendar import Calendar, Event, vDuration

from accounts import links
from accounts.models import Seat
from duties.badges import provisional_word
from duties.letters import kind_of_work
from duties.models import DeadlineFeed, Duty, DutyExtension
from duties.policies import can_have_feed
from duties.queries import reach_of
from organizations.models import in_force_on

# So long after it was closed a duty is still there as cancelled: programs that only add entries then take it away.
SHOWN_CLOSED = timedelta(days=30)
REFRESH = timedelta(hours=6)
PRODUCER = "-//Cong doi thoai//Lich han//VI"
NAME = "Hạn công việc trên Cổng đối thoại"


def feed_by_token(token: str, *, on: date) -> DeadlineFeed | None:
    """The feed that this address opens on a day; None for a wrong or withdrawn one.

    Also None once the seat has ended, its person is disabled, or the role owes nothing.
    """
    feed = (
        DeadlineFeed.objects.filter(token_digest=links.digest(token), seat__user__is_active=True)
        .select_related("seat__user", "seat__unit")
        .first()
    )
    if feed is None or not Seat.objects.filter(in_force_on(on), pk=feed.seat_id).exists():
        return None
    return feed if can_have_feed(feed.seat) else None


def duties_in_feed(seat: Seat, *, on: date) -> QuerySet[Duty]:
    """What the seat's unit owes: open duties with a date, and those closed lately; one query, two prefetches."""
    lately = Q(met_on__gte=on - SHOWN_CLOSED) | Q(voided_on__gte=on - SHOWN_CLOSED)
    open_now = Q(pk__in=Duty.objects.begun(on=on).values("pk"))
    in_time = Prefetch("extensions", DutyExtension.objects.filter(in_time=True), to_attr="extensions_in_time")
    return (
        Duty.objects.filter(reach_of(seat.unit, on=on).own, open_now | lately, due_on__isnull=False)
        .prefetch_related("moves", in_time)
        .order_by("due_on", "pk")
    )


def calendar_of(seat: Seat, *, on: date) -> bytes:
    """The bytes of the feed on a day. Reading it again without a change gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))  # the older name of the same, which Outlook reads
    for duty in _once_per_act(duties_in_feed(seat, on=on)):
        calendar.add_component(_entry(duty))
    return calendar.to_ical()


def _once_per_act(duties: Iterable[Duty]) -> list[Duty]:
    """A joint session owes its letters once for each host and sends them once."""
    return list({(duty.act, duty.is_open): duty for duty in reversed(list(duties))}.values())[::-1]


def _entry(duty: Duty) -> Event:
    event = Event()
    word = provisional_word(duty) if duty.is_open else ""
    event.add("uid", f"han-{duty.code}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", _sequence(duty))
    event.add("dtstamp", _changed_at(duty))
    event.add("last-modified", _changed_at(duty))
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + timedelta(days=1))
    event.add("summary", f"Hạn: {kind_of_work(duty.article)}" + (f" ({word})" if word else ""))
    event.add("description", f"Căn cứ: {duty.citation}. Đăng nhập Cổng đối thoại để xem việc.")
    event.add("url", settings.BASE_URL + reverse("duties:explain", args=[duty.code]))
    event.add("status", "CONFIRMED" if duty.is_open else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _sequence(duty: Duty) -> int:
    """Rises with every move of the date, and once more when the duty is closed."""
    return len(duty.moves.all()) + len(duty.extensions_in_time) + (not duty.is_open)


def _changed_at(duty: Duty) -> datetime:
    """When the entry last became what it is. A voided duty keeps only its day, so that day's beginning counts."""
    moments = [duty.opened_at, duty.met_recorded_at]
    moments += [move.at for move in duty.moves.all()]
    moments += [extension.recorded_at for extension in duty.extensions_in_time]
    if duty.voided_on is not None:
        moments.append(datetime.combine(duty.voided_on, datetime.min.time(), tzinfo=UTC))
    return max(moment for moment in moments if moment is not None).astimezone(UTC)
