"""Django configuration of the app ``sessions_app``."""

from importlib import import_module

from django.apps import AppConfig


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = "Buổi đối thoại"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who writes the messages, which papers this app makes, and who presides."""
        for name in (
            "session_letters",
            "announcement_paper",
            "minutes_paper",
            "registration_letters",
            "queries.presiders",
        ):
            import_module(f"sessions_app.{name}").register()  # models exist only now
