"""Who writes which message. The app that posts a kind registers its renderer in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outbox.enums import Channel
from outbox.letters import Letter
from outbox.models import Message

Hook = Callable[[Message, datetime], None]
EMAIL_ONLY = frozenset({Channel.EMAIL})


@dataclass(frozen=True)
class Renderer:
    """``render(message)`` gives the Letter or raises ``letters.Stale``.

    ``on_sent(message, at)`` and ``on_failed(message, at)`` run inside the short transaction that records the
    result. ``on_failed`` runs once, when the attempts are over (``message.error`` says why); a message that
    was stale is cancelled and calls nobody. ``on_bounced`` runs when a letter that left came back, ``on_again(old,
    new)`` when a person sends it again as a new message, ``on_paper(message, at)`` when it goes on paper instead.
    ``channels`` are those the kind can be written for. ``mended_at(message)`` gives the pages where the office
    corrects the address or prints the letter, as (words, address). ``own_task``: what failed by mail stands in a row
    of the queue that the app itself gives. ``label`` is how the page "Thư đi" names the kind.
    """

    render: Callable[[Message], Letter]
    on_sent: Hook | None = None
    on_failed: Hook | None = None
    label: str = "Thư"
    on_bounced: Hook | None = None
    on_again: Callable[[Message, Message], None] | None = None
    on_paper: Hook | None = None
    channels: frozenset[str] = EMAIL_ONLY
    mended_at: Callable[[Message], list[tuple[str, str]]] | None = None
    own_task: bool = False


_RENDERERS: dict[str, Renderer] = {}


def register(
    kind: str,
    render: Callable[[Message], Letter],
    on_sent: Hook | None = None,
    on_failed: Hook | None = None,
    label: str = "Thư",
    **more: Any,
) -> None:
    """Say how messages of ``kind`` ("sessions_app.invitation") are written. A later registration replaces.

    ``more`` are the other fields of ``Renderer``, by name.
    """
    _RENDERERS[kind] = Renderer(render, on_sent, on_failed, label, **more)


def known_kinds() -> frozenset[str]:
    """Every kind that some app writes."""
    return frozenset(_RENDERERS)


def kinds_with_own_task() -> list[str]:
    """The kinds whose failures by mail stand in the queue already."""
    return sorted(kind for kind, renderer in _RENDERERS.items() if renderer.own_task)


def renderer_of(kind: str) -> Renderer:
    """The renderer of a kind; LookupError when no app registered one."""
    try:
        return _RENDERERS[kind]
    except KeyError:
        raise LookupError(f"No renderer is registered for messages of kind {kind!r}.") from None


def is_known(kind: str) -> bool:
    """Whether some app writes messages of this kind."""
    return kind in _RENDERERS


def label_of(kind: str) -> str:
    """How a kind is called on the page."""
    return _RENDERERS[kind].label if is_known(kind) else "Thư"
