"""``manage.py access_matrix``: every address, every subject, the expected answer."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dialogue_portal.access.fields import FIELDS
from dialogue_portal.access.fields import problems as problems_of_fields
from dialogue_portal.access.matrix import cells, problems
from dialogue_portal.access.subjects import Answer
from dialogue_portal.access.table import as_page

PAGE = Path("docs/operations/access-table.md")
# What the contract calls the answers; ``how`` keeps the finer one.
_CONTRACT = {Answer.ALLOW: "allow", Answer.LOGIN: "login"}


class Command(BaseCommand):
    help = (
        "Print who gets which answer at which address; exit 1 when an address or a private field has no row."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object per cell")
        parser.add_argument("--write", action="store_true", help=f"write {PAGE}")

    def handle(self, **options) -> None:
        if options["json"]:
            self.stdout.write(json.dumps([self._cell(cell) for cell in cells()], ensure_ascii=False))
        elif options["write"]:
            (settings.BASE_DIR / PAGE).write_text(as_page(), encoding="utf-8")
            self.stdout.write(f"{PAGE} written: {len(list(cells()))} cells, {len(FIELDS)} private fields.")
        else:
            self.stdout.write(as_page())
        wrong = [*problems(), *problems_of_fields()]
        if wrong:
            raise CommandError("\n".join(wrong))

    @staticmethod
    def _cell(cell) -> dict[str, str]:
        return {
            "name": cell.name,
            "url": f"/{cell.pattern}",
            "object": cell.of,
            "method": cell.method,
            "role": str(cell.subject),
            "expected": _CONTRACT.get(cell.answer, "deny"),
            "how": str(cell.answer),
        }
