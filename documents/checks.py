"""What must hold before the portal issues papers."""

from django.core.checks import Error, register

from documents import rendering


@register("papers")
def rendering_engine_is_there(app_configs, **kwargs) -> list[Error]:
    """The engine that renders papers can be imported, system libraries included."""
    try:
        rendering.engine()
    except (ImportError, OSError) as error:
        return [
            Error(
                f"WeasyPrint cannot be imported: {error}",
                hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
                id="documents.E001",
            )
        ]
    return []
