"""The page everybody lands on after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Seat
from dialogue_portal.context import address_of
from dialogue_portal.desk import aside, board, health, sources
from dialogue_portal.desk.counts import remember_count
from dialogue_portal.menus import MENUS
from duties.policies import can_have_feed
from regulation import date_words
from regulation.calendars import working_calendar
from regulation.clock import now

NO_ACT = {"label": "", "url": "", "icon": ""}


@require_http_methods(["GET"])
def desk(request: HttpRequest) -> HttpResponse:
    """What the seat has to do, most urgent first; ``loc`` chooses a tab."""
    seat, at = request.seat, now()
    on = at.date()
    queue = sources.board_of(seat, on=on)
    tab = board.tab_named(request.GET.get("loc", ""))
    remember_count(request, queue.count)
    act = _act(seat)
    empty_title, empty_text = board.empty_words(tab)
    is_empty = not queue.items
    return render(
        request,
        "portal/desk.html",
        {
            "today": date_words.long_date(on),
            "tabs": queue.tabs(tab, reverse("portal:desk")),
            "groups": queue.groups(tab),
            "empty_title": empty_title,
            "empty_text": empty_text,
            "heading_act": NO_ACT if is_empty else act,
            "empty_act": act if is_empty else NO_ACT,
            "weeks": aside.weeks(seat, queue.items, on=on, calendar=working_calendar()),
            "year": on.year,
            "figures": aside.year_figures(seat, on=on),
            "activity": aside.latest_acts(seat, on=on),
            "feed_url": reverse("duties:feed_page") if can_have_feed(seat) else "",
            "notice": health.clock_notice(at=at),
        },
    )


def _act(seat: Seat) -> dict:
    """The page where the seat begins something; in the empty queue it is what to do instead."""
    act = MENUS[seat.role].act
    return {"label": act.label, "url": address_of(act.name), "icon": act.icon}
