"""``manage.py bench NAME``: measurements with their baselines in the same run."""

import json
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogue_portal.bench import arithmetic, watch
from dialogue_portal.bench.measuring import Ratio, table

Part = Callable[..., list[Ratio]]

# Each name runs its parts one after the other; a part takes ``n`` and ``seed`` and has an ``n`` of its own by default.
BENCHES: dict[str, tuple[Part, ...]] = {"deadlines": (arithmetic.measure, watch.measure)}


class Command(BaseCommand):
    help = "Measures one thing against its baseline in the same run; exits 1 when a goal is missed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="which measurement; --list names them")
        parser.add_argument("--list", action="store_true", help="name the measurements and stop")
        parser.add_argument("--n", type=int, help="how many cases (the full size by default)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options) -> None:
        if options["list"]:
            self.stdout.write("\n".join(BENCHES))
            return
        parts = BENCHES.get(options["name"] or "")
        if parts is None:
            raise CommandError(f"Name one of: {', '.join(BENCHES)}.", returncode=2)
        if options["n"] is not None and options["n"] < 1:
            raise CommandError("--n counts from 1.", returncode=2)
        size = {"n": options["n"]} if options["n"] else {}
        rows = [row for part in parts for row in part(seed=options["seed"], **size)]
        if options["json"]:
            self.stdout.write(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(table(rows)))
        missed = [row.name for row in rows if not row.holds]
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}.")
