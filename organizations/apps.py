"""Django configuration of the app ``organizations``."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "Tổ chức"
    default_auto_field = "django.db.models.BigAutoField"
