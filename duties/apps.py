"""Django configuration of the app ``duties``."""

from importlib import import_module

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "duties"
    verbose_name = "Thời hạn"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who writes the reminders and the letters about the calendar."""
        for name in ("duties.letters", "duties.calendar_letters"):
            import_module(name).register()  # models cannot be imported before the registry is ready
