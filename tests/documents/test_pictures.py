"""A paper as a picture of its pages, for browsers that show no PDF inside a page."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from documents.pictures import GAP, picture_of
from documents.rendering import preview
from tests.factories import documents as papers
from tests.factories.organizations import party_office


def test_every_page_stands_under_the_other():
    picture = Image.open(io.BytesIO(picture_of(preview(papers.letter()))))

    assert picture.format == "PNG"
    assert picture.height == 2 * round(picture.width * 297 / 210) + GAP


def test_a_long_paper_is_drawn_less_sharply_but_stays_readable():
    short, long = (
        Image.open(io.BytesIO(picture_of(preview(papers.notice(assigned=count))))) for count in (3, 40)
    )

    assert long.width < short.width
    assert long.width > 595  # at least a dot for each point of the page
    assert long.height < 31_000


@pytest.mark.django_db(transaction=True)
def test_whoever_may_see_the_paper_may_see_its_picture_and_nobody_else(login):
    from django.db import transaction

    with transaction.atomic():
        document = papers.numbered()
    papers.actions.complete(document, by=papers.CLERK, at=papers.ISSUED_AT)
    address = reverse("documents:document_file", args=[document.code])

    own = login(Role.OFFICE).get(address, {"dang": "anh"})
    stranger = login(Role.OFFICE, unit=party_office("phuong-sai-gon")).get(address, {"dang": "anh"})

    assert (own.status_code, own["Content-Type"], own["Cache-Control"]) == (
        200,
        "image/png",
        "private, no-store",
    )
    assert stranger.status_code == 404
