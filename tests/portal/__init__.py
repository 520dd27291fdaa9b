"""The wiring: health, error pages, middlewares, settings, ticks."""
