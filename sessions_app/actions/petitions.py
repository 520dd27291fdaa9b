"""Turning what is said into petitions, and the text that agencies read (Đ9.2.c, Đ13.2.c)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts import links
from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from audit.versions import save_if_current
from organizations.models import Field
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.actions import consents, tracking_codes
from sessions_app.actions.proceedings import refuse_when_minuted
from sessions_app.enums import ConclusionState, MatterType, SessionState
from sessions_app.models import (
    DialogueSession,
    Petition,
    PetitionContact,
    PetitionVoice,
    SpeakingRegistration,
    Turn,
)
from sessions_app.queries.proceedings import identity_of


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
    """Who raised it and how the answer reaches the person; all may be empty (then only the code does).

    ``may_be_named``: the person agreed to be named in minutes and notice.
    """

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
    """Record one petition under the next number of the session (Đ9.2.c, Đ13.2.c).

    Contact is copied from the registration when there is one, else from ``petitioner``; a petition without a
    registration gets a tracking code of its own, to be printed for the person. A wish to withhold identity
    made with the registration stays. Raises TransitionRefused before the session, once the minutes are final
    and once the conclusions lie before the presider.
    """
    locked = DialogueSession.objects.select_for_update().get(pk=session.pk)
    _refuse_closed_record(locked)
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
        tracking_codes.give(petition=petition)
        if person.may_be_named:
            consents.keep_naming(petition, at=at)
    acts.write(
        subject=petition, verb="record_petition", title=f"Ghi nhận kiến nghị số {number:02d}", by=by, at=at,
        clause="D9.2.c", changes={"off_topic": raised.off_topic} if raised.off_topic else None,
    )  # fmt: skip
    return petition


def _contact_of(registration: SpeakingRegistration) -> Petitioner:
    contact = registration.contact
    return Petitioner(**{name: getattr(contact, name) for name in Petitioner.__dataclass_fields__})


def _refuse_closed_record(session: DialogueSession) -> None:
    if session.state not in {SessionState.IN_PROGRESS, SessionState.HELD}:
        raise TransitionRefused(
            f"Không ghi kiến nghị khi buổi đối thoại ở trạng thái “{session.get_state_display()}”.",
            stale=False,
        )
    refuse_when_minuted(session)
    refuse_when_submitted(session)


def refuse_when_submitted(session: DialogueSession) -> None:
    """Raise TransitionRefused while the conclusions lie before the presider or are approved."""
    sealed = (ConclusionState.SUBMITTED, ConclusionState.APPROVED)
    if session.conclusion_drafts.filter(state__in=sealed).exists():
        raise TransitionRefused(
            "Dự thảo kết luận đã trình người chủ trì nên không sửa kiến nghị được nữa.", stale=False
        )


def tracking_code_of(petition: Petition) -> str:
    """The code under which the petitioner follows the petition, grouped for reading."""
    owner = petition.registration if petition.registration_id is not None else petition
    return tracking_codes.code_of(owner.tracking)


@transaction.atomic
def correct(petition: Petition, raised: Raised, *, by: Actor, at: datetime) -> Petition:
    """Correct the record of a petition before minutes and conclusions are settled. Raises EditConflict.

    A wish to withhold identity may be added here, never taken back: that is for the person alone. When the
    text changes, the text for the agency must be confirmed again.
    """
    session = DialogueSession.objects.select_for_update().get(pk=petition.session_id)
    _refuse_closed_record(session)
    voice = petition.voice
    before = {"field": petition.field_id, "text": links.keyed_digest("voice", voice.text)}
    petition.field = raised.field
    petition.matter_type = raised.matter_type
    petition.area = raised.area
    petition.off_topic = raised.off_topic
    petition.withhold_identity = petition.withhold_identity or raised.withhold_identity
    save_if_current(petition, ("field", "matter_type", "area", "off_topic", "withhold_identity"))
    if (voice.summary, voice.text) != (raised.summary, raised.text):
        voice.summary, voice.text = raised.summary, raised.text
        voice.agency_text_confirmed_at = None
        voice.agency_text_confirmed_by = None
        voice.save()
    acts.write(
        subject=petition, verb="correct_petition", title=f"Sửa ghi nhận kiến nghị số {petition.number:02d}",
        by=by, at=at,
        changes={
            "field": [before["field"], petition.field_id],
            "text": [before["text"], links.keyed_digest("voice", raised.text)],
        },
    )  # fmt: skip
    return petition


# -- the text for the agency


def proposed_agency_text(petition: Petition) -> str:
    """What the office starts from: the text kept for the agency, else the minuted text without who said it."""
    if petition.voice.agency_text:
        return petition.voice.agency_text
    return identity_of(petition.contact).left_out_of(petition.voice.text)


@transaction.atomic
def keep_agency_text(
    petition: Petition, *, text: str, confirmed: bool, seat: Seat, at: datetime
) -> PetitionVoice:
    """Keep the only text the agency will read, and with ``confirmed`` that somebody read it for names.

    Raises RuleViolation when a confirmed text is empty or still tells who raised the matter: agencies never
    learn that (the answer reaches the person through the portal or the office).
    """
    voice = petition.voice
    unchanged = voice.agency_text == text
    if unchanged and confirmed == (voice.agency_text_confirmed_at is not None):
        return voice
    if confirmed:
        _refuse_unfit(petition, text)
    voice.agency_text = text
    voice.agency_text_confirmed_at = at if confirmed else None
    voice.agency_text_confirmed_by = seat if confirmed else None
    voice.save(update_fields=("agency_text", "agency_text_confirmed_at", "agency_text_confirmed_by"))
    word = "Xác nhận" if confirmed else "Lưu"
    acts.write(
        subject=petition,
        verb="confirm_agency_text" if confirmed else "keep_agency_text",
        title=f"{word} nội dung chuyển cơ quan, kiến nghị số {petition.number:02d}",
        by=seat.actor, at=at,
        changes={"agency_text": links.keyed_digest("agency_text", text)},
    )  # fmt: skip
    return voice


def _refuse_unfit(petition: Petition, text: str) -> None:
    if not text.strip():
        raise RuleViolation(Article.HEAD_CONCLUDES, "Nhập nội dung chuyển cơ quan.")
    leaks = identity_of(petition.contact).found_in(text)
    if leaks:
        raise RuleViolation(
            Article.HEAD_CONCLUDES,
            f"Nội dung chuyển cơ quan không nêu người kiến nghị là ai: bỏ {', '.join(leaks)}.",
        )
