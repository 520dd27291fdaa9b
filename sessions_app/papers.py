"""Building the papers of a session from its rows. Stands above the queries and below the verbs, like printouts."""

from dataclasses import replace
from datetime import date

from documents.enums import Family
from documents.letterheads import (
    addressed,
    family_of,
    heading_for,
    keeping_line,
    reporting_line,
    signature_for,
)
from documents.models import IssuedDocument
from documents.printouts import Heading, Signature
from organizations import settings as unit_settings
from organizations.enums import SignatureForm
from organizations.models import SettingKey, Unit
from organizations.queries import holder_of
from regulation.articles import Article
from regulation.editions import citation
from sessions_app.models import Hosting, Invitation
from sessions_app.printouts import Entrance, InvitationLetter, Invitee
from sessions_app.queries.registrations import offered_fields

OTHER_FIELD = "khac"  # the slip has a line of its own for it


def heading_of(hosting: Hosting, *, on: date) -> Heading:
    """The head of a paper of the hosting's body on the date of the paper."""
    return replace(heading_for(hosting.post.unit, on=on), office_name=hosting.organizing_office.name)


def presider_lines(hosting: Hosting) -> tuple[str, ...]:
    """ "Đồng chí Trần Văn Mẫu, Bí thư …" on papers of the Party, "Ông …, Chủ tịch …" on papers of the State."""
    family = family_of(hosting.post.unit)
    return tuple(
        f"{addressed(family, row.official.salutation, row.official.full_name)}, {row.title}"
        for row in hosting.presidencies.select_related("official").order_by("pk")
    )


def concluding_line(hosting: Hosting) -> str:
    """Who concludes, inside a sentence: "đồng chí …, Bí thư …", or "Chủ tịch Ủy ban nhân dân … Trần Văn Mẫu"."""
    if family_of(hosting.post.unit) == Family.PARTY:
        # "Đồng chí …" opens a line of its own; inside a sentence it is written small.
        return "; ".join(line[:1].lower() + line[1:] for line in presider_lines(hosting))
    rows = hosting.presidencies.select_related("official").order_by("pk")
    return "; ".join(f"{row.title} {row.official.full_name}" for row in rows)


def cited(hosting: Hosting, article: Article) -> str:
    """A clause as the papers of a hosting cite it, by the text that its duties are counted by."""
    duty = hosting.notice_duty or hosting.invitation_duty
    return citation(article, hosting.branch, duty.edition if duty else "")


def invitation_letter(hosting: Hosting, *, signature: Signature, on: date) -> InvitationLetter:
    """The record copy of the letter of one hosting. Raises RuleViolation when a mandatory fact is missing."""
    session, body, office = hosting.session, hosting.post.unit, hosting.organizing_office
    return InvitationLetter(
        heading=heading_of(hosting, on=on),
        subject="dự buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        citation=cited(hosting, Article.INVITATION_LEAD_TIME),
        session_title=session.title,
        content=session.content,
        place=session.place,
        starts_at=session.starts_at,
        presiders=presider_lines(hosting),
        registration_closes_at=session.registration_closes_at,
        slip_fields=tuple(field.name for field in offered_fields(session) if field.key != OTHER_FIELD),
        return_slip_to=returned_to(hosting),
        office_phone=office.phone or body.phone,
        notes=(),
        signature=signature,
        recipients=("Như trên", reporting_line(body), keeping_line(body, on=on)),
    )


def returned_to(hosting: Hosting) -> str:
    """The office and the address that take slips and words of the people."""
    office, body = hosting.organizing_office, hosting.post.unit
    return ", ".join(part for part in (office.name, office.address or body.address) if part)


def personal_letter(document: IssuedDocument, invitation: Invitation, entrance: Entrance) -> InvitationLetter:
    """The letter of one guest: the frozen facts of the issued paper with the guest's name and entrance."""
    guest = invitation.guest
    invitee = Invitee(salutation=guest.salutation or "Ông/Bà", full_name=guest.full_name, detail=guest.group)
    return InvitationLetter.from_facts(document.facts).for_guest(invitee, entrance)


def usual_signature(hosting: Hosting, *, on: date) -> Signature:
    """Who signs a letter by the unit's switch, as far as it is known: by order the chief of office, else the head."""
    return signature_by(hosting, SettingKey.INVITATION_SIGNATURE, on=on)


def signature_by(hosting: Hosting, switch: SettingKey, *, on: date) -> Signature:
    """Who signs by one of the unit's switches, as far as it is known."""
    body = hosting.post.unit
    form = unit_settings.value(body, switch, on)
    if form == SignatureForm.BY_ORDER:
        return signature_for(body, form, _last_signer(body))
    tenure = holder_of(hosting.post, on)
    return signature_for(body, form, tenure.official.full_name if tenure else "")


def _last_signer(body: Unit) -> str:
    """The chief of office under the body's last paper: the office types the name once."""
    position = signature_for(body, SignatureForm.BY_ORDER, "").position
    last = body.issued_documents.filter(signer_position=position).order_by("-dated_on", "-pk").first()
    return last.signer_name if last else ""
