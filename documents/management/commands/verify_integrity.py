"""``manage.py verify_integrity``: was anything altered behind the portal's back?"""

import sys
from itertools import chain

from django.core.management.base import BaseCommand

from audit.models import Act
from documents import integrity
from documents.models import IssuedDocument, StoredFile


class Command(BaseCommand):
    help = (
        "Recomputes the chain of acts, the frozen facts of papers and the hashes of stored files. "
        "Prints the first broken row and exits 1 when anything was altered; --all prints every one."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="print every broken row, not only the first")

    def handle(self, *args, **options) -> None:
        found = 0
        for problem in chain(integrity.broken_acts(), integrity.broken_papers(), integrity.broken_files()):
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
