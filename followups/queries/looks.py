"""How often somebody's contact was looked at, by which office and why: what the person behind a code is told."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType

from audit.acts import context_key
from audit.models import Act
from regulation.clock import local_date
from sessions_app.models import Petition, SpeakingRegistration

REVEAL, REVEAL_LIST, REVEAL_GUESTS = "reveal_petitioner", "reveal_registrants", "reveal_contacts"


@dataclass(frozen=True)
class Look:
    """One look: the unit and the reason, never the person at work."""

    on: date
    unit: str
    reason: str


def looks_at(registration: SpeakingRegistration | None, petitions: list[Petition]) -> list[Look]:
    """Every look at the contact of a registration, of its petitions and of the guest who sent it, the newest first."""
    acts = Act.objects.filter(
        verb=REVEAL,
        subject_type=ContentType.objects.get_for_model(Petition),
        subject_id__in=[petition.pk for petition in petitions],
    ).select_related("unit")
    found = list(acts.order_by("pk"))
    if registration is not None:
        lists = Act.objects.filter(verb=REVEAL_LIST, context_key=context_key(registration.session))
        found += [
            act
            for act in lists.select_related("unit").order_by("pk")
            if registration.received_number in act.changes.get("received_numbers", ())
        ]
        found += _looks_at_the_guest(registration)
    return [
        Look(local_date(act.at), act.unit.name if act.unit else "", act.note)
        for act in sorted(found, key=lambda act: (act.at, act.pk), reverse=True)
    ]


def _looks_at_the_guest(registration: SpeakingRegistration) -> list[Act]:
    """Looks at the whole list of guests since the person stood on it."""
    if registration.invitation is None:
        return []
    guest = registration.invitation.guest
    lists = Act.objects.filter(
        verb=REVEAL_GUESTS, context_key=context_key(registration.session), at__gte=guest.added_at
    )
    return list(lists.select_related("unit").order_by("pk"))
