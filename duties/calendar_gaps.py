"""Years whose calendar is not yet sure: who keeps it is told from 1 October on. No queries."""

from dataclasses import dataclass
from datetime import date

from regulation.working_days import WorkingCalendar

ALERT_FROM_MONTH = 10  # notices for the next year come out in the last quarter


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One year that is not sure. ``expected`` days are only foreseen; without any entry the year is ``unknown``."""

    year: int
    expected: int
    unknown: bool

    @property
    def sentence(self) -> str:
        """What is missing and what follows from it."""
        if self.unknown:
            return (
                f"Chưa có lịch ngày làm việc năm {self.year}. Hạn rơi vào năm {self.year} chỉ là tạm tính, "
                "cho đến khi nhập thông báo của cơ quan có thẩm quyền."
            )
        return (
            f"Lịch năm {self.year} còn {self.expected} ngày dự kiến, chưa có thông báo chính thức. "
            "Hạn đi qua những ngày này là tạm tính."
        )


def gaps(calendar: WorkingCalendar, *, on: date) -> list[Gap]:
    """The years to be settled as seen on a day: this one, and from October the next one."""
    years = [on.year, on.year + 1] if on.month >= ALERT_FROM_MONTH else [on.year]
    found = []
    for year in years:
        expected, confirmed = calendar.open_questions(year)
        if expected or not confirmed:
            found.append(Gap(year=year, expected=expected, unknown=not confirmed and not expected))
    return found
