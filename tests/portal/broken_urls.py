"""The portal's addresses and beside them views that end in every kind of error."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path

from dialogue_portal.urls import urlpatterns as portal

REASON = "Chỉ văn phòng của đơn vị tổ chức được gửi thư mời."


@login_not_required
def forbidden(request):
    """Within reach, but not allowed."""
    raise PermissionDenied(REASON)


@login_not_required
def broken(request):
    """A mistake of ours."""
    raise ZeroDivisionError("lỗi của chương trình")


@login_not_required
def plain(request):
    """Takes a form."""
    return HttpResponse("nhận")


@login_not_required
def paper(request):
    """A PDF shown in a frame of the portal."""
    return HttpResponse(b"%PDF-1.7", content_type="application/pdf")


urlpatterns = [
    *portal,
    path("thu/cam/", forbidden),
    path("thu/loi/", broken),
    path("thu/nhan/", plain),
    path("thu/giay/", paper),
]
