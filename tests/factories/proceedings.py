"""The day and what follows up to the presider's verdict: turns, petitions, minutes, rounds. Names are made up."""

from datetime import datetime, timedelta

from accounts.enums import Role
from accounts.models import Seat
from audit.actors import Actor
from organizations.enums import PostKind
from organizations.models import Field, Official, Unit
from sessions_app.actions import conclusions, petitions, proceedings
from sessions_app.actions.conclusions import LineText
from sessions_app.actions.minutes import Attendance, MinutesText, write
from sessions_app.actions.petitions import Petitioner, Raised
from sessions_app.actions.proceedings import NOBODY
from sessions_app.enums import LineOutcome, RegistrationState
from sessions_app.models import (
    ConclusionDraft,
    DialogueSession,
    Hosting,
    Minutes,
    Petition,
    Presidency,
    SpeakingRegistration,
    Turn,
)
from tests.factories import organizations, sessions_app
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import TenureFactory
from tests.factories.registrations import SESSION_AT, registration

ENDED_AT = SESSION_AT + timedelta(hours=2, minutes=30)
CLERK = Actor.system("phép thử")
TEXT = "Nắp cống trước hẻm 12 hư hỏng, đề nghị thay."
AGENCY_TEXT = "Nắp cống trước hẻm 12 hư hỏng."


def office() -> Seat:
    """Staff of the office of phường Bến Thành."""
    return SeatFactory(role=Role.OFFICE)


def minute_taker() -> Seat:
    return SeatFactory(role=Role.MINUTE_TAKER)


def secretary() -> Official:
    """Who holds the post of secretary of phường Bến Thành; made once per test."""
    post = organizations.secretary_post()
    tenure = post.tenures.order_by("pk").first() or TenureFactory(post=post)
    return tenure.official


def leader(official: Official | None = None) -> Seat:
    """The seat of the presider: his user is tied to the person who holds the post; made once per person."""
    official = official or secretary()
    known = Seat.objects.filter(role=Role.LEADER, user__official=official).first()
    return known or SeatFactory(role=Role.LEADER, official=official)


def scheduled(**facts) -> DialogueSession:
    """A session on the calendar for the secretary, with its clocks and somebody to write the minutes."""
    secretary()
    if "minute_taker" not in facts:
        facts["minute_taker"] = minute_taker()
    return sessions_app.scheduled(**facts)


def in_progress(**facts) -> DialogueSession:
    """A session that is being held."""
    session = scheduled(**facts)
    return proceedings.begin(session, seat=session.minute_taker or minute_taker(), at=SESSION_AT)


def held(**facts) -> DialogueSession:
    """A session whose end is recorded: half past four on the day."""
    return proceedings.record_end(in_progress(**facts), ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)


def speaker(session: DialogueSession, **fields) -> SpeakingRegistration:
    """An accepted registration at the end of the order."""
    position = session.registrations.filter(state=RegistrationState.ACCEPTED).count() + 1
    return registration(session, state=RegistrationState.ACCEPTED, position=position, **fields)


def field(key: str = "moi-truong-ngap-nuoc") -> Field:
    return organizations.field(key)


def conduct_field() -> Field:
    """A field about the conduct of officials."""
    return Field.objects.filter(concerns_conduct=True).order_by("position", "pk").first()


def agency() -> Unit:
    """A body of the city to which a ward may give a petition."""
    return organizations.unit("trung-tam-quan-ly-ha-tang-ky-thuat")


def walk_in(
    session: DialogueSession, name: str = "Ông Minh Họa Ghé Qua", *, at: datetime | None = None
) -> Turn:
    """A turn of somebody who had not registered; it ended."""
    turn = proceedings.call_walk_in(
        session, speaker=name, topic="Rác ở hẻm 12", seen=NOBODY, by=CLERK, at=at or SESSION_AT
    )
    return proceedings.end_turn(turn, by=CLERK, at=(at or SESSION_AT) + timedelta(minutes=5))


def raised(**changed) -> Raised:
    return Raised(**{"summary": "Nắp cống hư hỏng", "text": TEXT, "field": field(), **changed})


def petition(
    session: DialogueSession,
    *,
    turn: Turn | None = None,
    registration: SpeakingRegistration | None = None,
    petitioner: Petitioner | None = None,
    **changed,
) -> Petition:
    """One petition, recorded through the verb."""
    return petitions.record(
        session,
        raised(**changed),
        turn=turn,
        registration=registration,
        petitioner=petitioner,
        by=CLERK,
        at=SESSION_AT + timedelta(minutes=10),
    )


def minutes(session: DialogueSession, **changed) -> Minutes:
    """Minutes that were written and not closed."""
    texts = {
        "opening": "Nêu lý do, giới thiệu đại biểu.",
        "closing": "Giao các cơ quan trả lời bằng văn bản.",
    }
    return write(
        session,
        MinutesText(**texts | changed),
        Attendance(total=86, people=62),
        version=0,
        by=CLERK,
        at=ENDED_AT,
    )


def line(petition: Petition, outcome: LineOutcome = LineOutcome.ASSIGNED, **changed) -> LineText:
    """What a round says about a petition, complete enough to be submitted."""
    assigned = {
        "lead_agency": agency(),
        "agency_text": AGENCY_TEXT,
        "agency_text_confirmed": True,
    }
    facts = {"petition": petition, "outcome": outcome, "instruction": "Kiểm tra, thay nắp cống."}
    return LineText(**facts | (assigned if outcome == LineOutcome.ASSIGNED else {}) | changed)


def draft(session: DialogueSession, *lines: LineText, seat: Seat | None = None) -> ConclusionDraft:
    """A round with its text and lines, not yet submitted."""
    seat = seat or office()
    row = conclusions.open_round(session, by=seat.actor, at=ENDED_AT)
    conclusions.edit_text(
        row,
        assessment="Buổi đối thoại diễn ra dân chủ, thẳng thắn.",
        organisation="Văn phòng Đảng ủy theo dõi, đôn đốc.",
        by=seat.actor,
        at=ENDED_AT,
    )
    for text in lines:
        conclusions.decide_line(row, text, seat=seat, at=ENDED_AT)
    return row


def submitted(session: DialogueSession | None = None, *, petitions_count: int = 1) -> ConclusionDraft:
    """A round before the presider: minutes written, every petition assigned."""
    session = session or held()
    if not Minutes.objects.filter(session=session).exists():
        minutes(session)
    rows = [petition(session, turn=walk_in_later(session)) for _ in range(petitions_count)]
    seat = office()
    row = draft(session, *(line(one) for one in rows), seat=seat)
    return conclusions.submit(row, seat=seat, at=ENDED_AT)


def walk_in_later(session: DialogueSession) -> Turn:
    """A turn entered after the session."""
    return proceedings.call_walk_in(
        session, speaker="Ông Minh Họa Ghé Qua", topic="Rác ở hẻm 12", seen=NOBODY, by=CLERK, at=ENDED_AT
    )


def hostings(session: DialogueSession) -> list[Hosting]:
    return list(session.hostings.order_by("position", "pk"))


def second_hosting(session: DialogueSession) -> Hosting:
    """The same session held for a second post, the chair of the ward's Council, with a presider of its own."""
    post = organizations.post("hdnd-phuong-ben-thanh", PostKind.COUNCIL_CHAIR)
    official = TenureFactory(post=post).official
    hosting = Hosting.objects.create(
        session=session,
        post=post,
        branch=post.branch,
        organizing_office=session.hostings.order_by("position").first().organizing_office,
        position=1,
    )
    Presidency.objects.create(hosting=hosting, official=official, title=post.title, is_holder=True)
    return hosting
