"""What is known of the day: who holds the floor, who waits, who said what, how papers name the speakers."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.enums import Role
from accounts.models import Seat
from duties.badges import Badge
from duties.work import WorkGroup, WorkItem
from regulation.clock import local_date
from sessions_app.enums import RegistrationState, SessionState, SpeakerKind
from sessions_app.identities import Identity, is_neighbourhood
from sessions_app.models import (
    DialogueSession,
    Hosting,
    Minutes,
    Petition,
    SpeakingRegistration,
    Turn,
)
from sessions_app.queries.registrations import latest_voice, speakers, with_everything

_RUNNING = Q(began_at__isnull=False, ended_at__isnull=True)


# -- the floor


def running_turn(session: DialogueSession) -> Turn | None:
    """The turn that holds the floor, or None."""
    return session.turns.filter(_RUNNING).first()


def waiting_speakers(session: DialogueSession) -> QuerySet[SpeakingRegistration]:
    """Accepted registrations that have not had the floor yet, in their order."""
    heard = Turn.objects.filter(registration=OuterRef("pk"))
    return speakers(session).filter(~Exists(heard))


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One who waits for the floor. ``name`` is for the own office; ``topic`` one line of the slip."""

    code: str
    order: int | None
    number: int
    name: str
    topic: str
    in_reserve: bool = False


@dataclass(frozen=True, kw_only=True)
class Floor:
    """One turn as the office reads it. ``petitions`` counts what was recorded from it."""

    turn: Turn
    name: str
    petitions: int
    walk_in: bool

    @property
    def length_minutes(self) -> int | None:
        """Whole minutes on the floor; None while it runs or when it was entered later."""
        if self.turn.began_at is None or self.turn.ended_at is None:
            return None
        return round((self.turn.ended_at - self.turn.began_at).total_seconds() / 60)


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything the page of the day shows: who speaks, who spoke, who waits."""

    running: Floor | None
    turns: list[Floor]
    waiting: list[Waiting]
    reserve: list[Waiting]
    people_speaking: int = 0
    petitions: int = field(default=0)

    @property
    def seen(self) -> str:
        """The code of the running turn, or "": what a call for the floor says it has seen."""
        return self.running.turn.code if self.running else ""


def board(session: DialogueSession) -> Board:
    """The day of a session, in a fixed number of queries."""
    floors = [
        Floor(turn=turn, name=called(turn), petitions=turn.petition_count, walk_in=is_walk_in(turn))
        for turn in turns_of(session).annotate(petition_count=Count("petitions"))
    ]
    reserve = session.registrations.filter(state=RegistrationState.RESERVE).exclude(
        Exists(Turn.objects.filter(registration=OuterRef("pk")))
    )
    people = {_speaker_key(floor.turn) for floor in floors if floor.turn.kind == SpeakerKind.CITIZEN}
    return Board(
        running=next((f for f in floors if f.turn.began_at and not f.turn.ended_at), None),
        turns=floors,
        waiting=[_waiting(row) for row in waiting_speakers(session)],
        reserve=[
            _waiting(row, in_reserve=True) for row in with_everything(reserve).order_by("received_number")
        ],
        people_speaking=len(people),
        petitions=sum(floor.petitions for floor in floors),
    )


def turns_of(session: DialogueSession) -> QuerySet[Turn]:
    """The turns of a session in their order, with those who spoke at hand."""
    return session.turns.select_related(
        "registration__contact", "registration__invitation__guest", "agency", "answers"
    ).order_by("position", "pk")


def called(turn: Turn) -> str:
    """How the own office calls the one who speaks: by name; by number where identity is withheld."""
    registration = turn.registration
    if registration is None:
        return turn.speaker_label
    return _called(registration)


def _called(registration: SpeakingRegistration) -> str:
    if registration.withhold_identity:
        return f"Công dân, phiếu số {registration.received_number:02d}"
    return f"{registration.contact.salutation} {registration.contact.full_name}".strip()


def is_walk_in(turn: Turn) -> bool:
    """Somebody of the people who spoke without having registered."""
    return turn.kind == SpeakerKind.CITIZEN and turn.registration_id is None


def _waiting(registration: SpeakingRegistration, *, in_reserve: bool = False) -> Waiting:
    return Waiting(
        code=registration.code,
        order=registration.speaking_position,
        number=registration.received_number,
        name=_called(registration),
        topic=first_line(latest_voice(registration).text),
        in_reserve=in_reserve,
    )


def first_line(text: str, length: int = 120) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]}…"


def usual_end(session: DialogueSession, *, at: datetime) -> dict[str, date | time]:
    """What the form of the end proposes: this moment on the day itself, afterwards the planned end."""
    moment = localtime(at)
    if local_date(session.starts_at) != moment.date():
        moment = localtime(session.planned_end_at or session.starts_at)
    return {"ended_on": moment.date(), "ended_at": moment.time()}


# -- how papers name people


def _speaker_key(turn: Turn) -> tuple[str, int]:
    if turn.registration_id is not None:
        return "registration", turn.registration_id
    return "turn", turn.pk


class CitizenNames:
    """How papers of one session name those who spoke: by name only with their consent, else by number.

    "Công dân số 7, Khu phố 3": the seventh of the people to take the floor. Whoever only wrote is named by
    the number of the slip. A wish to withhold identity weighs more than a consent to be named.
    """

    def __init__(self, session: DialogueSession):
        people = dict.fromkeys(
            _speaker_key(turn) for turn in turns_of(session) if turn.kind == SpeakerKind.CITIZEN
        )
        self._numbers = {key: number for number, key in enumerate(people, start=1)}

    def of_turn(self, turn: Turn) -> str:
        """The speaker of a turn as minutes name him; agencies and the presider by their own name."""
        if turn.kind != SpeakerKind.CITIZEN:
            return turn.speaker_label
        registration = turn.registration
        label = f"Công dân số {self._numbers[_speaker_key(turn)]}"
        if registration is None:
            return label
        if registration.contact.may_be_named and not registration.withhold_identity:
            return _called(registration)
        return _with_quarter(label, quarter_of(registration))

    def of_petition(self, petition: Petition) -> str:
        """Who raised a petition, as minutes and the notice of conclusions name him."""
        contact = petition.contact
        if contact.may_be_named and not petition.withhold_identity and contact.full_name:
            return f"{contact.salutation} {contact.full_name}".strip()
        quarter = contact.address if is_neighbourhood(contact.address) else ""
        if petition.registration is not None:
            quarter = quarter or quarter_of(petition.registration)
        return _with_quarter(self._label(petition), quarter)

    def _label(self, petition: Petition) -> str:
        registered = ("registration", petition.registration_id)
        if registered in self._numbers:
            return f"Công dân số {self._numbers[registered]}"
        if petition.turn_id is not None and ("turn", petition.turn_id) in self._numbers:
            return f"Công dân số {self._numbers['turn', petition.turn_id]}"
        if petition.registration is not None:
            return f"Công dân gửi phiếu số {petition.registration.received_number:02d}"
        return "Công dân"


def quarter_of(registration: SpeakingRegistration) -> str:
    """The quarter of a person who registered ("Khu phố 3"), or "": an address of a house is never given."""
    if is_neighbourhood(registration.contact.address):
        return registration.contact.address
    group = registration.invitation.guest.group if registration.invitation_id is not None else ""
    return group if is_neighbourhood(group) else ""


def _with_quarter(label: str, quarter: str) -> str:
    return f"{label}, {quarter}" if quarter else label


def identity_of_turn(turn: Turn) -> Identity:
    """What a text about a turn must not give away; empty for agencies, presiders and those who may be named."""
    if turn.kind != SpeakerKind.CITIZEN:
        return Identity()
    if turn.registration is None:
        return Identity(full_name=turn.speaker_label)
    return identity_of(turn.registration.contact)


def identity_of(contact) -> Identity:
    """What is known of a person by the contact of a registration or of a petition."""
    return Identity(
        full_name=contact.full_name, phone=contact.phone, email=contact.email, address=contact.address
    )


# -- petitions and minutes


def petitions_of(session: DialogueSession) -> QuerySet[Petition]:
    """The petitions of a session by number, with text, contact and where they were raised at hand."""
    return session.petitions.select_related(
        "voice", "contact", "field", "turn", "registration__contact", "registration__invitation__guest",
        "registration__tracking", "tracking",
    ).order_by("number")  # fmt: skip


def minutes_of(session: DialogueSession) -> Minutes | None:
    """The minutes of a session, or None before the first save."""
    return Minutes.objects.select_related("document", "finalised_by__user").filter(session=session).first()


# -- work


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """What the day and its minutes ask of an office and its minute takers, in two queries.

    A session whose day has passed without a recorded end is an overdue task.
    """
    if seat.role not in (Role.OFFICE, Role.MINUTE_TAKER):
        return []
    own = Hosting.objects.filter(session=OuterRef("pk"), organizing_office=seat.unit_id)
    sessions = DialogueSession.objects.filter(Exists(own), starts_at__isnull=False).order_by(
        "starts_at", "pk"
    )
    open_day = sessions.filter(
        state__in=(SessionState.SCHEDULED, SessionState.ANNOUNCED, SessionState.IN_PROGRESS)
    )
    items = [_day_item(session, on=on) for session in open_day if local_date(session.starts_at) <= on]
    unfinished = sessions.filter(state=SessionState.HELD).filter(
        Q(minutes__isnull=True) | Q(minutes__finalised_at__isnull=True)
    )
    return items + [
        WorkItem(
            title=f"Hoàn thiện và chốt biên bản buổi đối thoại ngày {local_date(session.ended_at):%d/%m/%Y}",
            context=session.title,
            url=reverse("sessions_app:minutes", args=(session.code,)),
            button="Mở biên bản",
            group=WorkGroup.INTERNAL,
            note="Việc nội bộ",
        )
        for session in unfinished
    ]


def _day_item(session: DialogueSession, *, on: date) -> WorkItem:
    held_on = local_date(session.starts_at)
    if held_on < on:
        return WorkItem(
            title=f"Ghi nhận kết thúc buổi đối thoại ngày {held_on:%d/%m/%Y}",
            context=session.title,
            due_on=held_on,
            badge=Badge(kind="overdue", text="Chưa ghi nhận", icon="overdue"),
            url=reverse("sessions_app:record_end", args=(session.code,)),
            button="Ghi nhận",
            group=WorkGroup.OVERDUE,
        )
    return WorkItem(
        title="Điều hành buổi đối thoại hôm nay",
        context=session.title,
        due_on=held_on,
        badge=Badge(kind="today", text="Hôm nay", icon="clock-solid"),
        url=reverse("sessions_app:proceedings", args=(session.code,)),
        button="Mở điều hành",
        group=WorkGroup.TODAY,
    )
