"""What follows a session: approved rounds, issued notices, assignments, answers, extensions. All names are made up.

The session of the tests ends on Thursday 19/3/2026; its notice is due on 2/4/2026. The notice is issued on Tuesday
24/3/2026, so answers are due on Tuesday 21/4/2026.
"""

import io
from datetime import date, datetime
from typing import Any

import pikepdf

from accounts.enums import Role
from accounts.models import Seat
from documents import actions as documents
from documents.models import IssuedDocument
from documents.printouts import Signature
from documents.uploads import PDF, CheckedUpload
from followups.actions import answers, extensions, notices
from followups.actions.answers import WrittenAnswer
from followups.actions.extensions import ExtensionNotice
from followups.actions.notices import Signed
from followups.enums import AnswerOutcome
from followups.models import Answer, Assignment, Extension
from followups.notice_paper import hostings_with_notice
from sessions_app.actions import conclusions
from sessions_app.actions import minutes as minutes_actions
from sessions_app.actions.conclusions import LineText
from sessions_app.actions.petitions import Petitioner
from sessions_app.models import ConclusionDraft, DialogueSession, Petition
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.registrations import registration
from tests.support.moments import at

NOTICE_ON = date(2026, 3, 24)
NOTICE_DUE = date(2026, 4, 2)
ANSWER_DUE = date(2026, 4, 21)
ISSUED_AT = at(NOTICE_ON, "09:00")
ANSWERED_ON = date(2026, 4, 13)
ANSWERED_AT = at(ANSWERED_ON, "10:00")
CHIEF = Signature(authority="T/L BAN THƯỜNG VỤ", position="CHÁNH VĂN PHÒNG", name="Minh Họa Chánh")


def pdf() -> bytes:
    """The smallest paper that an agency may send: one empty page."""
    paper, made = pikepdf.new(), io.BytesIO()
    paper.add_blank_page()
    paper.save(made)
    return made.getvalue()


PAPER = CheckedUpload(name="van-ban.pdf", content_type=PDF, content=pdf())

# What must never reach an agency, a monitor, a paper or a message to either.
NAME = "Minh Họa Kín Danh"
PHONE = "0909876543"
EMAIL = "kin.danh@example.test"
HOUSE = "12/34 đường Kín, khu phố 3"
SAID = f"Tôi là {NAME}, nhà {HOUSE}, gọi {PHONE}: nắp cống hư hỏng."
SUMMARY = "Phản ánh nắp cống hư hỏng"
SECRETS = (NAME, PHONE, EMAIL, HOUSE)
HIDDEN_PERSON = Petitioner(salutation="Bà", full_name=NAME, phone=PHONE, email=EMAIL, address=HOUSE)
ON_PAPER_PERSON = Petitioner(salutation="Ông", full_name="Minh Họa Giấy", phone="0911222333")


def agency_seat(**fields: Any) -> Seat:
    """Somebody of the agency to which petitions of the tests are given."""
    return SeatFactory(role=Role.AGENCY, **fields)


def petition(session: DialogueSession, **changed: Any) -> Petition:
    """One petition of a person who left everything and wants to stay unknown."""
    facts = {"petitioner": HIDDEN_PERSON, "summary": SUMMARY, "text": SAID, "withhold_identity": True}
    return day.petition(session, turn=day.walk_in_later(session), **facts | changed)


def from_slip(session: DialogueSession, **changed: Any) -> Petition:
    """One petition that came from a registration in a browser."""
    slip = registration(session, contact={"full_name": NAME, "phone": PHONE})
    return day.petition(session, registration=slip, **changed)


def approved(
    *, petitions: int = 1, lines: tuple[LineText, ...] | None = None, session=None
) -> ConclusionDraft:
    """A round that the presider approved, with closed minutes; the notice may be issued."""
    session = session or day.held()
    if lines is None:
        lines = tuple(day.line(petition(session)) for _ in range(petitions))
    taker = session.minute_taker
    written = day.minutes(session)
    minutes_actions.finalise(session, version=written.version, seat=taker, at=day.ENDED_AT)
    row = day.draft(session, *lines)
    row = conclusions.submit(row, seat=day.office(), at=day.ENDED_AT)
    return conclusions.approve(
        row, day.hostings(session), digest=row.content_digest, seat=day.leader(), at=day.ENDED_AT
    )


def signed(session: DialogueSession, *, on: date = NOTICE_ON, late_reason: str = "", **more: Any) -> Signed:
    """Date and signatures of the notice of a session."""
    signatures = (CHIEF,) * len(hostings_with_notice(session))
    return Signed(dated_on=on, signatures=signatures, late_reason=late_reason, **more)


def numbered(
    session: DialogueSession, *, on: date = NOTICE_ON, late_reason: str = "", moment: datetime | None = None
) -> list[IssuedDocument]:
    """The notices after the first phase."""
    return notices.take_numbers(
        session,
        signed=signed(session, on=on, late_reason=late_reason),
        seat=day.office(),
        at=moment or at(on, "09:00"),
    )


def issued(session: DialogueSession, **facts: Any) -> DialogueSession:
    """The session after its notices are out."""
    papers = numbered(session, **facts)
    for paper in papers:
        documents.complete(paper, by=day.CLERK, at=paper.numbered_at)
    session.refresh_from_db()
    return session


def concluded(**facts: Any) -> DialogueSession:
    """A session with one assigned petition of ``HIDDEN_PERSON``, its notice issued on ``NOTICE_ON``."""
    return issued(approved(**facts).session)


def assignment(**facts: Any) -> Assignment:
    """The first assignment of a concluded session."""
    return Assignment.objects.filter(petition__session=concluded(**facts)).order_by("pk").first()


def on_paper() -> Assignment:
    """An assignment whose petitioner can be reached on paper only."""
    session = day.held()
    return assignment(session=session, lines=(day.line(petition(session, petitioner=ON_PAPER_PERSON)),))


def written(**changed: Any) -> WrittenAnswer:
    """A written answer of the day ``ANSWERED_ON``, reported to the head at once."""
    facts = {
        "document_number": "215/TTHT-KT",
        "document_date": ANSWERED_ON,
        "signer": "Minh Họa Ký, Giám đốc",
        "outcome": AnswerOutcome.RESOLVED,
        "summary": "Đã thay nắp cống ngày 10/04/2026.",
        "reported_on": ANSWERED_ON,
    }
    return WrittenAnswer(**facts | changed)


def answered(
    row: Assignment, *, seat: Seat | None = None, moment: datetime = ANSWERED_AT, **changed
) -> Answer:
    """The written answer to an assignment, recorded through the verb."""
    return answers.record(row, written(**changed), PAPER, seat=seat or agency_seat(), at=moment)


def stated(**changed: Any) -> ExtensionNotice:
    """A notice of extension of ``ANSWERED_ON`` until Friday 15/5/2026."""
    facts = {
        "document_number": "216/TTHT-KT",
        "document_date": ANSWERED_ON,
        "new_due_on": date(2026, 5, 15),
        "reason": "Phải khảo sát cùng đơn vị thoát nước.",
    }
    return ExtensionNotice(**facts | changed)


def extended(
    row: Assignment, *, seat: Seat | None = None, moment: datetime = ANSWERED_AT, **changed
) -> Extension:
    """A notice of extension about an assignment, recorded through the verb."""
    return extensions.announce(row, stated(**changed), PAPER, seat=seat or agency_seat(), at=moment)
