"""Sessions brought to a stage by the verbs themselves. All names and numbers are made up.

Today is Monday 9/3/2026; the session is on Thursday 19/3/2026, so letters are due by Wednesday 11/3/2026.
"""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import Seat
from documents import actions as documents
from documents.models import IssuedDocument
from documents.printouts import Signature
from organizations.models import Post, Tenure
from organizations.queries import holder_of
from sessions_app.actions import guests as guest_actions
from sessions_app.actions import invitations, planning
from sessions_app.actions.guests import GuestFacts
from sessions_app.actions.invitations import Signing
from sessions_app.actions.planning import SessionPlan
from sessions_app.enums import SessionKind
from sessions_app.models import DialogueSession, Guest
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import TenureFactory, secretary_post
from tests.support import moments

TODAY = moments.ORDINARY_MONDAY
NOW = moments.at(TODAY, "08:00")
SESSION_ON = TODAY + timedelta(days=10)
LAST_SAFE_DAY = TODAY + timedelta(days=2)
CHIEF = Signature(authority="T/L BAN THƯỜNG VỤ", position="CHÁNH VĂN PHÒNG", name="Minh Họa Chánh")


def office_seat(**fields: Any) -> Seat:
    """A clerk of the office of Đảng ủy phường Bến Thành."""
    return SeatFactory(role=Role.OFFICE, **fields)


def held(post: Post) -> Tenure:
    """Whoever holds the post; somebody takes it when it is vacant."""
    return holder_of(post, TODAY) or TenureFactory(post=post)


def plan(**facts: Any) -> SessionPlan:
    """A complete plan for the secretary of phường Bến Thành; ``starts_at`` may be replaced by ``held_on``."""
    held_on: date = facts.pop("held_on", SESSION_ON)
    posts = facts.pop("posts", None) or [secretary_post()]
    for post in posts:
        held(post)
    return SessionPlan(
        **{
            "title": "Đối thoại thử với Nhân dân về chỉnh trang hẻm",
            "content": "Chỉnh trang hẻm, an ninh trật tự khu dân cư",
            "kind": SessionKind.PERIODIC,
            "starts_at": moments.at(held_on, "14:00"),
            "planned_end_at": moments.at(held_on, "16:30"),
            "place": "Hội trường thử, số 1 đường Thử",
            "audience": "Đại diện hộ dân khu phố 3",
            "posts": posts,
        }
        | facts
    )


def scheduled(
    seat: Seat | None = None, *, on: date = TODAY, at: datetime = NOW, **facts: Any
) -> DialogueSession:
    """A session on the calendar."""
    seat = seat or office_seat()
    return planning.schedule(plan(**facts), office=seat.unit, by=seat.actor, on=on, at=at)


def add_guests(
    session: DialogueSession, count: int, *, seat: Seat | None = None, email: bool = True, at: datetime = NOW
) -> list[Guest]:
    """So many guests, with an e-mail address each or none."""
    seat = seat or office_seat()
    start = session.guests.count()
    return [
        guest_actions.add(
            session,
            GuestFacts(
                full_name=f"Khách Mời Thử {number}",
                salutation="Bà" if number % 2 else "Ông",
                group=f"Khu phố {number}",
                phone=f"0900000{number:03}",
                email=f"khach{number}@example.invalid" if email else "",
            ),
            office=seat.unit,
            by=seat.actor,
            at=at,
        )
        for number in range(start + 1, start + count + 1)
    ]


def issue(
    session: DialogueSession,
    *,
    seat: Seat | None = None,
    on: date = TODAY,
    at: datetime = NOW,
    late_reason: str = "",
    complete: bool = True,
) -> list[IssuedDocument]:
    """Issue the letters of a session; with ``complete`` their papers too, so that messages are posted."""
    seat = seat or office_seat()
    session.refresh_from_db()
    signings = [
        Signing(hosting=hosting, signature=CHIEF) for hosting in invitations.hostings_with_paper(session)
    ]
    papers = invitations.issue(session, signings, late_reason=late_reason, by=seat.actor, on=on, at=at)
    if complete:
        for paper in papers:
            documents.complete(paper, by=seat.actor, at=at)
    session.refresh_from_db()
    return papers


def announced(guests: int = 1, *, email: bool = True, **facts: Any) -> DialogueSession:
    """A session whose letters are issued; nothing has left yet."""
    session = scheduled(**facts)
    add_guests(session, guests, email=email)
    issue(session)
    return session
