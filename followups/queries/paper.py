"""Everything an office still has to hand over on paper, in one list: invitations, answers, notices of extension."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from accounts.models import Seat
from followups.models import Answer, Extension
from outbox.enums import Channel
from regulation.clock import local_date
from sessions_app.enums import Delivery, SessionState
from sessions_app.models import DialogueSession, Dispatch, Hosting


@dataclass(frozen=True)
class PaperToHandOver:
    """One line: what, to whom in words without a name, since when, and where the handing over is entered."""

    what: str
    to: str
    session: str
    since: date
    url: str


def waiting_on_paper(seat: Seat) -> list[PaperToHandOver]:
    """What the seat's office has to hand over, the longest waiting first. Three queries, however many there are."""
    rows = [*_invitations(seat), *_answers(seat), *_extensions(seat)]
    return sorted(rows, key=lambda row: (row.since, row.what, row.url))


def _own(seat: Seat, path: str) -> Exists:
    return Exists(Hosting.objects.filter(session=OuterRef(path), organizing_office=seat.unit_id))


def _invitations(seat: Seat) -> list[PaperToHandOver]:
    waiting = (
        Dispatch.objects.filter(
            invitation__guest__session=OuterRef("pk"),
            invitation__guest__removed_at__isnull=True,
            invitation__revoked_at__isnull=True,
            revision=OuterRef("plan_revision"),
            channel=Channel.PRINT,
            left_on__isnull=True,
            failed_reason="",
        )
        .order_by()
        .values("invitation__guest__session")
        .annotate(number=Count("pk"))
        .values("number")
    )
    sessions = DialogueSession.objects.filter(_own(seat, "pk"), state=SessionState.ANNOUNCED)
    return [
        PaperToHandOver(
            what="Thư mời",
            to=f"{session.waiting} khách mời",
            session=session.title,
            since=local_date(session.announced_at),
            url=f"{reverse('sessions_app:dispatches', args=(session.code,))}?trang-thai={Delivery.PAPER}",
        )
        for session in sessions.annotate(waiting=waiting).filter(waiting__gt=0).order_by("starts_at", "pk")
    ]


def _answers(seat: Seat) -> list[PaperToHandOver]:
    rows = Answer.objects.filter(
        _own(seat, "assignment__petition__session"), delivered_on__isnull=True
    ).select_related("assignment__petition__session")
    return [
        PaperToHandOver(
            what=f"Văn bản trả lời số {row.document_number}",
            to=f"Người kiến nghị số {row.assignment.petition.number:02d}",
            session=row.assignment.petition.session.title,
            since=row.handed_over_on,
            url=reverse("followups:answer_deliver", args=(row.assignment.petition.code,)),
        )
        for row in rows.order_by("handed_over_on", "pk")
    ]


def _extensions(seat: Seat) -> list[PaperToHandOver]:
    rows = Extension.objects.filter(
        _own(seat, "assignment__petition__session"), delivered_on__isnull=True
    ).select_related("assignment__petition__session")
    return [
        PaperToHandOver(
            what="Thông báo gia hạn",
            to=f"Người kiến nghị số {row.assignment.petition.number:02d}",
            session=row.assignment.petition.session.title,
            since=local_date(row.recorded_at),
            url=reverse("followups:extension_deliver", args=(row.assignment.petition.code, row.code)),
        )
        for row in rows.order_by("recorded_at", "pk")
    ]
