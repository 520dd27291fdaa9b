"""Papers as PDF/A-2a (tagged). The only module that knows WeasyPrint.

The engine may read a fixed set of bundled files and nothing else; any other address, wherever it comes
from, fails the whole rendering.
"""

import atexit
import functools
import threading
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from documents.editions import edition_named, newest_edition
from documents.enums import Family, PaperKind, PaperType
from documents.numbering import number_text
from documents.printouts import Imprint, Printout

HERE = Path(__file__).resolve().parent
SCHEME = "paper:"
ASSETS = {
    **{
        f"{SCHEME}tinos-{style}.woff2": (HERE / "fonts" / f"tinos-{style}.woff2", "font/woff2")
        for style in ("regular", "bold", "italic", "bold-italic")
    },
    f"{SCHEME}dot.svg": (HERE / "styles" / "dot.svg", "image/svg+xml"),
}


@dataclass(frozen=True)
class Layout:
    """How a family of papers is laid out: the template its papers extend and its style sheets."""

    base_template: str
    styles: tuple[str, ...]


LAYOUTS = {
    Family.PARTY: Layout("documents/base_party.html", ("paper.css", "sheet.css", "party.css")),
    Family.STATE: Layout("documents/base_state.html", ("paper.css", "sheet.css", "state.css")),
}


class RenderingRefused(Exception):
    """A paper asked for something that is not bundled with the portal, or its family has no layout yet."""


class _BundledAssets:
    """Gives the engine bundled files by name and stops it at anything else."""

    _fail_on_errors = True  # the engine asks: errors end the rendering instead of leaving a gap

    def __init__(self, weasyprint):
        self.urls = weasyprint.urls

    def __call__(self, url: str):
        if url not in ASSETS:
            raise RenderingRefused(f"A paper asked for {url[:80]!r}.")
        path, content_type = ASSETS[url]
        return self.urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


def has_layout(family: str) -> bool:
    """Whether papers of a family can be laid out."""
    return family in LAYOUTS


def engine():
    """WeasyPrint, imported where it is used: it takes a second and needs system libraries."""
    import weasyprint

    return weasyprint


# The threads of a process share the fonts and the parsed styles; laying out is one thread's work anyway.
_ONE_AT_A_TIME = threading.Lock()


@functools.cache
def _styles(family: str):
    """The parsed style sheets of a family and the fonts they declare: made once per process."""
    weasyprint = engine()
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _BundledAssets(weasyprint)
    sheets = [
        weasyprint.CSS(
            string=(HERE / "styles" / name).read_text(encoding="utf-8"),
            base_url=SCHEME,
            url_fetcher=fetcher,
            font_config=fonts,
        )
        for name in LAYOUTS[Family(family)].styles
    ]
    return sheets, fonts


# The fonts lie in a temporary folder that is removed with them; at the very end of a process it is too late.
atexit.register(_styles.cache_clear)


def render_pdf(template: str, context: dict[str, Any], *, family: str = Family.PARTY) -> bytes:
    """A template with its context as the bytes of a PDF. Same input, same bytes on the same machine.

    The template names its title and language. Raises RenderingRefused when the page asks for any address
    that is not a bundled file.
    """
    html = unicodedata.normalize("NFC", render_to_string(template, context))
    weasyprint = engine()
    try:
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            # The engine leaves the file of its colour profile to be closed by the garbage collector.
            warnings.filterwarnings("ignore", message="unclosed file", category=ResourceWarning)
            sheets, fonts = _styles(family)
            page = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=_BundledAssets(weasyprint))
            return page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-2a")
    except weasyprint.urls.FatalURLFetchingError as refused:
        raise RenderingRefused(str(refused)) from refused


def render(printout: Printout, imprint: Imprint) -> bytes:
    """A paper with its number and date, also for copies of it (the personal letter of one guest)."""
    return _render(printout, imprint, draft=False)


def preview(printout: Printout) -> bytes:
    """A paper as it would be issued: number and date stay open, and "Dự thảo" stands under the number.

    A paper without numbers (a programme) comes out as it will be used.
    """
    edition = newest_edition(printout.heading.family)
    return _render(printout, Imprint(layout_edition=edition.key), draft=printout.kind is not None)


def _render(printout: Printout, imprint: Imprint, *, draft: bool) -> bytes:
    heading = printout.heading
    if not has_layout(heading.family):
        raise RenderingRefused(f"No layout for papers of family {heading.family!r}.")
    number_line = imprint.number_text
    if draft:
        number_line = number_text(
            heading.family, PaperKind(printout.kind), None, heading.symbol, drafted_by=heading.drafted_by
        )
    type_name = printout.type_name.capitalize()
    context = {
        "paper": printout,
        "imprint": imprint,
        "edition": edition_named(imprint.layout_edition),
        "base_template": LAYOUTS[heading.family].base_template,
        "of_the_state": heading.family == Family.STATE,
        "letter": printout.kind is not None and PaperKind(printout.kind).paper_type == PaperType.LETTER,
        "number_line": number_line,
        "draft": draft,
        "document_title": f"{type_name} {imprint.cited}" if imprint.number_text else type_name,
        "check_label": f"{type_name} {imprint.cited} của {heading.issuing_body}.",
    }
    return render_pdf(printout.template, context, family=heading.family)
