"""What stands beside the queue: four weeks, the figures of the year, what just happened."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Seat
from audit.models import Act
from duties.models import Duty
from duties.queries import Kept, Reach, kept_by_rule, reach_of
from duties.work import WorkItem
from regulation import date_words
from regulation.articles import Article
from regulation.clock import local_date
from regulation.working_days import CalendarUnknown, DayLine, WorkingCalendar
from sessions_app.models import DialogueSession
from sessions_app.policies import visible_sessions

WEEKS = 4
NEWEST = 5
_FOLLOWED = 100  # sessions whose log may hold news
_KEY_OF_SESSIONS = "sessions_app.dialoguesession"


# -- four weeks


def weeks(seat: Seat, items: list[WorkItem], *, on: date, calendar: WorkingCalendar) -> list[list[dict]]:
    """Four weeks from Monday of this one: today, days off, sessions, and where something falls due."""
    first = on - timedelta(days=on.weekday())
    last = first + timedelta(days=7 * WEEKS - 1)
    lines = _lines(first, last, calendar)
    sessions = _session_days(seat, first, last)
    due = {item.due_on for item in items if item.due_on}
    days = [_day(line, on=on, first=first, sessions=sessions, due=due) for line in lines]
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _lines(first: date, last: date, calendar: WorkingCalendar) -> list[DayLine]:
    try:
        return calendar.explain(first, last)
    except CalendarUnknown:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [DayLine(day, day.weekday() < 5, "", "", None) for day in days]


def _session_days(seat: Seat, first: date, last: date) -> set[date]:
    starts = visible_sessions(seat).filter(
        starts_at__date__gte=first, starts_at__date__lte=last, cancelled_at__isnull=True
    )
    return {local_date(moment) for moment in starts.order_by("pk").values_list("starts_at", flat=True)}


def _day(line: DayLine, *, on: date, first: date, sessions: set[date], due: set[date]) -> dict:
    day = line.date
    is_holiday = not line.counted and bool(line.source)
    marks = [
        (day == on, "today", "hôm nay"),
        (day in sessions, "session", "buổi đối thoại"),
        (is_holiday, "holiday", f"ngày nghỉ, {line.reason}"),
        (not line.counted and not is_holiday, "off", ""),
        (day in due, "", "có hạn"),
    ]
    holding = [(kind, words) for holds, kind, words in marks if holds]
    kind = next((kind for kind, _ in holding), "")
    turns_month = day.day == 1 and day != first
    return {
        "text": f"{day.day}/{day.month}" if turns_month else str(day.day),
        "kind": kind,
        "due": day in due,
        "title": ", ".join(words for _, words in holding if words),
    }


# -- the year


def year_figures(seat: Seat, *, on: date) -> list[dict]:
    """How the unit keeps its clocks this year, each figure out of what is done or overdue; [] for others."""
    draw = _FIGURES.get(seat.role)
    return draw(seat, on) if draw else []


def _of_host(seat: Seat, on: date) -> list[dict]:
    kept = _kept(seat, on, lambda reach: reach.own | reach.others)
    held = visible_sessions(seat).filter(ended_at__year=on.year).count()
    answers = kept(Article.WRITTEN_ANSWER)
    return [
        _figure("Buổi đã tổ chức", str(held)),
        _figure("Thư mời gửi đúng hạn", _in_time(kept(Article.INVITATION_LEAD_TIME))),
        _figure("Kết luận đúng hạn", _in_time(kept(Article.CONCLUSION_NOTICE))),
        _figure("Kiến nghị đã trả lời", f"{answers.met}/{answers.total}"),
        _overdue("Trong đó quá hạn", answers),
    ]


def _of_agency(seat: Seat, on: date) -> list[dict]:
    answers = _kept(seat, on, lambda reach: reach.own)(Article.WRITTEN_ANSWER)
    return [
        _figure("Kiến nghị được giao", str(answers.total)),
        _figure("Đã trả lời", f"{answers.met}/{answers.total}"),
        _figure("Trả lời đúng hạn", _in_time(answers)),
        _figure("Đúng hạn sau gia hạn", str(answers.extended)),
        _overdue("Đang quá hạn", answers),
    ]


_FIGURES = {Role.OFFICE: _of_host, Role.LEADER: _of_host, Role.AGENCY: _of_agency}


def _kept(seat: Seat, on: date, side: Callable[[Reach], Q]) -> Callable[[Article], Kept]:
    reach: Reach = reach_of(seat.unit, on=on)
    duties = Duty.objects.filter(side(reach), base_on__year=on.year, base_is_planned=False)
    kept = kept_by_rule(duties, on=on)
    return lambda article: kept.get(article, Kept())


def _in_time(kept: Kept) -> str:
    return f"{kept.in_time}/{kept.judged}"


def _figure(label: str, value: str, kind: str = "") -> dict:
    return {"label": label, "value": value, "url": "", "kind": kind}


def _overdue(label: str, kept: Kept) -> dict:
    return _figure(label, str(kept.overdue), "overdue" if kept.overdue else "")


# -- what just happened


def latest_acts(seat: Seat, *, on: date) -> list[dict]:
    """The newest acts around the seat: of its sessions for a house, of its own unit for the others."""
    acts = _acts_around(seat).exclude(verb__startswith="duty.").order_by("-at", "-pk")[:NEWEST]
    return [{"who": _who(act), "what": _what(act), "when": _when(act, on)} for act in acts]


def _acts_around(seat: Seat) -> QuerySet[Act]:
    if seat.role not in (Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER):
        return Act.objects.filter(unit=seat.unit)
    keys = [f"{_KEY_OF_SESSIONS}:{pk}" for pk in _followed(seat)]
    return Act.objects.filter(Q(context_key__in=keys))


def _followed(seat: Seat) -> list[int]:
    sessions: QuerySet[DialogueSession] = visible_sessions(seat)
    return list(sessions.order_by("-starts_at", "-pk").values_list("pk", flat=True)[:_FOLLOWED])


def _who(act: Act) -> str:
    """The name without the title: the column is narrow and the log has both."""
    return act.actor_label.partition(",")[0]


def _what(act: Act) -> str:
    return act.title[:1].lower() + act.title[1:]


def _when(act: Act, on: date) -> str:
    moment = timezone.localtime(act.at)
    day = "hôm nay" if moment.date() == on else f"{moment:%d/%m/%Y}"
    return f"{date_words.clock_words(moment)}, {day}"
