"""Django configuration of the app ``outbox``."""

from importlib import import_module

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Thư đi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the system checks look at the way of text messages."""
        import_module("outbox.checks")  # it registers itself; models must be there first
