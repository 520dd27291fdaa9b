"""``manage.py due RULE DATE``: apply one term of the regulation to one day."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from regulation import editions
from regulation.articles import Article, UnknownClause, canonical_clause
from regulation.calendars import working_calendar
from regulation.deadlines import LEAD_TIMES, Deadline, apply
from regulation.enums import DayStatus
from regulation.working_days import CalendarUnknown, DayLine, WorkingCalendar


class Command(BaseCommand):
    help = "Áp dụng một thời hạn của Quy chế, ví dụ: due D9.3.a 2026-10-17 --explain"
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse_in_one_line(message: str):
            if self._called_from_command_line:
                parser.exit(2, f"{message}\n")
            _refuse(message)

        parser.error = refuse_in_one_line  # instead of the usage text
        return parser

    def add_arguments(self, parser):
        parser.add_argument("rule", help="Clause id: D9.1.b, D9.3.a, D9.3.b, D13.1.b, D13.3.a, D13.3.b")
        parser.add_argument(
            "date", help="ISO date: the session day for D9.1.b and D13.1.b, else the event's day"
        )
        parser.add_argument("--explain", action="store_true", help="list every day counted or skipped")
        parser.add_argument("--json", action="store_true", help="machine-readable answer")

    def handle(self, **options):
        rule, base_on = options["rule"], _day(options["date"])
        calendar = working_calendar()
        deadline = deadline_for(rule, base_on, calendar)
        if options["json"]:
            self.stdout.write(as_json(deadline, rule, calendar if options["explain"] else None))
        elif options["explain"]:
            self.stdout.write("\n".join(explanation(deadline, rule, calendar)))
        else:
            self.stdout.write(deadline.due_on.isoformat())


def _refuse(message: str):
    raise CommandError(" ".join(str(message).split()), returncode=2)


def _day(text: str) -> date:
    """A date as YYYY-MM-DD and nothing else; ends the command with status 2 otherwise."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        _refuse(f"Ngày “{text}” không hợp lệ; cần dạng năm-tháng-ngày, ví dụ 2026-02-24.")
    return day


def deadline_for(rule: str, base_on: date, calendar: WorkingCalendar) -> Deadline:
    """The deadline of the clause ``rule`` for an event on ``base_on``; ends the command with status 2
    when the clause is unknown, has no term, was not in force, or the calendar does not reach that far.
    """
    try:
        return apply(editions.term_for(Article.by_clause(rule), base_on), base_on, calendar)
    except (UnknownClause, editions.TermUnknown, CalendarUnknown) as problem:
        _refuse(problem)


def as_json(deadline: Deadline, rule: str, calendar: WorkingCalendar | None) -> str:
    """The answer for machines; with a calendar, also one entry per day."""
    answer = {
        "rule": rule,
        "clause": canonical_clause(rule),
        "date": deadline.base_on.isoformat(),
        "due": deadline.due_on.isoformat(),
        "lawful_until": deadline.lawful_until.isoformat(),
        "amber_until": deadline.amber_until.isoformat(),
        "skipped": [{"date": line.date.isoformat(), "reason": line.reason} for line in deadline.skipped],
        "tentative": deadline.tentative,
        "reading": deadline.reading.value,
        "calendar_version": deadline.calendar_version,
    }
    if calendar is not None:
        answer["days"] = [
            {
                "date": line.date.isoformat(),
                "counted": line.counted,
                "reason": line.reason,
                "source": line.source,
            }
            for line in _days_passed(deadline, calendar)
        ]
    return json.dumps(answer, ensure_ascii=False)


def explanation(deadline: Deadline, rule: str, calendar: WorkingCalendar) -> list[str]:
    """The due date, then one line per day passed with its number or the reason why it does not count."""
    branch = "government" if canonical_clause(rule).startswith("D13") else "party"
    lines = [
        deadline.due_on.isoformat(),
        f"{deadline.rule.cited_for(branch)}: {deadline.rule.text}",
        f"Tính từ {deadline.base_on:%d/%m/%Y} (không tính ngày này).",
    ]
    number = 0
    for line in _days_passed(deadline, calendar):
        number += line.counted
        lines.append(_explained(line, number))
    if deadline.rule in LEAD_TIMES:
        lines.append(f"Hạn gửi nên theo: {deadline.due_on:%d/%m/%Y} (ngày làm việc).")
        lines.append(f"Gửi đến hết {deadline.lawful_until:%d/%m/%Y} vẫn đúng hạn.")
        lines.append(f"Gửi đến hết {deadline.amber_until:%d/%m/%Y} là sát hạn, sau đó là trễ hạn.")
    else:
        lines.append(f"Hạn: hết ngày {deadline.due_on:%d/%m/%Y}.")
    if deadline.tentative:
        lines.append("Tạm tính: có ngày chưa được xác nhận bằng văn bản.")
    return lines


def _days_passed(deadline: Deadline, calendar: WorkingCalendar) -> list[DayLine]:
    """Every day of the term, nearest to the event first."""
    if deadline.rule in LEAD_TIMES:
        days = sorted([*deadline.counted, *(line.date for line in deadline.skipped)], reverse=True)
    else:
        days = sorted([*deadline.counted, *(line.date for line in deadline.skipped)])
    return [calendar.explain(day, day)[0] for day in days]


def _explained(line: DayLine, number: int) -> str:
    count = f"{number:>3}" if line.counted else "  –"
    expected = ", dự kiến" if line.status is DayStatus.EXPECTED else ""
    source = f" ({line.source}{expected})" if line.source else ""
    return f"{line.date:%d/%m/%Y} {count}  {line.reason}{source}"
