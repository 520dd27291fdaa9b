"""Who writes which message. The app that posts a kind registers its renderer in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from outbox.letters import Letter
from outbox.models import Message

Hook = Callable[[Message, datetime], None]


@dataclass(frozen=True)
class Renderer:
    """``render(message)`` gives the Letter or raises ``letters.Stale``.

    ``on_sent(message, at)`` and ``on_failed(message, at)`` run inside the short transaction that records the
    result. ``on_failed`` runs once, when the attempts are over (``message.error`` says why); a message that
    was stale is cancelled and calls nobody. ``label`` is how the page "Thư đi" names the kind.
    """

    render: Callable[[Message], Letter]
    on_sent: Hook | None = None
    on_failed: Hook | None = None
    label: str = "Thư"


_RENDERERS: dict[str, Renderer] = {}


def register(
    kind: str,
    render: Callable[[Message], Letter],
    on_sent: Hook | None = None,
    on_failed: Hook | None = None,
    label: str = "Thư",
) -> None:
    """Say how messages of ``kind`` ("sessions_app.invitation") are written. A later registration replaces."""
    _RENDERERS[kind] = Renderer(render, on_sent, on_failed, label)


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
