"""Django configuration of the app ``reports``."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say from what the yearly report is made."""
        papers = import_module("reports.papers")  # models cannot be imported before the registry is ready
        papers.register()
