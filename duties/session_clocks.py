"""The clocks of one session as facts of a picture: 5 working days before, 10 after, 20 after the notice.

``legal_timeline`` turns the session's duties into what ``components/legal_timeline.html`` shows; where things
stand in the picture is ``duties.timeline``. No queries.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from duties import timeline
from duties.badges import SOON_DAYS, Badge
from duties.enums import Standing
from duties.models import Duty
from duties.session_phases import ONE_DAY, Clocks, clocks_of, days_of, least_favourable, phases_of
from organizations.enums import Branch
from regulation import date_words
from regulation.articles import Article
from regulation.deadlines import ANSWER_TERM, Term
from regulation.working_days import CalendarUnknown, WorkingCalendar

NOT_STARTED = Badge(kind="waiting", text="Chưa tính hạn", icon="waiting")
_CITED = {
    frozenset({Branch.PARTY}): "Điều 9",
    frozenset({Branch.GOVERNMENT}): "Điều 13",
    frozenset({Branch.PARTY, Branch.GOVERNMENT}): "Điều 9, Điều 13 và khoản 5 Điều 18",
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One of the four boxes under the picture."""

    title: str
    badge: Badge
    text: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the list that narrow screens show; ``kind`` as in ``components/vertical_timeline.html``."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LegalTimeline:
    """What ``components/legal_timeline.html`` asks for."""

    title: str
    count_url: str
    table_url: str
    drawing: timeline.Drawing
    items: list[Item]
    cells: list[Cell]


def legal_timeline(
    *,
    session_on: date,
    ended_on: date | None,
    duties: Iterable[Duty],
    on: date,
    calendar: WorkingCalendar,
    session_badge: Badge,
    soon: int = SOON_DAYS,
    texts: Mapping[str, str] | None = None,
    table_url: str = "",
    answer_term: Term = ANSWER_TERM,
) -> LegalTimeline | None:
    """The clocks of a session on the day ``on``, or None where no date can be drawn.

    ``duties`` are ``duties.queries.duties_of(session)``; ``ended_on`` is the recorded end, None before it.
    ``session_badge`` says how the session itself stands. ``texts`` replaces the sentence of a box: keys
    "invitation", "session", "notice", "answers".
    """
    clocks = clocks_of(
        duties, session_on=session_on, ended_on=ended_on, on=on, calendar=calendar, soon=soon,
        answer_term=answer_term,
    )  # fmt: skip
    phases = phases_of(clocks)
    if not phases:
        return None
    try:
        days = days_of(clocks, phases)
    except CalendarUnknown:
        return None
    marks = list(_marks(clocks))
    title = f"Tiến độ theo Quy chế{_cited(clocks)}"
    told = _sentences(clocks) | dict(texts or {})
    return LegalTimeline(
        title=title,
        count_url=_count_url(clocks),
        table_url=table_url,
        drawing=timeline.draw(
            days=days, spans=[phase.span(on=on) for phase in phases], marks=marks, today=on, title=title
        ),
        items=list(_items(clocks)),
        cells=_cells(clocks, session_badge, told),
    )


def _cited(clocks: Clocks) -> str:
    cited = _CITED.get(clocks.branches)
    return f" ({cited})" if cited else ""


def _count_url(clocks: Clocks) -> str:
    """The explanation of the clock that runs, else of the last one that ran."""
    running = [duty for duty in (clocks.notice, clocks.invitation) if duty and duty.due_on]
    open_ones = [duty for duty in reversed(running) if duty.is_open] or running
    return reverse("duties:explain", args=[open_ones[0].code]) if open_ones else ""


# -- marks, list, boxes


def _dated(duty: Duty, clocks: Clocks) -> Iterator[tuple[str, date, bool]]:
    """Title, day and whether it is only expected, for a duty of the session that has a date."""
    title = {Article.INVITATION_LEAD_TIME: "Hạn gửi thư mời"}.get(duty.article, "Hạn thông báo kết luận")
    if duty.due_on is not None:
        yield title, duty.due_on, duty.base_is_planned and clocks.ended_on is None


def _facts(clocks: Clocks) -> Iterator[tuple[str, date, bool, Duty | None]]:
    """The four dates of a session in their order: title, day, expected, and the duty behind it."""
    if clocks.invitation is not None:
        yield from ((*fact, clocks.invitation) for fact in _dated(clocks.invitation, clocks))
    yield "Buổi đối thoại", clocks.session_on, False, None
    if clocks.notice is not None:
        yield from ((*fact, clocks.notice) for fact in _dated(clocks.notice, clocks))
    dated = [duty for duty in clocks.answers if duty.due_on is not None]
    if dated:
        worst = least_favourable(dated, clocks.on)
        yield "Hạn trả lời kiến nghị", worst.due_on, False, worst
    elif clocks.answer_expected_on is not None:
        yield "Hạn trả lời kiến nghị", clocks.answer_expected_on, True, None


def _marks(clocks: Clocks) -> Iterator[timeline.Mark]:
    for title, day, expected, duty in _facts(clocks):
        provisional = " (tạm tính)" if duty is not None and duty.tentative and duty.is_open else ""
        yield timeline.Mark(
            on=day,
            title=f"{title} (dự kiến)" if expected else title,
            text=f"{date_words.weekday(day)}, {day:%d/%m/%Y}{provisional}",
            expected=expected,
        )


def _items(clocks: Clocks) -> Iterator[Item]:
    for title, day, expected, duty in _facts(clocks):
        words = date_words.long_date(day)
        if duty is None or expected:
            passed = "done" if day < clocks.on else "current" if day == clocks.on else "todo"
            yield Item(
                kind="expected" if expected else passed,
                title=title,
                text=f"Dự kiến {words}" if expected else words,
            )
            continue
        yield Item(kind=_item_kind(duty, clocks), title=title, text=f"{words}. {clocks.badge(duty).text}")


def _item_kind(duty: Duty, clocks: Clocks) -> str:
    standing = clocks.standing(duty)
    if standing in (Standing.OVERDUE, Standing.MET_LATE):
        return "late"
    return "current" if standing is Standing.OPEN else "done"


def _cells(clocks: Clocks, session_badge: Badge, told: Mapping[str, str]) -> list[Cell]:
    notice_waits = clocks.notice is None or (clocks.notice.base_is_planned and clocks.ended_on is None)
    worst = least_favourable(clocks.answers, clocks.on)
    return [
        Cell(
            title="Thư mời",
            badge=clocks.badge(clocks.invitation) if clocks.invitation else NOT_STARTED,
            text=told["invitation"],
        ),
        Cell(title="Buổi đối thoại", badge=session_badge, text=told["session"]),
        Cell(
            title="Thông báo kết luận",
            badge=NOT_STARTED if notice_waits else clocks.badge(clocks.notice),
            text=told["notice"],
        ),
        Cell(
            title="Trả lời kiến nghị",
            badge=clocks.badge(worst) if worst else NOT_STARTED,
            text=told["answers"],
        ),
    ]


def _sentences(clocks: Clocks) -> dict[str, str]:
    return {
        "invitation": _about_invitation(clocks),
        "session": date_words.long_date(clocks.session_on),
        "notice": _about_notice(clocks),
        "answers": _about_answers(clocks),
    }


def _about_invitation(clocks: Clocks) -> str:
    duty = clocks.invitation
    if duty is None or duty.due_on is None:
        return "Chưa tính được hạn gửi thư mời"
    if duty.met_on is not None:
        return f"Gửi xong ngày {duty.met_on:%d/%m/%Y}, hạn {duty.due_on:%d/%m/%Y}"
    return f"Gửi chậm nhất {date_words.long_date(duty.due_on)}"


def _about_notice(clocks: Clocks) -> str:
    duty = clocks.notice
    if duty is None or duty.due_on is None:
        return "Chưa tính được hạn thông báo kết luận"
    if duty.met_on is not None:
        return f"Phát hành ngày {duty.met_on:%d/%m/%Y}, hạn {duty.due_on:%d/%m/%Y}"
    if duty.base_is_planned and clocks.ended_on is None:
        return f"Tính từ ngày kết thúc buổi đối thoại; dự kiến hạn {duty.due_on:%d/%m/%Y}"
    named = [
        f"{line.date:%d/%m} ({line.reason})"
        for line in clocks.calendar.skipped(duty.base_on + ONE_DAY, duty.due_on)
        if line.source
    ]
    return f"Không tính ngày {', '.join(named)}" if named else f"Hạn {date_words.long_date(duty.due_on)}"


def _about_answers(clocks: Clocks) -> str:
    if clocks.answers:
        met = sum(duty.met_on is not None for duty in clocks.answers)
        return f"Đã trả lời {met}/{len(clocks.answers)} kiến nghị giao cơ quan"
    if clocks.noticed_on is not None:
        return "Không có kiến nghị giao cơ quan"
    return "Bắt đầu tính từ ngày phát hành thông báo kết luận"
