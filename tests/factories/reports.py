"""A held session of phường Bến Thành with petitions in every stage, put down as bare rows."""

from datetime import date, timedelta

from audit.actors import Actor
from documents.models import StoredFile
from followups.enums import AnswerOutcome, AssignmentState, DeliveryChannel
from followups.models import Answer, Assignment, ConclusionNotice
from sessions_app.enums import ConclusionState, LineOutcome, SessionState
from sessions_app.models import (
    ConclusionDraft,
    ConclusionLine,
    DialogueSession,
    Minutes,
    Petition,
    PetitionContact,
    PetitionVoice,
)
from tests.factories import documents as papers
from tests.factories.accounts import SeatFactory
from tests.factories.duties import DutyFactory
from tests.factories.organizations import field, party_committee, unit
from tests.factories.registrations import AnnouncedSessionFactory
from tests.support import moments

CLERK = Actor.system("phép thử")


def concluded_session(held_on: date, *, notice_on: date, **fields) -> DialogueSession:
    """A session that was held and concluded, with its minutes, an approved round and the notice."""
    ended = moments.at(held_on, "16:30")
    session = AnnouncedSessionFactory(
        starts_at=moments.at(held_on, "14:00"),
        planned_end_at=None,
        state=SessionState.CONCLUDED,
        ended_at=ended,
        concluded_at=moments.at(notice_on, "10:00"),
        **fields,
    )
    seat = SeatFactory()
    Minutes.objects.create(session=session, attended_total=90, attended_people=70)
    draft = ConclusionDraft.objects.create(
        session=session,
        state=ConclusionState.APPROVED,
        content_digest="0" * 64,
        submitted_by=seat,
        submitted_at=ended,
        approved_at=ended,
    )
    hosting = session.hostings.get()
    document = papers.numbered(papers.notice(), issue_key=f"notice:{hosting.pk}", dated_on=notice_on,
                               at=moments.at(notice_on, "10:00"))  # fmt: skip
    ConclusionNotice.objects.create(hosting=hosting, draft=draft, document=document, issued_on=notice_on)
    return session


def petition(
    session: DialogueSession, outcome: LineOutcome, *, topic: str = "giao-thong-ha-tang"
) -> Petition:
    """One petition with its conclusion."""
    number = session.petitions.count() + 1
    row = Petition.objects.create(
        session=session, number=number, field=field(topic), recorded_at=session.ended_at
    )
    PetitionVoice.objects.create(petition=row, summary=f"Kiến nghị thử {number}", text="Nội dung thử")
    PetitionContact.objects.create(petition=row)
    assigned = outcome == LineOutcome.ASSIGNED
    ConclusionLine.objects.create(
        draft=session.conclusion_drafts.get(),
        petition=row,
        outcome=outcome,
        lead_agency=unit("so-xay-dung") if assigned else None,
        instruction="Kết luận thử",
    )
    return row


def assigned(
    session: DialogueSession,
    *,
    due_on: date,
    answered_on: date | None = None,
    outcome: AnswerOutcome = AnswerOutcome.RESOLVED,
    topic: str = "giao-thong-ha-tang",
) -> Assignment:
    """One petition given to Sở Xây dựng; answered on a day, or still open."""
    notice = ConclusionNotice.objects.get(hosting__session=session)
    row = petition(session, LineOutcome.ASSIGNED, topic=topic)
    at = moments.at(answered_on, "15:00") if answered_on else None
    duty = DutyFactory(
        rule="D9.3.b.s1",
        base_on=notice.issued_on,
        due_on=due_on,
        met_on=answered_on,
        owed_by=unit("so-xay-dung"),
        owed_to=party_committee(),
    )
    assignment = Assignment.objects.create(
        petition=row,
        agency=unit("so-xay-dung"),
        notice=notice,
        answer_duty=duty,
        assigned_at=session.concluded_at,
        state=AssignmentState.ANSWERED if answered_on else AssignmentState.ASSIGNED,
        answered_at=at,
    )
    if answered_on:
        stored = StoredFile.objects.create(
            content="kho/thu.pdf",
            original_name="tra-loi.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            at=at,
            owner=assignment.agency,
        )
        Answer.objects.create(
            assignment=assignment,
            document_number="12/SXD",
            document_date=answered_on,
            signer="Minh Họa",
            outcome=outcome,
            summary="Đã giải quyết",
            file=stored,
            recorded_at=at,
            channel=DeliveryChannel.PORTAL,
            delivered_on=answered_on,
            reported_on=answered_on + timedelta(days=0),
        )
    return assignment
