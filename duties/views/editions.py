"""The texts that set terms: the list, a new one, the text of a unit, the end of one. Each change is shown first."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.taking import SENTENCES, take, taken_before
from duties import edition_pages, policies
from duties.actions import editions as actions
from duties.actions.editions import DutiesMovedOn, EditionRefused, Effect
from duties.edition_forms import EditionForm, EndForm, FollowForm, SealedForm
from regulation.clock import now, today
from regulation.models import Edition

MOVED_ON = "Các việc đang làm vừa thay đổi. Xem lại ảnh hưởng rồi bấm áp dụng lần nữa."


def _require(request: HttpRequest) -> None:
    decision = policies.can_change_editions(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)


@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """Every text, and which units follow one of their own. Open to all staff: it is what they are judged by."""
    may_change = bool(policies.can_change_editions(request.seat))
    context = {
        "table": edition_pages.editions_table(on=today(), may_change=may_change),
        "followers": edition_pages.followers_table(on=today()),
        "may_change": may_change,
    }
    return render(request, "duties/editions.html", context)


@require_http_methods(["GET", "POST"])
def edition_new(request: HttpRequest) -> HttpResponse:
    """A new text: the effect on open duties first, then on record."""
    _require(request)
    form = EditionForm(request.POST or None)
    return _seen_first(
        request,
        form,
        purpose="duties.edition",
        effect=lambda: actions.effect_of_entering(form.facts),
        act=lambda: actions.enter(form.facts, seal=form.seen, seat=request.seat, at=now()),
        heading="Thêm văn bản quy định thời hạn",
        done="Đã ghi nhận văn bản và tính lại hạn các việc đang làm.",
    )


@require_http_methods(["GET", "POST"])
def follow_new(request: HttpRequest) -> HttpResponse:
    """A unit follows a text of its own, or the city's again."""
    _require(request)
    form = FollowForm(request.POST or None, on=today())

    def effect() -> Effect:
        unit, edition, since = form.chosen
        return actions.effect_of_following(unit, edition, since=since)

    def act():
        unit, edition, since = form.chosen
        return actions.follow(unit, edition, since=since, seal=form.seen, seat=request.seat, at=now())

    return _seen_first(
        request,
        form,
        purpose="duties.edition_follow",
        effect=effect,
        act=act,
        heading="Chọn văn bản áp dụng cho đơn vị",
        done="Đã ghi nhận văn bản áp dụng và tính lại hạn các việc đang làm.",
    )


@require_http_methods(["GET", "POST"])
def edition_end(request: HttpRequest, code: str) -> HttpResponse:
    """A text ends."""
    _require(request)
    edition = get_object_or_404(Edition, code=code)
    form = EndForm(request.POST or None)

    def act():
        data = form.cleaned_data
        return actions.end(
            edition,
            last_day=data["last_day"],
            reason=data["reason"],
            seal=form.seen,
            seat=request.seat,
            at=now(),
        )

    return _seen_first(
        request,
        form,
        purpose="duties.edition_end",
        effect=lambda: actions.effect_of_ending(edition, last_day=form.cleaned_data["last_day"]),
        act=act,
        heading=f"Hết hiệu lực: {edition.short_title}",
        done="Đã ghi nhận ngày hết hiệu lực và tính lại hạn các việc đang làm.",
    )


def _seen_first(
    request: HttpRequest,
    form: SealedForm,
    *,
    purpose: str,
    effect: Callable[[], Effect],
    act: Callable[[], object],
    heading: str,
    done: str,
) -> HttpResponse:
    """The form; sent once, the same with its effect; sent again with the seal of that effect, the act."""
    if earlier := taken_before(request, purpose):
        return earlier
    shown: Effect | None = None
    if request.method == "POST" and form.is_valid():
        try:
            response = _taken(request, form, purpose, act, done) if form.seen else None
            if response is not None:
                return response
            if not form.errors:
                shown = effect()
                form.show(shown.seal)
        except EditionRefused as refused:
            form.add_error(None, str(refused))
        except DutiesMovedOn:
            shown = effect()
            form.show(shown.seal)
            form.add_error(None, MOVED_ON)
    context = {"form": form, "heading": heading, "back_url": reverse("duties:editions")}
    return render(request, "duties/edition_form.html", context | edition_pages.effect_page(shown, on=today()))


def _taken(
    request: HttpRequest, form: SealedForm, purpose: str, act: Callable[[], object], done: str
) -> HttpResponse | None:
    return take(
        request,
        form,
        purpose=purpose,
        act=act,
        locate=lambda _: reverse("duties:editions"),
        done=done,
        sentences=(*SENTENCES, EditionRefused),
    )
