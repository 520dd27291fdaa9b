"""Who presides at which level and where a deputy may stand in (Điều 7 and 11), as dated rows. Pure.

A post names its clause (for example ``D7.4``); the row of that clause on the day of the session decides.
Where the text names no deputy it is silent, not forbidding: the portal blocks it unless a written reason
is given, and that reason is shown to the monitoring body.
"""

from dataclasses import dataclass
from datetime import date

from regulation.articles import GOVERNMENT, PARTY, Article
from regulation.enums import LabelledEnum

IN_FORCE_FROM = date(2017, 4, 28)
END_OF_DISTRICTS = date(2025, 6, 30)


class DeputyRule(LabelledEnum):
    """What the text says of a deputy in the chair."""

    WHEN_AUTHORISED = "when_authorised", "Cấp phó chủ trì khi được ủy quyền"
    LOCAL_MILITARY = "local_military", "Chỉ cấp phó của đơn vị bộ đội địa phương, khi được ủy quyền"
    NOT_PROVIDED = "not_provided", "Quy chế không quy định cấp phó chủ trì"


class Presiding(LabelledEnum):
    """The answer to "may this person preside?"."""

    ALLOWED = "allowed", "Được chủ trì"
    NEEDS_DELEGATION = "needs_delegation", "Cấp phó chỉ được chủ trì khi có văn bản ủy quyền."
    NEEDS_REASON = (
        "needs_reason",
        "Quy chế không quy định cấp phó chủ trì ở cấp này; phải nêu rõ lý do bằng văn bản.",
    )


class LevelUnknown(LookupError):
    """No row of Điều 7 or 11 holds for the clause on the day; the message is a Vietnamese sentence."""


@dataclass(frozen=True)
class PresidingLevel:
    """One row of Điều 7 or 11: the post that presides, and what holds for its deputy, over a period."""

    article: Article
    branch: str
    holder: str
    deputy_rule: DeputyRule
    deputy: str = ""
    valid_from: date = IN_FORCE_FROM
    valid_until: date | None = None

    def holds_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


_WHEN, _MILITARY, _SILENT = DeputyRule.WHEN_AUTHORISED, DeputyRule.LOCAL_MILITARY, DeputyRule.NOT_PROVIDED

LEVELS = (
    PresidingLevel(Article.CITY_SECRETARY, PARTY, "Bí thư Thành ủy", _WHEN, "Phó Bí thư Thành ủy"),
    PresidingLevel(
        Article.DISTRICT_SECRETARY, PARTY, "Bí thư quận ủy, huyện ủy", _WHEN,
        "Phó bí thư quận ủy, huyện ủy",
        valid_until=END_OF_DISTRICTS,
    ),
    PresidingLevel(
        Article.UPPER_SECRETARY, PARTY,
        "Bí thư đảng ủy cấp trên cơ sở, bí thư đảng ủy cơ sở trực thuộc Thành ủy", _SILENT,
    ),
    PresidingLevel(Article.WARD_SECRETARY, PARTY, "Bí thư đảng ủy phường, xã, thị trấn, đặc khu", _SILENT),
    PresidingLevel(
        Article.OFFICE_SECRETARY, PARTY, "Bí thư đảng ủy, chi ủy cơ sở cơ quan hành chính", _SILENT
    ),
    PresidingLevel(
        Article.UNIT_SECRETARY, PARTY,
        "Bí thư đảng ủy, chi ủy cơ sở doanh nghiệp, đơn vị sự nghiệp, lực lượng vũ trang",
        _MILITARY, "Phó bí thư đơn vị bộ đội địa phương",
    ),
    PresidingLevel(
        Article.CITY_CHAIRS, GOVERNMENT,
        "Chủ tịch Hội đồng nhân dân, Chủ tịch Ủy ban nhân dân thành phố", _WHEN, "Phó Chủ tịch cùng cơ quan",
    ),
    PresidingLevel(
        Article.DISTRICT_CHAIRS, GOVERNMENT,
        "Chủ tịch hội đồng nhân dân, chủ tịch ủy ban nhân dân quận, huyện", _WHEN,
        "Phó chủ tịch cùng cơ quan",
        valid_until=END_OF_DISTRICTS,
    ),
    PresidingLevel(
        Article.WARD_CHAIRS, GOVERNMENT,
        "Chủ tịch hội đồng nhân dân, chủ tịch ủy ban nhân dân phường, xã, thị trấn, đặc khu", _SILENT,
    ),
    PresidingLevel(
        Article.STATE_AGENCY_HEADS, GOVERNMENT,
        "Người đứng đầu cơ quan, tổ chức, đơn vị nhà nước trực thuộc ủy ban nhân dân", _SILENT,
    ),
    PresidingLevel(
        Article.ENTERPRISE_HEADS, GOVERNMENT,
        "Tổng giám đốc, giám đốc doanh nghiệp, chủ nhiệm hợp tác xã", _SILENT,
    ),
    PresidingLevel(
        Article.SERVICE_UNIT_HEADS, GOVERNMENT, "Người đứng đầu đơn vị sự nghiệp công lập", _SILENT
    ),
)  # fmt: skip


def level_for(clause: str, on: date) -> PresidingLevel:
    """The row that holds for a post named in ``clause`` on the day. Raises LevelUnknown without one."""
    article = Article.by_clause(clause)
    for level in LEVELS:
        if level.article is article and level.holds_on(on):
            return level
    raise LevelUnknown(f"Quy chế không quy định chức vụ này chủ trì đối thoại vào ngày {on:%d/%m/%Y}.")


def presiding_by_deputy(
    clause: str, on: date, *, authorised: bool, local_military: bool = False
) -> Presiding:
    """Whether a deputy of the post named in ``clause`` may preside on the day (Điều 7, 11).

    ``authorised`` is true when a written delegation covers the session; ``local_military`` is the flag of
    the unit that D7.6 excepts. Raises LevelUnknown when the post itself does not preside on that day.
    """
    rule = level_for(clause, on).deputy_rule
    named = rule is DeputyRule.WHEN_AUTHORISED or (rule is DeputyRule.LOCAL_MILITARY and local_military)
    if not named:
        return Presiding.NEEDS_REASON
    return Presiding.ALLOWED if authorised else Presiding.NEEDS_DELEGATION
