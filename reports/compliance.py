"""How compliance is counted: one definition for the dashboard, its lists, its files and the papers. Pure.

On-time rate = done in time ÷ (done + still open and past due). What is open and not yet due is not counted;
what was done in time only after an announced extension is counted apart, never as on time.
"""

from collections.abc import Iterable

from duties.queries import Kept

ENOUGH_FOR_A_RATE = 5
GOOD, FAIR = 0.95, 0.80
FORMULA = "Tỷ lệ = số mốc hoàn thành đúng hạn chia cho tổng số mốc đã hoàn thành và mốc đang quá hạn."


def added(parts: Iterable[Kept]) -> Kept:
    """Several tallies as one."""
    parts = list(parts)
    return Kept(
        total=sum(part.total for part in parts),
        in_time=sum(part.in_time for part in parts),
        extended=sum(part.extended for part in parts),
        late=sum(part.late for part in parts),
        overdue=sum(part.overdue for part in parts),
    )


def rate(kept: Kept) -> float | None:
    """Share done in time, 0 to 1; None while nothing has come due."""
    return kept.in_time / kept.judged if kept.judged else None


def percent(share: float | None) -> str:
    """A share as offices write it: ``81,4%``, ``100%``; a dash when there is none."""
    if share is None:
        return "–"
    text = f"{share * 100:.1f}".replace(".", ",")
    return text.removesuffix(",0") + "%"


def shown(kept: Kept) -> str:
    """The rate where there are enough cases to speak of one, else the counts: ``81,4%`` or ``3/4``."""
    if 0 < kept.judged < ENOUGH_FOR_A_RATE:
        return f"{kept.in_time}/{kept.judged}"
    return percent(rate(kept))


def band(share: float | None) -> str:
    """Which class of the grid a share falls into: high, middle, low, or none without any milestone."""
    if share is None:
        return "none"
    if share >= GOOD:
        return "high"
    return "middle" if share >= FAIR else "low"
