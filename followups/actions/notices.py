"""Issuing the notice of conclusions, and what takes effect once it is out (Đ9.3.a, Đ13.3.a)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit.actors import Actor
from audit.acts import context_key
from audit.transitions import TransitionRefused, advance
from audit.versions import EditConflict
from documents import actions as documents
from documents.enums import PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from duties.actions import ledger
from followups.actions import assignments, telling
from followups.models import ConclusionNotice
from followups.notice_paper import hostings_with_notice, notice_paper
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.actions.conclusions import content_digest
from sessions_app.enums import ConclusionState, SessionState
from sessions_app.models import ConclusionDraft, DialogueSession, Hosting, Minutes
from sessions_app.workflow import SESSION


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Date and signatures of the notice, one per hosting that has a paper, in their order.

    ``late_reason`` is asked for after the tenth working day; ``seen_version`` is the version of the approved
    round that was looked at before issuing, or None where nobody looked (the demonstration data).
    """

    dated_on: date
    signatures: tuple[Signature, ...]
    late_reason: str = ""
    seen_version: int | None = None


@dataclass(frozen=True)
class Missing:
    """What stands in the way of the notice: a sentence, and the name of the page where it is mended."""

    text: str
    page: str


def approved_draft(session: DialogueSession) -> ConclusionDraft | None:
    """The round every presider approved, or None."""
    return session.conclusion_drafts.filter(state=ConclusionState.APPROVED).first()


def missing_before_issue(session: DialogueSession) -> list[Missing]:
    """What still stands in the way of the notice; empty when nothing does.

    The session ended, its attendance and final minutes exist, and every presider approved exactly the text
    that stands there now.
    """
    if session.state == SessionState.CONCLUDED:
        return [Missing("Thông báo kết luận của buổi này đã phát hành.", "followups:notice")]
    missing = []
    if session.state != SessionState.HELD:
        missing.append(Missing("Chưa ghi nhận giờ kết thúc buổi đối thoại.", "sessions_app:proceedings"))
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None or minutes.attended_total is None:
        missing.append(Missing("Biên bản chưa ghi số người dự.", "sessions_app:minutes"))
    if minutes is None or minutes.finalised_at is None:
        missing.append(Missing("Biên bản chưa được chốt.", "sessions_app:minutes"))
    draft = approved_draft(session)
    if draft is None:
        missing.append(Missing("Người chủ trì chưa duyệt kết luận.", "sessions_app:conclusion"))
    elif content_digest(draft) != draft.content_digest:
        missing.append(
            Missing(
                "Nội dung kết luận đã khác bản được duyệt; phải trình duyệt lại.", "sessions_app:conclusion"
            )
        )
    return missing


@transaction.atomic
def take_numbers(
    session: DialogueSession, *, signed: Signed, seat: Seat, at: datetime
) -> list[IssuedDocument]:
    """First phase: one number per hosting, facts frozen. Asking again returns the same papers.

    The caller then completes each with ``documents.actions.complete``; what a crash leaves is completed by
    the tick. Raises RuleViolation naming what is missing, a date that is not possible, or a missing reason
    for being late; EditConflict when the approved round is not the one that was looked at.
    """
    session = DialogueSession.objects.select_for_update().get(pk=session.pk)
    begun = numbered(session)
    if begun:
        return begun
    missing = missing_before_issue(session)
    if missing:
        raise RuleViolation(Article.CONCLUSION_NOTICE, " ".join(fact.text for fact in missing))
    draft = approved_draft(session)
    if signed.seen_version not in (None, draft.version):
        raise EditConflict(draft)
    hostings = hostings_with_notice(session)
    late = [hosting for hosting in hostings if _is_late(hosting, signed, at=at)]
    return [
        _take_number(
            hosting, draft, signed=signed, signature=signature, late=hosting in late, seat=seat, at=at
        )
        for hosting, signature in zip(hostings, signed.signatures, strict=True)
    ]


def numbered(session: DialogueSession) -> list[IssuedDocument]:
    """The notices of a session that have their number, whether or not their files exist yet."""
    papers = IssuedDocument.objects.filter(notice__hosting__session=session)
    return list(papers.order_by("notice__hosting__position", "pk"))


def _is_late(hosting: Hosting, signed: Signed, *, at: datetime) -> bool:
    """Whether the paper comes after the tenth working day; raises for dates that cannot be and a missing reason."""
    duty = hosting.notice_duty
    ended_on = local_date(hosting.session.ended_at)
    if signed.dated_on > local_date(at):
        raise RuleViolation(Article.CONCLUSION_NOTICE, "Ngày văn bản không thể ở tương lai.")
    if signed.dated_on < ended_on:
        raise RuleViolation(
            Article.CONCLUSION_NOTICE,
            f"Ngày văn bản không thể trước ngày kết thúc buổi đối thoại ({ended_on:%d/%m/%Y}).",
        )
    late = duty is not None and duty.lawful_until is not None and signed.dated_on > duty.lawful_until
    if late and not signed.late_reason.strip():
        raise RuleViolation(
            Article.CONCLUSION_NOTICE,
            f"Hạn thông báo kết luận là ngày {duty.due_on:%d/%m/%Y}. Ghi lý do phát hành trễ.",
        )
    return late


def _take_number(
    hosting: Hosting,
    draft: ConclusionDraft,
    *,
    signed: Signed,
    signature: Signature,
    late: bool,
    seat: Seat,
    at: datetime,
) -> IssuedDocument:
    issuer = hosting.post.unit
    paper = notice_paper(hosting, draft, signature=signature, dated_on=signed.dated_on)
    family = paper.heading.family
    document = documents.take_number(
        paper,
        kind=PaperKind.CONCLUSION_NOTICE,
        issue_key=f"notice:hosting:{hosting.pk}",
        issuer=issuer,
        family=family,
        period=documents.next_period(issuer, family, signed.dated_on),
        dated_on=signed.dated_on,
        signer_name=signature.name,
        signer_position=signature.position,
        title=f"Thông báo {paper.subject}",
        by=seat.actor,
        at=at,
        context_key=context_key(hosting.session),
    )
    ConclusionNotice.objects.create(
        hosting=hosting,
        draft=draft,
        document=document,
        late_reason=signed.late_reason.strip() if late else "",
    )
    return document


def take_effect(document: IssuedDocument, at: datetime) -> None:
    """What follows once a notice is issued; runs in the transaction that stores its file.

    Meets the notice duty as of the date on the paper. The first notice of a session gives each assigned
    petition to its agency and starts the twenty days. The last one concludes the session and tells people.
    """
    notice = ConclusionNotice.objects.select_related("hosting__session", "hosting__notice_duty", "draft").get(
        document=document
    )
    by = Actor.system("phát hành văn bản")
    session = DialogueSession.objects.select_for_update().get(pk=notice.hosting.session_id)
    notice.issued_on = document.dated_on
    notice.save(update_fields=("issued_on",))
    _meet(notice.hosting, notice, by=by, at=at)
    out = ConclusionNotice.objects.filter(hosting__session=session, issued_on__isnull=False)
    if not out.exclude(pk=notice.pk).exists():
        assignments.assign_all(notice, by=by, at=at)
    waiting = [
        hosting for hosting in hostings_with_notice(session) if not out.filter(hosting=hosting).exists()
    ]
    if not waiting:
        _conclude(session, by=by, at=at)


def _meet(hosting: Hosting, notice: ConclusionNotice, *, by: Actor, at: datetime) -> None:
    if hosting.notice_duty is not None:
        ledger.meet(
            hosting.notice_duty,
            on=notice.issued_on,
            by=by,
            at=at,
            late_reason=notice.late_reason,
            context=notice.hosting.session,
        )


def _conclude(session: DialogueSession, *, by: Actor, at: datetime) -> None:
    try:
        session = advance(session, SESSION["conclude"], by=by, at=at)
    except TransitionRefused:
        # Concluded by the pass that finished the other paper a moment ago; the outcome is the same.
        session.refresh_from_db()
        if session.state != SessionState.CONCLUDED:
            raise
    telling.tell_of_conclusions(session, at=at)
