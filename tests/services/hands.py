"""A process of its own that does one thing of the outbox or of issuing, and may be killed in the middle.

``python -m tests.services.hands NAME``: prints one line when it has come to the point, then goes on.
"""

import sys
import time
from datetime import timedelta

import django

STOPPED = 600


def _stop(point: str) -> None:
    print(point, flush=True)  # noqa: T201  the test waits for this line
    time.sleep(STOPPED)


def post_and_die_after_sending() -> None:
    from outbox import relay
    from regulation.clock import now
    from tests.factories import outbox as letters

    letters.post(1, at=now())
    relay.mark = lambda *_, **__: _stop("sent, not marked")
    relay.relay_once(at=now())


def relay_after_the_lease() -> None:
    from outbox import relay
    from regulation.clock import now

    counts = relay.relay_once(at=now() + relay.LEASE + timedelta(seconds=1))
    print(counts.sent, counts.taken_up_again, flush=True)  # noqa: T201


def number_and_die_before_rendering() -> None:
    from django.db import transaction

    from documents import actions, rendering
    from regulation.clock import now
    from tests.factories import documents as papers

    with transaction.atomic():
        document = papers.numbered(at=now(), dated_on=now().date())
    rendering.render = lambda *_: _stop("numbered, not rendered")
    actions.complete(document, by=papers.CLERK, at=now())


def finish_after_the_grace() -> None:
    from documents import actions
    from regulation.clock import now

    print(actions.finish_pending(now() + actions.GRACE), flush=True)  # noqa: T201


def verify() -> None:
    from documents.models import IssuedDocument
    from outbox.models import Message

    for message in Message.objects.all():
        print(message.state, message.attempts, bool(message.error), flush=True)  # noqa: T201
    for document in IssuedDocument.objects.all():
        print(document.state, document.number_text, document.file.size > 0, flush=True)  # noqa: T201


if __name__ == "__main__":
    django.setup()
    from outbox import renderers
    from tests.factories import outbox as letters

    renderers.register(letters.KIND, letters.letter)
    globals()[sys.argv[1]]()
