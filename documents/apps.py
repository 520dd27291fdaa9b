"""Django configuration of the app ``documents``."""

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the system checks ask whether papers can be rendered."""
        import_module("documents.checks")  # it registers itself; models must be there first
