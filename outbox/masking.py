"""What is kept of a letter after it left: the words, without what opens, reaches or identifies. Pure."""

import re

HIDDEN = "•••"

_RULES = (
    # Secret parts of links: whatever follows these words in an address, and anything as long as a token.
    (re.compile(r"/(moi|nhan-viec|ma-moi|hoi-truong|lich|tra-cuu/van-ban)/[^/\s\"'<>?]+"), rf"/\1/{HIDDEN}"),
    (re.compile(r"(?<![\w-])[A-Za-z0-9_-]{32,}(?![\w-])"), HIDDEN),
    # Tracking codes and short codes, as they are printed.
    (re.compile(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){2}\b"), HIDDEN),
    (re.compile(r"\b(?=[0-9A-Z-]*\d)[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b"), HIDDEN),
    (re.compile(r"(?<=mã mời: )\S+|(?<=mã mời )[0-9A-Z-]{8,}|(?<=mã tra cứu: )\S+"), HIDDEN),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"), HIDDEN),
    (re.compile(r"(?<![\d/.-])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d/])"), HIDDEN),
)


def masked(text: str) -> str:
    """The text with tokens, codes, e-mail addresses and telephone numbers left out."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
