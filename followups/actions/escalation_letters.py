"""Putting to the level above, in writing, what only it can decide (Đ14.4, Đ15.4)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from documents import actions as documents
from documents.enums import PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from followups.escalation_paper import escalation_letter, key_of, letters_of, to_escalate
from followups.models import ConclusionNotice
from regulation.clock import local_date


@transaction.atomic
def number_letter(
    notice: ConclusionNotice, *, seen: int, signature: Signature, seat: Seat, at: datetime
) -> IssuedDocument:
    """First phase: the letter about everything that stands in no letter yet gets its number.

    ``seen`` is how many letters there were when the page was opened: asking again finds the letter that was made
    then. Call ``documents.actions.complete`` after the commit. Raises RuleViolation when nothing is left to put above.
    """
    ConclusionNotice.objects.select_for_update().get(pk=notice.pk)  # one letter at a time
    letters = letters_of(notice)
    if len(letters) > seen:
        return letters[seen]
    on, issuer = local_date(at), notice.hosting.post.unit
    letter = escalation_letter(notice, to_escalate(notice), signature=signature, on=on)
    return documents.take_number(
        letter,
        kind=PaperKind.ESCALATION_LETTER,
        issue_key=f"{key_of(notice)}:{len(letters) + 1}",
        issuer=issuer,
        family=letter.heading.family,
        period=documents.next_period(issuer, letter.heading.family, on),
        dated_on=on,
        signer_name=signature.name,
        signer_position=signature.position,
        title=f"Công văn {letter.subject}",
        by=seat.actor,
        at=at,
        context_key=acts.context_key(notice.hosting.session),
    )
