"""Django configuration of the app ``outbox``."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Thư đi"
    default_auto_field = "django.db.models.BigAutoField"
