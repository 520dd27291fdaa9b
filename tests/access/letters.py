"""Every letter that can leave, written anew, and what its recipient may read in it."""

from accounts.models import Seat
from dialogue_portal.access.fields import FIELDS, PrivateField
from dialogue_portal.access.subjects import Subject
from dialogue_portal.demo.letters import let_letters_leave
from duties.actions.watch import watch
from outbox.enums import Channel, MessageState
from outbox.models import Message
from sessions_app.models import GuestContact, PetitionContact, RegistrationContact
from tests.access import poison
from tests.access.world import NOW, World
from tests.support.moments import ORDINARY_MONDAY

PEOPLE = {
    "sessions_app.GuestContact": lambda pk: _of_guest(GuestContact.objects.get(pk=pk)),
    "sessions_app.RegistrationContact": lambda pk: _of_slip(RegistrationContact.objects.get(pk=pk)),
    "sessions_app.PetitionContact": lambda pk: _of_petition(PetitionContact.objects.get(pk=pk)),
}


def _of_guest(contact: GuestContact) -> set[tuple[str, int]]:
    return {("sessions_app.Guest", contact.guest_id), ("sessions_app.GuestContact", contact.pk)}


def _of_slip(contact: RegistrationContact) -> set[tuple[str, int]]:
    slip = contact.registration
    own = {("sessions_app.RegistrationContact", contact.pk)}
    own |= {("sessions_app.RegistrationVoice", voice.pk) for voice in slip.voices.all()}
    own |= {("sessions_app.RegistrationReply", reply.pk) for reply in slip.replies.all()}
    return own.union(*(_of_petition(petition.contact) for petition in slip.petitions.all()))


def _of_petition(contact: PetitionContact) -> set[tuple[str, int]]:
    petition = contact.petition
    tasks = {("followups.Assignment", task.pk) for task in petition.assignments.all()}
    return tasks | {
        ("sessions_app.PetitionContact", contact.pk),
        ("sessions_app.PetitionVoice", petition.voice.pk),
    }


def _readers(pk: int, world: World) -> set[Subject]:
    """As whom somebody at work reads, by the seats of the user."""
    seats = Seat.objects.filter(user=pk)
    known = {seat.pk: subject for subject, seat in world.seats.items()}
    return {known.get(seat.pk, Subject(seat.role)) for seat in seats}


def sent_again(world: World) -> list[tuple[str, bytes]]:
    """All messages written and sent once more, now that every private column has its word, reminders included."""
    watch(ORDINARY_MONDAY, NOW)
    Message.objects.filter(channel=Channel.EMAIL).update(
        state=MessageState.WAITING, attempts=0, not_before=NOW, sent_at=None, handled_at=None, handled_how=""
    )
    for file in world.mail.rglob("*.eml"):
        file.unlink()
    let_letters_leave(at=NOW)
    return [poison.letter(file.read_bytes()) for file in sorted(world.mail.rglob("*.eml"))]


def strange_in(world: World, column: PrivateField, key: int, words: bytes) -> set[str]:
    """Private columns of which the letter tells something that is not the recipient's to know.

    The recipient is named by the column that holds the address and the key of its row.
    """
    found = {(FIELDS[number], pk) for number, pk in world.poison.found_in(words)}
    if column.model in PEOPLE:
        own = PEOPLE[column.model](key)
        return {field.label for field, pk in found if (field.model, pk) not in own}
    readers = _readers(key, world)
    return {field.label for field, _ in found if not readers & field.seen_by}
