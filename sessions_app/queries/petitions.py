"""What is known of petitions on the day: those of a turn, slips that were never spoken, receipts."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from sessions_app.enums import RegistrationState
from sessions_app.models import DialogueSession, Petition, SpeakingRegistration, Turn
from sessions_app.queries.proceedings import first_line, petitions_of
from sessions_app.queries.registrations import latest_voice, with_everything

# Taken in writing or merged with another slip; once the session is over also whoever was not reached for lack
# of time: all of them are still petitions.
_WRITTEN = (RegistrationState.WRITTEN, RegistrationState.MERGED)
_NOT_REACHED = (RegistrationState.ACCEPTED, RegistrationState.RESERVE)


def of_turn(turn: Turn) -> QuerySet[Petition]:
    """The petitions recorded from one turn, by number."""
    return petitions_of(turn.session).filter(turn=turn)


@dataclass(frozen=True, kw_only=True)
class UnheardSlip:
    """A slip whose person has not had the floor and from which no petition was recorded."""

    code: str
    number: int
    state: str
    topic: str


def unheard_slips(session: DialogueSession) -> list[UnheardSlip]:
    """Slips that are minuted without having been spoken (Đ9.2.c): none of them is lost."""
    states = _WRITTEN if session.ended_at is None else _WRITTEN + _NOT_REACHED
    rows = (
        session.registrations.filter(state__in=states)
        .exclude(Exists(Turn.objects.filter(registration=OuterRef("pk"))))
        .exclude(Exists(Petition.objects.filter(registration=OuterRef("pk"))))
    )
    return [
        UnheardSlip(
            code=row.code,
            number=row.received_number,
            state=row.get_state_display(),
            topic=first_line(latest_voice(row).text),
        )
        for row in with_everything(rows).order_by("received_number")
    ]


def slip_of(turn: Turn) -> SpeakingRegistration | None:
    """The registration that a turn was given to, with its voices; None for somebody who had not registered."""
    if turn.registration_id is None:
        return None
    return with_everything(SpeakingRegistration.objects.filter(pk=turn.registration_id)).get()
