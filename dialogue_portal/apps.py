"""Django configuration of the wiring."""

from django.apps import AppConfig


class DialoguePortalConfig(AppConfig):
    name = "dialogue_portal"
    verbose_name = "Cổng đối thoại"

    def ready(self) -> None:
        """Say who writes the letters that no single app can."""
        from dialogue_portal.staff import letters  # noqa: PLC0415  models are loaded by now

        letters.register()
