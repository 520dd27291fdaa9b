"""Print the address of an invitation to which somebody may still register."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from regulation import clock
from sessions_app.actions.invitations import token_of
from sessions_app.enums import SessionState
from sessions_app.models import Invitation


class Command(BaseCommand):
    """For the person who tries the portal out. Links are derived, so none is stored to be printed."""

    help = "Prints the link of an open invitation of the demo city."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO_ACCOUNTS_ALLOWED:
            raise CommandError("This profile knows no demo city.")
        invitation = (
            Invitation.objects.filter(
                revoked_at__isnull=True,
                token_digest__isnull=False,
                guest__session__state=SessionState.ANNOUNCED,
                guest__session__registration_closes_at__gt=clock.now(),
                registrations__isnull=True,
            )
            .order_by("guest__session__starts_at", "pk")
            .first()
        )
        if invitation is None:
            raise CommandError("No invitation is open at the moment.")
        token = token_of(invitation)
        self.stdout.write(settings.BASE_URL + reverse("sessions_app:invitation_enter", args=[token]))
