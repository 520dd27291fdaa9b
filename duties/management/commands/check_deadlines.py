"""One pass of the deadline watch by hand, as Celery beat runs it."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser

from duties.actions.watch import watch
from regulation.clock import now

_WORDS = {
    "opened": "duties opened",
    "moved": "dates moved by the calendar",
    "calendar alerts": "letters about the calendar posted",
    "reminded": "reminders posted",
}


class Command(BaseCommand):
    help = "Runs one pass of the deadline watch and prints counts; a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to watch, YYYY-MM-DD (today by default)")

    def handle(self, *args, **options) -> None:
        at = now()
        on = _date(options["on"]) if options["on"] else at.date()
        for name, count in watch(on, at).items():
            self.stdout.write(f"{_WORDS.get(name, name)}: {count}")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--on: “{text}” is not a date; write it as YYYY-MM-DD.", returncode=2) from error
