"""The door of people who follow something by code: from the cookie of a browser to what the code belongs to.

A code is typed once and exchanged for a signed cookie of half an hour, so that it stands in no address.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from followups.models import Answer, Assignment, Extension
from sessions_app.enums import ConclusionState
from sessions_app.models import (
    ConclusionLine,
    DialogueSession,
    Petition,
    PetitionContact,
    RegistrationContact,
    SpeakingRegistration,
    TrackingCode,
)

SALT = "followups.tracking_links"
LIFE = 30 * 60  # seconds
COOKIE = f"{'__Host-' if settings.SERVED_OVER_TLS else ''}tra-cuu"


@dataclass(frozen=True, kw_only=True)
class CodeHolder:
    """Somebody who knows the code of a registration or of a petition; stands where staff have a seat."""

    tracking: TrackingCode

    @property
    def registration(self) -> SpeakingRegistration | None:
        return self.tracking.registration

    @property
    def session(self) -> DialogueSession:
        owner = self.tracking.registration or self.tracking.petition
        return owner.session

    @property
    def contact(self) -> RegistrationContact | PetitionContact:
        owner = self.tracking.registration or self.tracking.petition
        return owner.contact

    @property
    def petitions(self) -> list[Petition]:
        """What was raised from the registration, or the petition itself; by number."""
        rows = _with_what_followed(Petition.objects.all())
        if self.tracking.petition_id is not None:
            return list(rows.filter(pk=self.tracking.petition_id))
        return list(rows.filter(registration=self.tracking.registration_id).order_by("number"))

    @property
    def shared(self) -> list[Petition]:
        """What was raised from the slip with which this one was merged: its state may be read, not its papers."""
        merged_into = self.registration.merged_into_id if self.registration else None
        if merged_into is None:
            return []
        rows = _with_what_followed(Petition.objects.all())
        return list(rows.filter(registration=merged_into).order_by("number"))

    def paper(self, code: str) -> Answer | Extension:
        """A written answer or notice of extension about one's own petition; 404 for any other code."""
        own = [petition.pk for petition in self.petitions]
        for kind in (Answer, Extension):
            row = kind.objects.select_related("file").filter(assignment__petition__in=own, code=code).first()
            if row is not None:
                return row
        raise Http404


def _with_what_followed(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """Petitions with everything that is told about them, in a fixed number of queries."""
    assignments = Assignment.objects.select_related("agency", "answer_duty", "answer", "notice")
    steps = Extension.objects.select_related("duty_extension").order_by("recorded_at", "pk")
    lines = ConclusionLine.objects.exclude(draft__state=ConclusionState.RETURNED)
    return petitions.select_related("session", "voice", "field", "contact").prefetch_related(
        Prefetch("assignments", queryset=assignments.order_by("-pk")),
        Prefetch("assignments__extensions", queryset=steps),
        Prefetch("conclusion_lines", queryset=lines.order_by("-draft__revision")),
    )


def remember(response: HttpResponse, tracking: TrackingCode) -> HttpResponse:
    """Set the cookie of somebody who typed a right code."""
    facts = {"s": tracking.selector, "g": tracking.generation}
    response.set_cookie(
        COOKIE,
        signing.dumps(facts, salt=SALT),
        max_age=LIFE,
        secure=settings.SERVED_OVER_TLS,
        httponly=True,
        samesite="Lax",
    )
    return response


def holder_from(request: HttpRequest) -> CodeHolder | None:
    """Who holds this browser's cookie, or None when there is none, it is over, or the code was replaced."""
    try:
        facts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE)
        selector, generation = facts["s"], facts["g"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    tracking = (
        TrackingCode.objects.select_related(
            "registration__session", "registration__contact", "petition__session", "petition__contact"
        )
        .filter(selector=selector, generation=generation)
        .first()
    )
    return CodeHolder(tracking=tracking) if tracking else None


def forget(response: HttpResponse) -> HttpResponse:
    """End the cookie and ask the browser to drop what it kept of these pages."""
    response.delete_cookie(COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
