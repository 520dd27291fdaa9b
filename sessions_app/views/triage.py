"""The decisions about one registration: which are open, and taking the one that was sent (Đ2.2, Đ5, Đ9.1.b)."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.decisions import Decision
from accounts.models import Seat
from regulation.clock import now
from regulation.refusals import OutOfScope
from sessions_app import policies
from sessions_app.actions import triage
from sessions_app.forms import registrations as forms
from sessions_app.models import DialogueSession, SpeakingRegistration
from sessions_app.queries import registrations as queries
from sessions_app.views.taking import take


def _require(decision: Decision) -> None:
    if not decision:
        raise PermissionDenied(decision.reason)


def offered_decisions(
    request: HttpRequest,
    session: DialogueSession,
    registration: SpeakingRegistration,
    sent: forms.DecisionForm | None,
) -> list[dict]:
    """The decisions that the table of states allows from here, each with its form."""
    if not policies.can_triage(request.seat, session):
        return []
    may_order = policies.can_order(request.seat, session)
    offered = []
    for kind, label, summary in _DECISIONS:
        if not policies.may_become(registration, kind.VERB) or (kind is forms.AcceptForm and not may_order):
            continue
        form = sent if type(sent) is kind else _unbound(kind, session, registration)
        offered.append(
            {
                "form": form,
                "label": label,
                "summary": summary,
                "open": form.is_bound,
                "is_main": kind is forms.AcceptForm,
            }
        )
    return offered


_DECISIONS = (
    (forms.AcceptForm, "Nhận, xếp phát biểu", ""),
    (forms.ReserveForm, "Đưa vào dự phòng", ""),
    (forms.WrittenForm, "Ghi nhận bằng văn bản", ""),
    (forms.AskForm, "Gửi đề nghị bổ sung", "Đề nghị bổ sung nội dung"),
    (forms.MergeForm, "Gộp chung lượt", "Gộp với đăng ký cùng nội dung"),
    (forms.ReferForm, "Hướng dẫn nơi tiếp nhận", "Nội dung thuộc nơi tiếp nhận khác (Điều 2 khoản 2)"),
    (forms.ProposeRefusalForm, "Trình người chủ trì quyết định", "Đề nghị không tiếp nhận (Điều 5)"),
    (forms.WithdrawOnRequestForm, "Rút đăng ký", "Người đăng ký đề nghị rút"),
)
_OF_THE_PRESIDER = (forms.ConfirmRefusalForm, forms.DeclineRefusalForm)
PRESIDER_VERBS = frozenset(kind.VERB for kind in _OF_THE_PRESIDER)


def presider_forms(registration: SpeakingRegistration, sent: forms.DecisionForm | None) -> dict:
    """The two answers of the presider to a proposed refusal."""
    return {
        kind.VERB: sent if type(sent) is kind else kind(registration=registration)
        for kind in _OF_THE_PRESIDER
    }


def _unbound(kind: type[forms.DecisionForm], session: DialogueSession, registration, data=None):
    if kind is forms.MergeForm:
        others = queries.mergeable_with(registration)
        return kind(data, registration=registration, others=others)
    return kind(data, registration=registration)


def decide(
    request: HttpRequest, session: DialogueSession, registration: SpeakingRegistration
) -> tuple[HttpResponse | None, forms.DecisionForm]:
    """Take the decision that was sent. None and the form with its sentences when it was refused."""
    kind = _KINDS.get(request.POST.get("verb", ""))
    if kind is None:
        raise Http404
    if kind in _OF_THE_PRESIDER:
        _require(policies.can_confirm_refusal(request.seat, session))
    else:
        _require(policies.can_triage(request.seat, session))
        if kind is forms.AcceptForm:
            _require(policies.can_order(request.seat, session))
    form = _unbound(kind, session, registration, request.POST)
    if not form.is_valid():
        return None, form
    registration.version = form.seen_version
    response = take(
        request,
        form,
        purpose=f"sessions_app.registration.{kind.VERB}",
        act=lambda: _ACTS[kind](registration, form, request.seat),
        locate=lambda _: reverse("sessions_app:registration_detail", args=(session.code, registration.code)),
        done=_DONE[kind],
    )
    registration.refresh_from_db()
    return response, form


_KINDS = {kind.VERB: kind for kind, _, _ in _DECISIONS} | {kind.VERB: kind for kind in _OF_THE_PRESIDER}


def _simple(verb: Callable) -> Callable:
    return lambda row, form, seat: verb(row, by=seat.actor, at=now())


def _proposal_of(row: SpeakingRegistration):
    proposal = getattr(row, "refusal_proposal", None)
    if proposal is None:
        raise triage.NothingProposed
    proposal.registration = row
    return proposal


def _propose(row: SpeakingRegistration, form: forms.ProposeRefusalForm, seat: Seat):
    ground, sentence = form.chosen
    return triage.propose_refusal(row, ground=ground, sentence=sentence, seat=seat, at=now())


_ACTS = {
    forms.AcceptForm: _simple(triage.accept),
    forms.ReserveForm: _simple(triage.reserve),
    forms.WrittenForm: _simple(triage.take_in_writing),
    forms.AskForm: lambda row, form, seat: triage.ask(
        row, question=form.cleaned_data["question"], by=seat.actor, at=now()
    ),
    forms.MergeForm: lambda row, form, seat: triage.merge(
        row, into=form.others[form.cleaned_data["into"]], by=seat.actor, at=now()
    ),
    forms.ReferForm: lambda row, form, seat: triage.refer(
        row,
        channel=OutOfScope(form.cleaned_data["channel"]),
        note=form.cleaned_data["note"],
        by=seat.actor,
        at=now(),
    ),
    forms.ProposeRefusalForm: _propose,
    forms.WithdrawOnRequestForm: lambda row, form, seat: triage.withdraw_on_request(
        row, note=form.cleaned_data["note"], by=seat.actor, at=now()
    ),
    forms.ConfirmRefusalForm: lambda row, form, seat: triage.confirm_refusal(
        _proposal_of(row), seat=seat, at=now()
    ),
    forms.DeclineRefusalForm: lambda row, form, seat: triage.decline_proposal(
        _proposal_of(row), note=form.cleaned_data["note"], seat=seat, at=now()
    ),
}
_DONE = {
    forms.AcceptForm: "Đã đưa vào danh sách phát biểu.",
    forms.ReserveForm: "Đã đưa vào danh sách dự phòng.",
    forms.WrittenForm: "Đã ghi nhận bằng văn bản.",
    forms.AskForm: "Đã gửi đề nghị bổ sung đến người đăng ký.",
    forms.MergeForm: "Đã gộp chung lượt phát biểu.",
    forms.ReferForm: "Đã hướng dẫn nơi tiếp nhận.",
    forms.ProposeRefusalForm: "Đã trình người chủ trì quyết định.",
    forms.WithdrawOnRequestForm: "Đã rút đăng ký theo đề nghị.",
    forms.ConfirmRefusalForm: "Đã quyết định không tiếp nhận. Người đăng ký được báo bằng câu trả lời soạn sẵn.",
    forms.DeclineRefusalForm: "Đã trả lại để văn phòng xem xét tiếp.",
}
