"""Requests of people about their data: taken, confirmed, extended once, answered with what follows from the answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from audit.versions import save_if_current
from organizations.models import Unit
from outbox import actions as outbox
from personal_data.enums import (
    IdentityCheck,
    RefusedBecause,
    RequestKind,
    RequestOutcome,
    RequestSource,
    RequestState,
)
from personal_data.models import DataRequest, DataRequestPerson
from personal_data.queries import requests as queries
from personal_data.terms import LONGEST_EXTENSION
from personal_data.workflow import REQUEST
from sessions_app.actions import consents, contact_corrections, erasing, guest_contacts
from sessions_app.enums import ConsentPurpose, ErasureCause
from sessions_app.models import Consent, Guest, Petition, SpeakingRegistration

NEWS = "personal_data.request_news"
Subject = SpeakingRegistration | Petition | Guest


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asks and what, in the person's own words."""

    full_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer. ``corrected`` maps contact fields to what is right; ``withdrawn`` are the consents taken back."""

    outcome: RequestOutcome
    text: str
    ground: RefusedBecause | None = None
    corrected: dict[str, str] = field(default_factory=dict)
    withdrawn: Iterable[Consent] = ()

    @property
    def has_effect(self) -> bool:
        """Whether something is carried out."""
        return self.outcome != RequestOutcome.REFUSED


@transaction.atomic
def receive(
    kind: RequestKind,
    asking: Asking,
    *,
    office: Unit,
    source: RequestSource,
    subject: Subject | None,
    received_on: date,
    by: Actor,
    at: datetime,
) -> DataRequest:
    """Take a request, from the page of a person or typed in by the office.

    While it is open nothing that it is about is erased by the purge. Raises TransitionRefused when the same is asked
    already about the same row.
    """
    owner = {queries.path_of(subject): subject} if subject is not None else {}
    if owner and DataRequest.objects.filter(kind=kind, **owner).exclude(state=RequestState.CLOSED).exists():
        raise TransitionRefused("Yêu cầu này đã được nhận và đang thực hiện.", stale=False)
    request = DataRequest.objects.create(
        office=office, kind=kind, source=source, received_on=received_on, **owner
    )
    DataRequestPerson.objects.create(request=request, **vars(asking))
    _write(request, "receive_request", "Nhận yêu cầu về dữ liệu cá nhân", by=by, at=at)
    return request


@transaction.atomic
def confirm(request: DataRequest, *, identity_check: IdentityCheck, seat: Seat, at: datetime) -> DataRequest:
    """Say that the request was received and that it is known who asks. The person is told. Raises TransitionRefused."""
    request = advance(
        request, REQUEST["confirm_request"], by=seat.actor, at=at, changes={"identity": str(identity_check)}
    )
    request.identity_check = identity_check
    save_if_current(request, ("identity_check",))
    _tell(request, "confirmed", at=at)
    return request


@transaction.atomic
def extend(request: DataRequest, *, days: int, reason: str, seat: Seat, at: datetime) -> DataRequest:
    """Take up to fifteen days more, once, with a reason, before the date has passed; the person is told.

    Raises TransitionRefused, EditConflict.
    """
    if request.state == RequestState.CLOSED or request.extended_by:
        raise TransitionRefused("Chỉ gia hạn một lần, khi yêu cầu chưa được trả lời.", stale=False)
    if not 1 <= days <= LONGEST_EXTENSION:
        raise TransitionRefused(f"Gia hạn từ 1 đến {LONGEST_EXTENSION} ngày.", stale=False)
    if at.date() > queries.due_on(request):
        raise TransitionRefused("Đã quá hạn nên không gia hạn được nữa.", stale=False)
    request.extended_by, request.extension_reason = days, reason
    save_if_current(request, ("extended_by", "extension_reason"))
    _write(
        request, "extend_request", "Gia hạn trả lời yêu cầu về dữ liệu cá nhân", by=seat.actor, at=at,
        note=reason, changes={"days": days},
    )  # fmt: skip
    _tell(request, "extended", at=at)
    return request


@transaction.atomic
def close(request: DataRequest, reply: Reply, *, seat: Seat, at: datetime, on: date) -> DataRequest:
    """Answer a request and do what the answer says, or nothing of it. The person is told that there is an answer.

    Raises TransitionRefused when it was answered before, when nobody made sure who asks, when a refusal names no
    ground, and when what is asked cannot be done now.
    """
    _check(request, reply)
    effects = _EFFECTS[RequestKind(request.kind)](request, reply, seat, at, on) if reply.has_effect else {}
    DataRequest.objects.filter(pk=request.pk).update(outcome=reply.outcome, ground=reply.ground or "")
    DataRequestPerson.objects.filter(request=request).update(reply=reply.text)
    changes = {"outcome": str(reply.outcome), "ground": str(reply.ground or ""), **effects}
    request = advance(request, REQUEST["close_request"], by=seat.actor, at=at, changes=changes)
    _tell(request, "closed", at=at)
    return request


def _check(request: DataRequest, reply: Reply) -> None:
    if request.state == RequestState.CLOSED:
        raise TransitionRefused("Yêu cầu này đã được trả lời.", stale=True)
    if reply.has_effect and not request.identity_check:
        raise TransitionRefused("Xác nhận người yêu cầu là ai trước khi thực hiện.", stale=False)
    if reply.outcome != RequestOutcome.FULFILLED and not reply.ground:
        raise TransitionRefused("Chọn căn cứ không thực hiện, hoặc chỉ thực hiện một phần.", stale=False)


# -- what follows from an answer


def _see(request: DataRequest, reply: Reply, seat: Seat, at: datetime, on: date) -> dict:
    return {}


def _correct(request: DataRequest, reply: Reply, seat: Seat, at: datetime, on: date) -> dict:
    reason = "Theo yêu cầu của người có dữ liệu"
    if request.registration is not None:
        changed = contact_corrections.correct_registrant(
            request.registration, reply.corrected, reason=reason, by=seat.actor, at=at
        )
    elif request.petition is not None:
        changed = contact_corrections.correct_petitioner(
            request.petition, reply.corrected, reason=reason, by=seat.actor, at=at
        )
    elif request.guest is not None:
        reach = {name: reply.corrected.get(name) for name in ("email", "phone", "address")}
        guest_contacts.correct(request.guest, **reach, by=seat.actor, at=at)
        changed = [name for name, value in reach.items() if value is not None]
    else:
        changed = []
    return {"corrected": changed}


def _withdraw(request: DataRequest, reply: Reply, seat: Seat, at: datetime, on: date) -> dict:
    taken_back = [consents.withdraw(consent, by=seat.actor, at=at) for consent in reply.withdrawn]
    if not taken_back and (request.registration_id or request.petition_id):
        raise TransitionRefused("Chọn sự đồng ý được rút.", stale=False)
    return {"withdrawn": [consent.purpose for consent in taken_back]}


def _erase(request: DataRequest, reply: Reply, seat: Seat, at: datetime, on: date) -> dict:
    blocked = queries.blocks_erasing(request)
    if blocked:
        raise TransitionRefused(f"Chưa xóa được: {blocked}. Chọn “Không thực hiện” và căn cứ.", stale=False)
    words = erasing.words_for(ErasureCause.REQUEST, on=on)
    done = []
    for consent in queries.consents_of(request):
        if consent.purpose != ConsentPurpose.PROCESSING:  # with them go the address book and the name
            consents.withdraw(consent, by=seat.actor, at=at)
    if request.registration is not None:
        erasing.erase_registration(request.registration, words=words, on=on)
        done.append("registration")
    for petition in queries.petitions_of(request):
        erasing.erase_petition_contact(petition, words=words, on=on)
        done.append("petition_contact")
    if request.guest is not None:
        erasing.erase_guest_contact(request.guest, words=words, on=on)
        erasing.erase_guest_name(request.guest, words=words, on=on)
        done.append("guest")
    return {"erased": done}


_EFFECTS = {
    RequestKind.SEE: _see,
    RequestKind.CORRECT: _correct,
    RequestKind.WITHDRAW: _withdraw,
    RequestKind.ERASE: _erase,
}


# -- telling


def _tell(request: DataRequest, about: str, *, at: datetime) -> None:
    person = request.person
    channel = outbox.channel_to(email=person.email, phone=person.phone)
    if channel is not None:
        outbox.post(
            channel=channel,
            dedupe_key=f"{NEWS}:{request.pk}:{about}",
            kind=NEWS,
            params={"request": request.pk, "about": about},
            sender=request.office,
            recipient_label="Người yêu cầu về dữ liệu cá nhân",
            at=at,
        )


def _write(
    request: DataRequest,
    verb: str,
    title: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    changes: dict | None = None,
) -> None:
    acts.write(
        subject=request,
        verb=verb,
        title=f"{title}: {request.get_kind_display().lower()}",
        by=by,
        at=at,
        note=note,
        changes={"kind": request.kind, "source": request.source, **(changes or {})},
    )
