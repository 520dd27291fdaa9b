"""Due dates per second: the table of sums against counting day by day over a shared ``holidays.VN``."""

import random
from datetime import date, timedelta

import holidays

from dialogue_portal.bench.measuring import Ratio, in_turns
from regulation.reference_data import calendar_rows
from regulation.working_days import WorkingCalendar

CASES = 20_000
GOAL = 150
FIRST, LAST = date(2024, 1, 1), date(2027, 10, 31)
DAY = timedelta(days=1)


def measure(*, n: int = CASES, seed: int = 1) -> list[Ratio]:
    """One row. ``detail`` counts how often each way differs from somebody who counts by the shipped table."""
    cases = _cases(n, seed)
    calendar = WorkingCalendar(calendar_rows())
    vietnam = holidays.VN(years=range(2023, 2029))
    ours = lambda: [calendar.nth_after(day, term) for day, term in cases]  # noqa: E731
    naive = lambda: [_day_by_day(day, term, vietnam.is_working_day) for day, term in cases]  # noqa: E731
    true = [_day_by_day(day, term, _counts()) for day, term in cases]
    differing = {
        "ours": sum(found != right for found, right in zip(ours(), true, strict=True)),
        "package": sum(found != right for found, right in zip(naive(), true, strict=True)),
    }
    seconds_ours, seconds_naive = in_turns(ours, naive)
    return [
        Ratio(
            name="due dates",
            ours=n / seconds_ours,
            baseline=n / seconds_naive,
            unit="per second",
            goal=GOAL,
            n=n,
            detail={
                "differing from the day-by-day oracle, ours": differing["ours"],
                "differing from it, package holidays (it lacks the swap of 2/1 for 10/1/2026)": differing[
                    "package"
                ],
            },
        )
    ]


def _cases(n: int, seed: int) -> list[tuple[date, int]]:
    """Days of four years with terms of 1 to 35 working days, 18 on average."""
    chance = random.Random(seed)  # noqa: S311  cases that can be made again, no secret
    span = (LAST - FIRST).days
    return [(FIRST + timedelta(days=chance.randint(0, span)), chance.randint(1, 35)) for _ in range(n)]


def _day_by_day(day: date, term: int, counts) -> date:
    while term:
        day += DAY
        term -= bool(counts(day))
    return day


def _counts():
    """The oracle's test of one day, by the shipped rows alone."""
    entered = {row.date: row.kind.value == "worked" for row in calendar_rows()}
    return lambda day: entered.get(day, day.isoweekday() <= 5)
