"""Django configuration of the app ``followups``."""

from importlib import import_module

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Theo dõi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who writes the messages, how drafts look, and what follows once a notice is issued."""
        for name in ("letters", "notice_paper", "urging_paper", "escalation_paper"):
            import_module(f"followups.{name}").register()  # models exist only now
