"""The hierarchy: search by any name a unit ever had, its page through time, and the pages that change it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.decisions import Decision
from accounts.forms import PortalForm
from accounts.taking import SENTENCES, take, taken_before
from dialogue_portal.reorganisation import appointing, forms, policies, presentation
from organizations import actions, history
from organizations.actions import HierarchyRefused
from organizations.models import Unit
from regulation.clock import now, today

PER_PAGE = 25
REFUSALS = (*SENTENCES, HierarchyRefused)


def require(decision: Decision) -> None:
    """403 with the reason when something is not allowed."""
    if not decision:
        raise PermissionDenied(decision.reason)


def address_of(unit: Unit) -> str:
    """The page of a unit."""
    return reverse("reorganisation:unit", args=[unit.code])


# -- reading


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units by any name they ever had; without a question the ones in force by name."""
    form = forms.SearchForm(request.GET)
    asked = form.cleaned_data["ten"] if form.is_valid() else ""
    found = history.units_ever_called(asked) if asked else history.units_in_force(today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    shown = list(page.object_list)
    former = history.former_names_holding(asked, shown) if asked else {}
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "query": f"{urlencode({'ten': asked})}&" if asked else "",
        "table": presentation.units_table(shown, former, on=today()),
        "may_change": policies.can_change(request.seat),
    }
    return render(request, "reorganisation/units.html", context)


@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit through time."""
    found, on = policies.unit_for(code), today()
    may = policies.can_change(request.seat)
    context = {
        "unit": found,
        "subtitle": f"{found.get_kind_display()}, {found.get_level_display().lower()}",
        "facts": [
            {"label": label, "value": value, "change_url": ""}
            for label, value in (
                ("Thời gian", presentation.period(found.valid_from, found.valid_until)),
                ("Địa bàn", found.territory.name if found.territory else ""),
                ("Mã đơn vị", found.code),
            )
            if value
        ],
        "may_change": bool(may) and (found.valid_until is None or found.valid_until >= on),
        "kin": presentation.kin(found),
        "names": presentation.names_table(found),
        "relations": presentation.relations_table(found, may_change=bool(may)),
        "posts": [
            presentation.post_card(row, on=on, may_change=bool(may)) for row in history.posts_of(found)
        ],
        "delegations": presentation.delegations_table(found),
        "sees_custody": policies.custody_seen_by(request.seat, found),
    }
    return render(request, "reorganisation/unit.html", context)


@require_GET
def custody(request: HttpRequest, code: str) -> HttpResponse:
    """The book "Sổ bàn giao" of a unit, the same lines from both sides."""
    found = policies.custody_unit_for(request.seat, code)
    page = Paginator(history.custody_of(found), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "unit": found,
        "page": page,
        "table": presentation.custody_table(page.object_list, found),
        "back": address_of(found),
    }
    return render(request, "reorganisation/custody.html", context)


# -- changing


@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """Found a unit."""
    require(policies.can_change(request.seat))
    form = forms.UnitForm(request.POST or None)
    return changing(
        request, form, purpose="organizations.unit_new", heading="Lập đơn vị", over="Tổ chức",
        button="Lập đơn vị", back=reverse("reorganisation:units"), locate=address_of, done="Đã lập đơn vị.",
        act=lambda: actions.create_unit(**_typed(form), by=request.seat.actor, at=now()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name from a day on."""
    require(policies.can_change(request.seat))
    found = policies.unit_for(code)
    form = forms.RenameForm(request.POST or None)
    return changing(
        request, form, purpose="organizations.rename", heading="Đổi tên đơn vị", over=found.name, button="Đổi tên",
        back=address_of(found), locate=lambda _: address_of(found),
        done="Đã đổi tên. Văn bản đã ban hành giữ tên cũ.",
        act=lambda: actions.rename(found, **_typed(form), by=request.seat.actor, on=today(), at=now()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def relation_new(request: HttpRequest, code: str) -> HttpResponse:
    """A superior, a Front, an office … from a day on."""
    require(policies.can_change(request.seat))
    found = policies.unit_for(code)
    form = forms.RelationForm(request.POST or None)
    return changing(
        request, form, purpose="organizations.relate", heading="Thêm quan hệ", over=found.name, button="Ghi quan hệ",
        back=address_of(found), locate=lambda _: address_of(found), done="Đã ghi quan hệ.",
        act=lambda: actions.relate(found, **_typed(form), by=request.seat.actor, at=now()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def relation_close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The last day of a relation."""
    require(policies.can_change(request.seat))
    found = policies.unit_for(code)
    relation = policies.relation_for(found, pk)
    form = forms.LastDayForm(request.POST or None)
    return changing(
        request, form, purpose="organizations.relation_close", over=found.name, button="Kết thúc quan hệ",
        heading=f"Kết thúc quan hệ với {relation.other.name}", back=address_of(found),
        locate=lambda _: address_of(found), done="Đã kết thúc quan hệ.",
        act=lambda: actions.close_relation(relation, **_typed(form), by=request.seat.actor, at=now()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, code: str) -> HttpResponse:
    """Found a post."""
    require(policies.can_change(request.seat))
    found = policies.unit_for(code)
    form = forms.PostForm(request.POST or None)
    return changing(
        request, form, purpose="organizations.post_new", heading="Lập chức vụ", over=found.name, button="Lập chức vụ",
        back=address_of(found), locate=lambda _: address_of(found), done="Đã lập chức vụ.",
        act=lambda: actions.create_post(
            found, **_typed(form), branch=form.branch, by=request.seat.actor, at=now()
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Who holds a post from a day on. Sessions that are only planned get the new presider."""
    require(policies.can_change(request.seat))
    post = policies.post_for(code)
    form = forms.AppointForm(request.POST or None, near=post.unit, on=today())
    return changing(
        request, form, purpose="organizations.appoint", heading="Bổ nhiệm", over=post.title,
        button="Ghi người giữ chức vụ",
        back=address_of(post.unit), locate=lambda _: address_of(post.unit), done=appointing.words,
        act=lambda: appointing.appoint(
            post, person=form.person, full_name=form.cleaned_data["full_name"],
            salutation=form.cleaned_data["salutation"], from_on=form.cleaned_data["from_on"],
            acting=form.cleaned_data["acting"], decision=form.cleaned_data["decision"], by=request.seat.actor,
            on=today(), at=now(),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end_tenure(request: HttpRequest, code: str) -> HttpResponse:
    """A post becomes vacant."""
    if request.method == "POST" and (repeated := taken_before(request, "organizations.end_tenure")):
        return repeated
    require(policies.can_change(request.seat))
    post = policies.post_for(code)
    tenure = policies.open_tenure_for(post)
    form = forms.EndTenureForm(request.POST or None)
    return changing(
        request, form, purpose="organizations.end_tenure", heading=f"{tenure.official.full_name} thôi giữ chức vụ",
        over=post.title, button="Ghi thôi giữ chức vụ", back=address_of(post.unit),
        locate=lambda _: address_of(post.unit), done=appointing.words,
        act=lambda: appointing.end_tenure(tenure, **_typed(form), by=request.seat.actor, on=today(), at=now()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest, code: str) -> HttpResponse:
    """A written authorisation to preside."""
    require(policies.can_change(request.seat))
    post = policies.post_for(code)
    form = forms.DelegateForm(request.POST or None, near=post.unit, on=today())
    return changing(
        request, form, purpose="organizations.delegate", heading="Ghi ủy quyền chủ trì", over=post.title,
        button="Ghi ủy quyền", back=address_of(post.unit), locate=lambda _: address_of(post.unit),
        done="Đã ghi ủy quyền.",
        act=lambda: appointing.delegate(
            post, person=form.person, by=request.seat.actor, on=today(), at=now(),
            **{name: value for name, value in _typed(form).items() if name != "known"},
        ),
    )  # fmt: skip


def _typed(form: PortalForm) -> dict:
    """What was typed, without the guards of the form."""
    return {name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"}


def changing(
    request: HttpRequest, form: PortalForm, *, purpose: str, heading: str, over: str, button: str, back: str,
    act: Callable, locate: Callable, done: str | Callable, text: str = "",
) -> HttpResponse:  # fmt: skip
    """A page with one form: act once and lead on, or say at the form why not."""
    if request.method == "POST" and form.is_valid():
        response = take(request, form, purpose=purpose, act=act, locate=locate, done=done, sentences=REFUSALS)
        if response is not None:
            return response
    context = {"form": form, "heading": heading, "over": over, "button": button, "back": back, "text": text}
    return render(request, "reorganisation/form.html", context)
