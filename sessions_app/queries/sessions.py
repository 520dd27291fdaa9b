"""Lists of sessions, and the facts that the pages of one session share."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from duties.badges import Badge
from regulation.clock import local_date
from regulation.date_words import long_moment
from regulation.text import clean, fold
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession, Hosting, Presidency

PUBLIC = (SessionState.ANNOUNCED, SessionState.IN_PROGRESS)
_CHIPS = {
    SessionState.DRAFT: ("neutral", "new"),
    SessionState.SCHEDULED: ("working", "calendar"),
    SessionState.ANNOUNCED: ("working", "letter"),
    SessionState.IN_PROGRESS: ("working", "working"),
    SessionState.HELD: ("soon", "done"),
    SessionState.CONCLUDED: ("done", "done"),
    SessionState.POSTPONED: ("neutral", "waiting"),
    SessionState.CANCELLED: ("neutral", "outside"),
}


def state_chip(session: DialogueSession) -> dict[str, str]:
    """The state in a word, with its colour and icon."""
    kind, icon = _CHIPS[SessionState(session.state)]
    return {"kind": kind, "text": session.get_state_display(), "icon": icon}


def searched(
    sessions: QuerySet[DialogueSession], *, text: str = "", year: int | None = None, state: str = ""
) -> QuerySet[DialogueSession]:
    """The sessions whose title holds the text (marks and case do not matter), of a year and a state."""
    wanted = fold(clean(text))
    if wanted:
        sessions = sessions.filter(title_folded__contains=wanted)
    if year:
        sessions = sessions.filter(starts_at__year=year)
    if state:
        sessions = sessions.filter(state=state)
    return sessions.prefetch_related(hostings_with_presiders())


def hostings_with_presiders() -> Prefetch:
    """Hostings with post, body and presiders at hand, in their order."""
    presidencies = Presidency.objects.select_related("official").order_by("pk")
    hostings = Hosting.objects.select_related("post__unit", "organizing_office").order_by("position", "pk")
    return Prefetch(
        "hostings", queryset=hostings.prefetch_related(Prefetch("presidencies", queryset=presidencies))
    )


def years(sessions: QuerySet[DialogueSession]) -> list[int]:
    """The years in which there are sessions, the latest first."""
    rows = sessions.filter(starts_at__isnull=False).annotate(year=ExtractYear("starts_at"))
    return sorted(set(rows.order_by().values_list("year", flat=True).distinct()), reverse=True)


def presider_words(session: DialogueSession) -> str:
    """ "Trần Văn Mẫu, Bí thư Đảng ủy …; Chủ tịch …": each person once, with every title he presides under."""
    titles: dict[str, list[str]] = {}
    for hosting in session.hostings.all():
        for presidency in hosting.presidencies.all():
            titles.setdefault(presidency.official.full_name, []).append(presidency.title)
    return "; ".join(f"{name}, {', '.join(of)}" for name, of in titles.items())


def host_words(session: DialogueSession) -> str:
    """The bodies whose heads hold the session."""
    return ", ".join(hosting.post.unit.name for hosting in session.hostings.all())


@dataclass(frozen=True)
class UpcomingSession:
    """A session as anybody may read it: no person is named but who presides."""

    title: str
    host: str
    when: str
    place: str


def public_upcoming(on: date) -> list[UpcomingSession]:
    """The next announced sessions from the day ``on`` on, the nearest first (Đ4.2); at most ten."""
    sessions = DialogueSession.objects.filter(Q(state__in=PUBLIC), starts_at__date__gte=on).prefetch_related(
        hostings_with_presiders()
    )
    return [
        UpcomingSession(
            title=session.title,
            host=host_words(session),
            when=long_moment(timezone.localtime(session.starts_at)),
            place=session.place,
        )
        for session in sessions.order_by("starts_at", "pk")[:10]
    ]


def letters_are_out(session: DialogueSession) -> bool:
    """The letters of the current plan were issued: what they state is settled until a new plan is made."""
    return session.state == SessionState.ANNOUNCED


def waits_for_new_day(session: DialogueSession) -> bool:
    """The session is off its day and may be put on another one."""
    return session.state == SessionState.POSTPONED


def session_badge(session: DialogueSession, *, on: date) -> Badge:
    """How the session itself stands on a day: under way to it, held, or its end not yet recorded."""
    state = SessionState(session.state)
    if state in (SessionState.SCHEDULED, SessionState.ANNOUNCED) and local_date(session.starts_at) < on:
        return Badge(kind="overdue", text="Chưa ghi nhận kết thúc", icon="overdue")
    kind, icon = _CHIPS[state]
    word = SessionState.HELD if state == SessionState.CONCLUDED else state
    return Badge(kind=_BADGE_KINDS.get(kind, "neutral"), text=SessionState(word).label, icon=icon)


_BADGE_KINDS = {"soon": "done", "done": "done", "working": "neutral", "neutral": "neutral"}
