"""What every citizen page shares: who holds the link, what the frame shows, what no machine may keep."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulation.clock import now, today
from sessions_app import citizen_drafts as drafts
from sessions_app.citizen_links import LinkHolder, holder_from, opens
from sessions_app.contacts import shown_phone
from sessions_app.models import DialogueSession, Invitation


def open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page without login that is neither kept nor indexed anywhere."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return guarded


def citizen_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An open page for whoever came by a link; gives the view the ``LinkHolder``, others learn what to do."""

    @open_page
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        holder = holder_from(request, at=now())
        if holder is None:
            return link_closed(request)
        return view(request, drafts.recognised(holder), *args, **kwargs)

    return guarded


def link_closed(request: HttpRequest, invitation: Invitation | None = None) -> HttpResponse:
    """The page for a link that opens nothing: the same for wrong, altered and foreign ones (404).

    An invitation that was real and has ended gets the same page with the telephone of its office (410).
    """
    known = invitation is not None and not opens(invitation, on=today())
    context = host_of(invitation.guest.session) if known else {}
    return render(request, "sessions_app/citizen_link_closed.html", context, status=410 if known else 404)


def host_of(session: DialogueSession) -> dict[str, str]:
    """What the frame of citizen pages shows: the hosting unit, its office and telephone."""
    hostings = list(session.hostings.select_related("post__unit", "organizing_office"))
    office = hostings[0].organizing_office
    hostname = urlsplit(settings.BASE_URL).hostname or ""
    genuine = "Địa chỉ chính thức của cổng này kết thúc bằng .gov.vn." if hostname.endswith(".gov.vn") else ""
    return {
        "host_name": " và ".join(dict.fromkeys(hosting.post.unit.name for hosting in hostings)),
        "host_office": office.name,
        "host_phone": shown_phone(office.phone or hostings[0].post.unit.phone),
        "host_emblem": "",
        "host_genuine": genuine,
    }


def page(
    request: HttpRequest, holder: LinkHolder, template: str, context: dict | None = None
) -> HttpResponse:
    """Render a citizen page with its frame."""
    return render(request, template, host_of(holder.session) | (context or {}))
