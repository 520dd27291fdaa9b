"""Take the second factor from an account, for an administrator whom no other administrator can help."""

from django.core.management.base import BaseCommand, CommandError

from accounts import protecting
from accounts.models import User
from accounts.protecting import ProtectionRefused
from audit.actors import Actor
from regulation.clock import now


class Command(BaseCommand):
    """Whoever may run commands on the server may do this; the trail says that it was done there, and why."""

    help = "Removes the app, keys and recovery codes of an account and ends its sessions."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--reason", required=True, help="kept in the trail: who asked, how it was checked"
        )

    def handle(self, *args, username: str, reason: str, **options) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"No account is called {username}.")
        try:
            protecting.reset(user, reason=reason, by=Actor.system("reset_second_factor"), at=now())
        except ProtectionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{username} sets up a second factor again at the next sign-in.")
