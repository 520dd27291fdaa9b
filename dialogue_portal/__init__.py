"""The wiring: settings, addresses, Celery, page chrome, the desk. Imported by no app."""
