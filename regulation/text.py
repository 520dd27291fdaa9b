"""One way to normalise, fold and sort Vietnamese text; the same on both database engines."""

import re
import string
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
_DIGITS, _ASCII_LETTERS = frozenset(string.digits), frozenset(string.ascii_lowercase)
# a ă â, e ê, o ô ơ, u ư: the order of the Vietnamese alphabet for each base letter and its mark.
_LETTER_ORDER = {
    ("a", "1"): 1,
    ("a", "2"): 2,
    ("e", "2"): 1,
    ("o", "2"): 1,
    ("o", "3"): 2,
    ("u", "3"): 1,
}


def clean(text: str) -> str:
    """Composed Unicode (NFC) without control or direction characters; line ends become ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """Text as it is searched: lower case, no marks, đ as d, single spaces."""
    text = text.casefold().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.split())


def sort_key(text: str) -> str:
    """Key by which names sort in Vietnamese order: letters first, tones only to break a tie.

    It is made of a-z and 0-9 alone, two characters for each character of the text, so that every
    collation of both engines compares it the same way: end 00, space 01, digits 10 to 19, letters a0 to y2.
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFD", clean(text).casefold()):
        if char in _TONES:
            if tones:
                tones[-1] = _TONES[char]
        elif char in _SHAPES:
            if letters:
                base = letters[-1][0]
                letters[-1] = f"{base}{_LETTER_ORDER.get((base, _SHAPES[char]), 0)}"
        elif not unicodedata.combining(char):
            letters.append(_placed(char))
            tones.append("0")
    return "".join(letters) + "00" + "".join(tones)


def _placed(char: str) -> str:
    """Two characters that put a bare letter, a digit or anything else in its place."""
    if char == "đ":
        return "d1"
    if char in _DIGITS:
        return f"1{char}"
    return f"{char}0" if char in _ASCII_LETTERS else "01"


def name_sort_key(full_name: str) -> str:
    """Key of a person's name: given name (the last word), then the middle names, then the family name."""
    words = clean(full_name).split()
    if not words:
        return ""
    ordered = [words[-1], *words[1:-1], words[0]] if len(words) > 1 else words
    return "".join(sort_key(word) for word in ordered)[:400]
