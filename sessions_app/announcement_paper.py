"""Building the public announcement of a conference with the people (Luật 72/2025/QH15, Điều 43)."""

from datetime import date

from django.utils.timezone import localtime

from documents import kinds
from documents.enums import PaperKind
from documents.letterheads import keeping_line
from documents.models import IssuedDocument
from documents.printouts import Signature
from organizations.models import SettingKey
from organizations.queries import front_of
from regulation.articles import Article
from sessions_app.models import Hosting, Publication
from sessions_app.papers import heading_of, presider_lines, returned_to, signature_by
from sessions_app.printouts import AnnouncementPaper


def announcement_paper(hosting: Hosting, *, signature: Signature, on: date) -> AnnouncementPaper:
    """The announcement as the plan stands. Raises RuleViolation when a fact it must state is missing."""
    session, body, office = hosting.session, hosting.post.unit, hosting.organizing_office
    closes_at = session.registration_closes_at
    return AnnouncementPaper(
        heading=heading_of(hosting, on=on),
        subject="về việc tổ chức hội nghị đối thoại trực tiếp với Nhân dân",
        citation=Article.CONFERENCE_ANNOUNCED.cited_in_full_for(hosting.branch),
        session_title=session.title,
        content=session.content,
        place=session.place,
        starts_at=localtime(session.starts_at),
        presiders=presider_lines(hosting),
        audience=session.audience,
        registration_closes_at=localtime(closes_at) if closes_at else None,
        office=returned_to(hosting),
        office_phone=office.phone or body.phone,
        signature=signature,
        recipients=_recipients(hosting, on=on),
    )


def _recipients(hosting: Hosting, *, on: date) -> tuple[str, ...]:
    body = hosting.post.unit
    front = front_of(body, on)
    return (
        "Đài truyền thanh, trang thông tin điện tử (để đăng tải)",
        *((front.name,) if front else ()),
        "Các khu phố, ấp (để niêm yết, thông báo đến Nhân dân)",
        keeping_line(body, on=on),
    )


def usual_signature(hosting: Hosting, *, on: date) -> Signature:
    """Who signs the announcement: as under the other notices of the body."""
    return signature_by(hosting, SettingKey.NOTICE_SIGNATURE, on=on)


def issue_key(publication: Publication) -> str:
    """What names the paper of one announcement: a conference put on another day gets another paper."""
    return f"announcement:{publication.code}:{publication.hosting.session.plan_revision}"


def paper_of(publication: Publication) -> IssuedDocument | None:
    """The numbered announcement, or None."""
    return IssuedDocument.objects.filter(issue_key=issue_key(publication)).first()


def register() -> None:
    """Announcements are made from this printout; nothing follows: that they were made public is recorded by people."""
    kinds.register(PaperKind.ANNOUNCEMENT, AnnouncementPaper)
