"""Measuring a finished PDF: where words stand in millimetres, how large they are, which lines are drawn."""

import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

MM = 25.4 / 72
# Height of Tinos' box over its size: what the reader reports as a word's height.
BOX = (1825 + 443) / 2048
PX = 0.75  # one CSS pixel in points: the unit of the engine's drawing operators


@dataclass(frozen=True)
class Word:
    """One word: page from 1, edges in millimetres from the left and top edge of the sheet, size in points."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def _reader(*arguments: str, content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(content)
        done = subprocess.run(["pdftotext", *arguments, str(path), "-"], capture_output=True, check=True)
    return done.stdout


def words_of(content: bytes) -> list[Word]:
    """Every word of the paper, in reading order."""
    tree = ET.fromstring(_reader("-bbox", content=content).replace(b"&shy;", b""))  # noqa: S314  our own PDF
    found = []
    for number, page in enumerate(tree.iter("{http://www.w3.org/1999/xhtml}page"), start=1):
        for word in page.iter("{http://www.w3.org/1999/xhtml}word"):
            left, right, top, bottom = (float(word.get(name)) for name in ("xMin", "xMax", "yMin", "yMax"))
            size = round((bottom - top) / BOX, 1)
            found.append(Word(number, word.text, left * MM, right * MM, top * MM, bottom * MM, size))
    return found


def phrase(words: list[Word], text: str, *, page: int = 1) -> list[Word]:
    """The words of the first place where ``text`` stands on a page."""
    on_page = [word for word in words if word.page == page]
    wanted = text.split()
    for start in range(len(on_page) - len(wanted) + 1):
        part = on_page[start : start + len(wanted)]
        if [word.text for word in part] == wanted:
            return part
    raise AssertionError(f"{text!r} is not on page {page}: {' '.join(word.text for word in on_page)[:2000]}")


def text_of(content: bytes) -> str:
    """The text as a reader copies it, blanks and line ends as single blanks."""
    return " ".join(_reader("-enc", "UTF-8", content=content).decode().split())


def rules_of(content: bytes, page: int = 1) -> list[tuple[float, float, float]]:
    """Horizontal rules of a page as (left, right, top) in millimetres, from the top: thin filled outlines."""
    with pikepdf.open(BytesIO(content)) as pdf:
        operations = [
            (str(step.operator), [float(value) for value in step.operands])
            for step in pikepdf.parse_content_stream(pdf.pages[page - 1])
            if str(step.operator) in ("m", "l")
        ]
    rules = []
    for first in range(len(operations) - 3):
        part = operations[first : first + 4]
        if [name for name, _ in part] != ["m", "l", "l", "l"]:
            continue
        across, down = zip(*(values for _, values in part), strict=True)
        if max(down) - min(down) <= 2:
            rules.append(tuple(value * PX * MM for value in (min(across), max(across), min(down))))
    return sorted(rules, key=lambda rule: rule[2])


def styles_of(content: bytes, page: int = 1) -> dict[str, str]:
    """Each run of text of a page with the style it is set in: Regular, Bold, Italic or BoldItalic.

    Runs that follow one another on one baseline in one style are put together.
    """
    runs: list[list] = []
    with pikepdf.open(BytesIO(content)) as pdf:
        fonts = {name: _decoder(font) for name, font in pdf.pages[page - 1].Resources.Font.items()}
        style, decode, baseline = "", {}, 0.0
        for step in pikepdf.parse_content_stream(pdf.pages[page - 1]):
            operator = str(step.operator)
            if operator == "Tm":
                baseline = round(float(step.operands[5]), 1)
            elif operator == "Tf":
                style, decode = fonts[str(step.operands[0])]
            elif operator == "TJ":
                codes = b"".join(bytes(part) for part in step.operands[0] if isinstance(part, pikepdf.String))
                text = "".join(decode[codes[at : at + 2]] for at in range(0, len(codes), 2))
                if runs and runs[-1][1:] == [style, baseline]:
                    runs[-1][0] += text
                else:
                    runs.append([text, style, baseline])
    return {text.strip(): style for text, style, _ in runs}


def _decoder(font: pikepdf.Dictionary) -> tuple[str, dict[bytes, str]]:
    style = str(font.BaseFont).partition("-")[2].replace("-", "") or "Regular"
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    letters = {bytes.fromhex(c.decode()): bytes.fromhex(u.decode()).decode("utf-16-be") for c, u in pairs}
    return style, letters


def fonts_of(content: bytes) -> set[str]:
    """The families embedded in the paper; a font that is not embedded raises."""
    families = set()
    with pikepdf.open(BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in item or "/FontFile3" in item
                families.add(str(item["/FontName"]).partition("+")[2].partition("-")[0])
    return families


def tags_of(content: bytes) -> list[str]:
    """The structure of the paper as a flat list of tag names."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [
            str(item["/S"])[1:]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        ]
