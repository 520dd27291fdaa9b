"""Contrast of the colours that meet on screen (WCAG 2.2: 4.5 for text, 3 for lines and figures)."""

import re

import pytest

from tests.design.sources import STATIC, tokens

WHITE = "surface"
TEXT_PAIRS = [
    ("text", WHITE, 15.8),
    ("text", "canvas", 14.5),
    ("text-secondary", WHITE, 8.1),
    ("text-secondary", "canvas", 7.4),
    ("text-muted", WHITE, 5.7),
    ("text-muted", "canvas", 5.2),
    ("action", WHITE, 8.9),
    ("action", "canvas", 8.1),
    ("action", "action-tint", 7.6),
    ("action-text", "action", 8.9),
    ("action-hover", WHITE, 12.6),
    ("brand-text", "brand", 7.8),
    ("brand-sub", "brand", 6.6),
    ("surface", "overdue", 6.6),
    ("overdue-text", "overdue-tint", 7.9),
    ("soon-text", "soon-tint", 7.5),
    ("done-text", "done-tint", 7.2),
    ("neutral-text", "neutral-tint", 8.1),
    ("text-secondary", "neutral-tint", 6.9),
    ("text-secondary", "hatch", 6.2),
    ("heat-high-text", "heat-high", 10.7),
    ("heat-middle-text", "heat-middle", 7.1),
    ("heat-low-text", "heat-low", 6.7),
]
LINE_PAIRS = [
    ("line-input", WHITE, 3.4),
    ("line-button", WHITE, 3.1),
    ("soon", WHITE, 3.6),
    ("done", WHITE, 5.3),
    ("focus-inner", WHITE, 15.5),
    ("focus-outer", "focus-inner", 10.1),
    ("heat-none-line", WHITE, 4.5),
]


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[place : place + 2]) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("front", "ground", "promised"), TEXT_PAIRS + LINE_PAIRS)
def test_a_pair_of_tokens_keeps_its_promised_contrast(front, ground, promised):
    colours = tokens()
    assert round(contrast(colours[front], colours[ground]), 1) >= promised


@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (LINE_PAIRS, 3.0)])
def test_no_promise_is_below_the_standard(pairs, least):
    assert [pair for pair in pairs if pair[2] < least] == []


def test_contrast_is_computed_as_the_standard_says():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_every_token_that_a_sheet_uses_is_defined():
    sheets = {path.name: path.read_text() for path in (STATIC / "css").glob("*.css")}
    defined = set(re.findall(r"(--[a-z-]+):", "".join(sheets.values())))
    used = set(re.findall(r"var\((--[a-z-]+)", "".join(sheets.values())))
    assert used - defined == set()


def test_colours_of_text_are_named_and_not_written_by_hand():
    """A colour of text or ground written as a number would drift from the tokens; fine lines may."""
    for name in ("staff.css", "citizen.css"):
        written = re.findall(r"[ ;{](color: #[0-9a-f]+)", (STATIC / "css" / name).read_text())
        assert written == []
