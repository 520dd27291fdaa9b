"""Django configuration of the app ``duties``."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "duties"
    verbose_name = "Thời hạn"
    default_auto_field = "django.db.models.BigAutoField"
