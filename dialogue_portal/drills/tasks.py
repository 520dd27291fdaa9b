"""Deliberately wrong ways to send letters: what the drills have to find guilty. Known to the profile ``drill`` only."""

import time

from celery import shared_task

from dialogue_portal.drills import points
from dialogue_portal.drills.letters import NAIVE_KIND, write_letter
from outbox.channels import email
from outbox.models import Message

SLOW = 0.03  # seconds; two sweeps of the same moment then meet, however fast the machine
GONE = "gone"  # these ways keep their own note that a letter left


@shared_task(acks_late=False)
def send_one(pk: int) -> None:
    """One task per letter, forgotten by the broker when a worker takes it."""
    message = Message.objects.get(pk=pk)
    points.pass_by(points.CLAIMED)
    _send(message)


@shared_task
def send_waiting() -> None:
    """Send whatever has no note yet, without claiming it first, to a mail server that takes its time."""
    for message in Message.objects.filter(kind=NAIVE_KIND, archived_subject="").order_by("pk"):
        time.sleep(SLOW)
        _send(message)


def _send(message: Message) -> None:
    email.send(write_letter(message), message_id=message.message_id)
    points.pass_by(points.ACCEPTED)
    Message.objects.filter(pk=message.pk).update(archived_subject=GONE)
    points.pass_by(points.MARKED)
