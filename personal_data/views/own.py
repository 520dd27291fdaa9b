"""The page of the person whose data are kept: what is held, what was agreed to, who looked, what may be asked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from accounts.forms import new_key
from accounts.taking import take, taken_before
from audit.actors import Actor
from followups import tracking_links
from followups.tracking_links import CodeHolder
from personal_data.actions import requests as actions
from personal_data.actions.requests import Asking
from personal_data.enums import RequestKind, RequestSource, RequestState
from personal_data.forms.requests import OwnRequestForm, WithdrawConsentForm
from personal_data.models import DataRequest
from personal_data.queries import own
from personal_data.queries.requests import due_on
from regulation.clock import local_date, now, today
from sessions_app.actions import consents
from sessions_app.actions.telling import organising_office
from sessions_app.enums import ConsentPurpose
from sessions_app.models import Consent
from sessions_app.views.citizen_door import host_of, open_page

ASK, WITHDRAW = "personal_data.own_request", "personal_data.own_withdraw"


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponse:
    """What is held, and a form to ask for more, for a correction, for erasing."""
    holder = tracking_links.holder_from(request)
    if holder is None:
        return _ask_again(request)
    form = OwnRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose=ASK,
            act=lambda: _receive(holder, form),
            locate=lambda _: reverse("personal_data:own_data"),
            done=lambda row: f"Đã nhận yêu cầu. Văn phòng trả lời chậm nhất {due_on(row):%d/%m/%Y}.",
        )
        if response is not None:
            return response
    return render(request, "personal_data/own_data.html", _page(holder, form))


def _receive(holder: CodeHolder, form: OwnRequestForm) -> DataRequest:
    contact = holder.contact
    reach = {name: getattr(contact, name) for name in ("full_name", "phone", "email", "address")}
    return actions.receive(
        RequestKind(form.cleaned_data["kind"]),
        Asking(**reach, words=form.cleaned_data["words"]),
        office=organising_office(holder.session),
        source=RequestSource.LINK,
        subject=holder.registration or holder.tracking.petition,
        received_on=today(),
        by=_actor(holder),
        at=now(),
    )


def _actor(holder: CodeHolder) -> Actor:
    owner = holder.registration or holder.tracking.petition
    return Actor.holder_of(f"{owner._meta.model_name}:{owner.code}", "Người giữ mã tra cứu")


@open_page
@require_http_methods(["POST"])
def own_withdraw(request: HttpRequest) -> HttpResponse:
    """Take one consent back, at once."""
    holder = tracking_links.holder_from(request)
    if holder is None:
        return _ask_again(request)
    repeated = taken_before(request, WITHDRAW)
    if repeated is not None:
        return repeated
    form = WithdrawConsentForm(request.POST)
    if form.is_valid():
        consent = own.consents_behind(holder).filter(code=form.cleaned_data["consent"]).first()
        if consent is None:
            raise Http404
        response = take(
            request,
            form,
            purpose=WITHDRAW,
            act=lambda: consents.withdraw(consent, by=_actor(holder), at=now()),
            locate=lambda _: reverse("personal_data:own_data"),
            done="Đã rút sự đồng ý. Văn bản đã ban hành trước đó không thay đổi.",
        )
        if response is not None:
            return response
    for sentence in form.non_field_errors():
        messages.warning(request, sentence)
    return redirect("personal_data:own_data")


def _page(holder: CodeHolder, form: OwnRequestForm) -> dict:
    return host_of(holder.session) | {
        "session": holder.session,
        "form": form,
        "held": own.held(holder),
        "said": own.said(holder),
        "consents": [_consent(consent) for consent in own.consents_behind(holder)],
        "looks": own.looks_of(holder),
        "kept_until": own.kept_until(holder),
        "requests": [_asked(row) for row in own.requests_behind(holder)],
    }


def _consent(consent: Consent) -> dict:
    taken_back = consent.withdrawn_at
    return {
        "code": consent.code,
        "words": own.wording(consent),
        "given": f"Đồng ý ngày {local_date(consent.given_at):%d/%m/%Y}",
        "taken_back": f"Đã rút ngày {local_date(taken_back):%d/%m/%Y}" if taken_back else "",
        "may_withdraw": taken_back is None and consent.purpose != ConsentPurpose.PROCESSING,
        "key": new_key(),
    }


def _asked(row: DataRequest) -> dict:
    answered = row.state == RequestState.CLOSED
    if answered:
        state = f"{row.get_outcome_display()}, ngày {localtime(row.closed_at):%d/%m/%Y}"
    else:
        state = f"Trả lời chậm nhất {due_on(row):%d/%m/%Y}"
    return {
        "title": f"{row.get_kind_display()}, gửi ngày {row.received_on:%d/%m/%Y}",
        "state": state,
        "ground": row.get_ground_display() if row.ground else "",
        "reply": row.person.reply if answered else "",
    }


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Nhập mã tra cứu để xem. Trang này tự đóng sau 30 phút.")
    return redirect("followups:tracking")
