"""What every request passes before and after the views."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError

NUL = "\x00"


class ReadableInputMiddleware:
    """Refuses NUL characters with 400: no person types them, and PostgreSQL cannot store or compare them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        if any(NUL in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """Looks at what a form sends; runs after the CSRF check, which has read the form anyway."""
        if request.method != "POST":
            return
        try:
            fields = request.POST.lists()
        except UnreadablePostError as problem:
            raise BadRequest("The form did not arrive whole") from problem
        if any(NUL in text for name, values in fields for text in (name, *values)):
            raise BadRequest("NUL in a field")


class NoStoreMiddleware:
    """Pages are made for one reader at one moment: no cache and no shared computer keeps them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class FramedPapersMiddleware:
    """Lets pages of this portal show its PDF papers in a frame; everything else may stand in no frame at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("application/pdf"):
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response
