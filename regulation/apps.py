"""Django configuration of the app ``regulation``."""

from django.apps import AppConfig


class RegulationConfig(AppConfig):
    name = "regulation"
    verbose_name = "Quy chế"
    default_auto_field = "django.db.models.BigAutoField"
