"""Build the demo city: invented holders, the demo accounts, sessions at every stage."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dialogue_portal.demo.accounts import ACCOUNTS, demo_password
from dialogue_portal.demo.city import seed
from regulation import clock


class Command(BaseCommand):
    """Deterministic and idempotent. Refused where demo accounts are not allowed, above all in production."""

    help = "Builds the demo city (invented holders, accounts, sessions). Running it again adds nothing."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO_ACCOUNTS_ALLOWED:
            raise CommandError("This profile allows no demo accounts; nothing was made.")
        password = demo_password()
        built = seed(on=clock.today(), at=clock.now(), password=password)
        self.stdout.write(
            f"Demo city: {built.holders} holders and {built.accounts} accounts added, {built.sessions} sessions."
        )
        for account in ACCOUNTS:
            places = "; ".join(f"{seat.title} ({seat.unit_key})" for seat in account.seats)
            self.stdout.write(f"  {account.username:<10} {places}")
        self.stdout.write(f"Password of all: {password}")
