"""The page where a seat has its calendar address, and the address itself."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import PortalForm
from accounts.limits import HOUR, Limit, network_of
from audit.submissions import perform
from duties import feeds
from duties.actions import feeds as verbs
from duties.models import DeadlineFeed
from duties.policies import can_have_feed
from regulation import date_words
from regulation.clock import local_date, now

# Calendar programs ask every few hours. Wrong addresses are counted by neighbourhood, right ones each for itself.
FETCHED = Limit("feed-fetched", 60, HOUR)
WRONG = Limit("feed-wrong", 30, HOUR)
REPEATED = "Biểu mẫu này đã được gửi trước đó."


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The address, or how to get one; a seat that owes nothing reads why there is none."""
    return _shown(request, PortalForm())


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """A first or another address."""
    return _act(request, "duties.feed_renew", verbs.renew, _renewed)


def _renewed(feed: DeadlineFeed) -> str:
    first = "Đã lập địa chỉ lịch hạn."
    return first if feed.generation == 1 else f"{first} Các địa chỉ trước đó không dùng được nữa."


@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    return _act(request, "duties.feed_off", verbs.switch_off, lambda _: "Đã tắt địa chỉ lịch hạn.")


def _act(
    request: HttpRequest, purpose: str, verb: Callable[..., DeadlineFeed], done: Callable[[DeadlineFeed], str]
) -> HttpResponse:
    decision = can_have_feed(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)
    form = PortalForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    outcome = perform(
        key=form.key,
        purpose=purpose,
        act=lambda: verb(request.seat, at=now()),
        locate=lambda _: reverse("duties:feed_page"),
    )
    messages.success(request, REPEATED if outcome.repeated else done(outcome.result))
    return redirect(outcome.location)


def _shown(request: HttpRequest, form: PortalForm) -> HttpResponse:
    feed = DeadlineFeed.objects.filter(seat=request.seat, token_digest__isnull=False).first()
    address = ""
    if feed is not None:
        address = settings.BASE_URL + reverse("duties:feed", args=[verbs.token_of(feed)])
    context = {
        "decision": can_have_feed(request.seat),
        "form": form,
        "address": address,
        "since": date_words.long_date(local_date(feed.renewed_at)) if feed else "",
        "crumbs": [
            {"label": "Việc cần làm", "url": settings.LOGIN_REDIRECT_URL},
            {"label": "Lịch hạn", "url": ""},
        ],
    }
    return render(request, "duties/feed.html", context)


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar for whoever knows the address. Writes nothing, not even that somebody came."""
    at = now()
    found = feeds.feed_by_token(token, on=at.date())
    limit, who = (WRONG, network_of(request)) if found is None else (FETCHED, str(found.pk))
    if not limit.allows(who, at=at):
        return HttpResponse("429", status=429, headers={"Retry-After": str(HOUR)}, content_type="text/plain")
    limit.count(who, at=at)
    if found is None:
        raise Http404
    return HttpResponse(
        feeds.calendar_of(found.seat, on=at.date()),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="lich-han.ics"',
            "X-Robots-Tag": "noindex, nofollow",
            "Referrer-Policy": "no-referrer",
        },
    )
