"""Issuing the notice of conclusions, and what takes effect once it is out (Đ9.3.a, Đ13.3.a)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import Seat
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from documents import actions as documents
from documents.enums import Family, PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from duties.actions import ledger
from followups.actions import assignments
from followups.models import ConclusionNotice
from followups.notice_paper import notice_paper
from organizations.enums import Branch
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.actions.conclusions import content_digest
from sessions_app.enums import ConclusionState, SessionState
from sessions_app.models import ConclusionDraft, DialogueSession, Hosting, Minutes
from sessions_app.workflow import SESSION


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Date and signature of the notice; ``late_reason`` is asked for after the tenth working day."""

    dated_on: date
    signature: Signature
    late_reason: str = ""


def approved_draft(session: DialogueSession) -> ConclusionDraft | None:
    """The round every presider approved, or None."""
    return session.conclusion_drafts.filter(state=ConclusionState.APPROVED).first()


def missing_before_issue(session: DialogueSession) -> list[str]:
    """What still stands in the way of the notice, as sentences; empty when nothing does."""
    missing = []
    if session.state == SessionState.CONCLUDED:
        return ["Thông báo kết luận của buổi này đã phát hành."]
    if session.state != SessionState.HELD:
        missing.append("Chưa ghi nhận giờ kết thúc buổi đối thoại.")
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None or minutes.finalised_at is None:
        missing.append("Biên bản chưa được chốt.")
    elif minutes.attended_total is None:
        missing.append("Chưa có số người dự.")
    draft = approved_draft(session)
    if draft is None:
        missing.append("Người chủ trì chưa duyệt kết luận.")
    elif content_digest(draft) != draft.content_digest:
        missing.append("Nội dung kết luận đã khác bản được duyệt; phải trình duyệt lại.")
    return missing


@transaction.atomic
def take_numbers(
    session: DialogueSession, *, signed: Signed, seat: Seat, at: datetime
) -> list[IssuedDocument]:
    """First phase: one number per hosting, facts frozen. Asking again returns the same papers.

    The caller then completes each with ``documents.actions.complete``; what a crash leaves is completed by
    the tick. Raises RuleViolation naming what is missing, a date that is not possible, or a missing reason
    for being late.
    """
    session = DialogueSession.objects.select_for_update().get(pk=session.pk)
    begun = list(
        IssuedDocument.objects.filter(notice__hosting__session=session).order_by("notice__hosting__position")
    )
    if begun:
        return begun
    missing = missing_before_issue(session)
    if missing:
        raise RuleViolation(Article.CONCLUSION_NOTICE, " ".join(missing))
    draft = approved_draft(session)
    hostings = list(session.hostings.select_related("post__unit", "organizing_office", "notice_duty"))
    for hosting in hostings:
        _check_date(hosting, signed, at=at)
    return [_take_number(hosting, draft, signed=signed, seat=seat, at=at) for hosting in hostings]


def _check_date(hosting: Hosting, signed: Signed, *, at: datetime) -> None:
    duty = hosting.notice_duty
    if signed.dated_on > local_date(at):
        raise RuleViolation(Article.CONCLUSION_NOTICE, "Ngày văn bản không thể ở tương lai.")
    if duty is not None and duty.base_on is not None and signed.dated_on < duty.base_on:
        raise RuleViolation(
            Article.CONCLUSION_NOTICE, "Ngày văn bản không thể trước ngày tổ chức buổi đối thoại."
        )
    late = duty is not None and duty.due_on is not None and signed.dated_on > duty.due_on
    if late and not signed.late_reason.strip():
        raise RuleViolation(
            Article.CONCLUSION_NOTICE,
            f"Hạn thông báo kết luận là ngày {duty.due_on:%d/%m/%Y}. Ghi lý do phát hành trễ.",
        )


def _take_number(
    hosting: Hosting, draft: ConclusionDraft, *, signed: Signed, seat: Seat, at: datetime
) -> IssuedDocument:
    family = Family.PARTY if hosting.branch == Branch.PARTY else Family.STATE
    paper = notice_paper(hosting, draft, signature=signed.signature, dated_on=signed.dated_on)
    document = documents.take_number(
        paper,
        kind=PaperKind.CONCLUSION_NOTICE,
        issue_key=f"notice:hosting:{hosting.pk}",
        issuer=hosting.post.unit,
        family=family,
        period=documents.next_period(hosting.post.unit, family, signed.dated_on),
        dated_on=signed.dated_on,
        signer_name=signed.signature.name,
        signer_position=signed.signature.position,
        title=paper.subject,
        by=seat.actor,
        at=at,
        context_key=f"sessions_app.dialoguesession:{hosting.session_id}",
    )
    notice, _ = ConclusionNotice.objects.get_or_create(
        hosting=hosting, defaults={"draft": draft, "document": document}
    )
    if signed.late_reason:
        notice.late_reason = signed.late_reason
        notice.save(update_fields=("late_reason",))
    return document


def take_effect(document: IssuedDocument, at: datetime) -> None:
    """What follows once a notice is issued; runs in the transaction that stores its file.

    Meets the notice duty as of the date on the paper. The first notice of a session gives each assigned
    petition to its agency and starts the twenty days; the last one concludes the session.
    """
    notice = ConclusionNotice.objects.select_related("hosting__session", "hosting__notice_duty", "draft").get(
        document=document
    )
    by = Actor.system("phát hành văn bản")
    notice.issued_on = document.dated_on
    notice.save(update_fields=("issued_on",))
    hosting = notice.hosting
    if hosting.notice_duty is not None:
        ledger.meet(
            hosting.notice_duty,
            on=document.dated_on,
            by=by,
            at=at,
            late_reason=notice.late_reason,
            context=hosting.session,
        )
    first = (
        not ConclusionNotice.objects.filter(hosting__session=hosting.session, issued_on__isnull=False)
        .exclude(pk=notice.pk)
        .exists()
    )
    if first:
        assignments.assign_all(notice, by=by, at=at)
    waiting = hosting.session.hostings.exclude(notice__issued_on__isnull=False)
    if not waiting.exists():
        try:
            advance(hosting.session, SESSION["conclude"], by=by, at=at)
        except TransitionRefused:
            # Concluded by the pass that finished the other paper a moment ago; the outcome is the same.
            hosting.session.refresh_from_db()
            if hosting.session.state != SessionState.CONCLUDED:
                raise


def address_of(session: DialogueSession) -> str:
    """Where the office finds the notice of a session."""
    return reverse("followups:notice", args=[session.code])
