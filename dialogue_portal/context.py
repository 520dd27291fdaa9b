"""What every page shows around its content."""

from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict:
    """Navigation of the current seat."""
    return {"nav": []}
