"""How a channel says that a letter did not leave. The texts are shown to staff and hold no address and no number."""

from datetime import datetime


class Undeliverable(Exception):
    """The address will not take this letter however often it is tried; the text says why."""


class HeldBack(Exception):
    """Nothing was tried: the letter waits until ``until`` (a ceiling, a stopped provider). No attempt is used up."""

    def __init__(self, reason: str, *, until: datetime):
        super().__init__(reason)
        self.until = until


class NobodyKnows(Exception):
    """The letter was handed over and no answer came: it may have left. It is not tried again by itself."""
