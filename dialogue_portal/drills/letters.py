"""The letters of drills, and the count of what became of them at the receiving end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dialogue_portal.drills.report import Figure, at_most, exactly, fact
from organizations.models import Unit
from outbox import renderers
from outbox.actions import post
from outbox.enums import Channel, MessageState
from outbox.letters import Letter
from outbox.models import Message
from outbox.relay import INTERRUPTED
from regulation.clock import now

KIND = "drills.letter"
# Letters for the naive ways: the relay leaves the channel of paper alone, so both may run side by side.
NAIVE_KIND, NAIVE_CHANNEL = "drills.naive", Channel.PRINT
SENDER = "van-phong-dang-uy-phuong-ben-thanh"
OPEN = (MessageState.WAITING, MessageState.SENDING)
VISIBLE = (
    MessageState.FAILED,
    MessageState.UNCERTAIN,
    MessageState.CANCELLED,
)  # a person sees that it did not leave


def register() -> None:
    """Let the outbox find the renderer."""
    renderers.register(KIND, write_letter, label="Thư diễn tập")


def write_letter(message: Message) -> Letter:
    """A letter to an invented address; asks the database nothing."""
    number = message.params["number"]
    return Letter(
        to=f"minh.hoa.{number}@example.vn", subject=f"Thư diễn tập số {number}", body="Thư diễn tập."
    )


def key_of(number: int) -> str:
    """The key under which letter ``number`` is posted."""
    return f"{KIND}:{number}"


def sender() -> Unit:
    """The office in whose name drills send."""
    return Unit.objects.get(key=SENDER)


def post_letters(numbers: Iterable[int], *, at: datetime) -> None:
    """Post letters the way every app does, one transaction each."""
    unit = sender()
    for number in numbers:
        post_letter(number, unit=unit, at=at)


def post_letter(number: int, *, unit: Unit, at: datetime) -> bool:
    """Post one letter; False when it was posted before."""
    return post(
        dedupe_key=key_of(number),
        kind=KIND,
        params={"number": number},
        sender=unit,
        recipient_label=f"Người nhận Minh Họa {number}",
        at=at,
    )


def post_naive_letters(numbers: Iterable[int], *, at: datetime) -> list[int]:
    """Post letters that only a naive way will send; the keys of all that were posted so far."""
    unit = sender()
    for number in numbers:
        post(
            dedupe_key=f"{NAIVE_KIND}:{number}",
            kind=NAIVE_KIND,
            params={"number": number},
            sender=unit,
            recipient_label=f"Người nhận Minh Họa {number}",
            channel=NAIVE_CHANNEL,
            at=at,
        )
    return list(Message.objects.filter(kind=NAIVE_KIND).order_by("pk").values_list("pk", flat=True))


def naive_copies(copies: Iterable[str]) -> list[str]:
    """Those of the copies that a naive way sent."""
    naive = set(Message.objects.filter(kind=NAIVE_KIND).values_list("message_id", flat=True))
    return [copy for copy in copies if copy in naive]


def unsettled() -> int:
    """How many messages are due and have neither left nor been given up."""
    return Message.objects.exclude(kind=NAIVE_KIND).filter(state__in=OPEN, not_before__lte=now()).count()


@dataclass(frozen=True)
class Tally:
    """What became of the messages that were due, counted where they arrive.

    ``lost`` never arrived and nobody was told; ``doubled`` arrived more than once without a word of it on the
    row; ``admitted`` arrived more than once, and the row says that it may have; ``given_up`` waits for a person;
    ``strange`` was never posted.
    """

    due: int = 0
    copies: int = 0
    lost: int = 0
    doubled: int = 0
    admitted: int = 0
    given_up: int = 0
    strange: int = 0


def tally(copies: Sequence[str]) -> Tally:
    """Count the copies (one Message-ID for each) against the rows, those of naive ways left out."""
    received = Counter(copies) - Counter(naive_copies(copies))
    counts = Counter(copies=received.total())
    waits = Q(state=MessageState.WAITING, not_before__gt=now())
    rows = (
        Message.objects.exclude(waits)
        .exclude(kind=NAIVE_KIND)
        .order_by("pk")
        .values_list("message_id", "state", "error")
    )
    for message_id, state, error in rows:
        times = received.pop(message_id, 0)
        is_admitted = error == INTERRUPTED or state == MessageState.UNCERTAIN
        counts["due"] += 1
        counts["lost"] += times == 0 and state not in VISIBLE
        counts["doubled"] += times > 1 and not is_admitted
        counts["admitted"] += times > 1 and is_admitted
        counts["given_up"] += state in VISIBLE
    return Tally(**counts, strange=sum(received.values()))


def promised(part: str, found: Tally, *, deaths: int) -> Iterator[Figure]:
    """The figures that every drill of the outbox promises, after ``deaths`` of processes or databases."""
    yield fact(part, "messages due", found.due)
    yield fact(part, "copies received", found.copies)
    yield exactly(part, "lost", found.lost, 0)
    yield exactly(part, "doubled in silence", found.doubled, 0)
    yield at_most(part, "doubled, said on the row", found.admitted, deaths)
    yield exactly(part, "given up", found.given_up, 0)
    yield exactly(part, "never posted", found.strange, 0)


def forget() -> None:
    """Remove all messages, so that the next part starts with none."""
    Message.objects.all().delete()
