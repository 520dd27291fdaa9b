"""``manage.py verify_integrity``: was anything altered behind the portal's back?"""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit import seals
from audit.models import Act
from documents import checking
from documents.models import IssuedDocument, StoredFile


class Command(BaseCommand):
    help = (
        "Recomputes the chains of acts, the daily seals, the records and frozen facts of papers and the hashes of "
        "stored files. Prints the first broken row and exits 1 when anything was altered; --all prints every one."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="print every broken row, not only the first")
        parser.add_argument(
            "--seals", type=Path, metavar="FOLDER", help="also compare with seals that were kept outside"
        )

    def handle(self, *args, **options) -> None:
        copies = options["seals"]
        if copies and not any(seals.exported(copies)):
            raise CommandError(f"There is no seal in {copies}: nothing was compared.")
        found = 0
        for problem in checking.problems(copies):
            found += 1
            self.stderr.write(problem)
            if not options["all"]:
                break
        if found:
            sys.exit(1)
        self.stdout.write(
            f"{Act.objects.count()} acts, {IssuedDocument.objects.count()} papers and "
            f"{StoredFile.objects.count()} files are unchanged."
        )
