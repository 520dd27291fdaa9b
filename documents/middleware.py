"""Any paper that the portal shows can be asked for as a picture of its pages: ``?dang=anh``."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from documents.pictures import picture_of
from documents.responses import guarded

AS_PICTURE = {"dang": "anh"}


class PaperPictureMiddleware:
    """Turns a PDF into a picture of its pages after the view has decided who may see it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wanted = request.GET.get("dang") == AS_PICTURE["dang"]
        is_paper = response.status_code == 200 and response.get("Content-Type") == "application/pdf"
        if request.method != "GET" or not (wanted and is_paper):
            return response
        pdf = b"".join(response.streaming_content) if response.streaming else response.content
        # Only the file is closed: closing the response would tell Django that the whole request is over.
        source = getattr(response, "file_to_stream", None)
        if source is not None:
            source.close()
        return guarded(HttpResponse(picture_of(pdf), content_type="image/png"))
