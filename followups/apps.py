"""Django configuration of the app ``followups``."""

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Theo dõi"
    default_auto_field = "django.db.models.BigAutoField"
