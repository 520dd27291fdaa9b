"""Turning what is said into petitions, and the text that agencies read (Đ9.2.c, Đ13.2.c)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts import links
from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.versions import save_if_current
from organizations.models import Field
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.enums import MatterType
from sessions_app.models import (
    DialogueSession,
    Petition,
    PetitionContact,
    PetitionVoice,
    SpeakingRegistration,
    TrackingCode,
    Turn,
)


@dataclass(frozen=True, kw_only=True)
class Raised:
    """One matter as it was raised. ``text`` is what the minutes keep; ``summary`` one line of it."""

    summary: str
    text: str
    field: Field
    matter_type: MatterType = MatterType.PETITION
    area: str = ""
    off_topic: bool = False
    withhold_identity: bool = False


@dataclass(frozen=True, kw_only=True)
class Petitioner:
    """Who raised it and how the answer reaches the person; all may be empty (no address: answer is published)."""

    salutation: str = ""
    full_name: str = ""
    on_behalf_of: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    may_be_named: bool = False


@transaction.atomic
def record(
    session: DialogueSession,
    raised: Raised,
    *,
    turn: Turn | None,
    registration: SpeakingRegistration | None,
    petitioner: Petitioner | None,
    by: Actor,
    at: datetime,
) -> Petition:
    """Record one petition under the next number of the session.

    Contact is copied from the registration when there is one, else from ``petitioner``; a petition without a
    registration gets a tracking code of its own, to be printed for the person.
    """
    locked = DialogueSession.objects.select_for_update().get(pk=session.pk)
    number = (locked.petitions.aggregate(last=Max("number"))["last"] or 0) + 1
    petition = Petition.objects.create(
        session=locked,
        number=number,
        turn=turn,
        registration=registration,
        matter_type=raised.matter_type,
        field=raised.field,
        area=raised.area,
        off_topic=raised.off_topic,
        withhold_identity=raised.withhold_identity or bool(registration and registration.withhold_identity),
        recorded_at=at,
    )
    PetitionVoice.objects.create(petition=petition, summary=raised.summary, text=raised.text)
    person = _contact_of(registration) if registration is not None else petitioner or Petitioner()
    PetitionContact.objects.create(petition=petition, **vars(person))
    if registration is None:
        _give_tracking_code(petition)
    acts.write(
        subject=petition,
        verb="record_petition",
        title=f"Ghi nhận kiến nghị số {number:02d}",
        by=by,
        at=at,
        clause="D9.2.c",
    )
    return petition


def _contact_of(registration: SpeakingRegistration) -> Petitioner:
    contact = registration.contact
    return Petitioner(
        salutation=contact.salutation,
        full_name=contact.full_name,
        on_behalf_of=contact.on_behalf_of,
        phone=contact.phone,
        email=contact.email,
        address=contact.address,
    )


def _give_tracking_code(petition: Petition) -> None:
    # Registrations use the plain id; petitions take negative ids, so that the two never share a code.
    generation = 1
    while True:
        code = links.tracking_code_for(-petition.pk, generation)
        selector, secret = code[: links.SELECTOR_LENGTH], code[links.SELECTOR_LENGTH :]
        if not TrackingCode.objects.filter(selector=selector).exists():
            break
        generation += 1
    TrackingCode.objects.create(
        selector=selector, secret_digest=links.digest(secret), generation=generation, petition=petition
    )


def tracking_code_of(petition: Petition) -> str:
    """The code under which the petitioner follows the petition, grouped for reading."""
    if petition.registration_id is not None:
        tracking = petition.registration.tracking
        return links.grouped(links.tracking_code_for(petition.registration_id, tracking.generation))
    return links.grouped(links.tracking_code_for(-petition.pk, petition.tracking.generation))


@transaction.atomic
def confirm_agency_text(petition: Petition, *, text: str, seat: Seat, at: datetime) -> PetitionVoice:
    """Confirm the only text the agency will read: what was raised, without who raised it.

    Raises RuleViolation when the text is empty or still contains the name, phone or address of the petitioner.
    """
    if not text.strip():
        raise RuleViolation(Article.HEAD_CONCLUDES, "Nhập nội dung chuyển cơ quan.")
    leaks = identifying_parts(petition, text)
    if leaks and petition.withhold_identity:
        raise RuleViolation(
            Article.HEAD_CONCLUDES,
            f"Người kiến nghị đề nghị giữ kín danh tính: bỏ {', '.join(leaks)} khỏi nội dung chuyển cơ quan.",
        )
    voice = petition.voice
    voice.agency_text = text
    voice.agency_text_confirmed_at = at
    voice.agency_text_confirmed_by = seat
    voice.save(update_fields=("agency_text", "agency_text_confirmed_at", "agency_text_confirmed_by"))
    acts.write(
        subject=petition,
        verb="confirm_agency_text",
        title=f"Xác nhận nội dung chuyển cơ quan, kiến nghị số {petition.number:02d}",
        by=seat.actor,
        at=at,
        changes={"agency_text": links.keyed_digest("agency_text", text)},
    )
    return voice


def identifying_parts(petition: Petition, text: str) -> list[str]:
    """Which of the petitioner's name, phone, address and e-mail stand in ``text``, named in Vietnamese."""
    contact = petition.contact
    known = (
        ("họ tên", contact.full_name),
        ("số điện thoại", contact.phone),
        ("địa chỉ", contact.address),
        ("thư điện tử", contact.email),
    )
    lowered = text.casefold()
    return [label for label, value in known if value and value.casefold() in lowered]


@transaction.atomic
def correct(petition: Petition, raised: Raised, *, by: Actor, at: datetime) -> Petition:
    """Correct the record of a petition before the conclusions are submitted. Raises EditConflict."""
    voice = petition.voice
    before = {"field": petition.field_id, "summary": links.keyed_digest("voice", voice.text)}
    petition.field = raised.field
    petition.matter_type = raised.matter_type
    petition.area = raised.area
    petition.off_topic = raised.off_topic
    petition.withhold_identity = raised.withhold_identity
    save_if_current(petition, ("field", "matter_type", "area", "off_topic", "withhold_identity"))
    if (voice.summary, voice.text) != (raised.summary, raised.text):
        voice.summary, voice.text = raised.summary, raised.text
        voice.agency_text_confirmed_at = None
        voice.agency_text_confirmed_by = None
        voice.save()
    acts.write(
        subject=petition,
        verb="correct_petition",
        title=f"Sửa ghi nhận kiến nghị số {petition.number:02d}",
        by=by,
        at=at,
        changes={
            "field": [before["field"], petition.field_id],
            "text": [before["summary"], links.keyed_digest("voice", raised.text)],
        },
    )
    return petition
