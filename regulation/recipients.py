"""Who must receive the annual report (Điều 9.3.c for the Party, 13.3.c for governments). Pure.

The two chapters agree on the committee of the same level and on the Front; they differ in the superior.
Which unit stands in a role on a given day is read from the dated relations of the organisation.
"""

from dataclasses import dataclass

from regulation.articles import GOVERNMENT, PARTY, Article
from regulation.enums import LabelledEnum


class RecipientRole(LabelledEnum):
    """A receiver as the text names it."""

    SAME_LEVEL_COMMITTEE = "same_level_committee", "Cấp ủy cùng cấp"
    SUPERIOR_PARTY = "superior_party", "Cấp ủy cấp trên trực tiếp"
    SUPERIOR_GOVERNMENT = "superior_government", "Chính quyền cấp trên trực tiếp"
    SAME_LEVEL_FRONT = "same_level_front", "Ủy ban Mặt trận Tổ quốc cùng cấp"
    SAME_LEVEL_ORGANISATIONS = "same_level_organisations", "Các tổ chức chính trị - xã hội cùng cấp"


class Purpose(LabelledEnum):
    """Why a copy is sent: to report, or so that it can be followed and supervised."""

    REPORT = "report", "Để báo cáo"
    SUPERVISE = "supervise", "Để theo dõi, giám sát"


@dataclass(frozen=True)
class Recipient:
    """One line of the report's list of receivers."""

    role: RecipientRole
    purpose: Purpose


_REPORTED_TO = {
    PARTY: (RecipientRole.SAME_LEVEL_COMMITTEE, RecipientRole.SUPERIOR_PARTY),
    GOVERNMENT: (RecipientRole.SAME_LEVEL_COMMITTEE, RecipientRole.SUPERIOR_GOVERNMENT),
}
_COPIED_TO = (RecipientRole.SAME_LEVEL_FRONT, RecipientRole.SAME_LEVEL_ORGANISATIONS)
_ARTICLES = {PARTY: Article.PARTY_ANNUAL_REPORT, GOVERNMENT: Article.GOVERNMENT_ANNUAL_REPORT}


def annual_report_article(branch: str) -> Article:
    """The clause that orders the report of the branch ("party" or "government")."""
    return _ARTICLES[branch]


def annual_report_recipients(branch: str) -> tuple[Recipient, ...]:
    """Everybody whom the report of the branch must reach, in the order of the text (9.3.c, 13.3.c).

    A person who heads both branches writes two reports, because the superior differs.
    """
    reported = tuple(Recipient(role, Purpose.REPORT) for role in _REPORTED_TO[branch])
    copied = tuple(Recipient(role, Purpose.SUPERVISE) for role in _COPIED_TO)
    return reported + copied
