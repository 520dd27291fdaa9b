"""The presider's conclusions in rounds: draft, submit, return with a remark, approve exactly what was read."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from audit.versions import save_if_current
from organizations.models import Unit
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.enums import ConclusionState, LineOutcome, SessionState, Verdict
from sessions_app.models import (
    ConclusionDecision,
    ConclusionDraft,
    ConclusionLine,
    DialogueSession,
    Hosting,
    Petition,
)
from sessions_app.workflow import CONCLUSION


@dataclass(frozen=True, kw_only=True)
class LineText:
    """What the draft says about one petition."""

    petition: Petition
    outcome: LineOutcome
    lead_agency: Unit | None
    supporting_agencies: tuple[Unit, ...] = ()
    instruction: str = ""


@transaction.atomic
def open_round(session: DialogueSession, *, by: Actor, at: datetime) -> ConclusionDraft:
    """The round that is being worked on; a new one is made when none is open.

    After a return the new round starts as a copy of the returned one. Raises TransitionRefused before the
    session was held.
    """
    live = session.conclusion_drafts.exclude(state=ConclusionState.RETURNED).first()
    if live is not None:
        return live
    if session.state not in {SessionState.HELD, SessionState.CONCLUDED}:
        raise TransitionRefused("Soạn kết luận sau khi buổi đối thoại đã kết thúc.", stale=False)
    previous = session.conclusion_drafts.order_by("-revision").first()
    draft = ConclusionDraft.objects.create(
        session=session,
        revision=(previous.revision if previous else 0) + 1,
        assessment=previous.assessment if previous else "",
        organisation=previous.organisation if previous else "",
    )
    if previous is not None:
        _copy_lines(previous, draft)
    acts.write(
        subject=draft,
        verb="open_round",
        title=f"Mở dự thảo kết luận bản {draft.revision}",
        by=by,
        at=at,
        clause="D9.2.dd",
    )
    return draft


def _copy_lines(source: ConclusionDraft, target: ConclusionDraft) -> None:
    for line in source.lines.prefetch_related("supporting_agencies"):
        copy = ConclusionLine.objects.create(
            draft=target,
            petition_id=line.petition_id,
            outcome=line.outcome,
            lead_agency_id=line.lead_agency_id,
            instruction=line.instruction,
        )
        copy.supporting_agencies.set(line.supporting_agencies.all())


@transaction.atomic
def edit(
    draft: ConclusionDraft,
    *,
    assessment: str,
    organisation: str,
    lines: list[LineText],
    by: Actor,
    at: datetime,
) -> ConclusionDraft:
    """Save the text of the round and its lines. Raises EditConflict, or TransitionRefused once it was submitted."""
    if draft.state != ConclusionState.DRAFT:
        raise TransitionRefused("Dự thảo này đã trình, không sửa được nữa.", stale=False)
    draft.assessment, draft.organisation = assessment, organisation
    save_if_current(draft, ("assessment", "organisation"))
    for text in lines:
        line, _ = ConclusionLine.objects.update_or_create(
            draft=draft,
            petition=text.petition,
            defaults={
                "outcome": text.outcome,
                "lead_agency": text.lead_agency if text.outcome == LineOutcome.ASSIGNED else None,
                "instruction": text.instruction,
            },
        )
        assigned = text.outcome == LineOutcome.ASSIGNED
        line.supporting_agencies.set(text.supporting_agencies if assigned else ())
    acts.write(
        subject=draft,
        verb="edit_conclusion",
        title=f"Lưu dự thảo kết luận bản {draft.revision}",
        by=by,
        at=at,
    )
    return draft


def content_digest(draft: ConclusionDraft) -> str:
    """SHA-256 of everything the presider reads: text, lines, agencies, and the petitions they answer."""
    lines = [
        [
            line.petition.number,
            line.petition.voice.text,
            line.petition.voice.agency_text,
            line.outcome,
            line.lead_agency_id,
            sorted(unit.pk for unit in line.supporting_agencies.all()),
            line.instruction,
        ]
        for line in draft.lines.select_related("petition__voice")
        .prefetch_related("supporting_agencies")
        .order_by("petition__number")
    ]
    facts = [draft.revision, draft.assessment, draft.organisation, lines]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def missing_before_submission(draft: ConclusionDraft) -> list[str]:
    """What still stands in the way of submitting, as sentences; empty when nothing does."""
    missing = []
    lines = {
        line.petition_id: line
        for line in draft.lines.select_related("petition__voice", "lead_agency").order_by("petition__number")
    }
    for petition in draft.session.petitions.select_related("voice").order_by("number"):
        line = lines.get(petition.pk)
        name = f"Kiến nghị số {petition.number:02d}"
        if line is None or line.outcome == LineOutcome.UNDECIDED:
            missing.append(f"{name} chưa có kết luận.")
        elif line.outcome == LineOutcome.ASSIGNED and line.lead_agency_id is None:
            missing.append(f"{name} chưa giao cơ quan giải quyết.")
        elif line.outcome == LineOutcome.ASSIGNED and petition.voice.agency_text_confirmed_at is None:
            missing.append(f"{name} chưa xác nhận nội dung chuyển cơ quan.")
        elif not line.instruction.strip():
            missing.append(f"{name} chưa có ý kiến kết luận.")
    return missing


@transaction.atomic
def submit(draft: ConclusionDraft, *, seat: Seat, at: datetime) -> ConclusionDraft:
    """Lay the round before the presider, sealed by its digest (Đ9.2.đ). Raises RuleViolation naming what is missing."""
    missing = missing_before_submission(draft)
    if missing:
        raise RuleViolation(Article.HEAD_CONCLUDES, " ".join(missing))
    ConclusionDraft.objects.filter(
        pk=draft.pk, version=draft.version, state=ConclusionState.DRAFT
    ).update(content_digest=content_digest(draft), submitted_by=seat)
    return advance(draft, CONCLUSION["submit"], by=seat.actor, at=at)


@transaction.atomic
def return_to_office(
    draft: ConclusionDraft, hosting: Hosting, *, remark: str, digest: str, seat: Seat, at: datetime
) -> ConclusionDraft:
    """Send the round back with a remark; it stays as it was and the office works on a new one."""
    if not remark.strip():
        raise TransitionRefused("Ghi ý kiến để văn phòng biết cần sửa gì.", stale=False)
    _decide(draft, hosting, verdict=Verdict.RETURNED, remark=remark, digest=digest, seat=seat, at=at)
    return advance(draft, CONCLUSION["return_draft"], by=seat.actor, at=at, note=remark)


@transaction.atomic
def approve(
    draft: ConclusionDraft, hosting: Hosting, *, digest: str, seat: Seat, at: datetime
) -> ConclusionDraft:
    """Approve exactly the text whose digest was shown. The round is approved once every hosting has approved."""
    _decide(draft, hosting, verdict=Verdict.APPROVED, remark="", digest=digest, seat=seat, at=at)
    waiting = draft.session.hostings.exclude(decisions__draft=draft, decisions__verdict=Verdict.APPROVED)
    if waiting.exists():
        acts.write(
            subject=draft,
            verb="approve_part",
            title="Duyệt kết luận, còn chờ người chủ trì khác",
            by=seat.actor,
            at=at,
        )
        return draft
    return advance(draft, CONCLUSION["approve"], by=seat.actor, at=at)


def _decide(
    draft: ConclusionDraft,
    hosting: Hosting,
    *,
    verdict: Verdict,
    remark: str,
    digest: str,
    seat: Seat,
    at: datetime,
) -> None:
    if draft.state != ConclusionState.SUBMITTED:
        raise TransitionRefused(
            f"Dự thảo này không còn chờ duyệt (đang là “{draft.get_state_display()}”).", stale=True
        )
    if digest != draft.content_digest or content_digest(draft) != draft.content_digest:
        raise TransitionRefused(
            "Nội dung đã thay đổi so với bản ông/bà vừa xem. Mở lại bản mới nhất để duyệt.", stale=True
        )
    try:
        with transaction.atomic():
            ConclusionDecision.objects.create(
                draft=draft,
                hosting=hosting,
                verdict=verdict,
                remark=remark,
                content_digest=digest,
                seat=seat,
                at=at,
            )
    except IntegrityError as twice:
        raise TransitionRefused("Ý kiến cho bản này đã được ghi trước đó.", stale=True) from twice
