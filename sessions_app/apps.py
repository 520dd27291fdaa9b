"""Django configuration of the app ``sessions_app``."""

from django.apps import AppConfig


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = "Buổi đối thoại"
    default_auto_field = "django.db.models.BigAutoField"
