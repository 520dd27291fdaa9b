"""What every page of one session shows around its content: crumbs, title, facts, state, tabs.

A page calls ``frame(request, session, current="guests")``, puts the result into its context and extends
``sessions_app/session_base.html``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.enums import Role
from regulation.date_words import long_moment
from sessions_app.models import DialogueSession
from sessions_app.queries.sessions import presider_words, state_chip

HOUSE = frozenset({Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER})
OVERSIGHT = frozenset({Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR})
OFFICE = frozenset({Role.OFFICE})
EVERYBODY = HOUSE | OVERSIGHT | {Role.AGENCY}
_LAYOUTS = {
    Role.LEADER: "layout/leader.html",
    Role.FRONT: "layout/monitor.html",
    Role.SUPERIOR: "layout/monitor.html",
    Role.CITY_MONITOR: "layout/monitor.html",
}


@dataclass(frozen=True)
class Tab:
    """One tab: its page by URL name (also of an app above), who is offered it, and what it counts."""

    key: str
    label: str
    url_name: str
    roles: frozenset[str]
    count: Callable[[DialogueSession], int] | None = None


TABS = (
    Tab("overview", "Tổng quan", "sessions_app:session_detail", EVERYBODY),
    Tab("guests", "Khách mời", "sessions_app:guests", OFFICE,
        lambda session: session.guests.filter(removed_at__isnull=True).count()),
    Tab("invitations", "Thư mời", "sessions_app:invitations", OFFICE),
    Tab("registrations", "Đăng ký phát biểu", "sessions_app:registrations", HOUSE,
        lambda session: session.registrations.count()),
    Tab("programme", "Chương trình", "sessions_app:programme", HOUSE),
    Tab("proceedings", "Điều hành", "sessions_app:proceedings", HOUSE),
    Tab("minutes", "Biên bản", "sessions_app:minutes", HOUSE),
    Tab("conclusion", "Kết luận", "sessions_app:conclusion", HOUSE),
    Tab("petitions", "Kiến nghị", "followups:session_petitions", HOUSE | OVERSIGHT,
        lambda session: session.petitions.count()),
    Tab("log", "Nhật ký", "sessions_app:session_log", HOUSE | {Role.CITY_MONITOR}),
)  # fmt: skip


def layout_for(request: HttpRequest) -> str:
    """The frame of the seat's role."""
    return _LAYOUTS.get(request.seat.role, "layout/staff.html") if request.seat else "layout/staff.html"


def frame(request: HttpRequest, session: DialogueSession, *, current: str) -> dict[str, Any]:
    """The context that ``sessions_app/session_base.html`` asks for; ``current`` is the key of a tab.

    ``session`` came through ``policies.session_for``, so its hostings and presiders are at hand.
    """
    return {
        "layout": layout_for(request),
        "session": session,
        "crumbs": _crumbs(session, current),
        "meta": _meta(session),
        "state_chip": state_chip(session),
        "tabs": list(_tabs(request, session, current)),
    }


def _crumbs(session: DialogueSession, current: str) -> list[dict[str, str]]:
    label = next(tab.label for tab in TABS if tab.key == current)
    return [
        {"label": "Buổi đối thoại", "url": reverse("sessions_app:session_list")},
        {"label": f"Năm {localtime(session.starts_at).year}", "url": _of_year(session)},
        {"label": label, "url": ""},
    ]


def _of_year(session: DialogueSession) -> str:
    return f"{reverse('sessions_app:session_list')}?nam={localtime(session.starts_at).year}"


def _meta(session: DialogueSession) -> list[dict[str, str]]:
    return [
        {"icon": "calendar", "text": long_moment(localtime(session.starts_at))},
        {"icon": "place", "text": session.place},
        {"icon": "person", "text": f"Chủ trì: {presider_words(session)}"},
    ]


def _tabs(request: HttpRequest, session: DialogueSession, current: str):
    for tab in TABS:
        if request.seat.role not in tab.roles:
            continue
        yield {
            "label": tab.label,
            "url": reverse(tab.url_name, args=(session.code,)),
            "count": (tab.count(session) or "") if tab.count else "",
            "current": tab.key == current,
        }
