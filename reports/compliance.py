"""How a city's compliance is counted: one definition for the dashboard, its lists, files and papers. Pure.

On-time rate = met in time ÷ (met + still open and past due). What is open and not yet due is not counted;
an answer given in time only after an extension is counted apart, never as on time.
"""

from dataclasses import dataclass

ENOUGH_FOR_A_RATE = 5


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Milestones that have come due: how many were met in time, after an extension, late, and are overdue."""

    in_time: int = 0
    after_extension: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def due(self) -> int:
        """Every milestone that has come due or was met."""
        return self.in_time + self.after_extension + self.late + self.overdue

    @property
    def rate(self) -> float | None:
        """Share met in time, 0 to 1; None while nothing has come due."""
        return self.in_time / self.due if self.due else None

    @property
    def is_few(self) -> bool:
        """Too few cases for a percentage to say anything: show the counts."""
        return self.due < ENOUGH_FOR_A_RATE

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            in_time=self.in_time + other.in_time,
            after_extension=self.after_extension + other.after_extension,
            late=self.late + other.late,
            overdue=self.overdue + other.overdue,
        )


def percent(share: float | None) -> str:
    """A share as offices write it: ``81,4%``; a dash when there is none."""
    return "–" if share is None else f"{share * 100:.1f}%".replace(".", ",").replace(",0%", "%")
