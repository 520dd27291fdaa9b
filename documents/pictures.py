"""The pages of a PDF as one picture, for browsers that cannot show a PDF inside a page (tablets, phones).

What is shown is the paper itself, page under page; nothing is laid out a second time.
"""

import io

import pypdfium2
from PIL import Image

GAP, GROUND = 18, 0xE2
SHARPEST = 2.0  # 144 dots per inch: clear on a tablet
TALLEST = 30_000
MOST_PAGES = 30  # beyond that the pages would be too small to read; the PDF itself has all of them


def picture_of(pdf: bytes) -> bytes:
    """The first ``MOST_PAGES`` pages, one under the other, as PNG; many pages are drawn less sharply."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown = [document[number] for number in range(min(len(document), MOST_PAGES))]
        width = min(page.get_width() for page in shown)
        heights = [page.get_height() * width / page.get_width() for page in shown]
        sharpness = min(SHARPEST, TALLEST / sum(heights))
        # Every page as wide as the narrowest: an appendix lying on its side does not push the others aside.
        pages = [
            page.render(scale=sharpness * width / page.get_width(), grayscale=True).to_pil() for page in shown
        ]
    finally:
        document.close()
    sheet = Image.new(
        "L",
        (max(page.width for page in pages), sum(page.height for page in pages) + GAP * (len(pages) - 1)),
        GROUND,
    )
    top = 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height + GAP
    stream = io.BytesIO()
    sheet.quantize(16).save(stream, "PNG", optimize=True)
    return stream.getvalue()
