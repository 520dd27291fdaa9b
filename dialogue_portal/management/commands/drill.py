"""Run fault proofs at any size, on a scratch of their own."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogue_portal.drills import report, scratch
from dialogue_portal.drills.processes import DrillStuck
from dialogue_portal.drills.registry import DRILLS


class Command(BaseCommand):
    """Makes the scratch and runs itself again inside it, with the profile ``drill``."""

    help = (
        "Proves what the portal promises under faults; each drill prints a table and shows that it can fail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(DRILLS)}")
        parser.add_argument("--list", action="store_true", help="name the drills and what each proves")
        parser.add_argument("--n", type=int, help="how many letters or duties; each drill has a default")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same choices")
        parser.add_argument("--json", action="store_true", help="one line of JSON for each drill")
        parser.add_argument(
            "--own-servers", action="store_true", help="on a PostgreSQL and a Redis started for the drill"
        )
        parser.add_argument(
            "--inside", action="store_true", help="used by the command itself, inside the scratch"
        )

    def handle(self, *args, **options) -> None:
        if options["list"]:
            for name, drill in DRILLS.items():
                self.stdout.write(f"{name:<17} {drill.proves} (n = {drill.n})")
            return
        names = options["names"]
        unknown = [name for name in names if name not in DRILLS]
        if unknown or not names:
            raise CommandError(f"Name one of: {', '.join(DRILLS)}.", returncode=2)
        if options["n"] is not None and options["n"] < 1:
            raise CommandError("--n has to be at least 1.", returncode=2)
        try:
            code = self._inside(names, options) if options["inside"] else self._outside(names, options)
        except (scratch.NoScratch, DrillStuck) as problem:
            raise CommandError(str(problem)) from problem
        if code:
            sys.exit(code)

    def _outside(self, names: list[str], options: dict) -> int:
        own_servers = options["own_servers"] or any(DRILLS[name].own_servers for name in names)
        place = scratch.on_own_servers() if own_servers else scratch.beside_the_configured()
        more = ["--seed", str(options["seed"]), *(["--json"] if options["json"] else [])]
        if options["n"] is not None:
            more += ["--n", str(options["n"])]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # leave the scratch in order
        with place as variables:
            done = subprocess.run(
                [sys.executable, "manage.py", "drill", *names, *more, "--inside"],
                cwd=settings.BASE_DIR,
                env=scratch.plain_environment(os.environ) | variables,
                stdout=subprocess.PIPE,
                text=True,
                check=False,
            )
        self.stdout.write(done.stdout, ending="")
        return done.returncode

    def _inside(self, names: list[str], options: dict) -> int:
        scratch.enter()
        kept = True
        for name in names:
            drill = DRILLS[name]
            figures = list(drill.run(options["n"] or drill.n, options["seed"]))
            kept = kept and report.hold(figures)
            self.stdout.write(
                report.as_json(name, figures) if options["json"] else f"{name}\n{report.as_table(figures)}\n"
            )
        return 0 if kept else 1
