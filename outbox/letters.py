"""A message as it goes out: made at the moment of sending, never stored with its address."""

from dataclasses import dataclass


class Stale(Exception):
    """The message has lost its point (the session was cancelled, the address is gone); the text says why.

    The message is then cancelled with this reason and nothing is sent.
    """


@dataclass(frozen=True, kw_only=True)
class Attachment:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """``to`` is one address; ``body`` is plain text whose links are built from settings.BASE_URL.

    For a message whose channel is SMS ``to`` is a telephone number as kept, only ``body`` travels, and
    ``subject`` is how the page "Thư đi" calls it.
    """

    to: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
