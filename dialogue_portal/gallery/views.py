"""The pages of the style guide."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue_portal.gallery import PAGES


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One page of the style guide; open to everybody, since every fact on it is invented."""
    if slug not in PAGES:
        raise Http404
    _, template, context = PAGES[slug]
    return render(request, template, context())
