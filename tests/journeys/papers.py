"""Reading papers as people do who hold them: text page by page, the QR code, the telephone's calendar."""

import subprocess
import tempfile
import unicodedata
from io import BytesIO
from pathlib import Path

import pikepdf
import segno


def pages_of(content: bytes) -> list[str]:
    """The text of each page in composed Unicode, every run of blanks and line ends as one blank."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(content)
        done = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", "-layout", str(path), "-"], capture_output=True, check=True
        )
    pages = unicodedata.normalize("NFC", done.stdout.decode()).split("\f")
    return [" ".join(page.split()) for page in pages if page.strip()]


def text_of(content: bytes) -> str:
    """The text of the whole paper."""
    return " ".join(pages_of(content))


def sheets_of(content: bytes) -> int:
    """How many pages the file has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def qr_for(link: str) -> set[tuple[int, int]]:
    """The dark places of the code that says ``link``, as (row, column)."""
    rows = segno.make(link, error="m", boost_error=False, micro=False).matrix
    return {(row, column) for row, line in enumerate(rows) for column, dark in enumerate(line) if dark}


def qr_of(content: bytes, *, page: int = 1, quiet: int = 4) -> set[tuple[int, int]]:
    """The dark places of the code drawn on a page. It is drawn row by row in strokes as high as one place."""
    places = set()
    with pikepdf.open(BytesIO(content)) as pdf:
        start = None
        for step in pikepdf.parse_content_stream(pdf.pages[page - 1]):
            if str(step.operator) not in ("m", "l"):
                continue
            x, y = (float(value) for value in step.operands)
            if str(step.operator) == "m":
                start = (x, y)
            elif start and y == start[1] and y % 1 == 0.5 and x.is_integer():
                places |= {(int(y) - quiet, place - quiet) for place in range(int(start[0]), int(x))}
                start = (x, y)
    return places


def a_paper() -> bytes:
    """A paper that an agency scanned: one empty sheet."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(buffer)
    return buffer.getvalue()
