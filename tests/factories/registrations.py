"""A session of phường Bến Thành with an invitation, and what people register. All names are made up."""

from datetime import datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts import links
from organizations.queries import office_of
from regulation.clock import local_date, now
from sessions_app.actions import tracking_codes
from sessions_app.enums import RegistrationSource, RegistrationState, SessionState
from sessions_app.models import (
    DialogueSession,
    Guest,
    GuestContact,
    Hosting,
    Invitation,
    Presidency,
    RegistrationContact,
    RegistrationVoice,
    SpeakingRegistration,
)
from tests.factories import organizations
from tests.factories.organizations import OfficialFactory
from tests.support import moments

# Monday 9/3/2026 is the ordinary day of the tests; the session is on Thursday of the week after.
SESSION_AT = moments.at(moments.ORDINARY_MONDAY + timedelta(days=10), "14:00")
CLOSES_AT = moments.at(moments.ORDINARY_MONDAY + timedelta(days=8), "17:00")


class AnnouncedSessionFactory(DjangoModelFactory):
    """A session whose invitations went out, hosted for the secretary's post and presided over by ``presider``."""

    class Meta:
        model = DialogueSession
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Đối thoại thử {n} với Nhân dân khu phố 3")
    content = "Vệ sinh môi trường và chỉnh trang hẻm"
    place = "Hội trường UBND phường"
    starts_at = SESSION_AT
    planned_end_at = SESSION_AT + timedelta(hours=2, minutes=30)
    registration_closes_at = CLOSES_AT
    state = SessionState.ANNOUNCED
    scheduled_at = factory.LazyFunction(now)
    announced_at = factory.LazyFunction(now)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        presider = fields.pop("presider", None) or OfficialFactory()
        ward = fields.pop("ward", organizations.BEN_THANH)
        post = fields.pop("post", None) or organizations.secretary_post(ward)
        session = super()._create(model_class, *args, **fields)
        hosting = Hosting.objects.create(
            session=session,
            post=post,
            branch=post.branch,
            organizing_office=office_of(post.unit, local_date(session.starts_at)),
        )
        Presidency.objects.create(hosting=hosting, official=presider, title=post.title, is_holder=True)
        return session


def invite(session: DialogueSession, *, phone: str = "0903123456", email: str = "", **guest) -> Invitation:
    """A guest of the session with the invitation he got."""
    number = session.guests.count() + 1
    row = Guest.objects.create(
        session=session,
        office=session.hostings.get().organizing_office,
        added_at=now(),
        likeness=f"{session.pk}:{number}",
        **{"full_name": f"Minh Họa Khách {number}", "salutation": "Ông", **guest},
    )
    GuestContact.objects.create(guest=row, phone=phone, email=email)
    invitation = Invitation.objects.create(guest=row, issued_at=now(), short_code=f"tam{row.pk}")
    invitation.token_digest = links.digest(token_of(invitation))
    invitation.short_code = links.short_code_for(invitation.pk, invitation.generation)
    invitation.save()
    return invitation


def token_of(invitation: Invitation) -> str:
    """The secret part of the link in the letter."""
    return links.token_for("invitation", invitation.pk, invitation.generation)


def registration(
    session: DialogueSession,
    *,
    text: str = "Xe gom rác vào hẻm lúc tan tầm.",
    state: RegistrationState = RegistrationState.SUBMITTED,
    position: int | None = None,
    invitation: Invitation | None = None,
    at: datetime | None = None,
    contact: dict | None = None,
    **fields,
) -> SpeakingRegistration:
    """A registration as it stands after ``state`` was reached, with contact, voice and code."""
    number = session.registrations.count() + 1
    row = SpeakingRegistration.objects.create(
        session=session,
        invitation=invitation,
        state=state,
        speaking_position=position,
        received_number=number,
        submitted_at=at or now(),
        **{"source": RegistrationSource.WEB, **fields},
    )
    RegistrationContact.objects.create(
        registration=row,
        **{"full_name": f"Minh Họa Phát Biểu {number}", "phone": "0912345678", **(contact or {})},
    )
    RegistrationVoice.objects.create(
        registration=row, field=organizations.field("moi-truong-ngap-nuoc"), text=text, at=at or now()
    )
    tracking_codes.give(registration=row)
    return row
