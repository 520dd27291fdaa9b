"""``manage.py bounces``: take in letters that came back, by hand."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outbox import bounces
from regulation.clock import now


class Command(BaseCommand):
    help = "Read delivery status notifications from a maildir or a folder of .eml files, each once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder may be named; otherwise it is the one of the settings."""
        parser.add_argument("folder", nargs="?", default=settings.BOUNCE_FOLDER)

    def handle(self, *, folder: str, **options) -> None:
        """Count what was done. No address is printed."""
        if not folder or not Path(folder).is_dir():
            raise CommandError("Name an existing folder, or set BOUNCE_FOLDER.")
        counts = bounces.take_in(Path(folder), at=now())
        self.stdout.write(
            f"came back: {counts.bounced}, late: {counts.delayed}, not ours or known: {counts.ignored}, "
            f"left for the next pass: {counts.left_for_later}"
        )
