"""What a log may not keep: the secret part of a link."""

import logging
import re

# What follows these words in an address opens something without a password.
_SECRET = re.compile(r"/(moi|nhan-viec|hoi-truong|xac-thuc|lich|tra-cuu/van-ban)/[^/\s\"'?]+")


def masked(text: str) -> str:
    """The text with the tokens and codes of links left out."""
    return _SECRET.sub(r"/\1/…", text)


class MaskingFormatter(logging.Formatter):
    """Formats a record, traceback included, and masks the secret part of every link in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))
