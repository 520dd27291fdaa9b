"""The administrator's page of signing in: which roles need a second factor, and resetting a lost one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import policies, protecting, reauthentication, second_factor
from accounts.enums import Role
from accounts.forms import ResetForm, RuleForm
from accounts.models import SecondFactorRule
from accounts.protecting import ProtectionRefused
from accounts.taking import SENTENCES, take
from regulation.clock import now, today

_REFUSALS = (*SENTENCES, ProtectionRefused)


def _check_may_administer(request: HttpRequest) -> None:
    decision = policies.can_administer_sign_in(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)


@require_safe
def administer(request: HttpRequest) -> HttpResponse:
    """What holds for each role, and the two forms."""
    _check_may_administer(request)
    return _page(request)


@reauthentication.required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Say from which day a role needs a second factor, or no longer needs one."""
    _check_may_administer(request)
    form = RuleForm(request.POST, on=today())
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.second_factor_rule",
            act=lambda: protecting.decide(
                Role(form.cleaned_data["role"]),
                is_required=form.cleaned_data["is_required"],
                valid_from=form.cleaned_data["valid_from"],
                reason=form.cleaned_data["reason"],
                seat=request.seat,
                at=now(),
            ),
            locate=lambda _: reverse("accounts:administer"),
            done="Đã ghi quy định.",
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    return _page(request, rule_form=form)


@reauthentication.required
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Take the second factor from somebody who lost it, and end all of his sessions."""
    _check_may_administer(request)
    form = ResetForm(request.POST)
    if form.is_valid():
        decision = policies.can_reset(request.seat, form.user)
        if not decision:
            form.add_error("username", decision.reason)
            return _page(request, reset_form=form)
        response = take(
            request,
            form,
            purpose="accounts.second_factor_reset",
            act=lambda: protecting.reset(
                form.user, reason=form.cleaned_data["grounds"], by=request.seat.actor, at=now()
            ),
            locate=lambda _: reverse("accounts:administer"),
            done=f"Đã đặt lại xác nhận hai bước của {form.user.full_name}.",
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    return _page(request, reset_form=form)


def _page(
    request: HttpRequest, *, rule_form: RuleForm | None = None, reset_form: ResetForm | None = None
) -> HttpResponse:
    context = {
        "rows": [_row(role) for role in Role],
        "rule_form": rule_form or RuleForm(on=today()),
        "reset_form": reset_form or ResetForm(),
        "form": rule_form or reset_form or "",
    }
    return render(request, "accounts/administer.html", context)


def _row(role: Role) -> dict:
    """A role, what holds today, and what was decided for later."""
    on = today()
    decided = list(SecondFactorRule.objects.filter(role=role))
    current = next((rule for rule in decided if rule.valid_from <= on), None)
    coming = [rule for rule in decided if rule.valid_from > on]
    return {
        "role": role.label,
        "state": _words(is_required=second_factor.is_required(role, on=on)),
        "since": f"từ {current.valid_from:%d/%m/%Y}: {current.reason}" if current else "theo mặc định",
        "coming": "; ".join(
            f"{_words(is_required=rule.is_required)} từ {rule.valid_from:%d/%m/%Y}"
            for rule in reversed(coming)
        ),
    }


def _words(*, is_required: bool) -> str:
    return "Bắt buộc" if is_required else "Không bắt buộc"
