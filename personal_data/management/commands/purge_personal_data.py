"""What is over its period, and on demand its erasure."""

from django.core.management.base import BaseCommand, CommandError

from personal_data.actions import purging
from regulation.clock import now, today


class Command(BaseCommand):
    """``purge_personal_data`` shows the dry run; ``--really`` erases what an administrator has confirmed."""

    help = "Show what is over its period of retention; with --really erase it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--really", action="store_true", help="erase; needs an confirmed dry run")

    def handle(self, *args, **options) -> None:
        on = today()
        if options["really"]:
            run = purging.purge(on=on, at=now())
            if run is None:
                raise CommandError("Nobody has confirmed the dry run under the periods in force.")
            self.stdout.write(f"Erased on {on:%d/%m/%Y}: {sum(run.counts.values())} rows {run.counts}")
            return
        seen = purging.dry_run(on=on)
        for due in seen.kinds:
            oldest = f"{due.oldest:%d/%m/%Y}" if due.oldest else "-"
            self.stdout.write(
                f"{due.period.rule.kind.value:17} {due.period.days:5} days: {due.count} go (oldest {oldest}), "
                f"{due.held} held, {due.stays} stay"
            )
        self.stdout.write(f"Seal {seen.seal}. Nothing was erased.")
