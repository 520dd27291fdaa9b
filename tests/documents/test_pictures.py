"""A paper as a picture of its pages, for browsers that show no PDF inside a page."""

import io

import pikepdf
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


def blank(pages, size=(595, 842)):
    """A PDF of empty pages, portrait A4 unless told otherwise."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=size)
        pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("pages", "size"), [(2, (1190, 1684)), (30, (706, 1000)), (45, (706, 1000))])
def test_a_long_paper_is_drawn_less_sharply_but_stays_readable(pages, size):
    picture = Image.open(io.BytesIO(picture_of(blank(pages))))
    shown = min(pages, 30)

    assert picture.width == pytest.approx(size[0], abs=2)
    assert picture.height == pytest.approx(shown * size[1] + GAP * (shown - 1), abs=2 * shown)


def test_a_page_lying_on_its_side_is_as_wide_as_the_others():
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.add_blank_page(page_size=(842, 595))
        pdf.save(stream)

    assert Image.open(io.BytesIO(picture_of(stream.getvalue()))).width == pytest.approx(1190, abs=2)


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
