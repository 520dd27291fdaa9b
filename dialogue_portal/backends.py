"""Who may be signed in, as far as the profile decides it."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class ProfileBackend(ModelBackend):
    """Refuses demo accounts where the profile knows none, also those that came with a copied database.

    Asked at sign-in and again on each request, so a session that was open ends as well.
    """

    def user_can_authenticate(self, user) -> bool:
        """True for an active account that this profile accepts."""
        return super().user_can_authenticate(user) and (settings.DEMO_ACCOUNTS_ALLOWED or not user.is_demo)
