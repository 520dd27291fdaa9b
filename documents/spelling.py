"""Where the tone mark of "uỷ" stands: Party papers write "Đảng uỷ", State papers "Ủy ban". Pure."""

import re

from django.db import models


class Spelling(models.TextChoices):
    """A marked switch of the unit (``SettingKey.SPELLING``)."""

    PARTY = "uỷ", "Đảng uỷ (theo thể thức văn bản của Đảng)"
    STATE = "ủy", "Đảng ủy"


_MODERN = re.compile(r"\b(ủy|Ủy|ỦY)\b(?!\s+(?:ban|Ban|BAN)\b)")
_CLASSIC = re.compile(r"\b(uỷ|Uỷ|UỶ)\b")
_TO_CLASSIC = {"ủy": "uỷ", "Ủy": "Uỷ", "ỦY": "UỶ"}
_TO_MODERN = {classic: modern for modern, classic in _TO_CLASSIC.items()}


def spelled(text: str, spelling: str) -> str:
    """Set phrases and names of bodies in the spelling of the issuer. "Ủy ban" keeps its own form in both.

    For words of the office only: what a person wrote stays as it was written.
    """
    modern = _CLASSIC.sub(lambda match: _TO_MODERN[match[1]], text)
    if spelling == Spelling.STATE:
        return modern
    return _MODERN.sub(lambda match: _TO_CLASSIC[match[1]], modern)
