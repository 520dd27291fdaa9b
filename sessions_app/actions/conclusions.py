"""The presider's conclusions in rounds: draft, submit, return with a remark, approve exactly what was read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from audit.versions import EditConflict, save_if_current
from organizations.models import Unit
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.actions import petitions
from sessions_app.enums import ConclusionState, LineOutcome, SessionState, Verdict
from sessions_app.models import (
    ConclusionDecision,
    ConclusionDraft,
    ConclusionLine,
    DialogueSession,
    Hosting,
    Minutes,
    Petition,
)
from sessions_app.queries.proceedings import identity_of
from sessions_app.workflow import CONCLUSION


@dataclass(frozen=True, kw_only=True)
class LineText:
    """What the draft says about one petition.

    ``agency_text`` is what the lead agency will read and ``agency_text_confirmed`` that somebody read it for
    names; both matter only when the petition is assigned.
    """

    petition: Petition
    outcome: LineOutcome
    lead_agency: Unit | None = None
    supporting_agencies: tuple[Unit, ...] = ()
    instruction: str = ""
    agency_text: str = ""
    agency_text_confirmed: bool = False


# -- the office drafts


@transaction.atomic
def open_round(session: DialogueSession, *, by: Actor, at: datetime) -> ConclusionDraft:
    """The round that is being worked on; a new one is made when none is open.

    After a return the new round starts as a copy of the returned one. Raises TransitionRefused before the
    session was held.
    """
    session = DialogueSession.objects.select_for_update().get(pk=session.pk)
    live = session.conclusion_drafts.exclude(state=ConclusionState.RETURNED).first()
    if live is not None:
        return live
    if session.state != SessionState.HELD:
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
        subject=draft, verb="open_round", title=f"Mở dự thảo kết luận bản {draft.revision}", by=by, at=at,
        clause="D9.2.dd",
    )  # fmt: skip
    return draft


def _copy_lines(source: ConclusionDraft, target: ConclusionDraft) -> None:
    for line in source.lines.prefetch_related("supporting_agencies").order_by("petition__number"):
        copy = ConclusionLine.objects.create(
            draft=target,
            petition_id=line.petition_id,
            outcome=line.outcome,
            lead_agency_id=line.lead_agency_id,
            instruction=line.instruction,
        )
        copy.supporting_agencies.set(line.supporting_agencies.all())


@transaction.atomic
def edit_text(
    draft: ConclusionDraft, *, assessment: str, organisation: str, by: Actor, at: datetime
) -> ConclusionDraft:
    """Save the general assessment and how the conclusions are carried out.

    Raises EditConflict, or TransitionRefused once the round was submitted.
    """
    _refuse_sealed(draft)
    draft.assessment, draft.organisation = assessment, organisation
    save_if_current(draft, ("assessment", "organisation"))
    acts.write(
        subject=draft,
        verb="edit_conclusion",
        title=f"Lưu dự thảo kết luận bản {draft.revision}",
        by=by,
        at=at,
    )
    return draft


@transaction.atomic
def decide_line(draft: ConclusionDraft, line: LineText, *, seat: Seat, at: datetime) -> ConclusionLine:
    """Save what the round says about one petition, and the text for the agency with it (Đ9.2.đ, Đ13.2.đ).

    Raises EditConflict, TransitionRefused once the round was submitted, RuleViolation when a confirmed text
    for the agency tells who raised the matter or the lead agency also supports itself.
    """
    _refuse_sealed(draft)
    assigned = line.outcome == LineOutcome.ASSIGNED
    if assigned and line.lead_agency is not None and line.lead_agency in line.supporting_agencies:
        raise RuleViolation(Article.HEAD_CONCLUDES, "Cơ quan chủ trì không đồng thời là cơ quan phối hợp.")
    save_if_current(draft, ())
    kept, _ = ConclusionLine.objects.update_or_create(
        draft=draft,
        petition=line.petition,
        defaults={
            "outcome": line.outcome,
            "lead_agency": line.lead_agency if assigned else None,
            "instruction": line.instruction,
        },
    )
    kept.supporting_agencies.set(line.supporting_agencies if assigned else ())
    if assigned:
        petitions.keep_agency_text(
            line.petition, text=line.agency_text, confirmed=line.agency_text_confirmed, seat=seat, at=at
        )
    acts.write(
        subject=draft, verb="decide_line", by=seat.actor, at=at, clause="D9.2.dd",
        title=f"Dự thảo kết luận kiến nghị số {line.petition.number:02d}: {line.outcome.label.lower()}",
        changes={"lead_agency": kept.lead_agency_id, "outcome": str(line.outcome)},
    )  # fmt: skip
    return kept


def _refuse_sealed(draft: ConclusionDraft) -> None:
    """The state of the row in the database counts, not the one of the page."""
    current = ConclusionDraft.objects.get(pk=draft.pk)
    if current.state != ConclusionState.DRAFT:
        raise TransitionRefused(f"Dự thảo bản {current.revision} đã trình, không sửa được nữa.", stale=False)
    if current.version != draft.version:
        raise EditConflict(current)


# -- sealing


def content_digest(draft: ConclusionDraft) -> str:
    """SHA-256 of everything the presider reads: text, lines, agencies, and the petitions they answer."""
    lines = [
        [
            line.petition.number,
            line.petition.voice.summary,
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
    """What still stands in the way of submitting, as sentences; empty when nothing does.

    The presider reads the whole notice, and it opens with how many came.
    """
    missing = [
        sentence
        for text, sentence in (
            (draft.assessment, "Chưa có phần đánh giá chung."),
            (draft.organisation, "Chưa có phần tổ chức thực hiện."),
        )
        if not text.strip()
    ]
    if not Minutes.objects.filter(session=draft.session_id, attended_total__isnull=False).exists():
        missing.append("Chưa nhập số người dự trong biên bản.")
    lines = {line.petition_id: line for line in draft.lines.order_by("pk")}
    for petition in draft.session.petitions.select_related("voice", "contact").order_by("number"):
        line = lines.get(petition.pk)
        told = _told_by(petition, draft, line)
        gap = (
            f"để lộ người kiến nghị trong phần kết luận: bỏ {', '.join(told)}"
            if told
            else _gap(petition, line)
        )
        if gap:
            missing.append(f"Kiến nghị số {petition.number:02d} {gap}.")
    return missing


def _told_by(petition: Petition, draft: ConclusionDraft, line: ConclusionLine | None) -> list[str]:
    """What the words that agencies and monitors will read tell of the petitioner; a name may stand with consent."""
    words = (draft.assessment, draft.organisation, petition.voice.summary, line.instruction if line else "")
    found = identity_of(petition.contact).found_in("\n".join(words))
    may_be_named = petition.contact.may_be_named and not petition.withhold_identity
    return [part for part in found if not (may_be_named and part == "họ tên")]


def _gap(petition: Petition, line: ConclusionLine | None) -> str:
    if line is None or line.outcome == LineOutcome.UNDECIDED:
        return "chưa có kết luận"
    if not line.instruction.strip():
        return "chưa có ý kiến kết luận"
    if line.outcome != LineOutcome.ASSIGNED:
        return ""
    if line.lead_agency_id is None:
        return "chưa giao cơ quan giải quyết"
    confirmed = petition.voice.agency_text_confirmed_at is not None
    return "" if confirmed else "chưa xác nhận nội dung chuyển cơ quan"


@transaction.atomic
def submit(draft: ConclusionDraft, *, seat: Seat, at: datetime) -> ConclusionDraft:
    """Lay the round before the presider, sealed by its digest (Đ9.2.đ, Đ13.2.đ).

    Raises RuleViolation naming what is missing, TransitionRefused when it was submitted or changed meanwhile.
    """
    # Petitions are corrected under the same lock: what is sealed is what stands.
    DialogueSession.objects.select_for_update().get(pk=draft.session_id)
    missing = missing_before_submission(draft)
    if missing:
        raise RuleViolation(Article.HEAD_CONCLUDES, " ".join(missing))
    ConclusionDraft.objects.filter(pk=draft.pk, version=draft.version, state=ConclusionState.DRAFT).update(
        content_digest=content_digest(draft), submitted_by=seat
    )
    return advance(draft, CONCLUSION["submit"], by=seat.actor, at=at)


# -- the presider decides


@transaction.atomic
def return_to_office(
    draft: ConclusionDraft, hostings: Iterable[Hosting], *, remark: str, digest: str, seat: Seat, at: datetime
) -> ConclusionDraft:
    """Send the round back with a remark; it stays as it was and the office works on a new one."""
    if not remark.strip():
        raise TransitionRefused("Ghi ý kiến để văn phòng biết cần sửa gì.", stale=False)
    draft = _decide(draft, hostings, Verdict.RETURNED, remark=remark, digest=digest, seat=seat, at=at)
    return advance(draft, CONCLUSION["return_draft"], by=seat.actor, at=at, note=remark)


@transaction.atomic
def approve(
    draft: ConclusionDraft, hostings: Iterable[Hosting], *, digest: str, seat: Seat, at: datetime
) -> ConclusionDraft:
    """Approve exactly the text whose digest was shown, for each hosting the seat decides for (Đ9.2.đ, Đ13.2.đ).

    The round is approved once every hosting has approved. Raises TransitionRefused when the text is not the
    one that was shown, when the round no longer waits, or when the verdict was given before.
    """
    draft = _decide(draft, hostings, Verdict.APPROVED, remark="", digest=digest, seat=seat, at=at)
    waiting = draft.session.hostings.exclude(
        pk__in=draft.decisions.filter(verdict=Verdict.APPROVED).values("hosting")
    )
    if waiting.exists():
        acts.write(
            subject=draft, verb="approve_part", title="Duyệt kết luận, còn chờ người chủ trì khác",
            by=seat.actor, at=at, clause="D9.2.dd",
        )  # fmt: skip
        return draft
    return advance(draft, CONCLUSION["approve"], by=seat.actor, at=at)


def _decide(
    draft: ConclusionDraft,
    hostings: Iterable[Hosting],
    verdict: Verdict,
    *,
    remark: str,
    digest: str,
    seat: Seat,
    at: datetime,
) -> ConclusionDraft:
    # Under a lock, so that of two presiders who approve at once the second sees the verdict of the first.
    draft = ConclusionDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.state != ConclusionState.SUBMITTED:
        raise TransitionRefused(
            f"Dự thảo bản {draft.revision} không còn chờ duyệt (đang là “{draft.get_state_display()}”).",
            stale=True,
        )
    if digest != draft.content_digest or content_digest(draft) != draft.content_digest:
        raise TransitionRefused(
            "Nội dung đã thay đổi so với bản ông/bà vừa xem. Mở lại bản mới nhất để duyệt.", stale=True
        )
    for hosting in hostings:
        try:
            with transaction.atomic():
                ConclusionDecision.objects.create(
                    draft=draft, hosting=hosting, verdict=verdict, remark=remark, content_digest=digest,
                    seat=seat, at=at,
                )  # fmt: skip
        except IntegrityError as twice:
            raise TransitionRefused("Ý kiến cho bản này đã được ghi trước đó.", stale=True) from twice
    return draft
