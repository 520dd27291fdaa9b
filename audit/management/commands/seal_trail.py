"""``manage.py seal_trail``: seal the day and write the seals that are not outside yet."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from audit import seals
from regulation import clock


class Command(BaseCommand):
    help = (
        "Seals today's trail if no paper or tick has done so, and writes one file for each seal that the folder "
        "lacks. Files that are there are never touched. Running it again adds nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=settings.SEAL_FOLDER, help="where to write (default: SEAL_FOLDER)"
        )

    def handle(self, *args, **options) -> None:
        at = clock.now()
        seal = seals.seal_of(at.date(), at=at)
        written = seals.export(options["folder"])
        self.stdout.write(f"Seal {seal.number} of {seal.on.isoformat()}: {seal.digest}")
        self.stdout.write(f"{len(written)} files written to {options['folder']}.")
