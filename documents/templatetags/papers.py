"""How facts are written on paper."""

import re
from datetime import date, datetime, time

import segno
from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.editions import LayoutEdition
from documents.printouts import Imprint
from documents.spelling import spelled as respelled
from regulation.date_words import weekday

register = template.Library()

# Words that open the name of a place: a heading breaks before them, never inside what follows.
_PLACE = re.compile(r"\b(?:PHƯỜNG|XÃ(?! HỘI\b)|THỊ TRẤN|ĐẶC KHU|THÀNH PHỐ|TỈNH)\b.*$")
# The number of a paper with the mark behind it, which would else be free to open the next line.
_NUMBER = re.compile(r"\b\d+[-/][A-ZĐ][\w-]*(?:/[\w-]+)?[,;.)]?")
_LONGEST_KEPT = 21  # letters that fit beside the widest date: "THÀNH PHỐ HỒ CHÍ MINH"


def day_and_month(on: date) -> tuple[str, str]:
    """Days below ten and the months one and two take a leading zero, so that nothing can be added."""
    return f"{on.day:02d}", f"{on.month:02d}" if on.month < 3 else f"{on.month}"


@register.filter
def official_date(on: date | None) -> str:
    """``ngày 03 tháng 02 năm 2026``; with open places when the paper has no date yet."""
    if on is None:
        return "ngày      tháng      năm     "
    day, month = day_and_month(on)
    return f"ngày {day} tháng {month} năm {on.year}"


@register.filter
def short_date(on: date | None) -> str:
    """``03/02/2026`` and ``27/5/2026``: the form in which papers cite papers; dots when there is no date yet."""
    if on is None:
        return "…/…/…"
    return "/".join((*day_and_month(on), str(on.year)))


@register.filter
def local_date(at: datetime) -> date:
    """The local day of a moment."""
    return timezone.localtime(at).date()


@register.filter
def spoken_time(at: datetime | time) -> str:
    """``14 giờ 00``, local."""
    if isinstance(at, datetime):
        at = timezone.localtime(at)
    return f"{at.hour:02d} giờ {at.minute:02d}"


@register.filter
def spoken_moment(at: datetime) -> str:
    """``14 giờ 00, Thứ Năm, ngày 03 tháng 12 năm 2026``, local."""
    local = timezone.localtime(at)
    return f"{spoken_time(local)}, {weekday(local)}, {official_date(local.date())}"


@register.filter
def counted(number: int) -> str:
    """``1.250``: thousands with dots; below ten with a leading zero, as papers write counts."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


@register.filter
def plain(number: int) -> str:
    """``1.250``, ``7``: a count in a table."""
    return f"{number:,}".replace(",", ".")


@register.filter
def spelled(text: str, spelling: str) -> str:
    """Words of the office in the spelling of the issuer."""
    return respelled(text, spelling)


@register.filter
def body_name(name: str) -> SafeString:
    """A body's name in capitals; the name of its place stays together when the line breaks."""
    capitals = name.upper()
    place = _PLACE.search(capitals)
    if place is None or len(place[0]) > _LONGEST_KEPT:
        return conditional_escape(capitals)
    return format_html('{}<span class="kept">{}</span>', capitals[: place.start()], place[0])


@register.filter
def body_lines(name: str) -> list[str]:
    """A body's name in capitals, line by line as the State writes it: the place stands on its own line."""
    capitals = name.upper()
    place = _PLACE.search(capitals)
    if place is None or place.start() == 0:
        return [capitals]
    return [capitals[: place.start()].strip(), place[0]]


@register.filter
def cited_of_the_day(imprint: Imprint, of_the_state: bool) -> str:
    """A paper with its date inside a sentence: "số 82-TB/ĐU, ngày 07/12/2026", "số 82/TB-UBND ngày 07 tháng 12 …"."""
    if of_the_state:
        return f"{imprint.cited} {official_date(imprint.dated_on)}"
    return f"{imprint.cited}, ngày {short_date(imprint.dated_on)}"


@register.filter
def place_line(place: str) -> str:
    """The place before the date. The city's level is abbreviated, as the rule allows for a long name."""
    return re.sub(r"^Thành phố ", "TP ", place)


@register.filter
def paragraphs(text: str) -> SafeString:
    """What a person wrote, line by line, as paragraphs of body text. Never read as HTML."""
    lines = [line.strip() for line in text.splitlines()]
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines if line))


@register.filter
def unbroken(text: str) -> SafeString:
    """Words of a table's cell in which the numbers of papers ("01/TB-UBND") are never broken over two lines."""
    pieces, end = [], 0
    for number in _NUMBER.finditer(text):
        pieces += [
            conditional_escape(text[end : number.start()]),
            format_html('<span class="whole">{}</span>', number[0]),
        ]
        end = number.end()
    return mark_safe("".join([*pieces, conditional_escape(text[end:])]))  # noqa: S308  every piece was escaped


@register.filter
def sentence(text: str) -> str:
    """Words that close with a full stop, whether or not somebody typed one."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def closing_paragraphs(text: str, end: str) -> SafeString:
    """Like ``paragraphs``, for the last words of a paper: they close as the family of papers asks ("./.")."""
    return paragraphs(f"{text.rstrip().rstrip('.')}{end}" if end != "." else text)


@register.simple_tag
def annex_label(edition: LayoutEdition, number: int, of: int) -> str:
    """The name of an appendix among so many: "Phụ lục", "Phụ lục 2", "Phụ lục II"."""
    return edition.annex_label(number, of)


@register.simple_tag
def qr(address: str, title: str, size_mm: int = 26) -> SafeString:
    """A QR code with its quiet zone as inline SVG that says what it is."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    drawing = code.svg_inline(
        omitsize=True, title=title, svgclass=None, lineclass=None, border=4, dark="#000"
    )
    size = f'<svg role="img" width="{int(size_mm)}mm" height="{int(size_mm)}mm" '
    return mark_safe(drawing.replace("<svg ", size, 1))  # noqa: S308  drawn by us; segno escapes the title
