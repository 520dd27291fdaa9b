"""Django configuration of the app ``audit``."""

from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _install_guards(*, using: str, **_: object) -> None:
    import_module("audit.guards").install(connections[using])  # models exist only now


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Nhật ký"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whatever ``migrate`` made or rebuilt is guarded when it ends."""
        post_migrate.connect(_install_guards, sender=self, dispatch_uid="audit.guards")
