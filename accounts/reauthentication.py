"""Asking again who sits there before grave acts: approving, issuing, handing out personal data."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts import queries, second_factor, single_sign_on
from accounts.forms import ReauthenticationForm
from accounts.limits import MINUTE, Limit, network_of
from regulation.clock import now

WRONG = "Mật khẩu hoặc mã không đúng."
TOO_MANY = "Đã nhập sai quá nhiều lần. Ông/bà thử lại sau 15 phút. Nội dung đã nhập vẫn ở trang này."
PER_PERSON_AND_NETWORK = Limit("reauthentication", 10, 15 * MINUTE)
# Says that a page was to be read: after the answer the reader is led to it again.
_READS = "reauthentication_reads"
# Not carried along: the token of the page is made anew, the answer to the question is no part of the form.
_ANSWERS = frozenset({ReauthenticationForm.SECRET, ReauthenticationForm.PASSKEY})
_NOT_CARRIED = _ANSWERS | {"csrfmiddlewaretoken", _READS}


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person gave a password or a code within the last minutes (``REAUTHENTICATE_AFTER``)."""
    given = request.session.get(queries.AUTHENTICATED_AT)
    return given is not None and at.timestamp() - given <= settings.REAUTHENTICATE_AFTER.total_seconds()


def required(view: Callable) -> Callable:
    """Marks a view whose POST needs a fresh password or code. Stands above the view's other decorators.

    Without one the question is put on a page that holds everything that was typed; the answer comes to the same
    address with it, and the view then takes the form as if it had come at once. Nothing is kept on the server.
    """
    return _asking(view, methods=("POST",))


def required_for(is_grave: Callable[[QueryDict], bool]) -> Callable[[Callable], Callable]:
    """The same for a view that takes several forms, only one of which is grave."""
    return lambda view: _asking(view, methods=("POST",), is_grave=is_grave)


def required_to_read(view: Callable) -> Callable:
    """The same for a view whose GET already hands out personal data."""
    return _asking(view, methods=("GET", "HEAD", "POST"))


def _asking(
    view: Callable, *, methods: tuple[str, ...], is_grave: Callable[[QueryDict], bool] = lambda _: True
) -> Callable:
    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return ask(request, when=request.method in methods and is_grave(request.POST)) or view(
            request, *args, **kwargs
        )

    asked.asks_again = True  # tests/accounts/ compares the list of these views with the acts that are grave
    return asked


def is_answered(request: HttpRequest) -> bool:
    """Whether an answer to the question came with the form."""
    return not _ANSWERS.isdisjoint(request.POST)


def ask(request: HttpRequest, *, when: bool, after_a_pause: bool = False) -> HttpResponse | None:
    """The page with the question, or None when the request may go on; takes the answer out of the form it came with.

    After a pause the last answer does not count, however recent it is.
    """
    at = now()
    if not is_answered(request):
        if when and (after_a_pause or not is_fresh(request, at=at)):
            return _page(request, _form_for(request))
        return None
    # Nothing typed is enough for somebody who was recognised in another tab meanwhile.
    is_empty = not any(request.POST.get(name) for name in _ANSWERS)
    if after_a_pause or not (is_empty and is_fresh(request, at=at)):
        question = _checked(request, at=at)
        if question is not None:
            return question
    if _READS in request.POST:
        return redirect(request.get_full_path())
    request.POST = _carried(request)
    return None


def _form_for(request: HttpRequest, data: QueryDict | None = None) -> ReauthenticationForm:
    return ReauthenticationForm(data, with_app=second_factor.has_app(request.user))


def _checked(request: HttpRequest, *, at: datetime) -> HttpResponse | None:
    """The question again when the answer was wrong; a right one is remembered."""
    request.sensitive_post_parameters = sorted(_ANSWERS)  # never in a report of a failure
    form, status = _form_for(request, request.POST), 200
    if form.is_valid():
        refusal, status = _refusal(request, form.cleaned_data, at=at)
        if refusal:
            form.add_error(None, refusal)
    if form.errors:
        return _page(request, form, status=status)
    request.session[queries.AUTHENTICATED_AT] = at.timestamp()
    if queries.SIGNED_IN_AT in request.session:
        request.session.seen(at=at)
    return None


def _refusal(request: HttpRequest, answer: dict, *, at: datetime) -> tuple[str, int]:
    """Why the answer does not do, with the status of the page; "" when it does."""
    key = f"{request.user.pk}|{network_of(request)}"
    if not PER_PERSON_AND_NETWORK.allows(key, at=at):
        return TOO_MANY, 429
    if _is_right(request, answer[ReauthenticationForm.SECRET], answer[ReauthenticationForm.PASSKEY], at=at):
        return "", 200
    PER_PERSON_AND_NETWORK.count(key, at=at)
    return WRONG, 200


def _is_right(request: HttpRequest, secret: str, passkey: str, *, at: datetime) -> bool:
    if passkey:
        return second_factor.take_passkey(request.user, passkey, at=at)
    if second_factor.take_app_code(request.user, secret, at=at):
        return True
    return authenticate(request, username=request.user.get_username(), password=secret) is not None


def _carried(request: HttpRequest) -> QueryDict:
    """What was typed, without what belongs to the question."""
    fields = request.POST.copy()
    for name in _NOT_CARRIED:
        fields.pop(name, None)
    return fields


def _page(request: HttpRequest, form: ReauthenticationForm, *, status: int = 200) -> HttpResponse:
    reads = request.method != "POST" or _READS in request.POST
    fields = [(name, value) for name, values in _carried(request).lists() for value in values]
    context = {
        "form": form,
        "action": request.get_full_path(),
        "carried": [(_READS, "1")] if reads else fields,
        "has_passkey": second_factor.has_passkey(request.user),
        "loses_files": bool(request.FILES),
        "by_single_sign_on": single_sign_on.is_offered(),
        "minutes": int(settings.REAUTHENTICATE_AFTER.total_seconds() // 60),
    }
    return render(request, "accounts/reauthenticate.html", context, status=status)
