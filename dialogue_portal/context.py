"""What every page shows around its content. No page pays a query for it."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import Seat
from dialogue_portal.desk.counts import remembered_count
from dialogue_portal.menus import DESK, MENUS, PUBLIC, PUBLIC_PAGES, Entry
from regulation import date_words
from regulation.clock import now


def chrome(request: HttpRequest) -> dict:
    """The frame of the current seat, or of a visitor (see "What the frame needs" in docs/design.md)."""
    at = now()
    printed_at = f"{date_words.clock_words(at)}, {at:%d/%m/%Y}"
    seat: Seat | None = getattr(request, "seat", None)
    if seat is None:
        pages = _links(PUBLIC_PAGES, request.path)
        return {"frame": PUBLIC, "nav": [], "public_nav": pages, "printed_at": printed_at}
    menu = MENUS[seat.role]
    counts = {DESK: remembered_count(request)}
    return {
        "frame": menu.frame,
        "nav": _links(menu.entries, request.path, counts),
        "home_url": address_of(DESK.name),
        "seats_url": address_of("accounts:choose_seat"),
        "account_url": address_of("accounts:security"),
        "absences_url": address_of("accounts:absences"),
        "logout_url": address_of("accounts:logout"),
        "search_url": address_of("portal:search"),
        "printed_at": printed_at,
    }


def address_of(name: str) -> str:
    """The address of a page without arguments, or "" when it is not served."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _links(entries: Iterable[Entry], path: str, counts: dict[Entry, int] | None = None) -> list[dict]:
    """The entries as the frames draw them; the one whose address begins the path longest is current."""
    served = [(entry, address) for entry in entries if (address := address_of(entry.name))]
    here = max((address for _, address in served if path.startswith(address)), key=len, default="")
    if here == "/" and path != "/":
        here = ""
    return [
        {
            "label": entry.label,
            "url": address,
            "icon": entry.icon,
            "count": (counts or {}).get(entry) or "",
            "current": address == here,
            "starts_group": entry.starts_group,
        }
        for entry, address in served
    ]
