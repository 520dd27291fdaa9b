"""Django configuration of the app ``personal_data``."""

from importlib import import_module

from django.apps import AppConfig


class PersonalDataConfig(AppConfig):
    name = "personal_data"
    verbose_name = "Dữ liệu cá nhân"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who writes the messages."""
        import_module("personal_data.letters").register()  # models exist only now
