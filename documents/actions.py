"""Issuing papers in two phases: number and frozen facts first, file and hash second.

The first phase runs inside the caller's transaction, with the decision that causes the paper. The second
renders outside any transaction. Between them a crash may fall; ``finish_pending`` then completes the paper
under the number it already has.
"""

import hashlib
import json
import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from audit import acts, seals
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from documents import rendering, storage
from documents.editions import edition_for
from documents.enums import DocumentState, Family, PaperKind, PaperType
from documents.kinds import registered
from documents.models import IssuedDocument, NumberSeries
from documents.numbering import number_text
from documents.printouts import SEAL, Imprint, Printout
from documents.workflow import TRANSITIONS
from organizations import settings
from organizations.models import SettingKey, Unit

logger = logging.getLogger(__name__)

# A paper younger than this is still in the hands of the request that numbered it.
GRACE = timedelta(minutes=1)


class PaperRefused(TransitionRefused):
    """A paper that may not be issued so; the text is a sentence to show."""

    def __init__(self, message: str):
        super().__init__(message, stale=False)


def next_period(issuer: Unit, family: Family, on: date) -> str:
    """The period of numbering: the committee term on the Party side, the calendar year on the State side."""
    if family == Family.PARTY:
        return settings.value(issuer, SettingKey.COMMITTEE_TERM, on)
    return str(on.year)


def take_number(
    printout: Printout,
    *,
    kind: PaperKind,
    issue_key: str,
    issuer: Unit,
    family: Family,
    period: str,
    dated_on: date,
    signer_name: str,
    signer_position: str,
    title: str,
    by: Actor,
    at: datetime,
    context_key: str,
) -> IssuedDocument:
    """First phase: take the next number of the series and freeze the facts. Asking again finds the same paper.

    Call it as the last step of the caller's transaction: the series is held until that transaction ends,
    and a rollback gives the number back, so that there are no gaps. ``issue_key`` names what asks for the
    paper ("invitation:hosting:12"). Raises PaperRefused when the paper would be dated before the last one
    of its series, in the future, or has no layout. Call ``complete`` after the commit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken in the transaction of the decision that asks for it.")
    if not rendering.has_layout(family):
        raise PaperRefused("Cổng chưa có thể thức cho văn bản hành chính nhà nước.")
    if dated_on > timezone.localtime(at).date():
        raise PaperRefused("Ngày văn bản không được sau ngày hôm nay.")
    paper_type = PaperKind(kind).paper_type
    NumberSeries.objects.get_or_create(issuer=issuer, paper_type=paper_type, period=period)
    while True:
        earlier = IssuedDocument.objects.filter(issue_key=issue_key).first()
        if earlier is not None:
            return earlier
        series = NumberSeries.objects.get(issuer=issuer, paper_type=paper_type, period=period)
        # Holds the series until the end of the transaction; whoever came meanwhile makes this match nothing.
        if NumberSeries.objects.filter(pk=series.pk, next_number=series.next_number).update(
            next_number=series.next_number + 1
        ):
            break
    _check_order(issuer, paper_type, period, dated_on)
    facts = {**printout.to_facts(), SEAL: _seal(at)}
    document = IssuedDocument.objects.create(
        issue_key=issue_key,
        issuer=issuer,
        family=family,
        kind=kind,
        paper_type=paper_type,
        period=period,
        number=series.next_number,
        number_text=number_text(
            family, kind, series.next_number, issuer.symbol, drafted_by=printout.heading.drafted_by
        ),
        dated_on=dated_on,
        title=title[:500],
        signer_name=signer_name,
        signer_position=signer_position,
        layout_edition=edition_for(family, dated_on).key,
        facts=facts,
        facts_digest=digest_of_facts(facts),
        numbered_at=at,
        context_key=context_key,
    )
    acts.write(
        subject=document,
        verb="take_number",
        title=f"Lấy số văn bản: {document}",
        by=by,
        at=at,
        clause=printout.rule.clause,
        changes={
            "number": document.number_text,
            "facts": document.facts_digest,
            "record": digest_of_facts(record_of(document)),
        },
    )
    return document


def _seal(at: datetime) -> dict[str, str]:
    """The seal of the day on which the number is taken, as the paper will print it."""
    seal = seals.seal_of(timezone.localtime(at).date(), at=at)
    return {"on": seal.on.isoformat(), "digest": seal.digest}


def record_of(document: IssuedDocument) -> dict:
    """What stands in the register about a paper beside its text; none of it changes once the number is taken."""
    return {
        "code": document.code,
        "issue_key": document.issue_key,
        "issuer": document.issuer_id,
        "family": str(document.family),
        "kind": str(document.kind),
        "period": document.period,
        "number": document.number,
        "number_text": document.number_text,
        "dated_on": document.dated_on.isoformat(),
        "title": document.title,
        "signer": [document.signer_name, document.signer_position],
        "edition": document.layout_edition,
        "context": document.context_key,
    }


def _check_order(issuer: Unit, paper_type: PaperType, period: str, dated_on: date) -> None:
    """Dates rise with numbers: a paper is never slipped in before one that was already issued."""
    series = IssuedDocument.objects.filter(issuer=issuer, paper_type=paper_type, period=period)
    last = series.order_by("-number").first()
    if last is not None and last.dated_on > dated_on:
        raise PaperRefused(
            f"Ngày văn bản không được trước ngày {last.dated_on:%d/%m/%Y} của văn bản liền trước "
            f"({last.number_text})."
        )


def digest_of_facts(facts: dict) -> str:
    """SHA-256 of frozen facts, whatever the order in which a database gives their keys back."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def complete(document: IssuedDocument, *, by: Actor, at: datetime) -> IssuedDocument:
    """Second phase, outside any transaction: render, then store bytes and hash and call ``on_issued``.

    Rendering takes seconds; the short transaction at the end is durable, so a call from inside another
    transaction raises RuntimeError. A paper that is already issued is returned as it is.
    """
    document.refresh_from_db()
    if document.state == DocumentState.ISSUED:
        return document
    kind = registered(document.kind)
    content = rendering.render(kind.printout.from_facts(document.facts), Imprint.of(document))
    stored = storage.written(
        content, name=f"{document.code}.pdf", content_type="application/pdf", owner=document.issuer, at=at
    )
    try:
        with transaction.atomic(durable=True):
            stored.save()
            IssuedDocument.objects.filter(pk=document.pk, state=DocumentState.NUMBERED).update(file=stored)
            advance(document, TRANSITIONS["complete"], by=by, at=at, changes={"sha256": stored.sha256})
            if kind.on_issued is not None:
                kind.on_issued(document, at)
    except BaseException:
        storage.forget(stored)
        document.refresh_from_db()
        if document.state == DocumentState.ISSUED:  # somebody else finished it meanwhile
            return document
        raise
    return document


def finish_pending(at: datetime) -> int:
    """Complete what a crash left numbered but not rendered; how many papers were completed.

    A paper that cannot be rendered is logged and tried again at the next pass; it does not hold up the others.
    """
    by = Actor.system("hoàn tất văn bản")
    finished = 0
    waiting = IssuedDocument.objects.filter(state=DocumentState.NUMBERED, numbered_at__lte=at - GRACE)
    for document in waiting.select_related("issuer").order_by("pk"):
        try:
            complete(document, by=by, at=at)
        except Exception:
            logger.exception("Paper %s could not be completed.", document.code)
        else:
            finished += 1
    return finished


@transaction.atomic
def void(document: IssuedDocument, *, reason: str, by: Actor, at: datetime) -> IssuedDocument:
    """Give up a number that never became a paper. The number stays taken; the reason stays in the log."""
    return advance(document, TRANSITIONS["void"], by=by, at=at, note=reason)
