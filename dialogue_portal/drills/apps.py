"""Django configuration of the drills: part of the profile ``drill`` only."""

from importlib import import_module

from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "dialogue_portal.drills"
    label = "drills"
    verbose_name = "Diễn tập sự cố"

    def ready(self) -> None:
        """Say who writes the letters of drills, and let a process stop where a drill wants to kill it."""
        import_module("dialogue_portal.drills.letters").register()
        import_module("dialogue_portal.drills.points").install()
