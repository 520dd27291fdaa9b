"""The door of people without accounts: from the cookie of a browser to the invitation it was opened with.

The link of a letter is exchanged once for a signed cookie and an address without secret. The cookie names the
invitation, the generation of its link and this device; the registration it names is one that this device sent
or whose receipt code was typed here. A forwarded letter opens the invitation, never what was sent from it.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from audit.actors import Actor
from regulation.clock import local_date
from sessions_app.models import DialogueSession, Guest, Invitation, SpeakingRegistration
from sessions_app.queries.registrations import live_of, readable_until

SALT = "sessions_app.citizen_links"


@dataclass(frozen=True, kw_only=True)
class LinkHolder:
    """Somebody who came by the link of an invitation; stands where staff have a seat.

    ``device`` is a random name of this browser for drafts. ``sent`` is the public code of the registration
    that this device may read and change, or empty. ``registration`` is the live one of the invitation, if any.
    """

    invitation: Invitation
    device: str
    sent: str = ""
    registration: SpeakingRegistration | None = None

    @classmethod
    def arriving(cls, invitation: Invitation, earlier: Self | None) -> Self:
        """The holder who opens a link; a device that held the same invitation before keeps what it had."""
        if earlier is not None and earlier.invitation.pk == invitation.pk:
            return replace(earlier, invitation=invitation)
        return cls(invitation=invitation, device=secrets.token_urlsafe(12), registration=live_of(invitation))

    def with_registration(self, registration: SpeakingRegistration) -> Self:
        """The holder on a device that sent this registration or knows its code."""
        return replace(self, registration=registration, sent=registration.code)

    @property
    def guest(self) -> Guest:
        return self.invitation.guest

    @property
    def session(self) -> DialogueSession:
        return self.invitation.guest.session

    @property
    def own_registration(self) -> SpeakingRegistration | None:
        """The live registration, if this device may read it."""
        if self.registration is not None and self.registration.code == self.sent:
            return self.registration
        return None

    @property
    def actor(self) -> Actor:
        """The one who acts, by the name of the link and not of the person."""
        return Actor.holder_of(f"invitation:{self.invitation.code}", "Người được mời (qua liên kết)")


def opens(invitation: Invitation, *, on: date) -> bool:
    """Whether the link of an invitation still opens on a day: not revoked, at most half a year after."""
    last_day = readable_until(invitation.guest.session)
    revoked = invitation.revoked_at is not None or invitation.guest.removed_at is not None
    return not revoked and (last_day is None or on <= last_day)


def holder_from(request: HttpRequest, *, at: datetime) -> LinkHolder | None:
    """Who holds this browser's cookie, or None when there is none or its link opens no longer."""
    try:
        facts = signing.loads(request.COOKIES.get(settings.CITIZEN_COOKIE_NAME, ""), salt=SALT)
        code, generation, device, sent = facts["i"], facts["g"], facts["d"], facts["s"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    invitation = (
        Invitation.objects.select_related("guest__session", "guest__office", "guest__contact")
        .filter(code=code, generation=generation)
        .first()
    )
    if invitation is None or not opens(invitation, on=local_date(at)):
        return None
    return LinkHolder(invitation=invitation, device=device, sent=sent, registration=live_of(invitation))


def remember(response: HttpResponse, holder: LinkHolder, *, on: date) -> HttpResponse:
    """Set the cookie of a holder; it lasts as long as the link opens."""
    facts = {
        "i": holder.invitation.code,
        "g": holder.invitation.generation,
        "d": holder.device,
        "s": holder.sent,
    }
    last_day = readable_until(holder.session)
    response.set_cookie(
        settings.CITIZEN_COOKIE_NAME,
        signing.dumps(facts, salt=SALT),
        max_age=((last_day - on).days + 1) * 86400 if last_day else None,
        secure=settings.SERVED_OVER_TLS,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """End the cookie and ask the browser to drop what it kept of these pages."""
    response.delete_cookie(settings.CITIZEN_COOKIE_NAME, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
