"""Building the letter that puts to the level above what only it can decide (Đ14.4, Đ15.4)."""

from datetime import date

from documents import kinds
from documents.enums import PaperKind
from documents.letterheads import keeping_line, reporting_line
from documents.models import IssuedDocument
from documents.printouts import Signature
from followups.enums import PetitionChip
from followups.models import ConclusionNotice
from followups.printouts import EscalatedMatter, EscalationLetter
from followups.queries.petitions import line_of, petition_list, told_text
from organizations.models import SettingKey
from organizations.queries import superior_of
from regulation.articles import Article
from regulation.clock import local_date
from sessions_app.models import Petition
from sessions_app.papers import heading_of, signature_by


def letters_of(notice: ConclusionNotice) -> list[IssuedDocument]:
    """The letters that were numbered after a notice, the oldest first."""
    letters = IssuedDocument.objects.filter(issue_key__startswith=f"{key_of(notice)}:")
    return list(letters.order_by("numbered_at", "pk"))


def key_of(notice: ConclusionNotice) -> str:
    """What names the letters that follow a notice; the count of what was put above before makes each its own."""
    return f"escalation:{notice.hosting.code}"


def to_escalate(notice: ConclusionNotice) -> list[Petition]:
    """What goes to the level above and stands in no letter yet: by the conclusion, or because the agency could not."""
    told = {matter["number"] for letter in letters_of(notice) for matter in letter.facts["matters"]}
    rows = petition_list(notice.hosting.session.petitions.all(), state=PetitionChip.ESCALATED)
    return [row for row in rows if row.number not in told]


def escalation_letter(
    notice: ConclusionNotice, rows: list[Petition], *, signature: Signature, on: date
) -> EscalationLetter:
    """The letter about ``rows``. Raises RuleViolation when there is nothing, or nobody above."""
    hosting = notice.hosting
    session, body = hosting.session, hosting.post.unit
    above = superior_of(body, on)
    superior = above.name if above else ""
    return EscalationLetter(
        heading=heading_of(hosting, on=on),
        subject="kiến nghị giải quyết những nội dung thuộc thẩm quyền cấp trên",
        citation=Article.ESCALATION.cited_in_full_for(hosting.branch),
        superior=superior,
        addressees=(superior,) if superior else (),
        session_title=session.title,
        held_on=local_date(session.ended_at),
        notice=notice.document.cited,
        notice_on=notice.document.dated_on,
        matters=tuple(_matter(row) for row in rows),
        signature=signature,
        recipients=("Như trên", reporting_line(body), keeping_line(body, on=on)),
    )


def _matter(row: Petition) -> EscalatedMatter:
    line = line_of(row)
    return EscalatedMatter(
        number=row.number,
        field=row.field.name,
        text=told_text(row),
        concluded=line.instruction if line else "",
    )


def usual_signature(notice: ConclusionNotice, *, on: date) -> Signature:
    """Who signs such a letter: as under the notices of the body."""
    return signature_by(notice.hosting, SettingKey.NOTICE_SIGNATURE, on=on)


def register() -> None:
    """Letters to the level above are made from this printout."""
    kinds.register(PaperKind.ESCALATION_LETTER, EscalationLetter)
