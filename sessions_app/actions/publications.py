"""The announcement of a commune's conference and of its results (Luật 72/2025/QH15, Điều 43).

They run beside the clocks of the regulation and are kept apart from its figures.
"""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from documents import actions as documents
from documents.enums import PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from duties.actions import ledger
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.announcement_paper import announcement_paper, issue_key, paper_of
from sessions_app.enums import PublicationChannel, PublicationKind
from sessions_app.models import DialogueSession, Hosting, Publication
from sessions_app.queries.publications import conference_hostings, publications_of

ARTICLE_OF = {
    PublicationKind.ANNOUNCEMENT: Article.CONFERENCE_ANNOUNCED,
    PublicationKind.RESULTS: Article.CONFERENCE_RESULTS,
}
_TITLES = {
    PublicationKind.ANNOUNCEMENT: "Công bố hội nghị đối thoại với Nhân dân ngày {day:%d/%m/%Y}",
    PublicationKind.RESULTS: "Công khai kết quả hội nghị đối thoại với Nhân dân ngày {day:%d/%m/%Y}",
}


@transaction.atomic
def follow_plan(session: DialogueSession, *, by: Actor, on: date, at: datetime) -> None:
    """Let both clocks agree with the plan: opened for a conference, counted again for another day, voided otherwise.

    What was made public stays on record; one that named another day is owed again. Called again, it changes nothing.
    """
    if not session.is_commune_conference:
        void(session, "Buổi đối thoại không còn là hội nghị đối thoại với Nhân dân.", by=by, on=on, at=at)
        return
    held_on = local_date(session.starts_at)
    known = {(row.hosting_id, row.kind): row for row in publications_of(session)}
    for hosting in conference_hostings(session):
        for kind in PublicationKind:
            row = known.get((hosting.pk, kind))
            if row is None or (not row.duty.is_open and row.duty.base_on != held_on):
                _open(hosting, kind, held_on, by=by, at=at)
            elif row.duty.is_open:
                planned = kind == PublicationKind.RESULTS
                reason = f"Đổi ngày tổ chức sang {held_on:%d/%m/%Y}"
                ledger.rebase(
                    row.duty,
                    base_on=held_on,
                    base_is_planned=planned,
                    reason=reason,
                    by=by,
                    at=at,
                    context=session,
                )


def _open(hosting: Hosting, kind: PublicationKind, held_on: date, *, by: Actor, at: datetime) -> None:
    session = hosting.session
    round_number = hosting.publications.filter(kind=kind).count() + 1
    duty = ledger.open(
        ARTICLE_OF[kind],
        branch=hosting.branch,
        subject_key=f"publication:{hosting.pk}:{round_number}",
        owed_by=hosting.organizing_office,
        owed_to=hosting.post.unit,
        owed_by_post=hosting.post,
        base_on=held_on,
        base_is_planned=kind == PublicationKind.RESULTS,
        title=_TITLES[kind].format(day=held_on),
        context_line=session.title,
        target_path=reverse("sessions_app:publication", args=(session.code, kind)),
        action_label="Ghi nhận đã công bố",
        by=by,
        at=at,
        context=session,
    )
    Publication.objects.create(hosting=hosting, kind=kind, duty=duty)


@transaction.atomic
def void(session: DialogueSession, reason: str, *, by: Actor, on: date, at: datetime) -> None:
    """What is not made public yet no longer has to be, for the reason given."""
    for row in publications_of(session):
        if row.duty.is_open:
            ledger.void(row.duty, on=on, reason=reason, by=by, at=at, context=session)


@transaction.atomic
def session_ended(session: DialogueSession, *, ended_on: date, by: Actor, at: datetime) -> None:
    """The ten days of the results run from the real end."""
    for row in publications_of(session).filter(kind=PublicationKind.RESULTS):
        if row.duty.is_open:
            ledger.rebase(
                row.duty, base_on=ended_on, base_is_planned=False, by=by, at=at, context=session,
                reason="Đã ghi nhận ngày kết thúc buổi đối thoại.",
            )  # fmt: skip


@transaction.atomic
def number_announcement(
    publication: Publication, *, signature: Signature, by: Actor, on: date, at: datetime
) -> IssuedDocument:
    """First phase of the announcement as a paper: number and frozen facts. Asking again finds the same paper.

    Call ``documents.actions.complete`` after the commit. Raises RuleViolation for results, which the notice of
    conclusions tells, once the day of the conference has passed, and when a fact is missing that must be announced.
    """
    if (known := paper_of(publication)) is not None:
        return known
    session, hosting = publication.hosting.session, publication.hosting
    if publication.kind != PublicationKind.ANNOUNCEMENT:
        raise RuleViolation(Article.CONFERENCE_RESULTS, "Kết quả được công khai bằng thông báo kết luận.")
    if session.starts_at <= at:
        raise RuleViolation(
            Article.CONFERENCE_ANNOUNCED, "Hội nghị đã bắt đầu, không phát hành thông báo nữa."
        )
    paper = announcement_paper(hosting, signature=signature, on=on)
    issuer, family = hosting.post.unit, paper.heading.family
    return documents.take_number(
        paper,
        kind=PaperKind.ANNOUNCEMENT,
        issue_key=issue_key(publication),
        issuer=issuer,
        family=family,
        period=documents.next_period(issuer, family, on),
        dated_on=on,
        signer_name=signature.name,
        signer_position=signature.position,
        title=f"Thông báo {paper.subject}",
        by=by,
        at=at,
        context_key=acts.context_key(session),
    )


@transaction.atomic
def record(
    publication: Publication,
    *,
    published_on: date,
    channels: list[str],
    where: str,
    late_reason: str = "",
    by: Actor,
    on: date,
    at: datetime,
) -> Publication:
    """Record that it was made public on a day, late or not; a late one needs a reason, the breach stays visible.

    Raises RuleViolation for a day to come, an announcement after the day of the conference, results before its
    end, and where way, place or the reason of lateness is missing; TransitionRefused when it was recorded already.
    """
    _check(publication, published_on, channels, where, late_reason, on=on)
    rows = Publication.objects.filter(pk=publication.pk, published_on__isnull=True)
    if not rows.update(published_on=published_on, channels=channels, where=where.strip(), recorded_at=at):
        raise TransitionRefused("Việc công bố này đã được ghi nhận.", stale=True)
    session = publication.hosting.session
    acts.write(
        subject=publication,
        verb="publication.record",
        title=f"{publication.get_kind_display()} ngày {published_on:%d/%m/%Y}",
        by=by,
        at=at,
        note=late_reason,
        clause=publication.duty.rule,
        changes={
            "published_on": [None, published_on.isoformat()],
            "channels": channels,
            "where": where.strip(),
        },
        context=session,
    )
    ledger.meet(publication.duty, on=published_on, by=by, at=at, late_reason=late_reason, context=session)
    publication.refresh_from_db()
    return publication


def _check(
    publication: Publication,
    published_on: date,
    channels: list[str],
    where: str,
    late_reason: str,
    *,
    on: date,
) -> None:
    article, session = ARTICLE_OF[PublicationKind(publication.kind)], publication.hosting.session
    if published_on > on:
        raise RuleViolation(article, f"Ngày công bố không thể sau hôm nay ({on:%d/%m/%Y}).")
    if publication.kind == PublicationKind.ANNOUNCEMENT:
        held_on = local_date(session.starts_at)
        if published_on > held_on:
            raise RuleViolation(
                article, f"Hội nghị tổ chức ngày {held_on:%d/%m/%Y}: ngày công bố không thể sau ngày này."
            )
    elif session.ended_at is None:
        raise RuleViolation(
            article, "Chưa ghi nhận kết thúc buổi đối thoại nên chưa có kết quả để công khai."
        )
    elif published_on < local_date(session.ended_at):
        ended_on = local_date(session.ended_at)
        raise RuleViolation(article, f"Ngày công khai không thể trước ngày kết thúc ({ended_on:%d/%m/%Y}).")
    if not channels or not set(channels) <= set(PublicationChannel.values):
        raise RuleViolation(article, "Chọn ít nhất một hình thức công bố.")
    if not where.strip():
        raise RuleViolation(article, "Ghi nơi công bố: tên đài, trang thông tin, bảng niêm yết.")
    if is_late(publication, published_on) and not late_reason.strip():
        limit = publication.duty.lawful_until
        raise RuleViolation(article, f"Chậm nhất là ngày {limit:%d/%m/%Y}. Ghi lý do công bố trễ.")


def is_late(publication: Publication, published_on: date) -> bool:
    """Whether a day is beyond the last one that the law allows; not where no date can be computed."""
    limit = publication.duty.lawful_until
    return limit is not None and published_on > limit
