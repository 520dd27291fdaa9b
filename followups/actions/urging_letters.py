"""Urging an agency by a letter with a number (Đ14.3, Đ15.3)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from documents import actions as documents
from documents.enums import PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from followups.actions import assignments
from followups.models import Assignment
from followups.queries.urging import last_urged_on
from followups.urging_paper import key_of, urging_letter, waiting_with
from organizations.models import Unit
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation


@transaction.atomic
def number_letter(
    assignment: Assignment, *, reply_by: date, signature: Signature, seat: Seat, at: datetime
) -> IssuedDocument:
    """First phase: every petition that waits with the agency is urged, then the letter gets its number.

    At most one letter a day to an agency: asking again finds it. What was urged today already is in the letter and
    not urged twice. Call ``documents.actions.complete`` after the commit. Raises RuleViolation once nothing waits,
    and for a day of reply that is not after the letter.
    """
    on, issuer = local_date(at), assignment.notice.hosting.post.unit
    Unit.objects.select_for_update().get(pk=assignment.agency_id)  # one letter at a time to an agency
    known = IssuedDocument.objects.filter(issue_key=key_of(assignment, on)).first()
    if known is not None:
        return known
    if reply_by <= on:
        raise RuleViolation(Article.URGING, "Ngày đề nghị báo cáo phải sau ngày văn bản.")
    waiting = waiting_with(assignment)
    letter = urging_letter(assignment, waiting, reply_by=reply_by, signature=signature, on=on)
    for row in waiting:
        if last_urged_on(row) != on:
            assignments.urge(row, seat=seat, at=at)
    return documents.take_number(
        letter,
        kind=PaperKind.URGING_LETTER,
        issue_key=key_of(assignment, on),
        issuer=issuer,
        family=letter.heading.family,
        period=documents.next_period(issuer, letter.heading.family, on),
        dated_on=on,
        signer_name=signature.name,
        signer_position=signature.position,
        title=f"Công văn {letter.subject} ({letter.agency})",
        by=seat.actor,
        at=at,
        context_key=acts.context_key(assignment.petition.session),
    )
